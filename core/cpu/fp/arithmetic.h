// SPDX-License-Identifier: Apache-2.0
// IEEE 754 arithmetic for guests on the host's unit: exact results and flags in the rounding mode that the caller names.
#pragma once

#include "core/cpu/fp/bit_operations.h"
#include "core/cpu/fp/format.h"

// Stateless functions on bit patterns of F32 and F64; any thread that has the host's default mode (nearest even, nothing flushed to zero).  Each
// returns the correctly rounded result and adds the flags it raises to `flags`: pass the guest's accrued flags, since an operation need not find out
// whether it is inexact when that is noted already.  A NaN result is the default NaN; underflow is detected after rounding (RISC-V unprivileged
// ISA, chapters "F" and "D").  F16 has only soft_float.h.
namespace vitrine::cpu::fp {

template <class F> typename F::Bits add(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags);
template <class F> typename F::Bits sub(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags);
template <class F> typename F::Bits mul(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags);
template <class F> typename F::Bits div(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags);
template <class F> typename F::Bits sqrt(typename F::Bits a, Rounding rounding, u8& flags);
// a * b + c, rounded once; the subtracting and negated forms negate() a and c beforehand.  Infinity times zero raises kInvalid even with a quiet NaN.
template <class F>
typename F::Bits fused_multiply_add(typename F::Bits a, typename F::Bits b, typename F::Bits c, Rounding rounding, u8& flags);

// F32 from F64, or F64 from F32.
template <class To, class From> typename To::Bits convert(typename From::Bits a, Rounding rounding, u8& flags);
// Int is s32, u32, s64 or u64.  Out of range saturates and raises kInvalid alone; a NaN gives the greatest value.
template <class Int, class F> Int to_integer(typename F::Bits a, Rounding rounding, u8& flags);
template <class F, class Int> typename F::Bits from_integer(Int a, Rounding rounding, u8& flags);

}  // namespace vitrine::cpu::fp
