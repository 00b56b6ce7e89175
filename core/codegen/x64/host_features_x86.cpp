// SPDX-License-Identifier: Apache-2.0
// Host features from CPUID and XGETBV.  Intel SDM volume 2, CPUID; volume 1, section 14.3; AMD64 volume 3, appendix E (lzcnt).
#include "core/codegen/x64/host_features.h"

#include <cpuid.h>

#include "core/base/bits.h"

namespace vitrine::codegen::x64 {
namespace {

struct Leaf {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
};

// All zero where the processor has no such leaf.
Leaf leaf(unsigned number, unsigned sub = 0) {
  Leaf out;
  if (__get_cpuid_count(number, sub, &out.eax, &out.ebx, &out.ecx, &out.edx) == 0) return {};
  return out;
}

// XCR0: which register states the operating system saves.  Only where CPUID.1:ECX.OSXSAVE is set.
unsigned saved_states() {
  unsigned low = 0;
  unsigned high = 0;
  asm("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

}  // namespace

HostFeatures HostFeatures::detect() {
  const Leaf basic = leaf(1);
  const Leaf more = leaf(7);
  const unsigned states = base::bit(basic.ecx, 27) ? saved_states() : 0;
  const bool avx_saved = (states & 0x06) == 0x06;     // xmm and the upper halves of ymm
  const bool avx512_saved = (states & 0xE6) == 0xE6;  // and opmask, the upper halves of zmm, zmm16 to 31
  return {.bmi1 = base::bit(more.ebx, 3),
          .bmi2 = base::bit(more.ebx, 8),
          .lzcnt = base::bit(leaf(0x80000001).ecx, 5),
          .popcnt = base::bit(basic.ecx, 23),
          .avx = avx_saved && base::bit(basic.ecx, 28),
          .fma = avx_saved && base::bit(basic.ecx, 12),
          .avx2 = avx_saved && base::bit(more.ebx, 5),
          .erms = base::bit(more.ebx, 9),
          .fsrm = base::bit(more.edx, 4),
          .avx512vl = avx512_saved && base::bit(more.ebx, 31)};
}

}  // namespace vitrine::codegen::x64
