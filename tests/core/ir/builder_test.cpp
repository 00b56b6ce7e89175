// SPDX-License-Identifier: Apache-2.0
// What recording makes of semantics: nodes in order, constants folded, addresses counted from the unit's start; and its text.
#include "core/ir/builder.h"

#include <QTest>

#include "core/ir/build_domain.h"
#include "core/ir/printer.h"
#include "core/ir/verifier.h"

using namespace vitrine::ir;

namespace {

// A unit of one instruction of four bytes, 8 bytes into the unit.
struct Recorded {
  Recorded() { builder.begin_insn(0x00158593, 8, 4, "addi"); }
  UnitIr unit;
  Builder builder{unit};
  BuildDomain domain{builder};
};

}  // namespace

class BuilderTest : public QObject {
  Q_OBJECT

 private slots:
  void operations_on_constants_are_folded_data() {
    QTest::addColumn<int>("op");
    QTest::addColumn<quint64>("expected");
    QTest::newRow("add") << static_cast<int>(Op::kAdd) << quint64{0x1f};
    QTest::newRow("sub") << static_cast<int>(Op::kSub) << quint64{0xff};
    QTest::newRow("divu by zero is defined") << static_cast<int>(Op::kDivU) << quint64{0};
    QTest::newRow("rotl") << static_cast<int>(Op::kRotl) << quint64{0x0f};
  }
  void operations_on_constants_are_folded() {
    QFETCH(int, op);
    Recorded recorded;
    const NodeId a = recorded.builder.constant(Type::kI8, 0x10f), b = recorded.builder.constant(Type::kI8, 0x10);
    const NodeId result = recorded.builder.append(static_cast<Op>(op), Type::kI8, {a, b});
    QCOMPARE(recorded.builder.node(result).op, Op::kConst);
    QTEST(quint64{recorded.builder.node(result).imm}, "expected");
  }

  void what_is_not_constant_stays() {
    Recorded recorded;
    auto& d = recorded.domain;
    const auto reg = d.get<I64>(16);
    QCOMPARE(recorded.builder.node(d.add<I64>(reg, d.imm<I64>(1)).id).op, Op::kAdd);
    QCOMPARE(recorded.builder.node(d.add<I64>(d.pc(), d.imm<I64>(1)).id).op, Op::kAdd);
    QCOMPARE(recorded.builder.node(d.load<I64>(d.imm<I64>(64)).id).op, Op::kLoad);
    // Floating point raises flags, so that even constants are computed when the guest gets there.
    const auto one = d.bitcast<F64>(d.imm<I64>(0x3ff0000000000000));
    QCOMPARE(recorded.builder.node(one.id).op, Op::kConst);
    QCOMPARE(recorded.builder.node(d.fadd<F64>(one, one, RoundingChoice::kDynamic).id).op, Op::kFAdd);
  }

  void selects_and_conversions_fold_through() {
    Recorded recorded;
    auto& d = recorded.domain;
    const auto chosen = d.select<I32>(d.lt_s<I32>(d.imm<I32>(0xffffffff), d.imm<I32>(0)), d.imm<I32>(7), d.imm<I32>(9));
    const auto wide = d.sext<I64>(d.sub<I32>(chosen, d.imm<I32>(8)));
    QCOMPARE(recorded.builder.node(wide.id).op, Op::kConst);
    QCOMPARE(recorded.builder.node(wide.id).imm, ~std::uint64_t{0});
  }

  void accesses_are_numbered_as_sites() {
    Recorded recorded;
    auto& d = recorded.domain;
    const auto value = d.load<I32>(d.get<I64>(8));
    d.store<I32>(d.get<I64>(8), value);
    QCOMPARE(recorded.builder.node(value.id).site, 0u);
    QCOMPARE(recorded.unit.nodes.back().site, 1u);
    QCOMPARE(recorded.unit.sites, 2u);
  }

  void a_cleared_unit_begins_anew() {
    Recorded recorded;
    recorded.domain.jump(4);
    recorded.unit.clear();
    QVERIFY(recorded.unit.nodes.empty() && recorded.unit.insns.empty() && recorded.unit.sites == 0);
  }

  void units_print_as_expected() {
    UnitIr unit;
    Builder builder{unit};
    BuildDomain d{builder};
    builder.begin_insn(0x4515, 0, 2, "addi");
    d.set<I64>(88, d.imm<I64>(5));
    builder.begin_insn(0x00a5b02f, 2, 4, "amoadd_d");
    // Operands are named first: compilers differ in the order in which they evaluate arguments.
    const auto address = d.get<I64>(96);
    const auto operand = d.pc(6);
    d.set<I64>(80, d.amo<I64>(AmoOp::kMaxU, address, operand));
    builder.begin_insn(0xfe0518e3, 6, 4, "bne");
    const auto left = d.get<I64>(88);
    const auto right = d.get<I64>(0);
    d.branch(d.ne<I64>(left, right), -16);
    QVERIFY(verify(unit));
    QCOMPARE(QString::fromStdString(print(unit, 0x80000000)), QString{R"(0x80000000: 4515  addi
    %0    = const.i64 #0x5
           set %0 #0x58 aux=5
0x80000002: 00a5b02f  amoadd_d
    %2    = get.i64 #0x60
    %3    = pc.i64 #0x8
    %4    = amo.i64 %2, %3 aux=8
           set %4 #0x50 aux=5
0x80000006: fe0518e3  bne
    %6    = get.i64 #0x58
    %7    = get.i64 #0x0
    %8    = ne.i1 %6, %7
           branch %8 #0xfffffffffffffff6
)"});
  }

  // A helper's address is the host's business and differs from run to run.
  void helpers_print_without_their_address() {
    Recorded recorded;
    recorded.domain.helper(&verify);
    QCOMPARE(QString::fromStdString(print(recorded.unit, 0x1000)), QString{"0x1008: 00158593  addi\n           helper\n"});
  }
};

QTEST_GUILESS_MAIN(BuilderTest)
#include "builder_test.moc"
