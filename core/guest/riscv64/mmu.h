// SPDX-License-Identifier: Apache-2.0
// The page walk of RV64: Sv39, Sv48, Sv57, A/D bits, and physical memory protection.
#pragma once

#include <cstdint>

#include "core/cpu/guest_cpu.h"
#include "core/guest/riscv64/state.h"

namespace vitrine::guest::riscv64 {

// Walks for one access of size_bytes at address (inside one page) with the privilege that the access has (MPRV counts for loads and stores).
// Sets A and D atomically where Svadu is enabled (menvcfg.ADUE), else faults; page-table accesses are checked by PMP.  Privileged ISA,
// "Virtual Address Translation Process".
// A fetch answers with neither may_read nor may_write: it says nothing about loads and stores.
cpu::Translation translate(State& state, std::uint64_t address, cpu::Access access, unsigned size_bytes);
// See cpu::GuestCpu::linear_stretch.  The entries of neighbours are read as a TLB may read them ahead of time.
cpu::AddressRange linear_stretch(const State& state, std::uint64_t address, cpu::Access access);
// For debuggers: no side effects, no permission check.
cpu::Translation probe(const State& state, std::uint64_t address);

// PMP for a physical access in a given privilege.  whole_page tells whether the answer is the same for all of the 4 KiB page.
struct PmpAnswer {
  bool allowed;
  bool whole_page;
};
// Derives State::pmp after csr.pmpcfg or csr.pmpaddr changed.
void pmp_changed(State& state);
PmpAnswer check_pmp(const State& state, std::uint64_t physical, unsigned size_bytes, cpu::Access access, Privilege privilege);

// log2 of the largest aligned stretch around a physical address, up to largest_shift and at least a page, for which PMP says the same everywhere;
// only for an address whose page it treats alike.
unsigned uniform_stretch(const State& state, std::uint64_t physical, unsigned largest_shift);

// The mode-key bits that decoding depends on (State::mode).
enum ModeBit : std::uint32_t { kModePrivilege = 3, kModeFpuOn = 4, kModeRoundingValid = 8, kModeStep = 16 };
inline constexpr unsigned kModeRoundingShift = 5;  // frm, where the FPU is on: translated code has the host round so

}  // namespace vitrine::guest::riscv64
