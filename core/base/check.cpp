// SPDX-License-Identifier: Apache-2.0
// The end of a process that found a bug of its own.
#include "core/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace vitrine::base {

void check_failed(const char* condition, const char* file, int line, const std::string& state) {
  std::fprintf(stderr, "vitrine: internal error at %s:%d: %s does not hold%s%s\n", file, line, condition, state.empty() ? "" : ": ",
               state.c_str());
  std::abort();
}

}  // namespace vitrine::base
