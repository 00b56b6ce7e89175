// SPDX-License-Identifier: Apache-2.0
// The whole product under an X server of the test's own: `vitrine --demo` boots Debian's kernel in a process of its own, real keys are
// typed into its window, the window is closed and brought back, the idle cost is measured, the guest powers off.
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include "tests/frontends/qt/x_server.h"
#include "tests/needed.h"

namespace vitrine::frontends::qt {

namespace {

constexpr int kBootMs = 180'000;
constexpr int kAnswerMs = 20'000;
constexpr int kIdleSeconds = 30;
constexpr auto kMachineName = "Demo Linux (RISC-V)";

QString cache_folder() { return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation); }
bool has_demo_guest() { return QFile::exists(cache_folder() + QStringLiteral("/vitrine/guests/riscv64/vmlinux")); }

QByteArray contents(const QString& path) {
  QFile file{path};
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
}

// User and system time of a process and all its threads, in clock ticks.
qint64 ticks_of(qint64 pid) {
  const QList<QByteArray> fields = contents(QStringLiteral("/proc/%1/stat").arg(pid)).split(' ');
  return fields.size() > 15 ? fields[13].toLongLong() + fields[14].toLongLong() : 0;
}

}  // namespace

class DemoTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QVERIFY(!server_.start().isEmpty());
    QProcessEnvironment environment = server_.environment();
    environment.insert(QStringLiteral("XDG_CACHE_HOME"), cache_folder());
    for (const char* variable : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"}) {
      const QString folder = home_.filePath(QString::fromLatin1(variable));
      QVERIFY(QDir{}.mkpath(folder));
      environment.insert(QString::fromLatin1(variable), folder);
    }
    QFile::setPermissions(home_.filePath(QStringLiteral("XDG_RUNTIME_DIR")), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    program_.setProcessEnvironment(environment);
    program_.setProcessChannelMode(QProcess::ForwardedChannels);
    program_.start(QStringLiteral(VITRINE_BINARY_DIR "/bin/vitrine"), {QStringLiteral("--demo")});
    QVERIFY(program_.waitForStarted());
  }

  void demo_boots_to_its_shell() {
    QTRY_VERIFY_WITH_TIMEOUT(console().contains("GUEST-READY"), kBootMs);
    QTRY_VERIFY_WITH_TIMEOUT(console().contains("# "), kAnswerMs);
    QVERIFY(!machine_window().isEmpty());
    save_picture(QStringLiteral("demo-booted"));
  }

  void typed_command_is_answered() {
    type_into(machine_window(), QStringLiteral("uname -sm; echo answer-$((6*7))"));
    QTRY_VERIFY_WITH_TIMEOUT(console().contains("answer-42"), kAnswerMs);
    QVERIFY(console().contains("Linux riscv64"));
    save_picture(QStringLiteral("demo-answer"));
  }

  // The goal is 1 % of a core; a busy host makes each of the guest's wake-ups dearer.
  void idle_guest_with_its_window_sleeps() {
    QTest::qWait(3000);
    const qint64 machine = machine_pid();
    QVERIFY(machine > 0);
    const qint64 window_before = ticks_of(program_.processId());
    const qint64 machine_before = ticks_of(machine);
    QTest::qWait(kIdleSeconds * 1000);
    const qint64 window_ticks = ticks_of(program_.processId()) - window_before;
    const qint64 machine_ticks = ticks_of(machine) - machine_before;
    qInfo("idle for %d s: window %lld, machine %lld hundredths of a second, goal %d", kIdleSeconds, window_ticks, machine_ticks,
          kIdleSeconds);
    QVERIFY2(window_ticks + machine_ticks <= 10 * kIdleSeconds, "more than ten times the goal of 1 % of a core");
  }

  void closed_window_leaves_the_machine_running_and_comes_back() {
    const qint64 machine = machine_pid();
    focus(machine_window());
    server_.xdotool({QStringLiteral("key"), QStringLiteral("ctrl+shift+w")});
    QTRY_VERIFY_WITH_TIMEOUT(machine_window().isEmpty(), kAnswerMs);
    QCOMPARE(machine_pid(), machine);
    focus(window_named(QStringLiteral("^Vitrine$")));
    save_picture(QStringLiteral("demo-library"));
    server_.xdotool({QStringLiteral("key"), QStringLiteral("Return")});  // the list's first action: Show window
    QTRY_VERIFY_WITH_TIMEOUT(!machine_window().isEmpty(), kAnswerMs);
    QTest::qWait(1500);
    save_picture(QStringLiteral("demo-back"));
  }

  void guest_powers_off_and_the_window_says_so() {
    type_into(machine_window(), QStringLiteral("poweroff"));
    QTRY_COMPARE_WITH_TIMEOUT(machine_pid(), qint64{0}, kAnswerMs);
    QTest::qWait(500);
    save_picture(QStringLiteral("demo-off"));
    QCOMPARE(program_.state(), QProcess::Running);
  }

  void killed_machine_takes_nothing_along_and_its_window_says_so() {
    focus(window_named(QStringLiteral("^Vitrine$")));
    server_.xdotool({QStringLiteral("key"), QStringLiteral("Return")});  // Start
    QTRY_VERIFY_WITH_TIMEOUT(machine_pid() > 0, kAnswerMs);
    QTRY_VERIFY_WITH_TIMEOUT(console().contains("Linux version"), kBootMs);
    QCOMPARE(::kill(static_cast<pid_t>(machine_pid()), SIGKILL), 0);
    QTRY_COMPARE_WITH_TIMEOUT(machine_pid(), qint64{0}, kAnswerMs);
    QTest::qWait(1500);
    save_picture(QStringLiteral("demo-killed"));
    QCOMPARE(program_.state(), QProcess::Running);
    focus(window_named(QStringLiteral("^Demo Linux")));
    server_.xdotool({QStringLiteral("key"), QStringLiteral("ctrl+shift+w")});
    QTRY_VERIFY_WITH_TIMEOUT(machine_window().isEmpty(), kAnswerMs);
    QTest::qWait(500);
    save_picture(QStringLiteral("demo-crashed"));
  }

  void cleanupTestCase() {
    if (const qint64 machine = machine_pid(); machine > 0) ::kill(static_cast<pid_t>(machine), SIGKILL);
    program_.terminate();
    if (!program_.waitForFinished(5000)) program_.kill();
    program_.waitForFinished(5000);
  }

 private:
  [[nodiscard]] QString folder() const {
    return home_.filePath(QStringLiteral("XDG_DATA_HOME/vitrine/machines/%1").arg(QLatin1String{kMachineName}));
  }
  [[nodiscard]] QByteArray console() const { return contents(folder() + QStringLiteral("/log/console.log")); }

  // The process that runs from the machine's folder; 0 where there is none.
  [[nodiscard]] qint64 machine_pid() const {
    for (const QString& entry : QDir{QStringLiteral("/proc")}.entryList(QDir::Dirs)) {
      const QByteArray command = contents(QStringLiteral("/proc/%1/cmdline").arg(entry));
      if (command.contains("--headless") && command.contains(folder().toUtf8())) return entry.toLongLong();
    }
    return 0;
  }
  [[nodiscard]] QString window_named(const QString& pattern) const {
    return server_.xdotool({QStringLiteral("search"), QStringLiteral("--onlyvisible"), QStringLiteral("--name"), pattern})
        .section(QLatin1Char{'\n'}, 0, 0);
  }
  [[nodiscard]] QString machine_window() const { return window_named(QStringLiteral("^Demo Linux")); }
  void focus(const QString& window) const { server_.xdotool({QStringLiteral("windowfocus"), QStringLiteral("--sync"), window}); }
  void type_into(const QString& window, const QString& text) const {
    focus(window);
    server_.xdotool({QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("25"), text});
    server_.xdotool({QStringLiteral("key"), QStringLiteral("Return")});
  }
  void save_picture(const QString& name) const {
    QVERIFY(QDir{}.mkpath(QStringLiteral(VITRINE_BINARY_DIR "/screenshots")));
    QProcess import;
    import.setProcessEnvironment(server_.environment());
    import.start(QStringLiteral("import"), {QStringLiteral("-window"), QStringLiteral("root"),
                                            QStringLiteral(VITRINE_BINARY_DIR "/screenshots/") + name + QStringLiteral(".png")});
    import.waitForFinished(20'000);  // a machine without ImageMagick goes without pictures
  }

  XServer server_;
  QTemporaryDir home_;
  QProcess program_;
};

}  // namespace vitrine::frontends::qt

int main(int argc, char** argv) {
  using namespace vitrine::frontends::qt;
  QCoreApplication application{argc, argv};
  if (const QString missing = XServer::missing(); !missing.isEmpty())
    return vitrine::tests::exit_without(qPrintable(missing + QStringLiteral(" is not installed")));
  if (!has_demo_guest()) return vitrine::tests::exit_without("the demo guest is not there (installer/run fetches it)");
  DemoTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "demo_test.moc"
