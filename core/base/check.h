// SPDX-License-Identifier: Apache-2.0
// CHECK: stops the process on a bug of our own, with the state shown, in release builds too.  Never reachable by guest input.
#pragma once

#include <string>

namespace vitrine::base {
[[noreturn]] void check_failed(const char* condition, const char* file, int line, const std::string& state);
}  // namespace vitrine::base

// CHECK(condition) or CHECK(condition, "state as a string").
#define CHECK(condition, ...)                                                                  \
  do {                                                                                         \
    if (!(condition)) [[unlikely]]                                                             \
      ::vitrine::base::check_failed(#condition, __FILE__, __LINE__, std::string{__VA_ARGS__}); \
  } while (false)
