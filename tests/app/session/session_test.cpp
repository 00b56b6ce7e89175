// SPDX-License-Identifier: Apache-2.0
// Machines in processes of their own and inside this one: start, attach, end, crash, and two managers at once.
#include "app/session/session.h"

#include <QTest>

#include <fstream>

#include "app/library/run_record.h"
#include "core/base/guarded.h"
#include "core/base/sys/sandbox.h"
#include "tests/app/fake_vm.h"
#include "tests/app/temporary_library.h"

using namespace vitrine;
namespace session = vitrine::app::session;
using app::library::MachineState;

namespace {

const std::filesystem::path kProgram = FAKE_MACHINE_PROGRAM;

base::Result<std::unique_ptr<vm::Vm>> fake_machine(const vm::MachineConfig&) { return std::make_unique<tests::FakeVm>(); }

}  // namespace

class SessionTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    library_ = std::make_unique<tests::TemporaryLibrary>();
    std::ofstream{library_->root() / "data/outside"} << "secret";
    machine_ = *lib().create("M", {});
  }
  void cleanup() {
    bool killed = !now().has_process();
    QTRY_VERIFY(killed || (killed = session::kill_process(lib(), machine_) || !now().has_process()));
    QTRY_VERIFY(!lib().read(machine_.folder).has_process());
  }

  void machine_runs_in_its_own_process_and_outlives_its_view() {
    QVERIFY(start());
    auto view = session::attach(lib(), machine_);
    QCOMPARE(std::get<vm::Status>(*vm::ask(*view, vm::QueryStatus{})).state, vm::RunState::kRunning);
    view.reset();
    QCOMPARE(state(), MachineState::kRunning);
    QVERIFY(now().pid != getpid());
    view = session::attach(lib(), machine_);  // the next manager
    QVERIFY(vm::ask(*view, vm::PowerOff{}));
    QTRY_COMPARE(state(), MachineState::kOff);
    QVERIFY(now().problem.empty());
  }
  void second_start_is_refused() {
    QVERIFY(start());
    const auto again = start();
    QVERIFY(!again);
    QCOMPARE(again.error().message, std::string{"\"M\" is running already"});
    QVERIFY(!session::start_here(lib(), machine_, fake_machine));
  }
  void state_is_right_from_the_first_moment() {
    QVERIFY(start());
    QVERIFY(now().has_process());
    QTRY_COMPARE(state(), MachineState::kRunning);
    const auto view = session::attach(lib(), machine_);
    QVERIFY(vm::ask(*view, vm::Pause{}));
    QTRY_COMPARE(state(), MachineState::kPaused);
  }
  void process_is_sandboxed_before_the_machine_exists() {
    if (base::sys::probe_sandbox().landlock_abi == 0) QSKIP("this kernel has no Landlock");
    QVERIFY(start());
    QTRY_COMPARE(app::library::last_lines(machine_.log_folder() / "console.log", 1), std::string{"outside is closed"});
    QVERIFY(app::library::last_lines(machine_.log_folder() / "process.log", 9).find("sandbox: files limited by Landlock") !=
            std::string::npos);
  }
  void killed_process_is_told_with_its_signal() {
    QVERIFY(start());
    const auto view = session::attach(lib(), machine_);
    base::Guarded<vm::Status> last;
    view->set_sink([&last](const vm::Event& event) {
      if (const auto* changed = std::get_if<vm::StateChanged>(&event)) *last.lock() = changed->status;
    });
    QVERIFY(vm::ask(*view, vm::QueryStatus{}));
    QVERIFY(session::kill_process(lib(), machine_));
    QTRY_COMPARE_WITH_TIMEOUT(last.lock()->state, vm::RunState::kCrashed, 1000);
    QCOMPARE(last.lock()->end.message, std::string{"the machine's process was ended by SIGKILL"});
    QTRY_COMPARE(state(), MachineState::kCrashed);
    QCOMPARE(now().problem, last.lock()->end.message);  // the library has the same words as the window
    QVERIFY(start());                                   // and again
    QTRY_COMPARE(state(), MachineState::kRunning);
    view->set_sink({});
  }
  void request_to_end_is_followed() {
    QVERIFY(start());
    QTRY_COMPARE(state(), MachineState::kRunning);
    QCOMPARE(::kill(static_cast<pid_t>(now().pid), SIGTERM), 0);
    QTRY_COMPARE(state(), MachineState::kOff);
  }
  void failure_is_told_and_recorded_data() {
    QTest::addColumn<QByteArray>("notes");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("no kernel") << QByteArray{"fail"} << QByteArray{"vmlinux: there is no such file"};
    QTest::newRow("bug") << QByteArray{"abort"} << QByteArray{"the machine's process was ended by SIGABRT"};
  }
  void failure_is_told_and_recorded() {
    QFETCH(const QByteArray, notes);
    QFETCH(const QByteArray, message);
    QVERIFY(lib().change(machine_, {{"notes", notes.toStdString()}}));
    QVERIFY(start());
    const auto view = session::attach(lib(), machine_);
    const auto answer = vm::ask(*view, vm::Reset{});
    QVERIFY(!answer);
    QCOMPARE(answer.error().message, "the machine is not running any more: " + message.toStdString());
    QCOMPARE(state(), MachineState::kCrashed);
    QCOMPARE(now().problem, message.toStdString());
  }
  void broken_machine_is_not_started() {
    std::ofstream{machine_.file()} << "[[";
    const auto started = session::start_process(lib(), now(), kProgram);
    QVERIFY(!started);
    QVERIFY(started.error().message.starts_with(machine_.file().string() + ":1:"));
  }
  void missing_program_leaves_no_lock() {
    QVERIFY(!session::start_process(lib(), machine_, "/nonexistent/vitrine"));
    QVERIFY(!now().has_process());
  }

  void machine_inside_this_process_looks_the_same_from_outside() {
    auto here = session::start_here(lib(), machine_, fake_machine);
    QVERIFY(here);
    QTRY_COMPARE(state(), MachineState::kRunning);
    const auto view = session::attach(lib(), machine_);
    QVERIFY(vm::ask(*view, vm::SerialInput{0, {'h', 'i'}}));
    QTRY_COMPARE(app::library::last_lines(machine_.log_folder() / "console.log", 1), std::string{"hi"});
    QVERIFY(!session::kill_process(lib(), machine_));
    QVERIFY(vm::ask(*view, vm::PowerOff{}));
    QTRY_COMPARE(state(), MachineState::kOff);
    QVERIFY(std::get<vm::Status>(*vm::ask(**here, vm::QueryStatus{})).state == vm::RunState::kPoweredOff);
  }
  void closing_a_machine_inside_this_process_ends_it() {
    { const auto here = session::start_here(lib(), machine_, fake_machine); }
    QCOMPARE(state(), MachineState::kOff);
  }
  void two_machines_run_inside_one_process() {
    const auto other = *lib().create("N", {});
    auto first = session::start_here(lib(), machine_, fake_machine), second = session::start_here(lib(), other, fake_machine);
    QVERIFY(first && second);
    QVERIFY(vm::ask(**first, vm::PowerOff{}));
    QTRY_COMPARE(state(), MachineState::kOff);
    QCOMPARE(lib().read(other.folder).state, MachineState::kRunning);
  }
  void isolation_decides_data() {
    QTest::addColumn<QByteArray>("isolation");
    QTest::addColumn<bool>("own_process");
    QTest::newRow("process") << QByteArray{"process"} << true;
    QTest::newRow("none") << QByteArray{"none"} << false;
  }
  void isolation_decides() {
    QFETCH(const QByteArray, isolation);
    QFETCH(const bool, own_process);
    QVERIFY(lib().change(machine_, {{"isolation", isolation.toStdString()}}));
    auto started = session::start(lib(), now(), kProgram, fake_machine);
    QVERIFY(started);
    QTRY_COMPARE(state(), MachineState::kRunning);
    QCOMPARE(now().pid != getpid(), own_process);
    QVERIFY(vm::ask(**started, vm::PowerOff{}));
    QTRY_COMPARE(state(), MachineState::kOff);
  }

 private:
  const app::library::Library& lib() const { return **library_; }
  app::library::Machine now() const { return lib().read(machine_.folder); }
  MachineState state() const { return now().state; }
  base::Status start() { return session::start_process(lib(), now(), kProgram); }

  std::unique_ptr<tests::TemporaryLibrary> library_;
  app::library::Machine machine_;
};

QTEST_GUILESS_MAIN(SessionTest)
#include "session_test.moc"
