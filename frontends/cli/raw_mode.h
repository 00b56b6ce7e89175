// SPDX-License-Identifier: Apache-2.0
// A terminal in raw mode that is put back whatever happens: normal end, exit(), ending and fatal signals, suspension.
#pragma once

#include <memory>

#include "core/base/result.h"

namespace vitrine::frontends::cli {

// Every key reaches the guest (Ctrl-C too) as long as the object lives.  One at a time in a process, because signal handlers have to find
// it; earlier handlers of the same signals are called after ours.  A process in the background touches the terminal only once it is back in
// the foreground.  Thread: any.
class RawMode {
 public:
  // `wake_descriptor` is an eventfd that is written when the process is continued: the foreground may have changed.
  static base::Result<std::unique_ptr<RawMode>> enter(int terminal, int wake_descriptor);
  ~RawMode();
  RawMode(const RawMode&) = delete;
  RawMode& operator=(const RawMode&) = delete;

  // Reading from the terminal is ours to do; in the background it would stop the process.
  [[nodiscard]] bool in_foreground() const;

 private:
  RawMode() = default;
};

}  // namespace vitrine::frontends::cli
