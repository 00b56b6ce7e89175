// SPDX-License-Identifier: Apache-2.0
// The listening socket, its clients, and events for all of them.
#include "app/control/qmp_server.h"

#include <uv.h>

#include <array>
#include <chrono>
#include <future>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "app/control/base64.h"
#include "app/control/event_loop.h"
#include "app/control/line_connection.h"
#include "app/control/message.h"
#include "app/control/qmp_session.h"
#include "core/base/guarded.h"
#include "core/base/sys/local_socket.h"

namespace vitrine::app::control {

using base::Errc;
using base::fail;
using nlohmann::json;

namespace {

constexpr std::chrono::milliseconds kFarewell{500};
// Consecutive output is sent together up to this size.
constexpr std::size_t kMaxSerialChunk = std::size_t{64} << 10;

struct Client {
  explicit Client(uv_loop_s* loop) : connection{loop} {}
  LineConnection connection;
  std::shared_ptr<QmpSession> session;
};

// SAFETY: a uv_pipe_t is a uv_stream_t is a uv_handle_t, by libuv's own kind of inheritance.
uv_stream_t* as_stream(uv_pipe_t* pipe) { return reinterpret_cast<uv_stream_t*>(pipe); }
uv_handle_t* as_handle(uv_pipe_t* pipe) { return reinterpret_cast<uv_handle_t*>(pipe); }

}  // namespace

// Everything but `pending` and `link` belongs to the loop's thread.
struct QmpServer::Impl final : SessionHost {
  Impl(vm::Vm& machine, QmpServerOptions server_options) : vm{machine}, options{std::move(server_options)} {}

  vm::Vm& vm;
  const QmpServerOptions options;
  std::filesystem::path socket;  // to be removed at the end; empty: that is somebody else's business
  std::map<std::uint64_t, std::unique_ptr<Client>> clients;
  std::uint64_t next_client = 1;
  std::array<SerialHistory, kMaxSerialPorts> histories;
  vm::RunState last_state = vm::RunState::kStarting;
  bool reset_asked = false, end_asked = false;
  unsigned unanswered = 0;  // commands that the machine still has
  std::unique_ptr<Timer> farewell;
  std::promise<void> goodbye_said;
  uv_pipe_t listener{};
  base::Guarded<std::vector<vm::Event>> pending;
  // How the machine's completions find back here, or find that the server is gone.
  std::shared_ptr<base::Guarded<Impl*>> link = std::make_shared<base::Guarded<Impl*>>(this);
  EventLoop loop;  // last: its thread ends before all else goes

  void submit(vm::Command command, vm::Completion done) override;
  const SerialHistory& history(unsigned port) const override { return histories.at(port); }
  const std::string& name() const override { return options.name; }
  const std::filesystem::path& state_folder() const override { return options.state_folder; }

  base::Status listen(base::UniqueFd descriptor);
  void accept();
  void drop(std::uint64_t id);
  void answered(const vm::Completion& done, const base::Result<vm::Reply>& reply);
  void say_goodbye();
  void finish_clients();
  void close_all();

  void deliver_pending();
  void deliver(const vm::StateChanged& event);
  void deliver(const vm::SerialOutput& event);
  void deliver(const vm::GuestPanicked& event);
  void deliver(const vm::ResetHappened& event);
  void tell_all(std::string_view event, json data);
};

void QmpServer::Impl::submit(vm::Command command, vm::Completion done) {
  if (std::holds_alternative<vm::Reset>(command)) reset_asked = true;
  if (std::holds_alternative<vm::PowerOff>(command)) end_asked = true;
  ++unanswered;
  vm.submit(std::move(command), [link = link, done = std::move(done)](base::Result<vm::Reply> reply) {
    auto server = link->lock();
    if (*server != nullptr) (*server)->loop.post([owner = *server, done, reply = std::move(reply)] { owner->answered(done, reply); });
  });
}

void QmpServer::Impl::answered(const vm::Completion& done, const base::Result<vm::Reply>& reply) {
  --unanswered;
  done(reply);
  if (farewell != nullptr && unanswered == 0) finish_clients();
}

base::Status QmpServer::Impl::listen(base::UniqueFd descriptor) {
  uv_pipe_init(loop.handle(), &listener, 0);
  listener.data = this;
  int error = uv_pipe_open(&listener, descriptor.get());
  if (error == 0) (void)descriptor.release();
  if (error == 0)
    error = uv_listen(as_stream(&listener), 16, [](uv_stream_t* stream, int status) {
      if (status == 0) static_cast<Impl*>(stream->data)->accept();
    });
  if (error != 0) return fail(Errc::kIo, "nobody could connect to the control socket: {}", uv_strerror(error));
  return {};
}

void QmpServer::Impl::accept() {
  auto client = std::make_unique<Client>(loop.handle());
  if (!client->connection.accept(as_stream(&listener)) || clients.size() >= kMaxClients) return;  // the connection closes with its object
  const std::uint64_t id = next_client++;
  LineConnection& connection = client->connection;
  client->session = std::make_shared<QmpSession>(
      *this, QmpSession::Callbacks{.send = [&connection](std::string line) { connection.send(std::move(line)); },
                                   .busy = [&connection](bool busy) { busy ? connection.pause() : connection.resume(); }});
  QmpSession& session = *client->session;
  clients.emplace(id, std::move(client));
  connection.start([&session](std::string_view line) { session.on_line(line); },
                   [this, id](const std::string&) { loop.post([this, id] { drop(id); }); });
  session.greet();
}

void QmpServer::Impl::drop(std::uint64_t id) {
  clients.erase(id);
  if (farewell != nullptr && clients.empty()) close_all();
}

// The listener is closed at once, the clients when they have got all answers and events, or when the time is up.
void QmpServer::Impl::say_goodbye() {
  uv_close(as_handle(&listener), nullptr);
  farewell = std::make_unique<Timer>(loop);
  farewell->start(kFarewell, [this] { close_all(); });
  if (unanswered == 0) finish_clients();
}

void QmpServer::Impl::finish_clients() {
  if (clients.empty()) return close_all();
  for (const auto& [id, client] : clients) client->connection.finish();
}

void QmpServer::Impl::close_all() {
  clients.clear();
  if (std::exchange(farewell, nullptr) != nullptr) goodbye_said.set_value();
}

void QmpServer::Impl::deliver_pending() {
  for (const auto& event : std::exchange(*pending.lock(), {})) std::visit([this](const auto& kind) { deliver(kind); }, event);
}

void QmpServer::Impl::tell_all(std::string_view event, json data) {
  const std::string line = to_line(make_event(event, std::move(data)));
  for (const auto& [id, client] : clients) client->session->on_event(line);
}

void QmpServer::Impl::deliver(const vm::StateChanged& event) {
  const auto before = std::exchange(last_state, event.status.state);
  const auto now = event.status.state;
  if (now == before) return;
  tell_all(kStateEvent, status_to_json(event.status));
  if (now == vm::RunState::kPaused) tell_all("STOP", json::object());
  if (now == vm::RunState::kRunning && before == vm::RunState::kPaused) tell_all("RESUME", json::object());
  if (now == vm::RunState::kPoweredOff || now == vm::RunState::kCrashed) {
    const bool failed = now == vm::RunState::kCrashed || event.status.end.reason == vm::EndReason::kError;
    tell_all("SHUTDOWN", {{"guest", !end_asked && !failed},
                          {"reason", failed      ? "host-error"
                                     : end_asked ? "host-qmp-quit"
                                                 : "guest-shutdown"}});
  }
}

void QmpServer::Impl::deliver(const vm::SerialOutput& event) {
  if (event.port >= kMaxSerialPorts) return;
  SerialHistory& history = histories.at(event.port);
  history.append(event.bytes);
  const std::string line =
      to_line(make_event(kSerialEvent, {{"port", event.port}, {"end", history.end()}, {"data", to_base64(event.bytes)}}));
  for (const auto& [id, client] : clients) client->session->on_serial(event.port, line);
}

void QmpServer::Impl::deliver(const vm::GuestPanicked& event) {
  tell_all("GUEST_PANICKED", {{"action", "run"}});
  tell_all(kPanicEvent, {{"last-lines", event.last_lines}});
}

void QmpServer::Impl::deliver(const vm::ResetHappened&) {
  const bool asked = std::exchange(reset_asked, false);
  tell_all("RESET", {{"guest", !asked}, {"reason", asked ? "host-qmp-system-reset" : "guest-reset"}});
}

base::Result<std::unique_ptr<QmpServer>> QmpServer::start(vm::Vm& vm, base::UniqueFd listener, QmpServerOptions options) {
  auto impl = std::make_unique<Impl>(vm, std::move(options));
  std::promise<base::Status> listening;
  impl->loop.post([&] {
    auto status = impl->listen(std::move(listener));
    if (!status) uv_close(as_handle(&impl->listener), nullptr);
    listening.set_value(std::move(status));
  });
  TRY(listening.get_future().get());
  return std::make_unique<QmpServer>(std::move(impl));
}

base::Result<std::unique_ptr<QmpServer>> QmpServer::start(vm::Vm& vm, const std::filesystem::path& socket, QmpServerOptions options) {
  TRY_ASSIGN(auto listener, base::sys::listen_locally(socket));
  TRY_ASSIGN(auto server, start(vm, std::move(listener), std::move(options)));
  server->impl_->socket = socket;
  return server;
}

QmpServer::QmpServer(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}

QmpServer::~QmpServer() {
  impl_->loop.post([impl = impl_.get()] {
    impl->deliver_pending();
    impl->say_goodbye();
  });
  impl_->goodbye_said.get_future().wait();
  std::error_code error;
  if (!impl_->socket.empty()) std::filesystem::remove(impl_->socket, error);
  *impl_->link->lock() = nullptr;
}

void QmpServer::publish(const vm::Event& event) {
  auto pending = impl_->pending.lock();
  const auto* output = std::get_if<vm::SerialOutput>(&event);
  if (output != nullptr && !pending->empty()) {
    auto* last = std::get_if<vm::SerialOutput>(&pending->back());
    if (last != nullptr && last->port == output->port && last->bytes.size() < kMaxSerialChunk) {
      last->bytes.insert(last->bytes.end(), output->bytes.begin(), output->bytes.end());
      return;
    }
  }
  pending->push_back(event);
  if (pending->size() == 1) impl_->loop.post([impl = impl_.get()] { impl->deliver_pending(); });
}

}  // namespace vitrine::app::control
