// SPDX-License-Identifier: Apache-2.0
// Turns operation names into calls of the templates.
#include "tests/core/cpu/fp/subjects.h"

#include <type_traits>

#include "core/cpu/fp/arithmetic.h"
#include "core/cpu/fp/host_arithmetic.h"
#include "core/cpu/fp/host_unit_cfenv.h"
#include "core/cpu/fp/soft_float.h"

namespace vitrine::tests::fp {
namespace {

using namespace cpu::fp;

// What guests get.
struct Guest {
  static constexpr bool kHasF16 = false;
  template <class F> static auto add(auto a, auto b, Rounding rm, u8& flags) { return cpu::fp::add<F>(a, b, rm, flags); }
  template <class F> static auto sub(auto a, auto b, Rounding rm, u8& flags) { return cpu::fp::sub<F>(a, b, rm, flags); }
  template <class F> static auto mul(auto a, auto b, Rounding rm, u8& flags) { return cpu::fp::mul<F>(a, b, rm, flags); }
  template <class F> static auto div(auto a, auto b, Rounding rm, u8& flags) { return cpu::fp::div<F>(a, b, rm, flags); }
  template <class F> static auto sqrt(auto a, Rounding rm, u8& flags) { return cpu::fp::sqrt<F>(a, rm, flags); }
  template <class F> static auto fused_multiply_add(auto a, auto b, auto c, Rounding rm, u8& flags) {
    return cpu::fp::fused_multiply_add<F>(a, b, c, rm, flags);
  }
  template <class To, class From> static auto convert(auto a, Rounding rm, u8& flags) { return cpu::fp::convert<To, From>(a, rm, flags); }
  template <class To, class From> static auto to_integer(auto a, Rounding rm, u8& flags) {
    return cpu::fp::to_integer<To, From>(a, rm, flags);
  }
  template <class To, class From> static auto from_integer(auto a, Rounding rm, u8& flags) {
    return cpu::fp::from_integer<To, From>(a, rm, flags);
  }
};

// The software float.
struct Soft {
  static constexpr bool kHasF16 = true;
  template <class F> static auto add(auto a, auto b, Rounding rm, u8& flags) { return cpu::fp::soft::add<F>(a, b, rm, flags); }
  template <class F> static auto sub(auto a, auto b, Rounding rm, u8& flags) { return cpu::fp::soft::sub<F>(a, b, rm, flags); }
  template <class F> static auto mul(auto a, auto b, Rounding rm, u8& flags) { return cpu::fp::soft::mul<F>(a, b, rm, flags); }
  template <class F> static auto div(auto a, auto b, Rounding rm, u8& flags) { return cpu::fp::soft::div<F>(a, b, rm, flags); }
  template <class F> static auto sqrt(auto a, Rounding rm, u8& flags) { return cpu::fp::soft::sqrt<F>(a, rm, flags); }
  template <class F> static auto fused_multiply_add(auto a, auto b, auto c, Rounding rm, u8& flags) {
    return cpu::fp::soft::fused_multiply_add<F>(a, b, c, rm, flags);
  }
  template <class To, class From> static auto convert(auto a, Rounding rm, u8& flags) {
    return cpu::fp::soft::convert<To, From>(a, rm, flags);
  }
  template <class To, class From> static auto to_integer(auto a, Rounding rm, u8& flags) {
    return cpu::fp::soft::to_integer<To, From>(a, rm, flags);
  }
  template <class To, class From> static auto from_integer(auto a, Rounding rm, u8& flags) {
    return cpu::fp::soft::from_integer<To, From>(a, rm, flags);
  }
};

// What guests would get on a host that only <cfenv> describes.
struct Portable : HostArithmetic<CfenvUnit> {
  static constexpr bool kHasF16 = false;
};

template <class Functions, class To, class From> u64 converted(typename From::Bits a, Rounding rm, u8& flags) {
  constexpr bool kNarrow = To::kWidth == 16 || From::kWidth == 16;
  if constexpr (std::is_same_v<To, From>) return a;
  else if constexpr (kNarrow && !Functions::kHasF16) return 0;
  else return Functions::template convert<To, From>(a, rm, flags);
}

// Calls one of the templates of a set of functions; integers come back sign- or zero-extended.
template <class Functions, class F> u64 call(Operation operation, const Operands& x, Rounding rm, u8& flags) {
  using Bits = typename F::Bits;
  const auto a = static_cast<Bits>(x[0]);
  const auto b = static_cast<Bits>(x[1]);
  const auto c = static_cast<Bits>(x[2]);
  const auto extended = [](auto value) { return static_cast<u64>(value); };
  switch (operation) {
    case Operation::kAdd: return Functions::template add<F>(a, b, rm, flags);
    case Operation::kSub: return Functions::template sub<F>(a, b, rm, flags);
    case Operation::kMul: return Functions::template mul<F>(a, b, rm, flags);
    case Operation::kDiv: return Functions::template div<F>(a, b, rm, flags);
    case Operation::kSqrt: return Functions::template sqrt<F>(a, rm, flags);
    case Operation::kFma: return Functions::template fused_multiply_add<F>(a, b, c, rm, flags);
    case Operation::kToF16: return converted<Functions, F16, F>(a, rm, flags);
    case Operation::kToF32: return converted<Functions, F32, F>(a, rm, flags);
    case Operation::kToF64: return converted<Functions, F64, F>(a, rm, flags);
    case Operation::kToS32: return extended(static_cast<base::s64>(Functions::template to_integer<base::s32, F>(a, rm, flags)));
    case Operation::kToU32: return extended(Functions::template to_integer<u32, F>(a, rm, flags));
    case Operation::kToS64: return extended(Functions::template to_integer<base::s64, F>(a, rm, flags));
    case Operation::kToU64: return extended(Functions::template to_integer<u64, F>(a, rm, flags));
    case Operation::kFromS32: return Functions::template from_integer<F, base::s32>(static_cast<base::s32>(x[0]), rm, flags);
    case Operation::kFromU32: return Functions::template from_integer<F, u32>(static_cast<u32>(x[0]), rm, flags);
    case Operation::kFromS64: return Functions::template from_integer<F, base::s64>(static_cast<base::s64>(x[0]), rm, flags);
    case Operation::kFromU64: return Functions::template from_integer<F, u64>(x[0], rm, flags);
  }
  return 0;
}

template <class Functions> Outcome run(Operation operation, Layout layout, const Operands& operands, Rounding rm, u8 accrued) {
  u8 flags = accrued;
  u64 bits = 0;
  if (layout.width == 32) bits = call<Functions, F32>(operation, operands, rm, flags);
  if (layout.width == 64) bits = call<Functions, F64>(operation, operands, rm, flags);
  if constexpr (Functions::kHasF16)
    if (layout.width == 16) bits = call<Functions, F16>(operation, operands, rm, flags);
  return {bits, flags};
}

}  // namespace

const std::vector<Subject>& subjects() {
  static const std::vector<Subject> all{{"host", run<Guest>, false}, {"cfenv", run<Portable>, false}, {"soft", run<Soft>, true}};
  return all;
}

}  // namespace vitrine::tests::fp
