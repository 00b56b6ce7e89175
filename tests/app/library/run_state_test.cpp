// SPDX-License-Identifier: Apache-2.0
// Which machine runs: right after kill -9, with two managers at once, and told by the watcher.
#include <QTest>

#include <atomic>

#include "app/library/watcher.h"
#include "tests/app/temporary_library.h"

using namespace vitrine;
using namespace vitrine::app::library;

class RunStateTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    library_ = std::make_unique<tests::TemporaryLibrary>();
    machine_ = *lib().create("A", {});
  }

  void process_shows_its_state() {
    const tests::FakeProcess process{machine_, vm::RunState::kPaused};
    const auto seen = *lib().find("A");
    QCOMPARE(seen.state, MachineState::kPaused);
    QCOMPARE(seen.pid, std::int64_t{process.pid()});
    QCOMPARE(seen.socket, lib().paths().socket_of(machine_.folder));
  }
  void killed_process_shows_as_crashed_at_once() {
    tests::FakeProcess process{machine_, vm::RunState::kRunning};
    const Library second_manager{lib().paths()};
    QCOMPARE(second_manager.find("A")->state, MachineState::kRunning);
    process.kill();
    QCOMPARE(lib().find("A")->state, MachineState::kCrashed);
    QCOMPARE(second_manager.find("A")->state, MachineState::kCrashed);
    QVERIFY(lib().find("A")->problem.starts_with("the machine's process vanished"));
  }
  void running_machine_is_not_deleted() {
    const tests::FakeProcess process{machine_, vm::RunState::kRunning};
    const auto removed = lib().remove(machine_);
    QVERIFY(!removed);
    QCOMPARE(removed.error().code, base::Errc::kBusy);
    QVERIFY(lib().find("A"));
  }
  void recorded_end_shows_data() {
    QTest::addColumn<QByteArray>("record");
    QTest::addColumn<int>("state");
    QTest::addColumn<QByteArray>("problem");
    QTest::newRow("powered off") << QByteArray{"state=off\nreason=power-off\n"} << int{static_cast<int>(MachineState::kOff)}
                                 << QByteArray{};
    QTest::newRow("failed") << QByteArray{"state=off\nreason=error\ncode=1\nmessage=vmlinux: not a kernel\n"}
                            << int{static_cast<int>(MachineState::kCrashed)} << QByteArray{"vmlinux: not a kernel"};
    QTest::newRow("signal") << QByteArray{"state=crashed\nreason=error\nsignal=11\n"} << int{static_cast<int>(MachineState::kCrashed)}
                            << QByteArray{"the machine's process was ended by SIGSEGV"};
    QTest::newRow("no record") << QByteArray{"\x01\x02 nonsense = \n=\n"} << int{static_cast<int>(MachineState::kOff)} << QByteArray{};
  }
  void recorded_end_shows() {
    QFETCH(const QByteArray, record);
    QFETCH(const int, state);
    QFETCH(const QByteArray, problem);
    base::sys::LockFile::take(lock_path(machine_.folder))->write_text(record.toStdString());
    QCOMPARE(static_cast<int>(lib().find("A")->state), state);
    QCOMPARE(QByteArray::fromStdString(lib().find("A")->problem), problem);
  }
  void record_survives_the_round_trip() {
    const RunRecord record{.pid = 12,
                           .start = 99,
                           .state = vm::RunState::kCrashed,
                           .socket = "/run/x.sock",
                           .end = {vm::EndReason::kError, 1, "two\nlines = no"},
                           .signal = 6};
    const auto read = RunRecord::parse(record.to_text());
    QVERIFY(read);
    QCOMPARE(read->pid, record.pid);
    QCOMPARE(read->start, record.start);
    QCOMPARE(read->state, record.state);
    QCOMPARE(read->socket, record.socket);
    QCOMPARE(read->end.reason, record.end.reason);
    QCOMPARE(read->end.message, std::string{"two lines = no"});
    QCOMPARE(read->signal, 6);
  }

  void watcher_tells_of_edits_and_of_death() {
    std::atomic<int> calls = 0;
    std::atomic<MachineState> seen = MachineState::kOff;
    std::atomic<std::int64_t> cpus = 0;
    const auto watcher = Watcher::start(lib(), [&] {
      const auto machine = lib().find("A");
      if (!machine) return;
      seen = machine->state;
      cpus = machine->settings.get(app::settings::kCpus);
      ++calls;
    });
    QVERIFY(watcher);
    QTRY_VERIFY(calls > 0);
    QVERIFY(lib().change(machine_, {{"machine.cpus", std::int64_t{3}}}));
    QTRY_COMPARE(cpus.load(), std::int64_t{3});
    tests::FakeProcess process{machine_, vm::RunState::kRunning};
    QTRY_COMPARE(seen.load(), MachineState::kRunning);
    process.kill();
    QTRY_COMPARE_WITH_TIMEOUT(seen.load(), MachineState::kCrashed, 1000);
  }
  void watcher_sleeps_when_nothing_happens() {
    std::atomic<int> calls = 0;
    const auto watcher = Watcher::start(lib(), [&] {
      ++calls;
      (void)lib().list();  // looking is no change
    });
    QTRY_VERIFY(calls > 0);
    QTest::qWait(600);
    QVERIFY(calls <= 3);
  }

  void last_lines_are_clean() {
    std::ofstream{machine_.folder / "log"} << "one\ntwo \x1b[31mred\x07\nthree\n\n";
    QCOMPARE(last_lines(machine_.folder / "log", 2), std::string{"two [31mred\nthree"});
    QCOMPARE(last_lines(machine_.folder / "log", 9), std::string{"one\ntwo [31mred\nthree"});
    QCOMPARE(last_lines(machine_.folder / "none", 9), std::string{});
  }
  void paths_ignore_relative_variables() {
    qputenv("HOME", "/home/x");
    qputenv("XDG_DATA_HOME", "relative");
    qputenv("XDG_RUNTIME_DIR", "");
    const auto paths = Paths::from_environment();
    QCOMPARE(paths->machines.string(), std::string{"/home/x/.local/share/vitrine/machines"});
    QVERIFY(paths->runtime.string().starts_with("/tmp/vitrine-"));
    QVERIFY(paths->socket_of("/any/where").string().size() < 100);
  }

 private:
  const Library& lib() const { return **library_; }
  std::unique_ptr<tests::TemporaryLibrary> library_;
  Machine machine_;
};

QTEST_GUILESS_MAIN(RunStateTest)
#include "run_state_test.moc"
