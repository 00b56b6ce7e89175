// SPDX-License-Identifier: Apache-2.0
// IEEE 754 arithmetic in integers: all formats, all five rounding modes, exact results and flags; the second implementation beside the host's unit.
#pragma once

#include "core/cpu/fp/format.h"

// Each function returns the correctly rounded result and adds the raised flags to `flags`.  A NaN result is the default NaN; underflow is
// detected after rounding (RISC-V unprivileged ISA, chapter "F").  Stateless; any thread.  Instantiated for F16, F32 and F64.
namespace vitrine::cpu::fp::soft {

template <class F> typename F::Bits add(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags);
template <class F> typename F::Bits sub(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags);
template <class F> typename F::Bits mul(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags);
template <class F> typename F::Bits div(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags);
template <class F> typename F::Bits sqrt(typename F::Bits a, Rounding rounding, u8& flags);
// a * b + c, rounded once.  Infinity times zero raises kInvalid even when c is a quiet NaN.
template <class F>
typename F::Bits fused_multiply_add(typename F::Bits a, typename F::Bits b, typename F::Bits c, Rounding rounding, u8& flags);

template <class To, class From> typename To::Bits convert(typename From::Bits a, Rounding rounding, u8& flags);
// Int is s32, u32, s64 or u64.  Out of range saturates and raises kInvalid alone; a NaN gives the greatest value.
template <class Int, class F> Int to_integer(typename F::Bits a, Rounding rounding, u8& flags);
template <class F, class Int> typename F::Bits from_integer(Int a, Rounding rounding, u8& flags);

}  // namespace vitrine::cpu::fp::soft
