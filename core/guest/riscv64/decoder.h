// SPDX-License-Identifier: Apache-2.0
// From instruction bits to decoded instructions.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/guest/riscv64/insn_table.h"

namespace vitrine::guest::riscv64 {

// Knows the instructions of one CPU model.  Thread: any, it never changes.
class Decoder {
 public:
  explicit Decoder(std::uint64_t extensions);

  // raw: 16 or 32 bits of the instruction (the low two bits tell); mode: State::mode.  An encoding that the hart does not have, or that is
  // illegal in this mode, decodes to the illegal instruction.  pc_offset is left to the caller.
  [[nodiscard]] cpu::DecodedInsn decode(std::uint32_t raw, std::uint32_t mode) const;
  [[nodiscard]] const InsnInfo& info(std::uint16_t index) const { return *table_[index]; }
  [[nodiscard]] std::span<const InsnInfo* const> table() const { return table_; }
  // A compressed instruction's length is 2.
  [[nodiscard]] static unsigned length(std::uint32_t raw) { return (raw & 3) == 3 ? 4 : 2; }

 private:
  [[nodiscard]] std::uint16_t find(std::uint32_t raw) const;
  static constexpr std::uint16_t kIllegal = 0;

  std::vector<const InsnInfo*> table_;                   // [kIllegal] first
  std::array<std::vector<std::uint16_t>, 256> buckets_;  // by opcode[6:2] and funct3
  bool compressed_;
};

}  // namespace vitrine::guest::riscv64
