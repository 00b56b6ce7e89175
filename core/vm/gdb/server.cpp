// SPDX-License-Identifier: Apache-2.0
// The server's thread and sockets.
#include "core/vm/gdb/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace vitrine::vm::gdb {
namespace {

constexpr std::size_t kMostUnread = std::size_t{1} << 20;  // a debugger that does not read is hung up on
constexpr std::size_t kMostStops = 1024;

// SAFETY: the socket functions take every address family through this cast (POSIX, sys/socket.h).
sockaddr* generic(sockaddr_in& address) { return reinterpret_cast<sockaddr*>(&address); }

base::Result<base::UniqueFd> listen_on(std::uint16_t port) {
  base::UniqueFd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  if (!socket) return base::fail(base::Errc::kIo, "no socket for the debugger: {}", std::strerror(errno));
  const int on = 1;
  setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(socket.get(), generic(address), sizeof address) != 0 || listen(socket.get(), 4) != 0)
    return base::fail(errno == EADDRINUSE ? base::Errc::kBusy : base::Errc::kIo, "port {} cannot be used for the debugger: {}", port,
                      std::strerror(errno));
  return socket;
}

// A packet on one line of a log.
std::string shown(std::string_view payload) {
  constexpr std::size_t kMost = 200;
  std::string text{payload.substr(0, kMost)};
  std::ranges::replace_if(text, [](unsigned char c) { return c < 0x20 || c >= 0x7f; }, '.');
  return payload.size() > kMost ? fmt::format("{}… ({} bytes)", text, payload.size()) : text;
}

std::uint16_t port_of(int socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  getsockname(socket, generic(address), &size);
  return ntohs(address.sin_port);
}

}  // namespace

Server::Client::Client(base::UniqueFd descriptor, cpu::DebugTarget& target, const SessionHooks& hooks)
    : socket{std::move(descriptor)}, session{target, hooks} {}

base::Result<std::unique_ptr<Server>> Server::start(std::uint16_t port, cpu::DebugTarget& target, SessionHooks hooks) {
  TRY_ASSIGN(base::UniqueFd listener, listen_on(port));
  base::UniqueFd wake{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  if (!wake) return base::fail(base::Errc::kIo, "no event descriptor for the debugger: {}", std::strerror(errno));
  const std::uint16_t taken = port_of(listener.get());
  std::unique_ptr<Server> server{new Server{std::move(listener), std::move(wake), taken, target, std::move(hooks)}};
  target.set_debug_listener([raw = server.get()](const cpu::DebugStop& stop) { raw->put(stop); });
  server->thread_ = std::thread{[raw = server.get()] { raw->run(); }};
  return server;
}

Server::Server(base::UniqueFd listener, base::UniqueFd wake, std::uint16_t port, cpu::DebugTarget& target, SessionHooks hooks)
    : listener_{std::move(listener)}, wake_{std::move(wake)}, port_{port}, target_{target}, hooks_{std::move(hooks)} {}

Server::~Server() {
  inbox_.lock()->quit = true;
  ring();
  if (thread_.joinable()) thread_.join();
  target_.set_debug_listener({});
}

void Server::put(const cpu::DebugStop& stop) {
  auto inbox = inbox_.lock();
  if (inbox->stops.size() < kMostStops || stop.reason == cpu::ExitReason::kStopped) inbox->stops.push_back(stop);
  ring();
}

void Server::machine_ended(int exit_code) { put({0, cpu::ExitReason::kStopped, exit_code}); }

void Server::ring() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(wake_.get(), &one, sizeof one);
}

void Server::run() {
  while (turn()) {}
  client_.reset();
}

bool Server::turn() {
  const short client_events = static_cast<short>(POLLIN | (client_ && !client_->to_send.empty() ? POLLOUT : 0));
  std::array<pollfd, 3> descriptors = {pollfd{wake_.get(), POLLIN, 0}, pollfd{listener_.get(), POLLIN, 0},
                                       pollfd{client_ ? client_->socket.get() : -1, client_events, 0}};
  if (poll(descriptors.data(), descriptors.size(), -1) < 0) return errno == EINTR;
  if (descriptors[0].revents != 0 && !handle_wake()) return false;
  if (client_ && (descriptors[2].revents & ~POLLOUT) != 0) read_client();
  if (client_ && !client_->to_send.empty()) write_client();
  if (client_ && client_->session.is_over() && client_->to_send.empty()) client_.reset();
  if (descriptors[1].revents != 0) accept_client();
  return true;
}

bool Server::handle_wake() {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t got = read(wake_.get(), &count, sizeof count);
  take_stops();
  return !inbox_.lock()->quit;
}

void Server::take_stops() {
  std::deque<cpu::DebugStop> stops;
  stops.swap(inbox_.lock()->stops);
  if (!client_) return;
  for (const cpu::DebugStop& stop : stops) send(client_->session.stopped(stop));
}

// A second debugger is turned away at once, instead of waiting for the first to go.
void Server::accept_client() {
  base::UniqueFd socket{accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)};
  if (!socket || client_) return;
  const int on = 1;
  setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  client_ = std::make_unique<Client>(std::move(socket), target_, hooks_);
}

void Server::read_client() {
  std::array<char, 4096> bytes;
  const ssize_t got = recv(client_->socket.get(), bytes.data(), bytes.size(), 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) return client_.reset();
  for (const WireEvent& event : client_->reader.feed({bytes.data(), static_cast<std::size_t>(got)})) {
    if (!client_->session.is_over()) handle(event);
  }
  if (client_->to_send.size() > kMostUnread) client_.reset();
}

void Server::handle(const WireEvent& event) {
  switch (event.kind) {
    case WireKind::kAcknowledge: return;
    case WireKind::kInterrupt: return send(client_->session.interrupt());
    case WireKind::kRepeat: client_->to_send += client_->last_packet; return;
    case WireKind::kBroken:
      if (client_->session.acknowledges()) client_->to_send += '-';
      return;
    case WireKind::kPacket:
      if (client_->session.acknowledges()) client_->to_send += '+';
      LOG_DEBUG(hooks_.log, "got {}", shown(event.payload));
      take_stops();  // those of the last round must not be taken for the next one's
      return send(client_->session.handle(event.payload));
  }
}

void Server::send(const Replies& replies) {
  for (const std::string& payload : replies) {
    LOG_DEBUG(hooks_.log, "said {}", shown(payload));
    client_->last_packet = framed(payload);
    client_->to_send += client_->last_packet;
  }
}

void Server::write_client() {
  const ssize_t sent = ::send(client_->socket.get(), client_->to_send.data(), client_->to_send.size(), MSG_NOSIGNAL);
  if (sent > 0) client_->to_send.erase(0, static_cast<std::size_t>(sent));
  if (sent < 0 && errno != EAGAIN && errno != EINTR) client_.reset();
}

}  // namespace vitrine::vm::gdb
