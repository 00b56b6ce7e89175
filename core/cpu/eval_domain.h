// SPDX-License-Identifier: Apache-2.0
// The evaluating value domain: instruction semantics run against it are the interpreter.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "core/base/bits.h"
#include "core/cpu/fp/arithmetic.h"
#include "core/cpu/handler_abi.h"
#include "core/cpu/memory_path.h"
#include "core/cpu/state.h"
#include "core/ir/types.h"

namespace vitrine::cpu {

// An evaluated value of type T.
template <class T> struct Value {
  typename T::Repr raw;
};

// Lives for one instruction, in registers.  After a fault the remaining accesses and writes of the instruction do nothing, so that it
// leaves no trace (core/adr/0001-instruction-contract.md).  Thread: the vCPU's own.
class EvalDomain {
 public:
  template <class T> using V = Value<T>;
  static constexpr bool kRecords = false;

  EvalDomain(VcpuState& state, const DecodedInsn& insn) : state_{state}, insn_{insn} {}

  template <class T> V<T> imm(std::uint64_t value) { return {static_cast<typename T::Repr>(value)}; }
  // The virtual address of the instruction, plus delta.
  V<ir::I64> pc(std::uint64_t delta = 0) { return {insn_pc() + delta}; }

  // Guest state by slot: its offset in bytes from the VcpuState.
  template <class T> V<T> get(std::uint32_t slot) {
    V<T> value;
    std::memcpy(&value.raw, slot_address(slot), sizeof value.raw);
    return value;
  }
  template <class T> void set(std::uint32_t slot, V<T> value) {
    if (!faulted_) [[likely]]
      std::memcpy(slot_address(slot), &value.raw, sizeof value.raw);
  }

  template <class T> V<T> add(V<T> a, V<T> b) { return wrap<T>(a.raw + b.raw); }
  template <class T> V<T> sub(V<T> a, V<T> b) { return wrap<T>(a.raw - b.raw); }
  template <class T> V<T> mul(V<T> a, V<T> b) { return wrap<T>(std::uint64_t{a.raw} * b.raw); }
  V<ir::I64> mulh_u(V<ir::I64> a, V<ir::I64> b) { return {high_half(static_cast<base::u128>(a.raw) * b.raw)}; }
  V<ir::I64> mulh_s(V<ir::I64> a, V<ir::I64> b) { return {high_half(static_cast<base::u128>(wide(a) * wide(b)))}; }
  V<ir::I64> mulh_su(V<ir::I64> a, V<ir::I64> b) { return {high_half(static_cast<base::u128>(wide(a)) * b.raw)}; }
  // Division is total: x / 0 = all ones, x % 0 = x, min / -1 = min, min % -1 = 0.
  template <class T> V<T> div_u(V<T> a, V<T> b) { return b.raw == 0 ? wrap<T>(~std::uint64_t{0}) : wrap<T>(a.raw / b.raw); }
  template <class T> V<T> rem_u(V<T> a, V<T> b) { return b.raw == 0 ? a : wrap<T>(a.raw % b.raw); }
  template <class T> V<T> div_s(V<T> a, V<T> b) {
    if (b.raw == 0) return wrap<T>(~std::uint64_t{0});
    if (signed_of(b) == -1) return wrap<T>(std::uint64_t{0} - a.raw);
    return wrap<T>(static_cast<std::uint64_t>(signed_of(a) / signed_of(b)));
  }
  template <class T> V<T> rem_s(V<T> a, V<T> b) {
    if (b.raw == 0) return a;
    if (signed_of(b) == -1) return {0};
    return wrap<T>(static_cast<std::uint64_t>(signed_of(a) % signed_of(b)));
  }
  template <class T> V<T> and_(V<T> a, V<T> b) { return wrap<T>(a.raw & b.raw); }
  template <class T> V<T> or_(V<T> a, V<T> b) { return wrap<T>(a.raw | b.raw); }
  template <class T> V<T> xor_(V<T> a, V<T> b) { return wrap<T>(a.raw ^ b.raw); }
  // Shift and rotate amounts count modulo the width.
  template <class T> V<T> shl(V<T> a, V<T> b) { return wrap<T>(std::uint64_t{a.raw} << (b.raw % T::kBits)); }
  template <class T> V<T> shr(V<T> a, V<T> b) { return wrap<T>(a.raw >> (b.raw % T::kBits)); }
  template <class T> V<T> sar(V<T> a, V<T> b) { return wrap<T>(static_cast<std::uint64_t>(signed_of(a) >> (b.raw % T::kBits))); }
  template <class T> V<T> rotl(V<T> a, V<T> b) { return {std::rotl(a.raw, static_cast<int>(b.raw % T::kBits))}; }
  template <class T> V<T> rotr(V<T> a, V<T> b) { return {std::rotr(a.raw, static_cast<int>(b.raw % T::kBits))}; }

  template <class T> V<ir::I1> eq(V<T> a, V<T> b) { return {a.raw == b.raw}; }
  template <class T> V<ir::I1> ne(V<T> a, V<T> b) { return {a.raw != b.raw}; }
  template <class T> V<ir::I1> lt_u(V<T> a, V<T> b) { return {a.raw < b.raw}; }
  template <class T> V<ir::I1> ge_u(V<T> a, V<T> b) { return {a.raw >= b.raw}; }
  template <class T> V<ir::I1> lt_s(V<T> a, V<T> b) { return {signed_of(a) < signed_of(b)}; }
  template <class T> V<ir::I1> ge_s(V<T> a, V<T> b) { return {signed_of(a) >= signed_of(b)}; }
  template <class T> V<T> select(V<ir::I1> condition, V<T> yes, V<T> no) { return condition.raw ? yes : no; }

  template <class To, class From> V<To> zext(V<From> a) { return wrap<To>(a.raw); }
  template <class To, class From> V<To> sext(V<From> a) { return wrap<To>(static_cast<std::uint64_t>(signed_of(a))); }
  template <class To, class From> V<To> trunc(V<From> a) { return wrap<To>(a.raw); }
  template <class To, class From> V<To> bitcast(V<From> a) { return wrap<To>(a.raw); }
  // A single in a register of 64 bits.  Unprivileged ISA of RISC-V, "NaN Boxing of Narrower Values".
  V<ir::I64> box(V<ir::F32> single) { return {kBoxUpper | single.raw}; }
  V<ir::F32> unbox(V<ir::I64> boxed) { return {boxed.raw >= kBoxUpper ? static_cast<std::uint32_t>(boxed.raw) : fp::F32::kDefaultNan}; }
  template <class T> V<T> clz(V<T> a) { return wrap<T>(static_cast<unsigned>(std::countl_zero(a.raw))); }
  template <class T> V<T> ctz(V<T> a) { return wrap<T>(static_cast<unsigned>(std::countr_zero(a.raw))); }
  template <class T> V<T> popcount(V<T> a) { return wrap<T>(static_cast<unsigned>(std::popcount(a.raw))); }
  template <class T> V<T> bswap(V<T> a) { return {std::byteswap(a.raw)}; }
  // Each byte becomes all ones unless it is zero.
  template <class T> V<T> or_combine(V<T> a) {
    constexpr auto kHigh = static_cast<typename T::Repr>(0x8080808080808080);
    const auto low = static_cast<typename T::Repr>(a.raw & ~kHigh);
    const auto nonzero = static_cast<typename T::Repr>(((low + static_cast<typename T::Repr>(~kHigh)) | a.raw) & kHigh);
    return wrap<T>(static_cast<std::uint64_t>(nonzero >> 7) * 0xff);
  }

  template <class T> V<T> load(V<ir::I64> address) {
    V<T> value{};
    if (faulted_ || !cpu::load(state_, address.raw, value.raw)) [[unlikely]]
      faulted_ = true;
    return value;
  }
  template <class T> void store(V<ir::I64> address, V<T> value) {
    if (faulted_ || !cpu::store(state_, address.raw, value.raw)) [[unlikely]]
      faulted_ = true;
  }
  template <class T> V<T> amo(ir::AmoOp op, V<ir::I64> address, V<T> value) {
    std::uint64_t old = 0;
    if (faulted_ || !cpu::amo(state_, op, address.raw, T::kBits / 8, value.raw, old)) [[unlikely]]
      faulted_ = true;
    return wrap<T>(old);
  }
  template <class T> V<T> load_reserved(V<ir::I64> address) {
    std::uint64_t value = 0;
    if (faulted_ || !cpu::load_reserved(state_, address.raw, T::kBits / 8, value)) [[unlikely]]
      faulted_ = true;
    return wrap<T>(value);
  }
  template <class T> V<ir::I64> store_conditional(V<ir::I64> address, V<T> value) {
    std::uint64_t result = 0;
    if (faulted_ || !cpu::store_conditional(state_, address.raw, T::kBits / 8, value.raw, result)) [[unlikely]]
      faulted_ = true;
    return {result};
  }
  void fence() { std::atomic_thread_fence(std::memory_order_seq_cst); }

  template <class T> V<T> fadd(V<T> a, V<T> b, ir::RoundingChoice r) { return {fp::add<Format<T>>(a.raw, b.raw, mode(r), state_.fflags)}; }
  template <class T> V<T> fsub(V<T> a, V<T> b, ir::RoundingChoice r) { return {fp::sub<Format<T>>(a.raw, b.raw, mode(r), state_.fflags)}; }
  template <class T> V<T> fmul(V<T> a, V<T> b, ir::RoundingChoice r) { return {fp::mul<Format<T>>(a.raw, b.raw, mode(r), state_.fflags)}; }
  template <class T> V<T> fdiv(V<T> a, V<T> b, ir::RoundingChoice r) { return {fp::div<Format<T>>(a.raw, b.raw, mode(r), state_.fflags)}; }
  template <class T> V<T> fsqrt(V<T> a, ir::RoundingChoice r) { return {fp::sqrt<Format<T>>(a.raw, mode(r), state_.fflags)}; }
  template <class T> V<T> fma(V<T> a, V<T> b, V<T> c, ir::RoundingChoice r) {
    return {fp::fused_multiply_add<Format<T>>(a.raw, b.raw, c.raw, mode(r), state_.fflags)};
  }
  template <class T> V<T> fmin(V<T> a, V<T> b) { return {fp::minimum_number<Format<T>>(a.raw, b.raw, state_.fflags)}; }
  template <class T> V<T> fmax(V<T> a, V<T> b) { return {fp::maximum_number<Format<T>>(a.raw, b.raw, state_.fflags)}; }
  template <class T> V<ir::I1> feq(V<T> a, V<T> b) { return {fp::equal<Format<T>>(a.raw, b.raw, state_.fflags)}; }
  template <class T> V<ir::I1> flt(V<T> a, V<T> b) { return {fp::less<Format<T>>(a.raw, b.raw, state_.fflags)}; }
  template <class T> V<ir::I1> fle(V<T> a, V<T> b) { return {fp::less_or_equal<Format<T>>(a.raw, b.raw, state_.fflags)}; }
  template <class T> V<ir::I64> fclass(V<T> a) { return {fp::classify<Format<T>>(a.raw)}; }
  template <class To, class From> V<To> fconvert(V<From> a, ir::RoundingChoice r) {
    return {fp::convert<Format<To>, Format<From>>(a.raw, mode(r), state_.fflags)};
  }
  template <class To, class From> V<To> fto_int(V<From> a, bool is_signed, ir::RoundingChoice r) {
    using Unsigned = typename To::Repr;
    using Signed = std::make_signed_t<Unsigned>;
    if (is_signed) return wrap<To>(static_cast<Unsigned>(fp::to_integer<Signed, Format<From>>(a.raw, mode(r), state_.fflags)));
    return {fp::to_integer<Unsigned, Format<From>>(a.raw, mode(r), state_.fflags)};
  }
  template <class To, class From> V<To> ffrom_int(V<From> a, bool is_signed, ir::RoundingChoice r) {
    using Signed = std::make_signed_t<typename From::Repr>;
    if (is_signed) return {fp::from_integer<Format<To>, Signed>(static_cast<Signed>(a.raw), mode(r), state_.fflags)};
    return {fp::from_integer<Format<To>, typename From::Repr>(a.raw, mode(r), state_.fflags)};
  }

  // The unit's last instruction decides where to go; delta counts from the instruction.
  void branch(V<ir::I1> condition, std::int64_t delta) {
    taken_ = condition.raw;
    target_ = insn_pc() + (taken_ ? static_cast<std::uint64_t>(delta) : insn_.length);
  }
  void jump(std::int64_t delta) {
    taken_ = true;
    target_ = insn_pc() + static_cast<std::uint64_t>(delta);
  }
  void jump_indirect(V<ir::I64> target, ir::JumpHint) { target_ = target.raw; }
  void raise(std::uint64_t cause, V<ir::I64> value) {
    if (!faulted_) state_.fault = {cause, value.raw};
    faulted_ = true;
  }
  // Heavy instructions, shared by all engines: state.pc is the instruction's, state.next_pc where it goes on unless the helper says
  // otherwise; a helper that faults sets state.fault and state.leave = kFault.
  template <class State> void helper(void (*function)(State&, const DecodedInsn&)) {
    state_.pc = insn_pc();
    state_.next_pc = state_.pc + insn_.length;
    if (state_.observer != nullptr) [[unlikely]]
      state_.observer->before_helper();
    function(static_cast<State&>(state_), insn_);
  }

  [[nodiscard]] bool faulted() const { return faulted_; }
  [[nodiscard]] bool taken() const { return taken_; }
  [[nodiscard]] std::uint64_t target() const { return target_; }

 private:
  static constexpr std::uint64_t kBoxUpper = 0xffffffff00000000;
  template <class T> using Format = std::conditional_t<std::is_same_v<T, ir::F32>, fp::F32, fp::F64>;

  template <class T> static V<T> wrap(std::uint64_t value) { return {static_cast<typename T::Repr>(value)}; }
  static std::uint64_t high_half(base::u128 product) { return static_cast<std::uint64_t>(product >> 64); }
  static base::s128 wide(V<ir::I64> value) { return static_cast<std::int64_t>(value.raw); }
  template <class T> static auto signed_of(V<T> value) {
    if constexpr (T::kBits == 1) return value.raw ? std::int8_t{-1} : std::int8_t{0};
    else return static_cast<std::make_signed_t<typename T::Repr>>(value.raw);
  }
  [[nodiscard]] fp::Rounding mode(ir::RoundingChoice choice) const {
    return static_cast<fp::Rounding>(choice == ir::RoundingChoice::kDynamic ? state_.frm : static_cast<std::uint8_t>(choice));
  }
  [[nodiscard]] std::uint64_t insn_pc() const { return state_.unit_pc + insn_.pc_offset; }
  // SAFETY: slots are offsets of members of the guest's state, which derives from VcpuState.
  std::byte* slot_address(std::uint32_t slot) { return reinterpret_cast<std::byte*>(&state_) + slot; }

  VcpuState& state_;
  const DecodedInsn& insn_;
  bool faulted_ = false;
  bool taken_ = false;
  std::uint64_t target_ = 0;
};

}  // namespace vitrine::cpu
