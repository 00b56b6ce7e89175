// SPDX-License-Identifier: Apache-2.0
// A thread that sleeps in libuv's loop, and closures to run on it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

struct uv_loop_s;

namespace vitrine::app::control {

// Thread: post() and on_loop_thread() any; all else of this folder that says "loop" runs on this loop's thread.
class EventLoop {
 public:
  EventLoop();
  // Runs what has been posted, then waits until every handle on the loop has been closed by its owner.
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // Runs the task on the loop's thread, in order with the others.  Nothing happens once the destructor has begun.
  void post(std::function<void()> task);
  [[nodiscard]] bool on_loop_thread() const;
  [[nodiscard]] uv_loop_s* handle();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Calls something once, later.  Thread: loop.
class Timer {
 public:
  explicit Timer(EventLoop& loop);
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  // Replaces an earlier start.
  void start(std::chrono::milliseconds delay, std::function<void()> task);
  void cancel();

 private:
  struct Impl;
  Impl* impl_;  // freed by the loop after it has let go of the handle
};

}  // namespace vitrine::app::control
