// SPDX-License-Identifier: Apache-2.0
// Connecting, asking and listening over the control socket.
#include "app/session/remote_vm.h"

#include <array>
#include <bit>
#include <deque>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "app/control/base64.h"
#include "app/control/event_loop.h"
#include "app/control/line_connection.h"
#include "app/control/message.h"
#include "app/control/protocol.h"
#include "app/control/serial_history.h"
#include "core/base/file.h"
#include "core/base/guarded.h"
#include "core/base/sys/os.h"
#include "core/base/sys/read_only_file.h"

namespace vitrine::app::session {

using base::Errc;
using base::fail;
using control::LineConnection;
using nlohmann::json;

namespace {

constexpr std::size_t kMaxWaiting = 64;
constexpr std::uint64_t kMostStateBytes = std::uint64_t{64} << 30;
constexpr std::chrono::milliseconds kFirstRetry{10}, kLongestRetry{250};
// What the handshake sends; its answers carry the step's name as their id.
constexpr std::string_view kHello = R"({"execute":"qmp_capabilities","id":"hello"})";
constexpr std::string_view kSubscribe = R"({"execute":"x-vitrine-serial-subscribe","arguments":{"port":0},"id":"subscribe"})";
constexpr std::string_view kAskStatus = R"({"execute":"x-vitrine-status","id":"status"})";

struct Asked {
  vm::Command command;
  vm::Completion done;
};

// The file that a state travels in.  Thread: one, its owner's.
class StateParcel {
 public:
  explicit StateParcel(std::filesystem::path file) : file_{std::move(file)} {}
  ~StateParcel() { remove(); }
  StateParcel(const StateParcel&) = delete;
  StateParcel& operator=(const StateParcel&) = delete;
  void remove() const {
    std::error_code error;
    std::filesystem::remove(file_, error);
  }
  [[nodiscard]] base::Status pack(std::span<const std::uint8_t> state) const {
    return base::replace_file(file_, std::as_bytes(state), base::sys::FileMode::kPrivate);
  }
  // The machine's process may be in the hands of its guest: a link that it put there must not lead us elsewhere.
  [[nodiscard]] base::Result<vm::Reply> unpack() const {
    TRY_ASSIGN(const auto file, base::sys::ReadOnlyFile::open(file_.string(), base::sys::ReadOnlyFile::Links::kRefused));
    if (file.size() > kMostStateBytes) return fail(Errc::kUnsupported, "{}: the machine's state is larger than any", file.path());
    vm::Bytes state{std::vector<std::uint8_t>(file.size())};
    TRY(file.read_at(0, std::as_writable_bytes(std::span{state.bytes})));
    return state;
  }
  [[nodiscard]] std::string name() const { return file_.string(); }

 private:
  std::filesystem::path file_;
};

std::filesystem::path parcel_name(const std::filesystem::path& folder) {
  std::array<std::byte, 8> random{};
  base::sys::fill_random(random);
  return folder / fmt::format("transfer-{:016x}.state", std::bit_cast<std::uint64_t>(random));
}

// Turns a command with a state, or for one, into a command with a file.  The loop waits for the disk: what follows must not overtake it.
base::Status ship_state(const std::filesystem::path& folder, Asked& item) {
  auto* const save = std::get_if<vm::SaveState>(&item.command);
  auto* const restore = std::get_if<vm::RestoreState>(&item.command);
  if (save == nullptr && restore == nullptr) return {};
  if (folder.empty()) return fail(Errc::kUnsupported, "this machine has no folder for its states to travel through");
  std::string& file = save != nullptr ? save->file : restore->file;
  if (!file.empty() && std::filesystem::path{file}.parent_path() != folder)
    return fail(Errc::kInvalidArgument, "{}: the machine's process keeps states in {} only", file, folder.string());
  if (!file.empty()) return {};
  const auto parcel = std::make_shared<StateParcel>(parcel_name(folder));
  if (restore != nullptr) TRY(parcel->pack(std::exchange(restore->state, {})));
  file = parcel->name();
  item.done = [parcel, saves = save != nullptr, done = std::move(item.done)](base::Result<vm::Reply> reply) {
    if (reply && saves) reply = parcel->unpack();
    parcel->remove();
    done(std::move(reply));
  };
  return {};
}

}  // namespace

// Everything but `sink` belongs to the loop's thread.
struct RemoteVm::Impl {
  Impl(std::filesystem::path path, PeerProbe peer_probe, std::filesystem::path folder)
      : socket{std::move(path)}, probe{std::move(peer_probe)}, state_folder{std::move(folder)} {}

  const std::filesystem::path socket;
  const PeerProbe probe;
  const std::filesystem::path state_folder;
  base::Guarded<vm::EventSink> sink;
  bool ready = false;                 // the handshake is done
  bool seen = false;                  // it was, at least once
  std::optional<vm::EndStatus> gone;  // the process is
  std::unique_ptr<LineConnection> connection;
  std::unique_ptr<control::Timer> retry;
  std::chrono::milliseconds next_retry = kFirstRetry;
  std::deque<Asked> waiting;             // for the handshake
  std::map<std::uint64_t, Asked> asked;  // on their way
  std::uint64_t next_id = 1;
  control::SerialHistory history;
  vm::RunState last_state = vm::RunState::kStarting;
  control::EventLoop loop;  // last: its thread ends before all else goes

  void connect();
  void lost();
  void settle_gone();
  void close();
  void fail_all(const base::Error& error);

  void on_line(std::string_view line);
  void on_handshake(const std::string& step, const json& message);
  void on_answer(std::uint64_t id, const json& message);
  void on_event(const std::string& name, const json& data);
  void on_serial(const json& data);
  void catch_up(const json& backlog);

  void accept(Asked item);
  void send(Asked item);
  void tell(const vm::Event& event);
  void tell_state(const vm::Status& status);
};

void RemoteVm::Impl::connect() {
  connection = std::make_unique<LineConnection>(loop.handle());
  connection->connect(socket.string(), [this](const std::string& error) {
    if (!error.empty()) return lost();
    // The line handler may end the connection; it is let go of later, on a round of the loop of its own.
    connection->start([this](std::string_view line) { on_line(line); }, [this](const std::string&) { loop.post([this] { lost(); }); });
  });
}

// The connection is gone, or could not be made: again, for as long as there is a process behind it.
void RemoteVm::Impl::lost() {
  connection.reset();
  if (std::exchange(ready, false)) next_retry = kFirstRetry;
  fail_all({Errc::kCancelled, "the connection to the machine broke before it answered"});
  if (gone || retry == nullptr) return;
  if (!probe.alive()) return settle_gone();
  retry->start(next_retry, [this] { connect(); });
  next_retry = std::min(next_retry * 2, kLongestRetry);
}

void RemoteVm::Impl::settle_gone() {
  gone = probe.how_ended();
  for (auto& item : std::exchange(waiting, {})) accept(std::move(item));
  tell_state({gone->reason == vm::EndReason::kError ? vm::RunState::kCrashed : vm::RunState::kPoweredOff, *gone});
}

void RemoteVm::Impl::close() {
  connection.reset();
  retry.reset();
  const base::Error error{Errc::kCancelled, "the view of the machine was closed"};
  fail_all(error);
  for (const auto& item : std::exchange(waiting, {})) item.done(std::unexpected{error});
}

void RemoteVm::Impl::fail_all(const base::Error& error) {
  for (const auto& [id, item] : std::exchange(asked, {})) item.done(std::unexpected{error});
}

void RemoteVm::Impl::on_line(std::string_view line) {
  const auto message = control::parse_message(line);
  if (!message) return connection->finish();  // no machine of ours talks like that
  if (message->contains("QMP")) return connection->send(std::string{kHello});
  if (const auto event = message->find("event"); event != message->end() && event->is_string())
    return on_event(event->get<std::string>(), message->contains("data") ? (*message)["data"] : json::object());
  const auto id = message->find("id");
  if (id == message->end()) return;
  if (id->is_string()) on_handshake(id->get<std::string>(), *message);
  else if (id->is_number_unsigned()) on_answer(id->get<std::uint64_t>(), *message);
}

void RemoteVm::Impl::on_handshake(const std::string& step, const json& message) {
  if (!message.contains("return")) return connection->finish();
  if (step == "hello") {
    connection->send(std::string{kSubscribe});
  } else if (step == "subscribe") {
    catch_up(message["return"]);
    connection->send(std::string{kAskStatus});
  } else if (step == "status") {
    ready = seen = true;
    if (const auto status = control::status_from_json(message["return"])) tell_state(*status);
    for (auto& item : std::exchange(waiting, {})) send(std::move(item));
  }
}

// The first time the past is only remembered; after a break, what was missed is told.
void RemoteVm::Impl::catch_up(const json& backlog) {
  if (!backlog.is_object() || !backlog.contains("end") || !backlog["end"].is_number_unsigned() || !backlog.contains("data") ||
      !backlog["data"].is_string())
    return;
  const auto bytes = control::from_base64(backlog["data"].get_ref<const std::string&>());
  if (!bytes) return;
  const auto end = backlog["end"].get<std::uint64_t>();
  const std::uint64_t missed = end > history.end() ? std::min<std::uint64_t>(end - history.end(), bytes->size()) : 0;
  history.restart(*bytes, end);
  if (seen && missed > 0) tell(vm::SerialOutput{0, {bytes->end() - static_cast<std::ptrdiff_t>(missed), bytes->end()}});
}

void RemoteVm::Impl::on_answer(std::uint64_t id, const json& message) {
  const auto found = asked.find(id);
  if (found == asked.end()) return;
  const Asked item = std::move(found->second);
  asked.erase(found);
  if (message.contains("return")) item.done(control::to_reply(item.command, message["return"]));
  else item.done(std::unexpected{control::error_from_json(message.contains("error") ? message["error"] : json{})});
}

void RemoteVm::Impl::on_event(const std::string& name, const json& data) {
  if (name == control::kSerialEvent) return on_serial(data);
  if (name == "RESET") return tell(vm::ResetHappened{});
  if (name == control::kPanicEvent && data.contains("last-lines") && data["last-lines"].is_string())
    return tell(vm::GuestPanicked{data["last-lines"].get<std::string>()});
  if (name != control::kStateEvent) return;
  // That it ended is told when its process is gone: only then can it be started again or deleted.
  const auto status = control::status_from_json(data);
  if (status && status->state != vm::RunState::kPoweredOff && status->state != vm::RunState::kCrashed) tell_state(*status);
}

void RemoteVm::Impl::on_serial(const json& data) {
  if (!data.contains("data") || !data["data"].is_string() || !data.contains("port") || data["port"] != 0) return;
  auto bytes = control::from_base64(data["data"].get_ref<const std::string&>());
  if (!bytes) return;
  history.append(*bytes);
  tell(vm::SerialOutput{0, std::move(*bytes)});
}

void RemoteVm::Impl::accept(Asked item) {
  if (gone && std::holds_alternative<vm::QueryStatus>(item.command))
    return item.done(vm::Status{gone->reason == vm::EndReason::kError ? vm::RunState::kCrashed : vm::RunState::kPoweredOff, *gone});
  if (gone && !std::holds_alternative<vm::QuerySerialBacklog>(item.command))
    return item.done(fail(Errc::kNotFound, "the machine is not running any more{}{}", gone->message.empty() ? "" : ": ", gone->message));
  if (ready || gone) return send(std::move(item));
  if (waiting.size() >= kMaxWaiting) return item.done(fail(Errc::kBusy, "the machine does not answer yet"));
  waiting.push_back(std::move(item));
}

void RemoteVm::Impl::send(Asked item) {
  if (std::holds_alternative<vm::QuerySerialBacklog>(item.command))
    return item.done(vm::Bytes{{history.latest().begin(), history.latest().end()}});
  if (const auto status = ship_state(state_folder, item); !status) return item.done(std::unexpected{status.error()});
  const auto request = control::to_request(item.command);
  if (!request) return item.done(std::unexpected{request.error()});
  const std::uint64_t id = next_id++;
  asked.emplace(id, std::move(item));
  connection->send(fmt::format(R"({{"execute":"{}","arguments":{},"id":{}}})", request->execute, request->arguments, id));
}

void RemoteVm::Impl::tell(const vm::Event& event) {
  auto receiver = sink.lock();
  if (*receiver) (*receiver)(event);
}

void RemoteVm::Impl::tell_state(const vm::Status& status) {
  if (std::exchange(last_state, status.state) != status.state) tell(vm::StateChanged{status});
}

RemoteVm::RemoteVm(std::filesystem::path socket, PeerProbe probe, std::filesystem::path state_folder)
    : impl_{std::make_unique<Impl>(std::move(socket), std::move(probe), std::move(state_folder))} {
  impl_->loop.post([impl = impl_.get()] {
    impl->retry = std::make_unique<control::Timer>(impl->loop);
    impl->connect();
  });
}

RemoteVm::~RemoteVm() {
  impl_->loop.post([impl = impl_.get()] { impl->close(); });
}

void RemoteVm::submit(vm::Command command, vm::Completion done) {
  impl_->loop.post([impl = impl_.get(), item = Asked{std::move(command), std::move(done)}]() mutable { impl->accept(std::move(item)); });
}

void RemoteVm::set_sink(vm::EventSink sink) { *impl_->sink.lock() = std::move(sink); }

}  // namespace vitrine::app::session
