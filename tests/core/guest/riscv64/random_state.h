// SPDX-License-Identifier: Apache-2.0
// A hart whose registers are random, of the kind that finds mistakes: borders, near-equal pairs, addresses of memory, floats of every class.
#pragma once

#include <bit>
#include <random>

#include "core/cpu/handlers.h"
#include "core/guest/riscv64/privileged.h"
#include "tests/core/guest/riscv64/hart_fixture.h"

namespace vitrine::guest::riscv64::test {

// Physical addresses; nothing behind the end of RAM, so that accesses fault now and then.
struct RandomHart : Hart {
  RandomHart() {
    state.cpu = &mmu;
    state.bus = &bus;
    update_contexts(state, contexts);
  }

  void randomize(std::mt19937_64& random, const cpu::DecodedInsn& insn) {
    for (unsigned number = 1; number < 32; ++number) state.x[number] = integer(random);
    for (std::uint64_t& value : state.f) value = floating(random);
    if (insn.rs1 != 0 && random() % 4 != 0) state.x[insn.rs1] = address(random) - static_cast<std::uint64_t>(insn.imm);
    if (insn.rs2 != 0 && insn.rs2 != insn.rs1 && random() % 4 == 0) state.x[insn.rs2] = state.x[insn.rs1] + random() % 3 - 1;
    state.frm = static_cast<std::uint8_t>(random() % 5);
    state.fflags = static_cast<std::uint8_t>(random() & 31);
    state.fs_dirty = random() & 1;
    if (random() % 2 == 0) state.reservation = cpu::VcpuState::kNoReservation;
    const std::uint64_t at = state.x[insn.rs1] + static_cast<std::uint64_t>(insn.imm);
    const std::uint64_t word = integer(random);
    (void)memory.write_value(at & ~std::uint64_t{7}, word);
    if (random() % 2 == 0) {
      state.reservation = at;
      state.reserved_size = random() % 2 == 0 ? 4 : 8;
      state.reserved_value = state.reserved_size == 4 ? static_cast<std::uint32_t>(word >> (at & 4) * 8) : word;
    }
  }

  static std::uint64_t integer(std::mt19937_64& random) {
    constexpr std::uint64_t kBorders[] = {
        0, 1, ~std::uint64_t{0}, 0x7fffffff, 0x80000000, 0xffffffff80000000, 0xffffffff, std::uint64_t{1} << 63, ~std::uint64_t{0} >> 1};
    switch (random() % 4) {
      case 0: return kBorders[random() % std::size(kBorders)];
      case 1: return random() >> (random() % 64);
      case 2: return std::uint64_t{1} << (random() % 64);
      default: return random();
    }
  }
  // Mostly aligned, some across pages, a few behind the end.
  static std::uint64_t address(std::mt19937_64& random) {
    const std::uint64_t page = kRam + (random() % 16 == 0 ? kRamSize : random() % 8 * memory::kPageSize);
    switch (random() % 4) {
      case 0: return page + random() % memory::kPageSize;
      case 1: return page - random() % 9;
      default: return page + (random() % memory::kPageSize & ~std::uint64_t{7});
    }
  }
  static std::uint64_t single(std::mt19937_64& random) {
    constexpr std::uint32_t kSpecial[] = {0,          1,          0x007fffff, 0x00800000, 0x3f800000, 0x4f000000,
                                          0x5f000000, 0x7f7fffff, 0x7f800000, 0x7f800001, 0x7fc00000, 0x7fffffff};
    const auto bits = static_cast<std::uint32_t>(random());
    return random() % 2 == 0 ? bits : kSpecial[bits % std::size(kSpecial)] | (bits & 0x80000000);
  }
  static std::uint64_t floating(std::mt19937_64& random) {
    constexpr std::uint64_t kSpecial[] = {0,
                                          1,
                                          0x000fffffffffffff,
                                          0x0010000000000000,
                                          0x3ff0000000000000,
                                          0x41e0000000000000,
                                          0x43e0000000000000,
                                          0x7fefffffffffffff,
                                          0x7ff0000000000000,
                                          0x7ff0000000000001,
                                          0x7ff8000000000000};
    switch (random() % 4) {
      case 0: return random();
      case 1: return kSpecial[random() % std::size(kSpecial)] | (random() << 63);
      default: return 0xffffffff00000000 | single(random);
    }
  }

  // The hart's walk, as an engine wires it.
  struct Mmu final : cpu::GuestCpu {
    explicit Mmu(State& of) : state{of} {}
    cpu::Translation translate(std::uint64_t address, cpu::Access access, unsigned size) override {
      return guest::riscv64::translate(state, address, access, size);
    }
    cpu::GuestFault access_fault(cpu::Access access, std::uint64_t address) const override {
      return {access == cpu::Access::kLoad ? kLoadAccessFault : kStoreAccessFault, address};
    }
    cpu::GuestFault misaligned_fault(cpu::Access access, std::uint64_t address) const override {
      return {access == cpu::Access::kLoad ? kLoadMisaligned : kStoreMisaligned, address};
    }
    State& state;
  };
  Mmu mmu{state};
  bus::SystemBus bus;
  cpu::ContextPool contexts;
};

}  // namespace vitrine::guest::riscv64::test
