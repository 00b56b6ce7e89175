// SPDX-License-Identifier: Apache-2.0
// Tells when something in the library changed: a machine came, went, was edited, started, paused or died.
#pragma once

#include <functional>
#include <memory>

#include "app/library/library.h"
#include "core/base/result.h"

namespace vitrine::app::library {

// Thread: any; has a thread of its own that sleeps until something happens.
class Watcher {
 public:
  virtual ~Watcher() = default;  // returns when no callback is running any more

  // Calls changed() on the watcher's thread, once soon after the start and then after each change (several close together give one call).  A
  // process that dies, kill -9 included, is noticed at once.
  static base::Result<std::unique_ptr<Watcher>> start(const Library& library, std::function<void()> changed);
};

}  // namespace vitrine::app::library
