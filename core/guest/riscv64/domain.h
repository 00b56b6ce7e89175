// SPDX-License-Identifier: Apache-2.0
// The value domains as RV64 semantics use them: registers by number, NaN boxing, the dirty mark of the FPU state.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/cpu/eval_domain.h"
#include "core/guest/riscv64/state.h"
#include "core/ir/build_domain.h"
#include "core/ir/ordered_domain.h"
#include "core/ir/types.h"

namespace vitrine::guest::riscv64 {

using ir::F32;
using ir::F64;
using ir::I1;
using ir::I16;
using ir::I32;
using ir::I64;
using ir::I8;
using Insn = cpu::DecodedInsn;

// SAFETY: State is not standard-layout (it derives), so offsetof is conditionally supported; all our compilers support it for members of a
// non-virtual base, and slots.cpp checks the offsets at start.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
inline constexpr std::uint32_t kSlotX = offsetof(State, x);
inline constexpr std::uint32_t kSlotF = offsetof(State, f);
inline constexpr std::uint32_t kSlotFsDirty = offsetof(State, fs_dirty);
#pragma GCC diagnostic pop

// Base is cpu::EvalDomain or ir::BuildDomain, with braced operands.
template <class Base> class Domain : public Base {
 public:
  template <class T> using V = typename Base::template V<T>;
  using Base::Base;

  V<I64> read_x(unsigned number) {
    if constexpr (Base::kRecords)
      if (number == 0) return this->template imm<I64>(0);
    return this->template get<I64>(kSlotX + 8 * number);
  }
  V<I32> read_w(unsigned number) { return this->template trunc<I32>(read_x(number)); }
  // The decoder turned x0 as a destination into kDiscard.
  void write_x(unsigned number, V<I64> value) {
    if constexpr (Base::kRecords)
      if (number == kDiscard) return;
    this->template set<I64>(kSlotX + 8 * number, value);
  }
  // A 32-bit result, sign-extended.
  void write_w(unsigned number, V<I32> value) { write_x(number, this->template sext<I64>(value)); }

  V<F64> read_d(unsigned number) { return this->template bitcast<F64>(read_f_raw(number)); }
  // A single that is not properly boxed reads as the default NaN.  Unprivileged ISA, "NaN Boxing of Narrower Values".
  V<F32> read_s(unsigned number) { return this->unbox(read_f_raw(number)); }
  V<I64> read_f_raw(unsigned number) { return this->template get<I64>(kSlotF + 8 * number); }
  void write_f_raw(unsigned number, V<I64> value) {
    this->template set<I64>(kSlotF + 8 * number, value);
    mark_fpu_dirty();
  }
  void write_d(unsigned number, V<F64> value) { write_f_raw(number, this->template bitcast<I64>(value)); }
  void write_s(unsigned number, V<F32> value) { write_f_raw(number, this->box(value)); }
  void mark_fpu_dirty() { this->template set<I8>(kSlotFsDirty, this->template imm<I8>(1)); }

  // rs1 + the instruction's immediate.
  V<I64> address(const Insn& insn) {
    return this->template add<I64>({read_x(insn.rs1), this->template imm<I64>(static_cast<std::uint64_t>(insn.imm))});
  }
};

using Evaluating = Domain<ir::OrderedDomain<cpu::EvalDomain>>;
using Recording = Domain<ir::OrderedDomain<ir::BuildDomain>>;

}  // namespace vitrine::guest::riscv64
