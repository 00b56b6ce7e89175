// SPDX-License-Identifier: Apache-2.0
// What an engine asks of a guest architecture away from the hot path.
#pragma once

#include <cstdint>
#include <span>

#include "core/cpu/handler_abi.h"

namespace vitrine::cpu {

enum class Access : std::uint8_t { kLoad, kStore, kFetch };

// A guest exception in the architecture's own numbering.
struct GuestFault {
  std::uint64_t cause = 0;
  std::uint64_t value = 0;  // RISC-V tval, x86 CR2 or error code …
};

// The answer of a page walk for one address.
struct Translation {
  bool ok = false;
  std::uint64_t physical = 0;
  bool may_write = false;  // a store to this page needs no further walk (writable, dirty bit set)
  bool may_read = false;   // likewise for loads
  bool whole_page = true;  // the answer holds for the whole 4 KiB page (physical memory protection may be finer)
  GuestFault fault;        // when !ok
};

// Virtual addresses [first, end).
struct AddressRange {
  std::uint64_t first = 0;
  std::uint64_t end = 0;
};

// Thread: the vCPU's own.
class GuestCpu {
 public:
  virtual ~GuestCpu() = default;
  // Walks for one access of `size_bytes` bytes inside one page; sets accessed and dirty bits as the architecture wants.
  virtual Translation translate(std::uint64_t address, Access access, unsigned size_bytes) = 0;
  // The stretch of pages around `address`, which translates for this kind of access, that lead to one stretch of physical addresses with the same
  // rights, accessed and dirty bits set as the access wants them.  Sets none itself.
  virtual AddressRange linear_stretch(std::uint64_t address, Access /*access*/) {
    constexpr std::uint64_t kPage = 4096;
    return {address & ~(kPage - 1), (address & ~(kPage - 1)) + kPage};
  }
  // Nothing answers at the physical address behind `address`.
  virtual GuestFault access_fault(Access access, std::uint64_t address) const = 0;
  // An atomic access that is not naturally aligned.
  virtual GuestFault misaligned_fault(Access access, std::uint64_t address) const = 0;
};

}  // namespace vitrine::cpu
