// SPDX-License-Identifier: Apache-2.0
// UniqueFd: an open file descriptor that is closed exactly once.
#pragma once

#include <utility>

#include "core/base/sys/files.h"

namespace vitrine::base {

// Thread: any, one at a time.
class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int descriptor) : descriptor_{descriptor} {}
  UniqueFd(UniqueFd&& other) noexcept : descriptor_{other.release()} {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~UniqueFd() { reset(); }

  [[nodiscard]] int get() const { return descriptor_; }
  [[nodiscard]] bool valid() const { return descriptor_ >= 0; }
  explicit operator bool() const { return valid(); }
  // Gives the descriptor away; the caller closes it.
  [[nodiscard]] int release() { return std::exchange(descriptor_, -1); }
  void reset() {
    if (valid()) sys::close_file(release());
  }

 private:
  int descriptor_ = -1;
};

}  // namespace vitrine::base
