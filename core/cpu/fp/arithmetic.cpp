// SPDX-License-Identifier: Apache-2.0
// The arithmetic of arithmetic.h, instantiated for this host's unit.
#include "core/cpu/fp/arithmetic.h"

#include "core/cpu/fp/host_arithmetic.h"
#include "core/cpu/fp/host_unit.h"

namespace vitrine::cpu::fp {

using Host = HostArithmetic<HostUnit>;

template <class F> typename F::Bits add(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags) {
  return Host::add<F>(a, b, rounding, flags);
}
template <class F> typename F::Bits sub(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags) {
  return Host::sub<F>(a, b, rounding, flags);
}
template <class F> typename F::Bits mul(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags) {
  return Host::mul<F>(a, b, rounding, flags);
}
template <class F> typename F::Bits div(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags) {
  return Host::div<F>(a, b, rounding, flags);
}
template <class F> typename F::Bits sqrt(typename F::Bits a, Rounding rounding, u8& flags) { return Host::sqrt<F>(a, rounding, flags); }
template <class F>
typename F::Bits fused_multiply_add(typename F::Bits a, typename F::Bits b, typename F::Bits c, Rounding rounding, u8& flags) {
  return Host::fused_multiply_add<F>(a, b, c, rounding, flags);
}
template <class To, class From> typename To::Bits convert(typename From::Bits a, Rounding rounding, u8& flags) {
  return Host::convert<To, From>(a, rounding, flags);
}
template <class Int, class F> Int to_integer(typename F::Bits a, Rounding rounding, u8& flags) {
  return Host::to_integer<Int, F>(a, rounding, flags);
}
template <class F, class Int> typename F::Bits from_integer(Int a, Rounding rounding, u8& flags) {
  return Host::from_integer<F, Int>(a, rounding, flags);
}

template F32::Bits add<F32>(F32::Bits, F32::Bits, Rounding, u8&);
template F32::Bits sub<F32>(F32::Bits, F32::Bits, Rounding, u8&);
template F32::Bits mul<F32>(F32::Bits, F32::Bits, Rounding, u8&);
template F32::Bits div<F32>(F32::Bits, F32::Bits, Rounding, u8&);
template F32::Bits sqrt<F32>(F32::Bits, Rounding, u8&);
template F32::Bits fused_multiply_add<F32>(F32::Bits, F32::Bits, F32::Bits, Rounding, u8&);
template F64::Bits convert<F64, F32>(F32::Bits, Rounding, u8&);
template s32 to_integer<s32, F32>(F32::Bits, Rounding, u8&);
template F32::Bits from_integer<F32, s32>(s32, Rounding, u8&);
template u32 to_integer<u32, F32>(F32::Bits, Rounding, u8&);
template F32::Bits from_integer<F32, u32>(u32, Rounding, u8&);
template s64 to_integer<s64, F32>(F32::Bits, Rounding, u8&);
template F32::Bits from_integer<F32, s64>(s64, Rounding, u8&);
template u64 to_integer<u64, F32>(F32::Bits, Rounding, u8&);
template F32::Bits from_integer<F32, u64>(u64, Rounding, u8&);

template F64::Bits add<F64>(F64::Bits, F64::Bits, Rounding, u8&);
template F64::Bits sub<F64>(F64::Bits, F64::Bits, Rounding, u8&);
template F64::Bits mul<F64>(F64::Bits, F64::Bits, Rounding, u8&);
template F64::Bits div<F64>(F64::Bits, F64::Bits, Rounding, u8&);
template F64::Bits sqrt<F64>(F64::Bits, Rounding, u8&);
template F64::Bits fused_multiply_add<F64>(F64::Bits, F64::Bits, F64::Bits, Rounding, u8&);
template F32::Bits convert<F32, F64>(F64::Bits, Rounding, u8&);
template s32 to_integer<s32, F64>(F64::Bits, Rounding, u8&);
template F64::Bits from_integer<F64, s32>(s32, Rounding, u8&);
template u32 to_integer<u32, F64>(F64::Bits, Rounding, u8&);
template F64::Bits from_integer<F64, u32>(u32, Rounding, u8&);
template s64 to_integer<s64, F64>(F64::Bits, Rounding, u8&);
template F64::Bits from_integer<F64, s64>(s64, Rounding, u8&);
template u64 to_integer<u64, F64>(F64::Bits, Rounding, u8&);
template F64::Bits from_integer<F64, u64>(u64, Rounding, u8&);

}  // namespace vitrine::cpu::fp
