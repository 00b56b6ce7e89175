// SPDX-License-Identifier: Apache-2.0
// The table, after the opcode map of the unprivileged ISA (chapters "F", "D" and "RV32/64G Instruction Set Listings").
#include "tests/isa/float/instructions.h"

#include <array>

#include "core/cpu/fp/bit_operations.h"
#include "tests/core/cpu/fp/mpfr_reference.h"

namespace vitrine::tests::isa {
namespace {

using namespace cpu::fp;

constexpr Layout kSingle = fp::layout_of<F32>();
constexpr Layout kDouble = fp::layout_of<F64>();
constexpr u32 kOpFp = 0x53;

// OP-FP: funct5, format, and rs2 as a register or as a selector.
constexpr u32 op_fp(u32 funct5, Layout layout, u32 rs2, u32 rs1, u32 funct3, u32 rd) {
  return funct5 << 27 | (layout.width == 64 ? 1u << 25 : 0) | rs2 << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | kOpFp;
}
constexpr u32 fused(u32 opcode, Layout layout) {
  return kFloatSource3 << 27 | (layout.width == 64 ? 1u << 25 : 0) | kFloatSource2 << 20 | kFloatSource1 << 15 | kFloatResult << 7 | opcode;
}
constexpr Instruction arithmetic(const char* name, u32 funct5, Operation operation, Layout layout) {
  const u32 rs2 = operation == Operation::kSqrt ? 0 : kFloatSource2;
  return {name, op_fp(funct5, layout, rs2, kFloatSource1, 0, kFloatResult), true, operation, layout, false, false};
}
constexpr Instruction multiply_add(const char* name, u32 opcode, Layout layout, bool negates_product, bool negates_addend) {
  return {name, fused(opcode, layout), true, Operation::kFma, layout, false, false, negates_product, negates_addend};
}
constexpr Instruction to_integer(const char* name, u32 selector, Operation operation, Layout layout) {
  return {name, op_fp(0x18, layout, selector, kFloatSource1, 0, kIntegerResult), true, operation, layout, false, true};
}
constexpr Instruction from_integer(const char* name, u32 selector, Operation operation, Layout layout) {
  return {name, op_fp(0x1a, layout, selector, kIntegerSource, 0, kFloatResult), true, operation, layout, true, false};
}

using Fixed = Outcome (*)(const Operands&);
constexpr Instruction pick(const char* name, u32 funct5, u32 funct3, Layout layout, Fixed fixed) {
  return {name,   op_fp(funct5, layout, kFloatSource2, kFloatSource1, funct3, kFloatResult),
          false,  Operation::kAdd,
          layout, false,
          false,  false,
          false,  fixed};
}
constexpr Instruction compare(const char* name, u32 funct3, Layout layout, Fixed fixed) {
  return {name,   op_fp(0x14, layout, kFloatSource2, kFloatSource1, funct3, kIntegerResult),
          false,  Operation::kAdd,
          layout, false,
          true,   false,
          false,  fixed};
}
constexpr Instruction look(const char* name, u32 funct3, Layout layout, Fixed fixed) {
  return {name, op_fp(0x1c, layout, 0, kFloatSource1, funct3, kIntegerResult), false, Operation::kSqrt, layout, false, true, false, false,
          fixed};
}
constexpr Instruction move_in(const char* name, Layout layout, Fixed fixed) {
  return {name, op_fp(0x1e, layout, 0, kIntegerSource, 0, kFloatResult), false, Operation::kFromU64, layout, true, false, false, false,
          fixed};
}

// LOAD-FP of the first operand from where the program has it.
constexpr u32 load(u32 width) { return kCaseAddress << 15 | width << 12 | kFloatResult << 7 | 0x07; }

// STORE-FP of the second operand over the first one's memory.
constexpr u32 store(u32 width) { return kFloatSource2 << 20 | kCaseAddress << 15 | width << 12 | 0x27; }

template <class F, auto Function> Outcome pick_outcome(const Operands& x) {
  u8 flags = 0;
  const auto result = Function(unbox<F>(x[0]), unbox<F>(x[1]), flags);
  return {box<F>(result), flags};
}
template <class F, auto Function> Outcome sign_outcome(const Operands& x) { return {box<F>(Function(unbox<F>(x[0]), unbox<F>(x[1]))), 0}; }
template <class F, auto Function> Outcome compare_outcome(const Operands& x) {
  u8 flags = 0;
  const bool result = Function(unbox<F>(x[0]), unbox<F>(x[1]), flags);
  return {result ? u64{1} : u64{0}, flags};
}
template <class F> Outcome class_outcome(const Operands& x) { return {classify<F>(unbox<F>(x[0])), 0}; }
// Moves ignore boxing; the word is sign-extended on the way out and boxed on the way in.
Outcome move_word_out(const Operands& x) { return {static_cast<u64>(base::sign_extend(x[0], 32)), 0}; }
Outcome move_word_in(const Operands& x) { return {box<F32>(static_cast<u32>(x[0])), 0}; }
Outcome move_whole(const Operands& x) { return {x[0], 0}; }
// Stores ignore boxing as well; a word leaves its neighbour alone.
Outcome store_word(const Operands& x) { return {(x[0] >> 32 << 32) | static_cast<u32>(x[1]), 0}; }
Outcome store_whole(const Operands& x) { return {x[1], 0}; }

constexpr std::array kInstructions{
    arithmetic("fadd.s", 0x00, Operation::kAdd, kSingle),
    arithmetic("fsub.s", 0x01, Operation::kSub, kSingle),
    arithmetic("fmul.s", 0x02, Operation::kMul, kSingle),
    arithmetic("fdiv.s", 0x03, Operation::kDiv, kSingle),
    arithmetic("fsqrt.s", 0x0b, Operation::kSqrt, kSingle),
    multiply_add("fmadd.s", 0x43, kSingle, false, false),
    multiply_add("fmsub.s", 0x47, kSingle, false, true),
    multiply_add("fnmsub.s", 0x4b, kSingle, true, false),
    multiply_add("fnmadd.s", 0x4f, kSingle, true, true),
    to_integer("fcvt.w.s", 0, Operation::kToS32, kSingle),
    to_integer("fcvt.wu.s", 1, Operation::kToU32, kSingle),
    to_integer("fcvt.l.s", 2, Operation::kToS64, kSingle),
    to_integer("fcvt.lu.s", 3, Operation::kToU64, kSingle),
    from_integer("fcvt.s.w", 0, Operation::kFromS32, kSingle),
    from_integer("fcvt.s.wu", 1, Operation::kFromU32, kSingle),
    from_integer("fcvt.s.l", 2, Operation::kFromS64, kSingle),
    from_integer("fcvt.s.lu", 3, Operation::kFromU64, kSingle),
    pick("fsgnj.s", 0x04, 0, kSingle, sign_outcome<F32, copy_sign<F32>>),
    pick("fsgnjn.s", 0x04, 1, kSingle, sign_outcome<F32, copy_sign_negated<F32>>),
    pick("fsgnjx.s", 0x04, 2, kSingle, sign_outcome<F32, xor_sign<F32>>),
    pick("fmin.s", 0x05, 0, kSingle, pick_outcome<F32, minimum_number<F32>>),
    pick("fmax.s", 0x05, 1, kSingle, pick_outcome<F32, maximum_number<F32>>),
    compare("fle.s", 0, kSingle, compare_outcome<F32, less_or_equal<F32>>),
    compare("flt.s", 1, kSingle, compare_outcome<F32, less<F32>>),
    compare("feq.s", 2, kSingle, compare_outcome<F32, equal<F32>>),
    look("fmv.x.w", 0, kSingle, move_word_out),
    look("fclass.s", 1, kSingle, class_outcome<F32>),
    move_in("fmv.w.x", kSingle, move_word_in),

    arithmetic("fadd.d", 0x00, Operation::kAdd, kDouble),
    arithmetic("fsub.d", 0x01, Operation::kSub, kDouble),
    arithmetic("fmul.d", 0x02, Operation::kMul, kDouble),
    arithmetic("fdiv.d", 0x03, Operation::kDiv, kDouble),
    arithmetic("fsqrt.d", 0x0b, Operation::kSqrt, kDouble),
    multiply_add("fmadd.d", 0x43, kDouble, false, false),
    multiply_add("fmsub.d", 0x47, kDouble, false, true),
    multiply_add("fnmsub.d", 0x4b, kDouble, true, false),
    multiply_add("fnmadd.d", 0x4f, kDouble, true, true),
    to_integer("fcvt.w.d", 0, Operation::kToS32, kDouble),
    to_integer("fcvt.wu.d", 1, Operation::kToU32, kDouble),
    to_integer("fcvt.l.d", 2, Operation::kToS64, kDouble),
    to_integer("fcvt.lu.d", 3, Operation::kToU64, kDouble),
    from_integer("fcvt.d.w", 0, Operation::kFromS32, kDouble),
    from_integer("fcvt.d.wu", 1, Operation::kFromU32, kDouble),
    from_integer("fcvt.d.l", 2, Operation::kFromS64, kDouble),
    from_integer("fcvt.d.lu", 3, Operation::kFromU64, kDouble),
    pick("fsgnj.d", 0x04, 0, kDouble, sign_outcome<F64, copy_sign<F64>>),
    pick("fsgnjn.d", 0x04, 1, kDouble, sign_outcome<F64, copy_sign_negated<F64>>),
    pick("fsgnjx.d", 0x04, 2, kDouble, sign_outcome<F64, xor_sign<F64>>),
    pick("fmin.d", 0x05, 0, kDouble, pick_outcome<F64, minimum_number<F64>>),
    pick("fmax.d", 0x05, 1, kDouble, pick_outcome<F64, maximum_number<F64>>),
    compare("fle.d", 0, kDouble, compare_outcome<F64, less_or_equal<F64>>),
    compare("flt.d", 1, kDouble, compare_outcome<F64, less<F64>>),
    compare("feq.d", 2, kDouble, compare_outcome<F64, equal<F64>>),
    look("fmv.x.d", 0, kDouble, move_whole),
    look("fclass.d", 1, kDouble, class_outcome<F64>),
    move_in("fmv.d.x", kDouble, move_whole),

    // Loads: a single is boxed.
    Instruction{"flw", load(2), false, Operation::kSqrt, kDouble, false, false, false, false, move_word_in},
    Instruction{"fld", load(3), false, Operation::kSqrt, kDouble, false, false, false, false, move_whole},

    // Stores.
    Instruction{"fsw", store(2), false, Operation::kAdd, kDouble, false, true, false, false, store_word, true},
    Instruction{"fsd", store(3), false, Operation::kAdd, kDouble, false, true, false, false, store_whole, true},

    // Between the formats: the encoding's format is the result's, rs2 selects the source's.
    Instruction{"fcvt.s.d", op_fp(0x08, kSingle, 1, kFloatSource1, 0, kFloatResult), true, Operation::kToF32, kDouble, false, false},
    Instruction{"fcvt.d.s", op_fp(0x08, kDouble, 0, kFloatSource1, 0, kFloatResult), true, Operation::kToF64, kSingle, false, false},
};

u64 unboxed(Layout layout, u64 value) { return layout.width == 32 ? unbox<F32>(value) : value; }
u64 sign_of(Layout layout) { return u64{1} << (layout.width - 1); }

// The result register holds 32-bit integers sign-extended (unsigned ones too) and singles boxed.
u64 as_register(const Instruction& instruction, u64 bits) {
  const Operation operation = instruction.operation;
  if (operation == Operation::kToS32 || operation == Operation::kToU32) return static_cast<u64>(base::sign_extend(bits, 32));
  if (instruction.writes_integer) return bits;
  const bool single = operation == Operation::kToF32 || (instruction.layout.width == 32 && operation != Operation::kToF64);
  return single ? box<F32>(static_cast<u32>(bits)) : bits;
}

u64 integer_operand(Operation operation, u64 value) {
  if (operation == Operation::kFromS32) return static_cast<u64>(base::sign_extend(value, 32));
  return operation == Operation::kFromU32 ? static_cast<u32>(value) : value;
}

}  // namespace

std::span<const Instruction> instructions() { return kInstructions; }

Outcome expected_outcome(const Instruction& instruction, const Operands& registers, Rounding rounding) {
  if (!instruction.rounds) return instruction.fixed(registers);
  const Layout layout = instruction.layout;
  Operands operands{};
  for (unsigned i = 0; i < 3; ++i) operands[i] = unboxed(layout, registers[i]);
  if (instruction.reads_integer) operands[0] = integer_operand(instruction.operation, registers[0]);
  if (instruction.negates_product) operands[0] ^= sign_of(layout);
  if (instruction.negates_addend) operands[2] ^= sign_of(layout);
  const Outcome outcome = fp::mpfr_reference(instruction.operation, layout, operands, rounding);
  return {as_register(instruction, outcome.bits), outcome.flags};
}

}  // namespace vitrine::tests::isa
