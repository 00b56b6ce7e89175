// SPDX-License-Identifier: Apache-2.0
// The loop's thread, its queue of closures, and timers.
#include "app/control/event_loop.h"

#include <uv.h>

#include <thread>
#include <utility>
#include <vector>

#include "core/base/check.h"
#include "core/base/guarded.h"
#include "core/base/sys/local_socket.h"

namespace vitrine::app::control {

struct EventLoop::Impl {
  struct Queue {
    std::vector<std::function<void()>> tasks;
    bool ended = false;
  };
  uv_loop_t loop{};
  uv_async_t wake{};
  base::Guarded<Queue> queue;
  std::thread thread;

  void run_tasks() {
    const auto tasks = std::exchange(queue.lock()->tasks, {});
    for (const auto& task : tasks) task();
  }
};

EventLoop::EventLoop() : impl_{std::make_unique<Impl>()} {
  CHECK(uv_loop_init(&impl_->loop) == 0);
  CHECK(uv_async_init(&impl_->loop, &impl_->wake, [](uv_async_t* wake) { static_cast<Impl*>(wake->data)->run_tasks(); }) == 0);
  impl_->wake.data = impl_.get();
  impl_->thread = std::thread{[impl = impl_.get()] {
    base::sys::ignore_broken_pipes_on_this_thread();
    uv_run(&impl->loop, UV_RUN_DEFAULT);
  }};
}

EventLoop::~EventLoop() {
  {
    auto queue = impl_->queue.lock();
    queue->ended = true;
    // SAFETY: a uv_async_t is a uv_handle_t, by libuv's own kind of inheritance.
    queue->tasks.emplace_back([impl = impl_.get()] { uv_close(reinterpret_cast<uv_handle_t*>(&impl->wake), nullptr); });
    uv_async_send(&impl_->wake);
  }
  impl_->thread.join();
  CHECK(uv_loop_close(&impl_->loop) == 0);
}

void EventLoop::post(std::function<void()> task) {
  auto queue = impl_->queue.lock();
  if (queue->ended) return;
  queue->tasks.push_back(std::move(task));
  uv_async_send(&impl_->wake);
}

bool EventLoop::on_loop_thread() const { return std::this_thread::get_id() == impl_->thread.get_id(); }
uv_loop_s* EventLoop::handle() { return &impl_->loop; }

struct Timer::Impl {
  uv_timer_t timer{};
  std::function<void()> task;
};

Timer::Timer(EventLoop& loop) : impl_{std::make_unique<Impl>().release()} {
  uv_timer_init(loop.handle(), &impl_->timer);
  impl_->timer.data = impl_;
}

Timer::~Timer() {
  impl_->task = nullptr;
  // SAFETY: a uv_timer_t is a uv_handle_t, by libuv's own kind of inheritance.
  uv_close(reinterpret_cast<uv_handle_t*>(&impl_->timer),
           [](uv_handle_t* timer) { std::unique_ptr<Impl>{static_cast<Impl*>(timer->data)}; });
}

void Timer::start(std::chrono::milliseconds delay, std::function<void()> task) {
  impl_->task = std::move(task);
  uv_timer_start(
      &impl_->timer,
      [](uv_timer_t* timer) {
        if (const auto due = std::exchange(static_cast<Impl*>(timer->data)->task, nullptr)) due();
      },
      static_cast<std::uint64_t>(delay.count()), 0);
}

void Timer::cancel() {
  impl_->task = nullptr;
  uv_timer_stop(&impl_->timer);
}

}  // namespace vitrine::app::control
