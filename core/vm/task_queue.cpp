// SPDX-License-Identifier: Apache-2.0
// The loop of a thread of tasks.
#include "core/vm/task_queue.h"

#include <utility>

namespace vitrine::vm {

TaskQueue::TaskQueue() : thread_{[this] { loop(); }} {}

bool TaskQueue::post(Task task) {
  const std::scoped_lock lock{mutex_};
  if (ending_) return false;
  tasks_.push_back(std::move(task));
  changed_.notify_one();
  return true;
}

void TaskQueue::finish() {
  {
    const std::scoped_lock lock{mutex_};
    ending_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void TaskQueue::loop() {
  std::unique_lock lock{mutex_};
  while (true) {
    changed_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
    if (tasks_.empty()) return;
    const Task task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
    lock.lock();
  }
}

}  // namespace vitrine::vm
