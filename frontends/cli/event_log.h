// SPDX-License-Identifier: Apache-2.0
// What `--log` shows of a machine's events, on stderr.
#pragma once

#include <string>
#include <vector>

#include "core/base/log.h"
#include "core/vm/event.h"

namespace vitrine::frontends::cli {

// Category "machine": states, resets, panics.  Thread: the machine's event thread.
class EventLog {
 public:
  explicit EventLog(const std::vector<std::string>& categories);
  void on_event(const vm::Event& event);
  [[nodiscard]] base::Log& log() { return log_; }

 private:
  base::Log log_;
  base::LogCategory machine_;
};

}  // namespace vitrine::frontends::cli
