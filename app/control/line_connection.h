// SPDX-License-Identifier: Apache-2.0
// One connection of a local socket that carries lines, bounded in both directions.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"

struct uv_loop_s;
struct uv_stream_s;

namespace vitrine::app::control {

inline constexpr std::size_t kMaxMessageBytes = std::size_t{1} << 20;  // of one line, either way
inline constexpr std::size_t kMaxUnsentBytes = std::size_t{4} << 20;   // a peer that reads more slowly is dropped

// Thread: loop.  No callback comes after the destructor has begun; a callback may destroy the connection.  on_close may come out of send().
class LineConnection {
 public:
  using LineHandler = std::function<void(std::string_view line)>;    // without its end; blank lines are left out
  using CloseHandler = std::function<void(const std::string& why)>;  // once; empty = the peer closed

  explicit LineConnection(uv_loop_s* loop);
  ~LineConnection();
  LineConnection(const LineConnection&) = delete;
  LineConnection& operator=(const LineConnection&) = delete;

  // Takes the next waiting connection of a listening socket; the peer must be a process of our user.
  base::Status accept(uv_stream_s* listener);
  // Connects to a socket; done() gets empty or what went wrong.
  void connect(const std::string& socket, std::function<void(const std::string& error)> done);

  void start(LineHandler on_line, CloseHandler on_close);
  // While paused no line is delivered and nothing more is read.
  void pause();
  void resume();
  // Sends the line and its end.
  void send(std::string line);
  // Sends what is queued, then closes; on_close is called at the end.
  void finish();

 private:
  struct Impl;
  Impl* impl_;  // freed by the loop after it has let go of the handle
};

}  // namespace vitrine::app::control
