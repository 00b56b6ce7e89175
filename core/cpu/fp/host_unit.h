// SPDX-License-Identifier: Apache-2.0
// The one place where the host's floating-point unit is chosen, and the guard that lends it the guest's rounding mode for a while.
#pragma once

#if defined(__x86_64__)
#include "core/cpu/fp/host_unit_x86_64.h"
#elif defined(__aarch64__)
#include "core/cpu/fp/host_unit_aarch64.h"
#else
#include "core/cpu/fp/host_unit_cfenv.h"
#endif

namespace vitrine::cpu::fp {

#if defined(__x86_64__)
using HostUnit = X86Unit;
#elif defined(__aarch64__)
using HostUnit = A64Unit;
#else
using HostUnit = CfenvUnit;
#endif

// Installs the guest's rounding mode in this thread's control register, with all exceptions masked and none raised, and puts back what it found:
// for translated code that computes on the host's unit itself.  Every path from there to C++ ends it first; the functions of arithmetic.h want the
// default mode, which a thread that foreign code has touched gets with HostRounding{Rounding::kNearestEven}.  kNearestMaxMagnitude, which no host
// has, stands as nearest even: those operations go to the software float whatever the register says.
class HostRounding {
 public:
  explicit HostRounding(Rounding rounding) : saved_{HostUnit::install(rounding)} {}
  ~HostRounding() { HostUnit::restore(saved_); }
  HostRounding(const HostRounding&) = delete;
  HostRounding& operator=(const HostRounding&) = delete;

 private:
  HostUnit::Saved saved_;
};

}  // namespace vitrine::cpu::fp
