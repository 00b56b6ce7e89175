// SPDX-License-Identifier: Apache-2.0
// Table-driven decoding: a bucket by opcode and funct3, then the first row that matches.
#include "core/guest/riscv64/decoder.h"

#include <algorithm>

#include "core/base/bits.h"
#include "core/guest/riscv64/compressed.h"
#include "core/guest/riscv64/mmu.h"

namespace vitrine::guest::riscv64 {
namespace {

using base::bit;
using base::bits;
using base::sign_extend;

unsigned bucket_of(std::uint32_t raw) { return static_cast<unsigned>(bits(raw, 6, 2) << 3 | bits(raw, 14, 12)); }

std::int64_t imm_s(std::uint32_t raw) { return sign_extend(bits(raw, 31, 25) << 5 | bits(raw, 11, 7), 12); }
std::int64_t imm_b(std::uint32_t raw) {
  return sign_extend(bits(raw, 31, 31) << 12 | bits(raw, 7, 7) << 11 | bits(raw, 30, 25) << 5 | bits(raw, 11, 8) << 1, 13);
}
std::int64_t imm_j(std::uint32_t raw) {
  return sign_extend(bits(raw, 31, 31) << 20 | bits(raw, 19, 12) << 12 | bits(raw, 20, 20) << 11 | bits(raw, 30, 21) << 1, 21);
}

std::int64_t immediate(Format format, std::uint32_t raw) {
  switch (format) {
    case Format::kI: return sign_extend(bits(raw, 31, 20), 12);
    case Format::kShift: return static_cast<std::int64_t>(bits(raw, 25, 20));
    case Format::kShiftW: return static_cast<std::int64_t>(bits(raw, 24, 20));
    case Format::kS: return imm_s(raw);
    case Format::kB: return imm_b(raw);
    case Format::kU: return sign_extend(raw & 0xfffff000, 32);
    case Format::kJ: return imm_j(raw);
    case Format::kCsr: return static_cast<std::int64_t>(bits(raw, 31, 20));
    default: return 0;
  }
}

bool has_rounding(Format format) { return format == Format::kR4 || format == Format::kRFloat; }

// Rounding modes 5 and 6 are reserved; 7 takes frm, which has to be valid.
bool rounding_is_legal(std::uint32_t rounding, std::uint32_t mode) {
  return rounding <= 4 || (rounding == 7 && (mode & kModeRoundingValid) != 0);
}

}  // namespace

std::string assembler_name(std::string_view name) {
  if (name.ends_with('_')) name.remove_suffix(1);
  std::string text{name};
  std::ranges::replace(text, '_', '.');
  return text;
}

Decoder::Decoder(std::uint64_t extensions) : compressed_{(extensions & kExtC) != 0} {
  table_.push_back(&illegal_instruction());
  for (const auto group : {base_instructions(), multiply_instructions(), atomic_instructions(), bit_instructions(), single_instructions(),
                           double_instructions(), system_instructions()}) {
    for (const InsnInfo& row : group) {
      if ((row.extension & ~extensions) != 0) continue;
      for (unsigned bucket = 0; bucket < buckets_.size(); ++bucket) {
        const std::uint32_t fixed = (bucket >> 3) << 2 | 3 | (bucket & 7) << 12;
        if (((fixed ^ row.match) & row.mask & 0x707f) == 0) buckets_[bucket].push_back(static_cast<std::uint16_t>(table_.size()));
      }
      table_.push_back(&row);
    }
  }
}

std::uint16_t Decoder::find(std::uint32_t raw) const {
  if ((raw & 3) != 3) return kIllegal;
  for (const std::uint16_t index : buckets_[bucket_of(raw)])
    if ((raw & table_[index]->mask) == table_[index]->match) return index;
  return kIllegal;
}

cpu::DecodedInsn Decoder::decode(std::uint32_t raw, std::uint32_t mode) const {
  const unsigned length = Decoder::length(raw);
  std::uint32_t bits32 = raw;
  if (length == 2) {
    raw &= 0xffff;
    bits32 = compressed_ ? expand_compressed(static_cast<std::uint16_t>(raw)) : 0;
  }
  std::uint16_t index = find(bits32);
  const auto rounding = static_cast<std::uint32_t>(bits(bits32, 14, 12));
  const InsnInfo* row = table_[index];
  const bool fpu_off = row->needs_fpu && (mode & kModeFpuOn) == 0;
  if (fpu_off || (has_rounding(row->format) && !rounding_is_legal(rounding, mode))) row = table_[index = kIllegal];

  cpu::DecodedInsn insn{};
  insn.handler = row->handler;
  insn.raw = raw;
  insn.info = index;
  insn.length = static_cast<std::uint8_t>(length);
  insn.rd = static_cast<std::uint8_t>(bits(bits32, 11, 7));
  insn.rs1 = static_cast<std::uint8_t>(bits(bits32, 19, 15));
  insn.rs2 = static_cast<std::uint8_t>(bits(bits32, 24, 20));
  insn.rs3 = static_cast<std::uint8_t>(bits(bits32, 31, 27));
  insn.extra = static_cast<std::uint8_t>(has_rounding(row->format) ? rounding : row->format == Format::kAtomic ? bits(bits32, 26, 25) : 0);
  insn.imm = immediate(row->format, bits32);
  if (row->destination == Destination::kX && insn.rd == 0) insn.rd = kDiscard;
  return insn;
}

}  // namespace vitrine::guest::riscv64
