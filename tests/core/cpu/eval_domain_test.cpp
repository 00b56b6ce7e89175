// SPDX-License-Identifier: Apache-2.0
// The evaluating domain's arithmetic in every width against the IR's: what the interpreter computes is what units mean.
#include "core/cpu/eval_domain.h"

#include <QTest>
#include <functional>
#include <random>

#include "core/ir/pure.h"

using namespace vitrine;
using namespace vitrine::ir;
using cpu::EvalDomain;
using cpu::Value;

namespace {

struct Row {
  Op op;
  Type operands;
  Type result;
  std::function<std::uint64_t(EvalDomain&, std::uint64_t a, std::uint64_t b)> compute;
};

template <class T> Value<T> value(std::uint64_t bits) { return {static_cast<typename T::Repr>(bits)}; }

template <class T> void add_rows(std::vector<Row>& rows) {
  const auto add = [&](Op op, auto compute) {
    rows.push_back({op, T::kType, decltype(compute(std::declval<EvalDomain&>(), Value<T>{}, Value<T>{})){}.type,
                    [compute](EvalDomain& d, std::uint64_t a, std::uint64_t b) { return compute(d, value<T>(a), value<T>(b)).bits; }});
  };
  struct Same {
    std::uint64_t bits = 0;
    Type type = T::kType;
  };
  struct Bit {
    std::uint64_t bits = 0;
    Type type = Type::kI1;
  };
#define SAME(op, call) \
  add(Op::op,          \
      []([[maybe_unused]] EvalDomain& d, [[maybe_unused]] Value<T> a, [[maybe_unused]] Value<T> b) { return Same{d.template call.raw}; })
#define BIT(op, call) add(Op::op, [](EvalDomain& d, Value<T> a, Value<T> b) { return Bit{d.template call.raw}; })
  SAME(kAdd, add<T>(a, b));
  SAME(kSub, sub<T>(a, b));
  SAME(kMul, mul<T>(a, b));
  SAME(kDivU, div_u<T>(a, b));
  SAME(kDivS, div_s<T>(a, b));
  SAME(kRemU, rem_u<T>(a, b));
  SAME(kRemS, rem_s<T>(a, b));
  SAME(kAnd, and_<T>(a, b));
  SAME(kOr, or_<T>(a, b));
  SAME(kXor, xor_<T>(a, b));
  SAME(kShl, shl<T>(a, b));
  SAME(kShr, shr<T>(a, b));
  SAME(kSar, sar<T>(a, b));
  SAME(kRotl, rotl<T>(a, b));
  SAME(kRotr, rotr<T>(a, b));
  SAME(kClz, clz<T>(a));
  SAME(kCtz, ctz<T>(a));
  SAME(kPopcount, popcount<T>(a));
  SAME(kBswap, bswap<T>(a));
  SAME(kOrCombine, or_combine<T>(a));
  BIT(kEq, eq<T>(a, b));
  BIT(kNe, ne<T>(a, b));
  BIT(kLtU, lt_u<T>(a, b));
  BIT(kLtS, lt_s<T>(a, b));
  BIT(kGeU, ge_u<T>(a, b));
  BIT(kGeS, ge_s<T>(a, b));
#undef SAME
#undef BIT
}

template <class From, class To> void add_conversions(std::vector<Row>& rows) {
  const auto add = [&](Op op, auto compute) {
    rows.push_back({op, From::kType, To::kType,
                    [compute](EvalDomain& d, std::uint64_t a, std::uint64_t) -> std::uint64_t { return compute(d, value<From>(a)).raw; }});
  };
  if constexpr (From::kBits < To::kBits) {
    add(Op::kZext, [](EvalDomain& d, Value<From> a) { return d.template zext<To>(a); });
    add(Op::kSext, [](EvalDomain& d, Value<From> a) { return d.template sext<To>(a); });
  } else {
    add(Op::kTrunc, [](EvalDomain& d, Value<From> a) { return d.template trunc<To>(a); });
  }
}

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows = [] {
    std::vector<Row> made;
    add_rows<I8>(made);
    add_rows<I16>(made);
    add_rows<I32>(made);
    add_rows<I64>(made);
    made.push_back(
        {Op::kMulHighU, Type::kI64, Type::kI64, [](EvalDomain& d, std::uint64_t a, std::uint64_t b) { return d.mulh_u({a}, {b}).raw; }});
    made.push_back(
        {Op::kMulHighS, Type::kI64, Type::kI64, [](EvalDomain& d, std::uint64_t a, std::uint64_t b) { return d.mulh_s({a}, {b}).raw; }});
    made.push_back(
        {Op::kMulHighSU, Type::kI64, Type::kI64, [](EvalDomain& d, std::uint64_t a, std::uint64_t b) { return d.mulh_su({a}, {b}).raw; }});
    add_conversions<I1, I8>(made);
    add_conversions<I1, I64>(made);
    add_conversions<I8, I16>(made);
    add_conversions<I8, I64>(made);
    add_conversions<I16, I32>(made);
    add_conversions<I16, I64>(made);
    add_conversions<I32, I64>(made);
    add_conversions<I64, I32>(made);
    add_conversions<I64, I16>(made);
    add_conversions<I64, I8>(made);
    add_conversions<I32, I8>(made);
    return made;
  }();
  return kRows;
}

std::uint64_t operand(std::mt19937_64& random, Type type) {
  const unsigned width = bit_width(type);
  const std::uint64_t borders[] = {0, 1, ~std::uint64_t{0}, std::uint64_t{1} << (width - 1), (std::uint64_t{1} << (width - 1)) - 1, width};
  return truncate_to(type, random() % 3 == 0 ? borders[random() % std::size(borders)] : random() >> (random() % 64));
}

}  // namespace

class EvalDomainTest : public QObject {
  Q_OBJECT

 private slots:
  void arithmetic_is_the_irs_data() {
    QTest::addColumn<int>("row");
    for (int row = 0; row < static_cast<int>(rows().size()); ++row) {
      const Row& r = rows()[static_cast<std::size_t>(row)];
      QTest::addRow("%s.%s to %s", op_info(r.op).name.data(), type_name(r.operands).data(), type_name(r.result).data()) << row;
    }
  }
  void arithmetic_is_the_irs() {
    QFETCH(int, row);
    const Row& tested = rows()[static_cast<std::size_t>(row)];
    cpu::VcpuState state;
    const cpu::DecodedInsn insn{};
    EvalDomain domain{state, insn};
    Node node;
    node.op = tested.op;
    node.type = tested.result;
    std::mt19937_64 random{static_cast<std::uint64_t>(row)};
    for (int i = 0; i < 5000; ++i) {
      const std::uint64_t a = operand(random, tested.operands), b = operand(random, tested.operands);
      const std::uint64_t computed = tested.compute(domain, a, b);
      const std::uint64_t expected = evaluate_pure(node, tested.operands, a, b, 0).value();
      if (computed != expected)
        QFAIL(qPrintable(QString::asprintf("of %llx and %llx: %llx, expected %llx", static_cast<unsigned long long>(a),
                                           static_cast<unsigned long long>(b), static_cast<unsigned long long>(computed),
                                           static_cast<unsigned long long>(expected))));
    }
  }

  void a_fault_stops_what_follows() {
    cpu::VcpuState state;
    const cpu::DecodedInsn insn{};
    EvalDomain domain{state, insn};
    const std::uint32_t slot =
        static_cast<std::uint32_t>(reinterpret_cast<const char*>(&state.reserved_value) - reinterpret_cast<const char*>(&state));
    domain.set<I64>(slot, {5});
    domain.raise(7, {8});
    domain.set<I64>(slot, {6});
    domain.raise(9, {10});
    QVERIFY(domain.faulted());
    QCOMPARE(state.reserved_value, 5u);
    QCOMPARE(state.fault.cause, 7u);
    QCOMPARE(domain.get<I64>(slot).raw, 5u);
  }
};

QTEST_GUILESS_MAIN(EvalDomainTest)
#include "eval_domain_test.moc"
