// SPDX-License-Identifier: Apache-2.0
// A hart with RAM and helpers that build page tables, for tests of the privileged architecture.
#pragma once

#include <QTest>
#include <cstdint>

#include "core/guest/riscv64/csr_bits.h"
#include "core/guest/riscv64/mmu.h"
#include "core/guest/riscv64/model.h"
#include "core/guest/riscv64/privileged.h"

namespace vitrine::guest::riscv64::test {

inline constexpr std::uint64_t kRam = 0x80000000;
inline constexpr std::uint64_t kRamSize = 0x200000;
inline constexpr std::uint64_t kRom = 0x20000000;

// PTE bits.
inline constexpr std::uint64_t kV = 1, kR = 2, kW = 4, kX = 8, kU = 16, kG = 32, kA = 64, kD = 128;

struct Hart {
  explicit Hart(const char* model = "max") {
    state.memory = &memory;
    state.extensions = parse_cpu_model(model).value().extensions;
    if (!memory.add_ram(kRam, kRamSize, "ram") || !memory.add_rom(kRom, 0x10000, "rom")) qFatal("no memory");
    reset_state(state);
    open_pmp();
  }

  // Entry 15 covers everything.
  void open_pmp() {
    state.csr.pmpaddr[15] = ~std::uint64_t{0} >> 10;
    state.csr.pmpcfg[15] = kPmpRead | kPmpWrite | kPmpExecute | kPmpNapot;
    pmp_changed(state);
  }
  void set_pmp(std::size_t index, std::uint64_t pmpaddr, unsigned config) {
    state.csr.pmpaddr[index] = pmpaddr;
    state.csr.pmpcfg[index] = static_cast<std::uint8_t>(config);
    pmp_changed(state);
  }

  void store(std::uint64_t address, std::uint64_t value) {
    if (!memory.load(address, std::as_bytes(std::span{&value, 1}))) qFatal("outside of memory");
  }
  std::uint64_t word(std::uint64_t address) { return memory.load_word(address).value(); }

  // Maps address → physical with a leaf at `level`, tables from kRam on; returns the address of the leaf's entry.
  std::uint64_t map(unsigned levels, std::uint64_t address, std::uint64_t physical, unsigned level, std::uint64_t flags) {
    std::uint64_t table = kRam;
    for (unsigned i = levels - 1; i > level; --i) {
      const std::uint64_t next = table + 0x1000;
      store(table + index(address, i) * 8, next >> 2 | kV);
      table = next;
    }
    const std::uint64_t entry = table + index(address, level) * 8;
    store(entry, physical >> 2 | flags);
    state.csr.satp = std::uint64_t{levels - 3 + kSatpSv39} << kSatpModeShift | kRam >> 12;
    return entry;
  }
  static std::uint64_t index(std::uint64_t address, unsigned level) { return address >> (12 + 9 * level) & 511; }

  cpu::Translation walk(std::uint64_t address, cpu::Access access = cpu::Access::kLoad) { return translate(state, address, access, 1); }

  memory::GuestMemory memory;
  State state;
};

}  // namespace vitrine::guest::riscv64::test
