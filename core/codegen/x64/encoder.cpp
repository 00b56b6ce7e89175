// SPDX-License-Identifier: Apache-2.0
// The encoder's four shapes.  Optional bytes are written always and counted only where they belong, which spares the branches.
#include "core/codegen/x64/encoder.h"

#include <utility>

#include "core/base/bits.h"
#include "core/base/check.h"

namespace vitrine::codegen::x64 {
namespace {

constexpr unsigned kRexBase = 0x40;

// Does a byte operand need a REX prefix, so that 4 to 7 are spl, bpl, sil and dil rather than ah to bh?
constexpr bool names_new_byte(unsigned flags, unsigned flag, unsigned reg) { return (flags & flag) != 0 && reg - 4U < 4U; }

// `extensions` holds the upper bits of the register fields as REX.R, X and B.
std::uint8_t* put_opcode(std::uint8_t* p, Opcode op, unsigned extensions, bool force_rex) {
  *p = 0x66;
  p += op.flags & Opcode::kOperand16;
  *p = 0xF0;
  p += (op.flags & Opcode::kLock) != 0 ? 1 : 0;
  *p = op.prefix;
  p += op.prefix != 0 ? 1 : 0;
  const unsigned rex = kRexBase | (op.flags & Opcode::kWide) | extensions;
  *p = static_cast<std::uint8_t>(rex);
  p += (rex != kRexBase || force_rex) ? 1 : 0;
  base::store_le(p, op.bytes);
  return p + op.length;
}

// `extensions` as in put_opcode.  The two-byte prefix serves where only REX.R is wanted and the map is 0F.
std::uint8_t* put_vex(std::uint8_t* p, VexOpcode op, unsigned extensions, unsigned source) {
  const unsigned last = (~source & 15U) << 3 | static_cast<unsigned>(op.ymm) << 2 | op.prefix;
  if ((extensions & 3U) == 0 && op.map == VexOpcode::k0f && op.wide == 0) {
    p[0] = 0xC5;
    p[1] = static_cast<std::uint8_t>((extensions & 4U ? 0U : 0x80U) | last);
    p[2] = op.code;
    return p + 3;
  }
  p[0] = 0xC4;
  p[1] = static_cast<std::uint8_t>((~extensions & 7U) << 5 | op.map);
  p[2] = static_cast<std::uint8_t>(static_cast<unsigned>(op.wide) << 7 | last);
  p[3] = op.code;
  return p + 4;
}

unsigned extensions_of(unsigned reg, unsigned rm) { return (reg >> 3) << 2 | rm >> 3; }

unsigned extensions_of(unsigned reg, Mem rm) {
  if (rm.rip_target != nullptr) return (reg >> 3) << 2;
  return (reg >> 3) << 2 | (rm.has_index ? (number(rm.index) >> 3) << 1 : 0U) | number(rm.base) >> 3;
}

std::uint8_t register_modrm(unsigned reg, unsigned rm) { return static_cast<std::uint8_t>(0xC0U | (reg & 7U) << 3 | (rm & 7U)); }

}  // namespace

// ModRM, SIB and displacement; `tail` bytes of the instruction follow.  Intel SDM volume 2, section 2.1.5, tables 2-2 and 2-3.
std::uint8_t* Encoder::put_memory(std::uint8_t* p, unsigned reg, Mem rm, unsigned tail) const {
  const unsigned reg_field = (reg & 7U) << 3;
  if (rm.rip_target != nullptr) {
    *p++ = static_cast<std::uint8_t>(reg_field | 5U);
    base::store_le(p, relative(p, tail, rm.rip_target));
    return p + 4;
  }
  const unsigned base = number(rm.base) & 7U;
  // Base field 5 without displacement means rip, so rbp and r13 always have one.
  const unsigned mod = rm.disp == 0 && base != 5 ? 0U : rm.disp == static_cast<std::int8_t>(rm.disp) ? 1U : 2U;
  // rm field 4 means a SIB byte follows, so rsp and r12 always have one, with "no index" in it.
  const bool sib = rm.has_index || base == 4;
  *p++ = static_cast<std::uint8_t>(mod << 6 | reg_field | (sib ? 4U : base));
  const unsigned index = rm.has_index ? (number(rm.index) & 7U) : 4U;
  if (rm.has_index) CHECK(rm.index != Gpr::rsp, "rsp is no index");
  *p = static_cast<std::uint8_t>((rm.has_index ? rm.scale_log2 & 3U : 0U) << 6 | index << 3 | base);
  p += sib ? 1 : 0;
  base::store_le(p, static_cast<std::uint32_t>(rm.disp));
  return p + (mod == 2 ? 4 : mod);
}

void Encoder::legacy(Opcode op, unsigned reg, unsigned rm, std::uint32_t immediate) {
  if (!room()) return;
  const bool force = names_new_byte(op.flags, Opcode::kByteReg, reg) || names_new_byte(op.flags, Opcode::kByteRm, rm);
  std::uint8_t* p = put_opcode(cursor_, op, extensions_of(reg, rm), force);
  *p++ = register_modrm(reg, rm);
  base::store_le(p, immediate);
  cursor_ = p + op.immediate;
}

void Encoder::legacy(Opcode op, unsigned reg, Mem rm, std::uint32_t immediate) {
  if (!room()) return;
  std::uint8_t* p = put_opcode(cursor_, op, extensions_of(reg, rm), names_new_byte(op.flags, Opcode::kByteReg, reg));
  p = put_memory(p, reg, rm, op.immediate);
  base::store_le(p, immediate);
  cursor_ = p + op.immediate;
}

void Encoder::vex(VexOpcode op, unsigned reg, unsigned source, unsigned rm, std::uint32_t immediate) {
  if (!room()) return;
  if (op.commutative != 0 && rm >= 8 && source < 8) std::swap(source, rm);
  std::uint8_t* p = put_vex(cursor_, op, extensions_of(reg, rm), source);
  *p++ = register_modrm(reg, rm);
  base::store_le(p, immediate);
  cursor_ = p + op.immediate;
}

void Encoder::vex(VexOpcode op, unsigned reg, unsigned source, Mem rm, std::uint32_t immediate) {
  if (!room()) return;
  std::uint8_t* p = put_vex(cursor_, op, extensions_of(reg, rm), source);
  p = put_memory(p, reg, rm, op.immediate);
  base::store_le(p, immediate);
  cursor_ = p + op.immediate;
}

}  // namespace vitrine::codegen::x64
