// SPDX-License-Identifier: Apache-2.0
// What the processor that we run on offers beyond the x86-64 baseline.
#pragma once

namespace vitrine::codegen::x64 {

// All false on a host that is no x86-64.  The AVX family counts only where the operating system keeps its registers, too.
struct HostFeatures {
  bool bmi1 = false;
  bool bmi2 = false;
  bool lzcnt = false;
  bool popcnt = false;
  bool avx = false;
  bool fma = false;
  bool avx2 = false;
  bool erms = false;  // rep movsb and stosb are fast for long blocks
  bool fsrm = false;  // and rep movsb for short ones
  bool avx512vl = false;

  // Asks the processor; some hundred nanoseconds, or microseconds inside a VM.  Thread: any.
  static HostFeatures detect();

  bool operator==(const HostFeatures&) const = default;
};

}  // namespace vitrine::codegen::x64
