// SPDX-License-Identifier: Apache-2.0
// The x86-64 names that instructions are written with: registers, conditions, widths, and the operations that share one encoding.
#pragma once

#include <cstdint>

namespace vitrine::codegen::x64 {

// All enumerators here carry the processor's own numbers (Intel SDM volume 2, appendix B) and its own spelling.
enum class Gpr : std::uint8_t { rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15 };
enum class Xmm : std::uint8_t { xmm0, xmm1, xmm2, xmm3, xmm4, xmm5, xmm6, xmm7, xmm8, xmm9, xmm10, xmm11, xmm12, xmm13, xmm14, xmm15 };

// The condition codes of jcc, setcc and cmovcc; b and a compare unsigned, l and g signed.
enum class Cond : std::uint8_t { o, no, b, ae, e, ne, be, a, s, ns, p, np, l, ge, le, g };
constexpr Cond inverted(Cond cond) { return static_cast<Cond>(static_cast<std::uint8_t>(cond) ^ 1U); }

// The width of an integer operand in bits.
enum class Width : std::uint8_t { k8, k16, k32, k64 };
constexpr unsigned bytes_of(Width width) { return 1U << static_cast<unsigned>(width); }

// Two-operand arithmetic; cmp writes flags only.
enum class Alu : std::uint8_t { add, or_, adc, sbb, and_, sub, xor_, cmp };
enum class Shift : std::uint8_t { rol = 0, ror = 1, shl = 4, shr = 5, sar = 7 };

// What vmovups and vmovdqu move, in bytes.
enum class Block : std::uint8_t { k16, k32 };
// The predicates of vcmpsd and vcmpss, Intel SDM volume 2, CMPPD, table 3-1.  With a NaN, neq, nlt, nle and unord hold and the others do
// not; lt, le, nlt, nle, ge and gt signal invalid for a quiet one.
enum class Compare : std::uint8_t {
  eq,
  lt,
  le,
  unord,
  neq,
  nlt,
  nle,
  ord,
  ge = 0x0D,
  gt = 0x0E,
  lt_quiet = 0x11,
  le_quiet = 0x12,
  ge_quiet = 0x1D,
  gt_quiet = 0x1E
};
// The rounding of vroundsd and vroundss; `current` takes MXCSR's.  The inexact flag is raised as usual.
enum class Round : std::uint8_t { nearest, down, up, zero, current };
// Fused multiply-add: add is a*b+c, sub a*b-c, nadd -(a*b)+c, nsub -(a*b)-c.
enum class Fma : std::uint8_t { add, sub, nadd, nsub };
// Which operands are multiplied: with operands 1, 2, 3 as written, k132 is 1*3+2, k213 is 2*1+3, k231 is 2*3+1; the result goes to 1.
enum class FmaOrder : std::uint8_t { k132, k213, k231 };

constexpr unsigned number(Gpr r) { return static_cast<unsigned>(r); }
constexpr unsigned number(Shift op) { return static_cast<unsigned>(op); }
constexpr unsigned number(Xmm r) { return static_cast<unsigned>(r); }

}  // namespace vitrine::codegen::x64
