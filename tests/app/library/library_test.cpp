// SPDX-License-Identifier: Apache-2.0
// The library on disk: listing, creating, changing and deleting, and machines whose files are broken.
#include "app/library/library.h"
#include "core/base/file.h"

#include <QTest>

#include "tests/app/temporary_library.h"

using namespace vitrine;
using namespace vitrine::app::library;
namespace fs = std::filesystem;
namespace settings = vitrine::app::settings;

class LibraryTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { library_ = std::make_unique<tests::TemporaryLibrary>(); }

  void no_folder_is_an_empty_list() {
    fs::remove_all(lib().paths().machines);
    QVERIFY(lib().list()->empty());
  }
  void created_machine_is_listed_and_found() {
    const auto machine = lib().create("Mine", {{"machine.memory_mib", std::int64_t{256}}, {"boot.kernel", std::string{"vmlinux"}}});
    QVERIFY(machine);
    QCOMPARE(machine->state, MachineState::kOff);
    QCOMPARE(lib().list()->size(), std::size_t{1});
    QCOMPARE(lib().find("Mine")->settings.get(settings::kMemoryMib), std::int64_t{256});
    QCOMPARE(lib().find(machine->folder.string())->name, std::string{"Mine"});
    QCOMPARE(fs::status(machine->folder).permissions() & fs::perms::others_all, fs::perms::none);
  }
  void same_name_gets_another_folder() {
    QVERIFY(lib().create("A", {}));
    const auto second = lib().create("A", {});
    QCOMPARE(second->id, std::string{"A 2"});
    QVERIFY(lib().find("A 2"));
    QVERIFY(lib().find("A"));  // the folder's name decides
  }
  void odd_names_make_harmless_folders_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("folder");  // empty = refused
    const auto row = [](const char* name, const char* folder) { QTest::addRow("%s", name) << QByteArray{name} << QByteArray{folder}; };
    row("../../etc", "etc");
    row("a/b", "a-b");
    row(".hidden", "hidden");
    row("..", "");
    row("", "");
    row("Ärger & Söhne", "Ärger & Söhne");
    row("con:troll*", "con-troll-");
    row("line\nbreak", "");
  }
  void odd_names_make_harmless_folders() {
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, folder);
    const auto machine = lib().create(name.toStdString(), {});
    QCOMPARE(machine.has_value(), !folder.isEmpty());
    if (machine) QCOMPARE(QByteArray::fromStdString(machine->id), folder);
    if (machine) QCOMPARE(machine->folder.parent_path(), lib().paths().machines);
    if (!machine) QVERIFY(fs::is_empty(lib().paths().machines));
  }
  void refused_value_leaves_nothing_behind() {
    QVERIFY(!lib().create("A", {{"machine.cpus", std::int64_t{1000}}}));
    QVERIFY(!lib().create("A", {{"machine.wheels", std::int64_t{4}}}));
    QVERIFY(fs::is_empty(lib().paths().machines));
  }
  void change_keeps_the_rest_of_the_file() {
    const auto folder = library_->put("a", "# mine\n[machine]\ncpus = 1 # one\n");
    QVERIFY(lib().change(lib().read(folder), {{"machine.cpus", std::int64_t{2}}}));
    QCOMPARE(settings::Document::load(folder / "vm.toml")->text(), std::string{"# mine\n[machine]\ncpus = 2 # one\n"});
  }

  void broken_file_is_listed_with_its_error_and_kept() {
    const std::string text = "[machine]\ncpus = 'lots'\n";
    const auto folder = library_->put("broken", text);
    QVERIFY(lib().create("fine", {}));
    const auto machines = *lib().list();
    QCOMPARE(machines.size(), std::size_t{2});
    QCOMPARE(machines[0].state, MachineState::kBroken);
    QCOMPARE(machines[0].problem, (folder / "vm.toml").string() + ":2:8: machine.cpus must be a whole number from 1 to 64, not \"lots\"");
    QVERIFY(!lib().change(machines[0], {{"machine.cpus", std::int64_t{2}}}));
    QCOMPARE(*base::read_text_file(folder / "vm.toml", 1000), text);
    QVERIFY(lib().remove(machines[0]));
  }
  void user_file_gives_defaults_and_its_errors_show() {
    library_->put("a", "");
    fs::create_directories(lib().paths().user_file.parent_path());
    std::ofstream{lib().paths().user_file} << "[machine]\nmemory_mib = 1024\n";
    QCOMPARE(lib().find("a")->settings.get(settings::kMemoryMib), std::int64_t{1024});
    std::ofstream{lib().paths().user_file} << "[machine\n";
    QCOMPARE(lib().find("a")->state, MachineState::kBroken);
    QVERIFY(lib().find("a")->problem.starts_with(lib().paths().user_file.string() + ":1:"));
  }
  void folders_without_a_machine_are_not_listed() {
    fs::create_directories(lib().paths().machines / "empty");
    fs::create_directories(lib().paths().machines / ".deleted-x");
    std::ofstream{lib().paths().machines / "file"};
    QVERIFY(lib().list()->empty());
  }
  void ambiguous_and_unknown_names_are_refused() {
    library_->put("a", "name = 'Same'\n");
    library_->put("b", "name = 'Same'\n");
    QVERIFY(lib().find("Same").error().message.starts_with("2 machines are called \"Same\""));
    QVERIFY(lib().find("None").error().message.starts_with("there is no machine \"None\""));
    QVERIFY(!lib().find("/nonexistent/a"));
  }

  void delete_is_planned_and_done() {
    const auto machine = *lib().create("A", {});
    fs::create_directories(machine.log_folder());
    std::ofstream{machine.log_folder() / "console.log"} << "12345";
    QCOMPARE(lib().plan_delete(machine)->files, std::uint64_t{2});
    QVERIFY(lib().remove(machine));
    QVERIFY(fs::is_empty(lib().paths().machines));
  }
  void delete_never_leaves_the_library() {
    const auto outside = library_->root() / "precious";
    fs::create_directories(outside);
    std::ofstream{outside / "vm.toml"};
    QVERIFY(!lib().remove(lib().read(outside)));
    QVERIFY(!lib().plan_delete(lib().read(outside)));
    fs::create_directory_symlink(outside, lib().paths().machines / "link");
    QCOMPARE(lib().list()->size(), std::size_t{1});
    QVERIFY(!lib().remove(*lib().find("link")));
    QVERIFY(!lib().remove(lib().read(lib().paths().machines)));
    QVERIFY(!lib().remove(lib().read(lib().paths().machines / "..")));
    QVERIFY(fs::exists(outside / "vm.toml"));
  }
  void delete_does_not_follow_links_in_the_folder() {
    const auto machine = *lib().create("A", {});
    const auto outside = library_->root() / "precious";
    fs::create_directories(outside);
    std::ofstream{outside / "disk"} << "x";
    fs::create_directory_symlink(outside, machine.folder / "link");
    QVERIFY(lib().remove(machine));
    QVERIFY(fs::exists(outside / "disk"));
  }

  void demo_machine_is_made_once() {
    const auto demo = ensure_demo_machine(lib());
    QVERIFY(demo);
    QCOMPARE(demo->name, std::string{"Demo Linux (RISC-V)"});
    QVERIFY(lib().change(*demo, {{"machine.cpus", std::int64_t{4}}}));
    QCOMPARE(ensure_demo_machine(lib())->settings.get(settings::kCpus), std::int64_t{4});
    QCOMPARE(lib().list()->size(), std::size_t{1});
    QVERIFY(demo_files_present(lib()).error().message.find("guests/riscv64/vmlinux") != std::string::npos);
  }

 private:
  const Library& lib() const { return **library_; }
  std::unique_ptr<tests::TemporaryLibrary> library_;
};

QTEST_GUILESS_MAIN(LibraryTest)
#include "library_test.moc"
