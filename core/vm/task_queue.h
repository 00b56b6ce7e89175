// SPDX-License-Identifier: Apache-2.0
// A thread that carries out tasks in order.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace vitrine::vm {

// Thread: post() from any.  The destructor carries out what was posted before it, then ends the thread.
class TaskQueue {
 public:
  using Task = std::function<void()>;
  TaskQueue();
  ~TaskQueue() { finish(); }
  TaskQueue(const TaskQueue&) = delete;
  TaskQueue& operator=(const TaskQueue&) = delete;

  // False, and the task is dropped, after finish().
  bool post(Task task);
  void finish();

 private:
  void loop();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace vitrine::vm
