// SPDX-License-Identifier: Apache-2.0
// Guarded<T>: data that can only be reached while its lock is held.
#pragma once

#include <mutex>
#include <utility>

namespace vitrine::base {

// Thread: any.  auto held = shared.lock(); held->field = 1;
template <class T> class Guarded {
 public:
  class Held {
   public:
    explicit Held(Guarded& owner) : lock_{owner.mutex_}, value_{owner.value_} {}
    T* operator->() { return &value_; }
    T& operator*() { return value_; }
    std::unique_lock<std::mutex>& lock() { return lock_; }  // for condition variables

   private:
    std::unique_lock<std::mutex> lock_;
    T& value_;
  };

  template <class... Args> explicit Guarded(Args&&... args) : value_{std::forward<Args>(args)...} {}
  [[nodiscard]] Held lock() { return Held{*this}; }

 private:
  std::mutex mutex_;
  T value_;
};

}  // namespace vitrine::base
