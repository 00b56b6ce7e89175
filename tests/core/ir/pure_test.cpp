// SPDX-License-Identifier: Apache-2.0
// Every pure operation in every width, on borders and random words, against references that count bit by bit.
#include "core/ir/pure.h"

#include <QTest>
#include <functional>
#include <random>
#include <vector>

#include "core/base/bits.h"

using namespace vitrine::ir;
using vitrine::base::s128;
using vitrine::base::u128;
using vitrine::base::u64;

namespace {

using Bits = std::vector<bool>;  // least significant first

Bits to_bits(u64 value, unsigned width) {
  Bits bits(width);
  for (unsigned i = 0; i < width; ++i) bits[i] = (value >> i & 1) != 0;
  return bits;
}
u64 to_word(const Bits& bits) {
  u64 value = 0;
  for (std::size_t i = 0; i < bits.size() && i < 64; ++i) value |= u64{bits[i]} << i;
  return value;
}

// What a ripple adder says of a + b + carry.
struct Sum {
  Bits bits;
  bool carry, carry_into_sign, carry_from_nibble;
};
Sum ripple(const Bits& a, const Bits& b, bool carry) {
  Sum sum{{}, carry, false, false};
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (i + 1 == a.size()) sum.carry_into_sign = sum.carry;
    sum.bits.push_back(a[i] ^ b[i] ^ sum.carry);
    sum.carry = (a[i] && b[i]) || (a[i] && sum.carry) || (b[i] && sum.carry);
    if (i == 3) sum.carry_from_nibble = sum.carry;
  }
  return sum;
}
Bits inverted(Bits bits) {
  bits.flip();
  return bits;
}

u64 zero_sign_parity(const Bits& result) {
  unsigned ones = 0, low_ones = 0;
  for (std::size_t i = 0; i < result.size(); ++i) {
    ones += result[i];
    if (i < 8) low_ones += result[i];
  }
  return (ones == 0 ? kFlagZero : 0) | (result.back() ? kFlagSign : 0) | (low_ones % 2 == 0 ? kFlagParity : 0);
}
u64 reference_flags_add(u64 a, u64 b, unsigned width) {
  const Sum sum = ripple(to_bits(a, width), to_bits(b, width), false);
  return zero_sign_parity(sum.bits) | (sum.carry ? kFlagCarry : 0) | (sum.carry != sum.carry_into_sign ? kFlagOverflow : 0) |
         (sum.carry_from_nibble ? kFlagAdjust : 0);
}
// a - b is a + ~b + 1; a borrow is a missing carry.
u64 reference_flags_sub(u64 a, u64 b, unsigned width) {
  const Sum sum = ripple(to_bits(a, width), inverted(to_bits(b, width)), true);
  return zero_sign_parity(sum.bits) | (sum.carry ? 0 : kFlagCarry) | (sum.carry != sum.carry_into_sign ? kFlagOverflow : 0) |
         (sum.carry_from_nibble ? 0 : kFlagAdjust);
}

s128 as_signed(u64 value, unsigned width) { return (value >> (width - 1) & 1) != 0 ? s128{value} - (s128{1} << width) : s128{value}; }
u64 cut(s128 value, unsigned width) { return width == 64 ? static_cast<u64>(value) : static_cast<u64>(value) & ((u64{1} << width) - 1); }

u64 permuted(u64 value, unsigned width, const std::function<unsigned(unsigned)>& source) {
  const Bits bits = to_bits(value, width);
  Bits result(width);
  for (unsigned i = 0; i < width; ++i) result[i] = source(i) < width && bits[source(i)];
  return to_word(result);
}
u64 count_until(u64 value, unsigned width, bool from_top) {
  for (unsigned i = 0; i < width; ++i)
    if ((value >> (from_top ? width - 1 - i : i) & 1) != 0) return i;
  return width;
}
s128 divided(s128 a, s128 b, bool remainder) {
  if (b == 0) return remainder ? a : s128{-1};
  return remainder ? a % b : a / b;
}

struct Row {
  Op op;
  bool gives_bit;
  std::function<u64(u64 a, u64 b, unsigned width)> reference;
};
const std::vector<Row>& rows() {
  static const std::vector<Row> kRows = {
      {Op::kAdd, false, [](u64 a, u64 b, unsigned w) { return to_word(ripple(to_bits(a, w), to_bits(b, w), false).bits); }},
      {Op::kSub, false, [](u64 a, u64 b, unsigned w) { return to_word(ripple(to_bits(a, w), inverted(to_bits(b, w)), true).bits); }},
      {Op::kMul, false, [](u64 a, u64 b, unsigned w) { return cut(static_cast<s128>(u128{a} * b), w); }},
      {Op::kMulHighU, false, [](u64 a, u64 b, unsigned w) { return cut(static_cast<s128>(u128{a} * b >> w), w); }},
      {Op::kMulHighS, false, [](u64 a, u64 b, unsigned w) { return cut(as_signed(a, w) * as_signed(b, w) >> w, w); }},
      {Op::kMulHighSU, false, [](u64 a, u64 b, unsigned w) { return cut(as_signed(a, w) * s128{b} >> w, w); }},
      {Op::kDivU, false, [](u64 a, u64 b, unsigned w) { return cut(divided(s128{a}, s128{b}, false), w); }},
      {Op::kDivS, false, [](u64 a, u64 b, unsigned w) { return cut(divided(as_signed(a, w), as_signed(b, w), false), w); }},
      {Op::kRemU, false, [](u64 a, u64 b, unsigned w) { return cut(divided(s128{a}, s128{b}, true), w); }},
      {Op::kRemS, false, [](u64 a, u64 b, unsigned w) { return cut(divided(as_signed(a, w), as_signed(b, w), true), w); }},
      {Op::kAnd, false, [](u64 a, u64 b, unsigned) { return ~(~a | ~b); }},
      {Op::kOr, false, [](u64 a, u64 b, unsigned) { return ~(~a & ~b); }},
      {Op::kXor, false, [](u64 a, u64 b, unsigned) { return (a | b) & ~(a & b); }},
      {Op::kShl, false,
       [](u64 a, u64 b, unsigned w) { return permuted(a, w, [&](unsigned i) { return i - static_cast<unsigned>(b % w); }); }},
      {Op::kShr, false,
       [](u64 a, u64 b, unsigned w) { return permuted(a, w, [&](unsigned i) { return i + static_cast<unsigned>(b % w); }); }},
      {Op::kSar, false,
       [](u64 a, u64 b, unsigned w) {
         return permuted(a, w, [&](unsigned i) { return std::min(i + static_cast<unsigned>(b % w), w - 1); });
       }},
      {Op::kRotl, false,
       [](u64 a, u64 b, unsigned w) { return permuted(a, w, [&](unsigned i) { return (i + w - static_cast<unsigned>(b % w)) % w; }); }},
      {Op::kRotr, false,
       [](u64 a, u64 b, unsigned w) { return permuted(a, w, [&](unsigned i) { return (i + static_cast<unsigned>(b % w)) % w; }); }},
      {Op::kEq, true, [](u64 a, u64 b, unsigned w) { return u64{to_bits(a, w) == to_bits(b, w)}; }},
      {Op::kNe, true, [](u64 a, u64 b, unsigned w) { return u64{to_bits(a, w) != to_bits(b, w)}; }},
      {Op::kLtU, true, [](u64 a, u64 b, unsigned w) { return u64{(reference_flags_sub(a, b, w) & kFlagCarry) != 0}; }},
      {Op::kGeU, true, [](u64 a, u64 b, unsigned w) { return u64{(reference_flags_sub(a, b, w) & kFlagCarry) == 0}; }},
      {Op::kLtS, true, [](u64 a, u64 b, unsigned w) { return u64{as_signed(a, w) < as_signed(b, w)}; }},
      {Op::kGeS, true, [](u64 a, u64 b, unsigned w) { return u64{as_signed(a, w) >= as_signed(b, w)}; }},
      {Op::kClz, false, [](u64 a, u64, unsigned w) { return count_until(a, w, true); }},
      {Op::kCtz, false, [](u64 a, u64, unsigned w) { return count_until(a, w, false); }},
      {Op::kPopcount, false,
       [](u64 a, u64, unsigned w) {
         u64 n = 0;
         for (const bool bit : to_bits(a, w)) n += bit;
         return n;
       }},
      {Op::kBswap, false, [](u64 a, u64, unsigned w) { return permuted(a, w, [&](unsigned i) { return w - 8 - i / 8 * 8 + i % 8; }); }},
      {Op::kOrCombine, false,
       [](u64 a, u64, unsigned w) {
         u64 r = 0;
         for (unsigned i = 0; i < w; ++i)
           if ((a >> (i / 8 * 8) & 0xff) != 0) r |= u64{1} << i;
         return r;
       }},
  };
  return kRows;
}

constexpr Type kWidths[] = {Type::kI8, Type::kI16, Type::kI32, Type::kI64};

u64 operand(std::mt19937_64& random, unsigned width) {
  const u64 borders[] = {0, 1, ~u64{0}, u64{1} << (width - 1), (u64{1} << (width - 1)) - 1, 0x0f, 0x10, width, width - 1};
  const u64 word = random() % 3 == 0 ? borders[random() % std::size(borders)] : random() >> (random() % 64);
  return cut(static_cast<s128>(word), width);
}

Node node_of(Op op, Type type, u64 imm = 0) {
  Node node;
  node.op = op;
  node.type = type;
  node.imm = imm;
  return node;
}
QByteArray name_of(Op op, Type type) { return QByteArray{op_info(op).name.data()} + '.' + type_name(type).data(); }

}  // namespace

class PureTest : public QObject {
  Q_OBJECT

 private slots:
  void operations_are_as_defined_data() {
    QTest::addColumn<int>("row");
    QTest::addColumn<int>("type");
    for (int row = 0; row < static_cast<int>(rows().size()); ++row)
      for (const Type type : kWidths)
        QTest::newRow(name_of(rows()[static_cast<std::size_t>(row)].op, type)) << row << static_cast<int>(type);
  }
  void operations_are_as_defined() {
    QFETCH(int, row);
    QFETCH(int, type);
    const auto operands = static_cast<Type>(type);
    const Row& tested = rows()[static_cast<std::size_t>(row)];
    const Node node = node_of(tested.op, tested.gives_bit ? Type::kI1 : operands);
    std::mt19937_64 random{static_cast<u64>(row)};
    for (int i = 0; i < 2000; ++i) {
      const unsigned width = bit_width(operands);
      const u64 a = operand(random, width), b = operand(random, width);
      const auto value = evaluate_pure(node, operands, a, b, 0);
      QVERIFY(value.has_value());
      if (*value != tested.reference(a, b, width))
        QFAIL(qPrintable(QString::asprintf("of %llx and %llx: %llx, expected %llx", static_cast<unsigned long long>(a),
                                           static_cast<unsigned long long>(b), static_cast<unsigned long long>(*value),
                                           static_cast<unsigned long long>(tested.reference(a, b, width)))));
    }
  }

  void flags_are_those_of_an_adder_data() {
    QTest::addColumn<int>("type");
    for (const Type type : kWidths) QTest::newRow(type_name(type).data()) << static_cast<int>(type);
  }
  void flags_are_those_of_an_adder() {
    QFETCH(int, type);
    const auto operands = static_cast<Type>(type);
    const unsigned width = bit_width(operands);
    std::mt19937_64 random{width};
    const bool all = width == 8;  // every pair of bytes
    for (u64 i = 0; i < 65536; ++i) {
      const u64 a = all ? i & 0xff : operand(random, width), b = all ? i >> 8 : operand(random, width);
      QCOMPARE(evaluate_pure(node_of(Op::kFlagsAdd, Type::kFlags), operands, a, b, 0).value(), reference_flags_add(a, b, width));
      QCOMPARE(evaluate_pure(node_of(Op::kFlagsSub, Type::kFlags), operands, a, b, 0).value(), reference_flags_sub(a, b, width));
      QCOMPARE(evaluate_pure(node_of(Op::kFlagsLogic, Type::kFlags), operands, a, 0, 0).value(), zero_sign_parity(to_bits(a, width)));
    }
  }

  void flags_are_merged_selected_and_tested() {
    for (u64 mask = 0; mask < 64; ++mask)
      for (u64 a = 0; a < 64; ++a) {
        const u64 b = (a * 37 + mask) % 64;
        u64 merged = 0;
        for (unsigned i = 0; i < 6; ++i) merged |= ((mask >> i & 1) != 0 ? b : a) & (u64{1} << i);
        QCOMPARE(evaluate_pure(node_of(Op::kFlagsMerge, Type::kFlags, mask), Type::kFlags, a, b, 0).value(), merged);
        bool any = false;
        for (unsigned i = 0; i < 6; ++i) any = any || ((a & mask) >> i & 1) != 0;
        QCOMPARE(evaluate_pure(node_of(Op::kFlagsTest, Type::kI1, mask), Type::kFlags, a, 0, 0).value(), u64{any});
      }
    QCOMPARE(evaluate_pure(node_of(Op::kFlagsSelect, Type::kFlags), Type::kI1, 1, 5, 6).value(), 5u);
    QCOMPARE(evaluate_pure(node_of(Op::kFlagsSelect, Type::kFlags), Type::kI1, 0, 5, 6).value(), 6u);
  }

  void conversions_change_the_width_data() {
    QTest::addColumn<int>("op");
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<quint64>("value");
    QTest::addColumn<quint64>("expected");
    const auto row = [](Op op, Type from, Type to, quint64 value, quint64 expected) {
      QTest::newRow(name_of(op, from) + "→" + type_name(to).data() + " " + QByteArray::number(value, 16))
          << static_cast<int>(op) << static_cast<int>(from) << static_cast<int>(to) << value << expected;
    };
    row(Op::kZext, Type::kI1, Type::kI64, 1, 1);
    row(Op::kZext, Type::kI8, Type::kI16, 0x80, 0x80);
    row(Op::kZext, Type::kI32, Type::kI64, 0x80000000, 0x80000000);
    row(Op::kSext, Type::kI1, Type::kI64, 1, ~quint64{0});
    row(Op::kSext, Type::kI8, Type::kI16, 0x80, 0xff80);
    row(Op::kSext, Type::kI8, Type::kI64, 0x7f, 0x7f);
    row(Op::kSext, Type::kI16, Type::kI32, 0x8000, 0xffff8000);
    row(Op::kSext, Type::kI32, Type::kI64, 0x80000000, 0xffffffff80000000);
    row(Op::kTrunc, Type::kI64, Type::kI32, 0x123456789abcdef0, 0x9abcdef0);
    row(Op::kTrunc, Type::kI64, Type::kI8, 0x1234, 0x34);
    row(Op::kTrunc, Type::kI32, Type::kI1, 3, 1);
    row(Op::kTrunc, Type::kI32, Type::kI1, 2, 0);
    row(Op::kBitcast, Type::kI64, Type::kF64, 0xfff8000000000001, 0xfff8000000000001);
    row(Op::kBitcast, Type::kF32, Type::kI32, 0xffc00001, 0xffc00001);
    row(Op::kFClass, Type::kF32, Type::kI64, 0xff800000, 1 << 0);
    row(Op::kFClass, Type::kF32, Type::kI64, 0x80000001, 1 << 2);
    row(Op::kFClass, Type::kF32, Type::kI64, 0x7f800001, 1 << 8);
    row(Op::kFClass, Type::kF64, Type::kI64, 0xbff0000000000000, 1 << 1);
    row(Op::kFClass, Type::kF64, Type::kI64, 0x8000000000000000, 1 << 3);
    row(Op::kFClass, Type::kF64, Type::kI64, 0, 1 << 4);
    row(Op::kFClass, Type::kF64, Type::kI64, 1, 1 << 5);
    row(Op::kFClass, Type::kF64, Type::kI64, 0x3ff0000000000000, 1 << 6);
    row(Op::kFClass, Type::kF64, Type::kI64, 0x7ff0000000000000, 1 << 7);
    row(Op::kFClass, Type::kF64, Type::kI64, 0x7ff8000000000000, 1 << 9);
  }
  void conversions_change_the_width() {
    QFETCH(int, op);
    QFETCH(int, from);
    QFETCH(int, to);
    QFETCH(quint64, value);
    const auto result = evaluate_pure(node_of(static_cast<Op>(op), static_cast<Type>(to)), static_cast<Type>(from), value, 0, 0);
    QTEST(quint64{result.value()}, "expected");
  }

  void selects_take_the_chosen_value() {
    QCOMPARE(evaluate_pure(node_of(Op::kSelect, Type::kI64), Type::kI1, 1, 10, 20).value(), 10u);
    QCOMPARE(evaluate_pure(node_of(Op::kSelect, Type::kI64), Type::kI1, 0, 10, 20).value(), 20u);
  }

  // The table says which operations are pure; of all others nothing is known.
  void only_pure_operations_have_values() {
    for (unsigned op = 0; op <= static_cast<unsigned>(Op::kSelfModifyExit); ++op) {
      const auto tested = static_cast<Op>(op);
      const bool pure = op_info(tested).kind == OpClass::pure && tested != Op::kPc;
      const bool gives_bit = tested >= Op::kEq && tested <= Op::kGeS;
      const auto value = evaluate_pure(node_of(tested, gives_bit ? Type::kI1 : Type::kI64), Type::kI64, 1, 1, 1);
      if (value.has_value() != pure) QFAIL(op_info(tested).name.data());
    }
  }
};

QTEST_GUILESS_MAIN(PureTest)
#include "pure_test.moc"
