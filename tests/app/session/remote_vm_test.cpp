// SPDX-License-Identifier: Apache-2.0
// RemoteVm against a server in this process: commands, events, breaks of the connection, and the end of the process.
#include "app/session/remote_vm.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <future>

#include "app/control/qmp_server.h"
#include "core/base/guarded.h"
#include "tests/app/fake_vm.h"

using namespace vitrine;
using app::session::PeerProbe;
using app::session::RemoteVm;

namespace {

// What came out of a machine, in order.
class Witness {
 public:
  vm::EventSink sink() {
    return [this](const vm::Event& event) {
      if (const auto* output = std::get_if<vm::SerialOutput>(&event))
        *printed_.lock() += std::string{output->bytes.begin(), output->bytes.end()};
      if (const auto* changed = std::get_if<vm::StateChanged>(&event)) *status_.lock() = changed->status;
      if (const auto* panic = std::get_if<vm::GuestPanicked>(&event)) *panic_.lock() = panic->last_lines;
      if (std::holds_alternative<vm::ResetHappened>(event)) ++resets;
    };
  }
  std::string printed() { return *printed_.lock(); }
  std::string panic() { return *panic_.lock(); }
  vm::Status status() { return *status_.lock(); }
  std::atomic<int> resets = 0;

 private:
  base::Guarded<std::string> printed_, panic_;
  base::Guarded<vm::Status> status_;
};

std::string text(const base::Result<vm::Reply>& reply) {
  if (!reply) return "error: " + reply.error().message;
  if (const auto* bytes = std::get_if<vm::Bytes>(&*reply)) return {bytes->bytes.begin(), bytes->bytes.end()};
  if (const auto* words = std::get_if<vm::Text>(&*reply)) return words->text;
  return "done";
}

std::vector<std::uint8_t> bytes(std::string_view text) { return {text.begin(), text.end()}; }

}  // namespace

class RemoteVmTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    socket_ = std::filesystem::path{folder_->path().toStdString()} / "s";
    std::filesystem::create_directory(states());
    machine_ = std::make_unique<tests::FakeVm>();
    witness_ = std::make_unique<Witness>();
    alive_ = true;
    end_ = {vm::EndReason::kPowerOff, 0, ""};
  }
  void cleanup() {
    remote_.reset();
    stop_server();
  }

  void commands_and_answers_pass_through() {
    start_server();
    attach();
    QCOMPARE(std::get<vm::Status>(*ask(vm::QueryStatus{})).state, vm::RunState::kRunning);
    const auto stats = std::get<vm::Stats>(*ask(vm::QueryStats{}));
    QCOMPARE(stats.instructions, std::uint64_t{1'000'000'007});
    QVERIFY(stats.translates);
    QCOMPARE(stats.translated_share, 0.97);
    QCOMPARE(text(ask(vm::MonitorLine{"info \"x\"\n"})), std::string{"you said info \"x\"\n"});
    QCOMPARE(text(ask(vm::SerialInput{0, bytes("ls\r")})), std::string{"done"});
    QCOMPARE(machine_->typed(), std::string{"ls\r"});
    const auto refused = ask(vm::PowerDown{});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, base::Errc::kUnsupported);
    QCOMPARE(refused.error().message, std::string{"the board cannot ask the guest to shut down"});
    QCOMPARE(ask(vm::SerialInput{0, std::vector<std::uint8_t>(600'000)}).error().code, base::Errc::kInvalidArgument);
  }
  // Through a socket a state is the same to the byte, large or small, and leaves no file behind.
  void states_pass_through_files_data() {
    QTest::addColumn<uint>("size");
    for (const uint size : {0u, 3u, 8u << 20}) QTest::addRow("%u bytes", size) << size;
  }
  void states_pass_through_files() {
    QFETCH(uint, size);
    start_server();
    attach();
    std::vector<std::uint8_t> state(size);
    for (std::size_t i = 0; i < size; ++i) state[i] = static_cast<std::uint8_t>(i * 7 + (i >> 8));
    const auto restored = ask(vm::RestoreState{.state = state});
    QVERIFY2(restored, restored ? "" : restored.error().message.c_str());
    QCOMPARE(machine_->state(), state);
    const auto saved = ask(vm::SaveState{});
    QVERIFY(saved);
    QCOMPARE(std::get<vm::Bytes>(*saved).bytes, state);
    QVERIFY(std::filesystem::is_empty(states()));
  }
  void refused_state_leaves_no_file() {
    start_server();
    attach();
    const auto refused = ask(vm::RestoreState{.state = bytes("damaged")});
    QCOMPARE(refused.error().message, std::string{"damaged"});
    QVERIFY(std::filesystem::is_empty(states()));
    QCOMPARE(ask(vm::SaveState{.file = "/etc/x.state"}).error().code, base::Errc::kInvalidArgument);
  }
  void link_in_place_of_a_state_is_not_followed() {
    start_server();
    attach();
    machine_->save_a_link_to("/etc/passwd");
    QVERIFY(!ask(vm::SaveState{}));
  }
  void states_need_a_folder() {
    start_server();
    remote_ = std::make_unique<RemoteVm>(socket_, probe());
    QCOMPARE(ask(vm::SaveState{}).error().code, base::Errc::kUnsupported);
  }
  void events_pass_through() {
    start_server();
    attach();
    QVERIFY(ask(vm::Pause{}));
    QTRY_COMPARE(witness_->status().state, vm::RunState::kPaused);
    QVERIFY(ask(vm::Reset{}));
    QTRY_COMPARE(witness_->resets.load(), 1);
    machine_->raise(vm::GuestPanicked{"Oops\nend"});
    QTRY_COMPARE(witness_->panic(), std::string{"Oops\nend"});
    machine_->print("hello");
    QTRY_COMPARE(witness_->printed(), std::string{"hello"});
  }
  void backlog_is_all_output_before_its_answer() {
    start_server();
    machine_->print("early ");
    attach();
    QCOMPARE(text(ask(vm::QuerySerialBacklog{})), std::string{"early "});
    machine_->print("late");
    QTRY_COMPARE(witness_->printed(), std::string{"late"});
    QCOMPARE(text(ask(vm::QuerySerialBacklog{})), std::string{"early late"});
  }

  void commands_wait_for_a_machine_that_is_still_starting() {
    attach();
    auto answer = std::make_shared<std::promise<std::string>>();
    remote_->submit(vm::MonitorLine{"hi"}, [answer](const base::Result<vm::Reply>& reply) { answer->set_value(text(reply)); });
    start_server();
    QCOMPARE(answer->get_future().get(), std::string{"you said hi"});
    QTRY_COMPARE(witness_->status().state, vm::RunState::kRunning);
  }
  void waiting_commands_are_bounded() {
    attach();
    std::atomic<int> refused = 0;
    for (int i = 0; i < 70; ++i)
      remote_->submit(vm::QueryStats{},
                      [&refused](const base::Result<vm::Reply>& reply) { refused += !reply && reply.error().code == base::Errc::kBusy; });
    QTRY_COMPARE(refused.load(), 6);
    remote_.reset();
  }
  void broken_connection_comes_back_and_misses_nothing() {
    start_server();
    machine_->print("one ");
    attach();
    QCOMPARE(text(ask(vm::QuerySerialBacklog{})), std::string{"one "});
    stop_server();
    start_server();
    for (const char* word : {"one ", "two "}) machine_->print(word);  // what the new server has heard in all
    QTRY_COMPARE(witness_->printed(), std::string{"two "});
    QCOMPARE(text(ask(vm::QuerySerialBacklog{})), std::string{"one two "});
  }
  void pending_command_is_answered_when_the_connection_breaks() {
    start_server();
    attach();
    QVERIFY(ask(vm::QueryStatus{}));
    machine_->hold();
    auto answer = std::make_shared<std::promise<std::string>>();
    remote_->submit(vm::Reset{}, [answer](const base::Result<vm::Reply>& reply) { answer->set_value(text(reply)); });
    QTRY_COMPARE(witness_->resets.load(), 1);  // it has arrived
    stop_server();
    QVERIFY(answer->get_future().get().starts_with("error: the connection to the machine broke"));
    machine_->release();
  }

  void end_is_told_only_when_the_process_is_gone() {
    start_server();
    attach();
    QVERIFY(ask(vm::PowerOff{}));
    stop_server();
    QTest::qWait(100);
    QVERIFY(witness_->status().state != vm::RunState::kPoweredOff);
    alive_ = false;
    QTRY_COMPARE(witness_->status().state, vm::RunState::kPoweredOff);
    QCOMPARE(std::get<vm::Status>(*ask(vm::QueryStatus{})).end.reason, vm::EndReason::kPowerOff);
  }
  void crash_is_told_with_its_reason() {
    start_server();
    machine_->print("last words");
    attach();
    QVERIFY(ask(vm::QueryStatus{}));
    end_ = {vm::EndReason::kError, 1, "the machine's process was ended by SIGKILL"};
    alive_ = false;
    stop_server();
    QTRY_COMPARE(witness_->status().state, vm::RunState::kCrashed);
    QCOMPARE(witness_->status().end.message, std::string{"the machine's process was ended by SIGKILL"});
    QCOMPARE(text(ask(vm::Reset{})), std::string{"error: the machine is not running any more: the machine's process was ended by SIGKILL"});
    QCOMPARE(text(ask(vm::QuerySerialBacklog{})), std::string{"last words"});
  }
  void process_that_never_answers_is_told_as_gone() {
    alive_ = false;
    end_ = {vm::EndReason::kError, 2, "vmlinux: not a kernel"};
    attach();
    QTRY_COMPARE(witness_->status().end.message, std::string{"vmlinux: not a kernel"});
  }
  void view_can_close_at_any_time() {
    start_server();
    for (int i = 0; i < 20; ++i) {
      RemoteVm view{socket_, probe()};
      view.submit(vm::QueryStatus{}, [](const base::Result<vm::Reply>&) {});
      if (i % 2 == 0) QTest::qWait(2);
    }
    QCOMPARE(machine_->status().state, vm::RunState::kRunning);
  }

 private:
  void start_server() {
    auto started = app::control::QmpServer::start(*machine_, socket_, {.name = "m", .state_folder = states()});
    if (!started) qFatal("%s", started.error().message.c_str());
    server_ = std::move(*started);
    machine_->set_sink([server = server_.get()](const vm::Event& event) { server->publish(event); });
  }
  void stop_server() {
    machine_->set_sink({});
    server_.reset();
  }
  PeerProbe probe() {
    return {.alive = [this] { return alive_.load(); }, .how_ended = [this] { return end_; }};
  }
  std::filesystem::path states() const { return socket_.parent_path() / "states"; }
  void attach() {
    remote_ = std::make_unique<RemoteVm>(socket_, probe(), states());
    remote_->set_sink(witness_->sink());
  }
  base::Result<vm::Reply> ask(vm::Command command) { return vm::ask(*remote_, std::move(command)); }

  std::unique_ptr<QTemporaryDir> folder_;
  std::filesystem::path socket_;
  std::unique_ptr<tests::FakeVm> machine_;
  std::unique_ptr<app::control::QmpServer> server_;
  std::unique_ptr<Witness> witness_;
  std::atomic<bool> alive_ = true;
  vm::EndStatus end_;
  std::unique_ptr<RemoteVm> remote_;
};

QTEST_GUILESS_MAIN(RemoteVmTest)
#include "remote_vm_test.moc"
