// SPDX-License-Identifier: Apache-2.0
// The library's commands as a person types them: what they say, their exit statuses, and what they leave on the disk.
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

class LibraryCommandsTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    put("vmlinux", "no kernel at all");
    QVERIFY(std::filesystem::create_directories(machines().toStdString()));
  }

  void refusals_name_the_thing_and_change_nothing_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char* name, QStringList words, int status, const char* message) {
      QTest::newRow(name) << std::move(words) << status << QByteArray{message};
    };
    row("no name", {"create"}, 2, "vitrine: name is required");
    row("unknown option", {"create", "a", "--wheels", "4"}, 2, "vitrine: --wheels: unknown option; `vitrine create --help` lists them all");
    row("too little memory", {"create", "a", "--memory", "1"}, 2,
        "vitrine: machine.memory_mib must be a whole number from 16 to 1048576 (MiB), not 1");
    row("no number", {"create", "a", "--cpus", "many"}, 2, "vitrine: machine.cpus must be a whole number from 1 to 64, not \"many\"");
    row("unknown architecture", {"create", "a", "--isa", "mips"}, 2,
        "vitrine: machine.isa must be one of riscv64, x86_64, arm64, not \"mips\"");
    row("missing kernel", {"create", "a", "--kernel", "/nonexistent/vmlinux"}, 2,
        "vitrine: --kernel /nonexistent/vmlinux: there is no such file");
    row("empty name", {"create", ""}, 2, "vitrine: a machine needs a name with at least one letter or digit");
    row("delete nothing", {"delete", "a", "--yes"}, 2, "vitrine: there is no machine \"a\"");
    row("run nothing", {"run", "a"}, 2, "vitrine: there is no machine \"a\"");
    row("program for a saved machine", {"run", "a", "--elf", "vmlinux"}, 2, "vitrine: --elf: a saved machine starts what its settings say");
    row("no port for a debugger", {"run", "a", "--gdb", "0"}, 2, "vitrine: --gdb 0: a saved machine has a process of its own");
    row("console of a headless machine", {"run", "a", "--headless", "--serial", "pty"}, 2, "vitrine: --serial does not go with --headless");
    row("window of a headless machine", {"run", "a", "--headless", "--display", "qt"}, 2, "vitrine: --display does not go with --headless");
    row("headless without a name", {"run", "--isa", "riscv64", "--headless"}, 2,
        "vitrine: --headless goes with the name of a saved machine");
    row("unknown category", {"run", "a", "--log", "weather"}, 2,
        "vitrine: --log weather: unknown; machine, control, gdb, traps, mmu, translate, devices and all are known");
    row("setting out of range, this once", {"run", "a", "--cpus", "0"}, 2,
        "vitrine: machine.cpus must be a whole number from 1 to 64, not 0");
    row("missing file, this once", {"run", "a", "--initrd", "/nonexistent"}, 2, "vitrine: --initrd /nonexistent: there is no such file");
    row("doctor with words", {"doctor", "please"}, 2, "vitrine: please: unknown option");
    row("unknown command", {"fly"}, 2, "vitrine: fly: unknown command");
  }
  void refusals_name_the_thing_and_change_nothing() {
    QFETCH(const QStringList, words);
    QFETCH(const int, status);
    QFETCH(const QByteArray, message);
    QCOMPARE(vitrine(words), status);
    QVERIFY2(errors_.contains(message), errors_.constData());
    QCOMPARE(errors_.count('\n'), 1);
    QVERIFY(std::filesystem::is_empty(machines().toStdString()));
  }

  void machine_is_made_listed_and_deleted() {
    QCOMPARE(vitrine({"create", "My machine", "--memory", "64M", "--kernel", "vmlinux"}), 0);
    QCOMPARE(output_.trimmed(), (machines() + "/My machine/vm.toml").toUtf8());
    QFile file{machines() + "/My machine/vm.toml"};
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains(("kernel = \"" + folder_->path() + "/vmlinux\"").toUtf8()));
    QCOMPARE(vitrine({"list"}), 0);
    QVERIFY(output_.contains("My machine  off       riscv64     1      64 MiB"));
    QCOMPARE(vitrine({"delete", "My machine"}), 2);  // nobody is there to be asked
    QVERIFY(errors_.contains("say --yes"));
    QCOMPARE(vitrine({"delete", "My machine", "--yes"}), 0);
    QVERIFY(std::filesystem::is_empty(machines().toStdString()));
  }
  void broken_machine_is_listed_and_diagnosed() {
    std::filesystem::create_directories((machines() + "/b").toStdString());
    put("data/vitrine/machines/b/vm.toml", "[machine]\ncpus = 0\n");
    QCOMPARE(vitrine({"list"}), 0);
    QVERIFY(output_.contains("broken"));
    QVERIFY(output_.contains("/b/vm.toml:2:8: machine.cpus must be a whole number from 1 to 64, not 0"));
    QCOMPARE(vitrine({"doctor"}), 1);
    QVERIFY(output_.contains("Problem         b: "));
    QCOMPARE(vitrine({"run", "b"}), 2);
    QVERIFY(errors_.contains("/b/vm.toml:2:8:"));
    QCOMPARE(vitrine({"run", "b", "--headless"}), 2);
    QVERIFY(errors_.contains("/b/vm.toml:2:8:"));
  }
  void doctor_tells_the_sandbox() {
    QCOMPARE(vitrine({"doctor"}), 0);
    QVERIFY(output_.startsWith("Sandbox         "));
    QVERIFY(output_.contains("no new privileges"));
  }
  void kernel_that_is_none_is_told_where_it_was_started() {
    QCOMPARE(vitrine({"create", "a", "--firmware", "none", "--kernel", "vmlinux"}), 0);
    QFile::remove(folder_->path() + "/vmlinux");
    QVERIFY(vitrine({"run", "a"}) != 0);
    QVERIFY2(errors_.contains("/vmlinux"), errors_.constData());
    QCOMPARE(errors_.count('\n'), 1);
    QCOMPARE(vitrine({"list"}), 0);
    QVERIFY2(output_.contains("crashed") && output_.contains("/vmlinux"), output_.constData());
  }
  void settings_given_to_run_hold_this_once() {
    QCOMPARE(vitrine({"create", "a"}), 0);
    QVERIFY(vitrine({"run", "a", "--engine", "tiered", "--firmware", "none", "--kernel", "vmlinux", "--machine", "q35"}) != 0);
    QVERIFY2(errors_.contains("machine.board: there is no q35 with the architecture riscv64"), errors_.constData());
    QFile file{machines() + "/a/vm.toml"};
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("q35"));
  }
  void relative_environment_is_no_place_for_machines() {
    home_ = "relative";
    const auto status = vitrine({"list"});
    home_.clear();
    QCOMPARE(status, 2);
    QVERIFY(errors_.contains("HOME is not set to an absolute path"));
  }

 private:
  QString machines() const { return folder_->path() + "/data/vitrine/machines"; }
  void put(const char* path, const char* text) const {
    QFile file{folder_->path() + "/" + path};
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
  }
  int vitrine(const QStringList& words) {
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("HOME", home_.isEmpty() ? folder_->path() : home_);
    environment.insert("XDG_DATA_HOME", folder_->path() + "/data");
    environment.insert("XDG_RUNTIME_DIR", folder_->path());
    for (const char* unset : {"XDG_CONFIG_HOME", "XDG_CACHE_HOME"}) environment.remove(unset);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder_->path());
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(VITRINE_PROGRAM, words);
    if (!process.waitForFinished(30000)) process.kill();
    output_ = process.readAllStandardOutput();
    errors_ = process.readAllStandardError();
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
  }

  std::unique_ptr<QTemporaryDir> folder_;
  QString home_;
  QByteArray output_, errors_;
};

QTEST_GUILESS_MAIN(LibraryCommandsTest)
#include "library_commands_test.moc"
