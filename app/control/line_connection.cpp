// SPDX-License-Identifier: Apache-2.0
// Lines over a libuv pipe.
#include "app/control/line_connection.h"

#include <uv.h>

#include <array>
#include <utility>

#include "core/base/sys/local_socket.h"
#include "core/base/sys/process.h"

namespace vitrine::app::control {

using base::Errc;
using base::fail;

// Lives until libuv has closed the handle; `owner` is null once the connection's object is gone.
struct LineConnection::Impl {
  uv_pipe_t pipe{};
  bool abandoned = false;  // the LineConnection is gone: no callback any more
  bool ended = false;
  bool paused = false;
  std::string input;
  std::array<char, 16384> buffer;
  LineHandler on_line;
  CloseHandler on_close;
  std::function<void(const std::string&)> on_connect;

  // SAFETY (both): a uv_pipe_t is a uv_stream_t is a uv_handle_t, by libuv's own kind of inheritance.
  uv_stream_t* stream() { return reinterpret_cast<uv_stream_t*>(&pipe); }
  uv_handle_t* handle() { return reinterpret_cast<uv_handle_t*>(&pipe); }
  static Impl* of(void* data) { return static_cast<Impl*>(data); }

  void end(const std::string& why) {
    if (std::exchange(ended, true) || abandoned) return;
    uv_read_stop(stream());
    if (const auto handler = std::move(on_close)) handler(why);
  }
  void read_some();
  void deliver();
  void received(ssize_t count);
};

void LineConnection::Impl::read_some() {
  uv_read_start(
      stream(),
      [](uv_handle_t* handle, std::size_t, uv_buf_t* out) {
        auto& buffer = of(handle->data)->buffer;
        *out = uv_buf_init(buffer.data(), static_cast<unsigned>(buffer.size()));
      },
      [](uv_stream_t* stream, ssize_t count, const uv_buf_t*) { of(stream->data)->received(count); });
}

void LineConnection::Impl::received(ssize_t count) {
  if (abandoned || count == 0) return;
  if (count < 0) return end(count == UV_EOF ? "" : uv_strerror(static_cast<int>(count)));
  input.append(buffer.data(), static_cast<std::size_t>(count));
  deliver();
}

void LineConnection::Impl::deliver() {
  std::size_t at = 0;
  while (!abandoned && !ended && !paused) {
    const auto newline = input.find('\n', at);
    if (newline == std::string::npos) break;
    const std::string line = input.substr(at, newline - at);  // a copy: the handler may do anything with the connection
    at = newline + 1;
    if (line.find_first_not_of(" \t\r") != std::string::npos) on_line(line);
  }
  input.erase(0, at);
  if (!abandoned && !paused && input.size() > kMaxMessageBytes) end(fmt::format("a message of more than {} bytes", kMaxMessageBytes));
}

LineConnection::LineConnection(uv_loop_s* loop) : impl_{std::make_unique<Impl>().release()} {
  uv_pipe_init(loop, &impl_->pipe, 0);
  impl_->pipe.data = impl_;
}

LineConnection::~LineConnection() {
  impl_->abandoned = true;
  uv_close(impl_->handle(), [](uv_handle_t* handle) { std::unique_ptr<Impl>{Impl::of(handle->data)}; });
}

base::Status LineConnection::accept(uv_stream_s* listener) {
  if (const int error = uv_accept(listener, impl_->stream()); error != 0)
    return fail(Errc::kIo, "a connection got lost: {}", uv_strerror(error));
  uv_os_fd_t descriptor = -1;
  uv_fileno(impl_->handle(), &descriptor);
  TRY_ASSIGN(const auto user, base::sys::peer_user_id(descriptor));
  if (user != base::sys::own_user_id()) return fail(Errc::kDenied, "user {} is not the machine's owner", user);
  return {};
}

void LineConnection::connect(const std::string& socket, std::function<void(const std::string&)> done) {
  impl_->on_connect = std::move(done);
  auto* request = std::make_unique<uv_connect_t>().release();
  request->data = impl_;
  uv_pipe_connect(request, &impl_->pipe, socket.c_str(), [](uv_connect_t* finished, int error) {
    const std::unique_ptr<uv_connect_t> owned{finished};
    Impl* const impl = Impl::of(finished->data);
    const auto handler = std::exchange(impl->on_connect, nullptr);
    if (!impl->abandoned && handler) handler(error == 0 ? "" : uv_strerror(error));
  });
}

void LineConnection::start(LineHandler on_line, CloseHandler on_close) {
  impl_->on_line = std::move(on_line);
  impl_->on_close = std::move(on_close);
  impl_->read_some();
}

void LineConnection::pause() {
  impl_->paused = true;
  uv_read_stop(impl_->stream());
}

void LineConnection::resume() {
  if (!std::exchange(impl_->paused, false)) return;
  Impl* const impl = impl_;  // this object may be gone after a delivery, the Impl not before the loop's next round
  impl->deliver();
  if (!impl->abandoned && !impl->ended && !impl->paused) impl->read_some();
}

void LineConnection::send(std::string line) {
  if (impl_->ended) return;
  if (uv_stream_get_write_queue_size(impl_->stream()) > kMaxUnsentBytes) return impl_->end("it does not read what it is sent");
  struct Write {
    uv_write_t request{};
    std::string bytes;
  };
  auto write = std::make_unique<Write>();
  write->bytes = std::move(line) + '\n';
  const uv_buf_t out = uv_buf_init(write->bytes.data(), static_cast<unsigned>(write->bytes.size()));
  write->request.data = write.get();
  const int error = uv_write(&write->request, impl_->stream(), &out, 1, [](uv_write_t* request, int) {
    std::unique_ptr<Write>{static_cast<Write*>(request->data)};  // an error shows as the end of the connection when reading
  });
  if (error == 0) (void)write.release();
  else impl_->end(uv_strerror(error));
}

void LineConnection::finish() {
  auto request = std::make_unique<uv_shutdown_t>();
  request->data = impl_;
  const int error = uv_shutdown(request.get(), impl_->stream(), [](uv_shutdown_t* done, int) {
    const std::unique_ptr<uv_shutdown_t> owned{done};
    Impl::of(done->data)->end("");
  });
  if (error == 0) (void)request.release();
  else impl_->end("");
}

}  // namespace vitrine::app::control
