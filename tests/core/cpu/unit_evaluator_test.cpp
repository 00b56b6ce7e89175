// SPDX-License-Identifier: Apache-2.0
// The evaluator on units made by hand: every way to leave, every effect, accesses that are not the recorded ones.
#include "tests/core/cpu/evaluator_bench.h"

#include <QTest>
#include <functional>

using namespace vitrine;
using namespace vitrine::ir;
using namespace vitrine::tests::cpu_core;
using cpu::AccessKind;
using cpu::AccessRecord;
using cpu::UnitOutcome;
using Kind = cpu::UnitOutcome::Kind;

namespace {

struct Ending {
  const char* name;
  Kind kind;
  std::uint64_t next_pc;
  std::function<void(Bench&)> build;  // in the unit's second instruction
};
const std::vector<Ending>& endings() {
  static const std::vector<Ending> kEndings = {
      {"branch, taken", Kind::kNext, kPc + 4 + 64, [](Bench& b) { b.d.branch({b.flag(true)}, 64); }},
      {"branch, not taken", Kind::kNext, kPc + 8, [](Bench& b) { b.d.branch({b.flag(false)}, 64); }},
      {"branch backwards", Kind::kNext, kPc + 4 - 64, [](Bench& b) { b.d.branch({b.flag(true)}, -64); }},
      {"jump", Kind::kNext, kPc + 4 + 0x1000, [](Bench& b) { b.d.jump(0x1000); }},
      {"indirect jump", Kind::kNext, 0x101, [](Bench& b) { b.d.jump_indirect(b.d.get<I64>(8), JumpHint::kReturn); }},
      {"side exit, taken", Kind::kNext, kPc + 0x40,
       [](Bench& b) {
         b.append(Op::kSideExit, Type::kVoid, {b.flag(true)}, 0x40);
         b.d.jump(4);
       }},
      {"side exit, stayed", Kind::kNext, kPc + 8,
       [](Bench& b) {
         b.append(Op::kSideExit, Type::kVoid, {b.flag(false)}, 0x40);
         b.d.jump(4);
       }},
      {"restart, taken", Kind::kNext, kPc + 4,
       [](Bench& b) {
         b.append(Op::kRestart, Type::kVoid, {b.flag(true)});
         b.d.jump(4);
       }},
      {"restart, stayed", Kind::kNext, kPc + 8,
       [](Bench& b) {
         b.append(Op::kRestart, Type::kVoid, {b.flag(false)});
         b.d.jump(4);
       }},
      {"stores that change no code", Kind::kNext, kPc + 8,
       [](Bench& b) {
         b.append(Op::kSelfModifyExit, Type::kVoid);
         b.d.jump(4);
       }},
      {"exception", Kind::kRaised, 0, [](Bench& b) { b.d.raise(13, b.d.get<I64>(16)); }},
      {"helper", Kind::kHelper, 0, [](Bench& b) { b.append(Op::kHelper, Type::kVoid); }},
  };
  return kEndings;
}

struct Value {
  const char* name;
  std::uint64_t expected;
  std::function<NodeId(Bench&)> build;
};
const std::vector<Value>& computed() {
  static const std::vector<Value> kValues = {
      {"pc of the instruction", kPc + 4 + 3, [](Bench& b) { return b.d.pc(3).id; }},
      {"slot", 0x102, [](Bench& b) { return b.d.get<I64>(16).id; }},
      {"byte of a slot", 0x02, [](Bench& b) { return b.d.zext<I64>(b.d.get<I8>(16)).id; }},
      {"select, yes", 0x101,
       [](Bench& b) { return b.append(Op::kSelect, Type::kI64, {b.flag(true), b.d.get<I64>(8).id, b.d.get<I64>(16).id}); }},
      {"select, no", 0x102,
       [](Bench& b) { return b.append(Op::kSelect, Type::kI64, {b.flag(false), b.d.get<I64>(8).id, b.d.get<I64>(16).id}); }},
      {"segment", 0x103 + 0x101, [](Bench& b) { return b.append(Op::kSegmentAddress, Type::kI64, {b.d.get<I64>(8).id}, 24); }},
      {"flags of a difference", kFlagCarry | kFlagSign | kFlagParity | kFlagAdjust,
       [](Bench& b) {
         const NodeId flags = b.append(Op::kFlagsSub, Type::kFlags, {b.d.get<I64>(0).id, b.d.get<I64>(8).id});
         return b.append(Op::kZext, Type::kI64, {flags});
       }},
      {"a flag tested", 1,
       [](Bench& b) {
         const NodeId flags = b.append(Op::kFlagsLogic, Type::kFlags, {b.d.sub<I64>(b.d.get<I64>(0), b.d.get<I64>(0)).id});
         return b.append(Op::kZext, Type::kI64, {b.append(Op::kFlagsTest, Type::kI1, {flags}, kFlagZero)});
       }},
      {"flags merged", kFlagCarry | kFlagZero,
       [](Bench& b) {
         const auto make = [&](std::uint64_t bits) { return b.d.get<Flags>(static_cast<std::uint32_t>(bits)).id; };
         b.put(5, kFlagCarry | kFlagSign);
         b.put(6, kFlagZero | kFlagOverflow);
         return b.append(Op::kZext, Type::kI64, {b.append(Op::kFlagsMerge, Type::kFlags, {make(40), make(48)}, kFlagZero | kFlagSign)});
       }},
      {"sum of doubles", 0x4008000000000000,  // 1 + 2
       [](Bench& b) {
         const auto one = b.d.bitcast<F64>(b.d.imm<I64>(0x3ff0000000000000)), two = b.d.bitcast<F64>(b.d.imm<I64>(0x4000000000000000));
         return b.d.bitcast<I64>(b.d.fadd<F64>(one, two, RoundingChoice::kNearestEven)).id;
       }},
  };
  return kValues;
}

}  // namespace

class UnitEvaluatorTest : public QObject {
  Q_OBJECT

 private slots:
  void units_end_as_they_say_data() {
    QTest::addColumn<int>("row");
    for (int row = 0; row < static_cast<int>(endings().size()); ++row) QTest::newRow(endings()[static_cast<std::size_t>(row)].name) << row;
  }
  void units_end_as_they_say() {
    QFETCH(int, row);
    const Ending& ending = endings()[static_cast<std::size_t>(row)];
    Bench bench;
    bench.d.set<I64>(56, bench.d.imm<I64>(0x777));
    bench.begin();
    ending.build(bench);
    const UnitOutcome outcome = bench.run();
    QCOMPARE(outcome.kind, ending.kind);
    QCOMPARE(outcome.insn, 1u);
    if (ending.kind == Kind::kNext) QCOMPARE(outcome.next_pc, ending.next_pc);
    if (ending.kind == Kind::kRaised) QVERIFY(outcome.fault.cause == 13 && outcome.fault.value == 0x102);
    QCOMPARE(bench.slot(7), 0x777u);
  }

  void values_are_computed_data() {
    QTest::addColumn<int>("row");
    for (int row = 0; row < static_cast<int>(computed().size()); ++row)
      QTest::newRow(computed()[static_cast<std::size_t>(row)].name) << row;
  }
  void values_are_computed() {
    QFETCH(int, row);
    const Value& value = computed()[static_cast<std::size_t>(row)];
    Bench bench;
    bench.begin();
    bench.d.set<I64>(32, {value.build(bench)});
    bench.d.jump(4);
    QCOMPARE(bench.run().kind, Kind::kNext);
    QCOMPARE(bench.slot(4), value.expected);
  }

  void narrow_sets_leave_their_neighbours() {
    Bench bench;
    bench.d.set<I8>(8, bench.d.imm<I8>(0xaa));
    bench.d.set<I32>(20, bench.d.imm<I32>(0xbbbbbbbb));
    bench.d.jump(4);
    bench.run();
    QCOMPARE(bench.slot(1), 0x1aau);
    QCOMPARE(bench.slot(2), 0xbbbbbbbb00000102u);
  }

  void a_restarted_instruction_has_done_its_part() {
    Bench bench;
    bench.d.set<I64>(8, bench.d.sub<I64>(bench.d.get<I64>(8), bench.d.imm<I64>(1)));
    bench.append(Op::kRestart, Type::kVoid, {bench.d.ne<I64>(bench.d.get<I64>(8), bench.d.imm<I64>(0)).id});
    bench.d.jump(4);
    unsigned turns = 1;
    while (bench.run().next_pc == kPc) ++turns;
    QCOMPARE(turns, 0x101u);
  }

  void exceptions_of_floats_accrue() {
    Bench bench;
    bench.image.fflags = 1;
    const auto one = bench.d.bitcast<F64>(bench.d.imm<I64>(0x3ff0000000000000)), zero = bench.d.bitcast<F64>(bench.d.imm<I64>(0));
    bench.d.fdiv<F64>(one, zero, RoundingChoice::kNearestEven);
    bench.d.jump(4);
    bench.run();
    QCOMPARE(bench.image.fflags, std::uint8_t{1 | 8});
  }

  void accesses_are_replayed() {
    Bench bench;
    const auto loaded = bench.d.load<I32>(bench.d.get<I64>(8));
    bench.d.store<I16>(bench.d.get<I64>(16), bench.d.trunc<I16>(loaded));
    const auto old = bench.d.amo<I64>(AmoOp::kAdd, bench.d.get<I64>(24), bench.d.get<I64>(0));
    const auto reserved = bench.d.load_reserved<I64>(bench.d.get<I64>(8));
    const auto failed = bench.d.store_conditional<I32>(bench.d.get<I64>(8), loaded);
    bench.d.set<I64>(32, bench.d.add<I64>(bench.d.zext<I64>(loaded), old));
    bench.d.set<I64>(40, bench.d.add<I64>(reserved, failed));
    bench.d.jump(4);
    bench.accesses = {{AccessKind::kLoad, 4, 0x101, 0x89abcdef, 0, false},
                      {AccessKind::kStore, 2, 0x102, 0xcdef, 0, false},
                      {AccessKind::kAmo, 8, 0x103, 0x10, 0x100, false},
                      {AccessKind::kLoadReserved, 8, 0x101, 0x5000, 0, false},
                      {AccessKind::kStoreConditional, 4, 0x101, 1, 0x89abcdef, false}};
    const UnitOutcome outcome = bench.run();
    QVERIFY2(outcome.kind == Kind::kNext, outcome.message.c_str());
    QCOMPARE(bench.slot(4), 0x89abcdffu);
    QCOMPARE(bench.slot(5), 0x5001u);
  }

  void a_fault_ends_the_unit_before_its_sets() {
    Bench bench;
    bench.d.set<I64>(32, bench.d.imm<I64>(1));
    bench.begin();
    const auto loaded = bench.d.load<I64>(bench.d.get<I64>(8));
    bench.d.set<I64>(40, loaded);
    bench.d.jump(4);
    bench.accesses = {{AccessKind::kLoad, 8, 0x101, 0, 0, true}};
    const UnitOutcome outcome = bench.run();
    QCOMPARE(outcome.kind, Kind::kFault);
    QCOMPARE(outcome.insn, 1u);
    QCOMPARE(bench.slot(4), 1u);
    QCOMPARE(bench.slot(5), 0x105u);
  }

  // One store of the word 0x100 at 0x101 is what the unit makes.
  void other_accesses_are_mismatches_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<uint>("size");
    QTest::addColumn<quint64>("address");
    QTest::addColumn<quint64>("value");
    QTest::addColumn<int>("copies");
    QTest::addColumn<bool>("matches");
    const auto store = static_cast<int>(AccessKind::kStore);
    QTest::newRow("the same") << store << 4u << quint64{0x101} << quint64{0x100} << 1 << true;
    QTest::newRow("none") << store << 4u << quint64{0x101} << quint64{0x100} << 0 << false;
    QTest::newRow("one more") << store << 4u << quint64{0x101} << quint64{0x100} << 2 << false;
    QTest::newRow("another kind") << static_cast<int>(AccessKind::kLoad) << 4u << quint64{0x101} << quint64{0x100} << 1 << false;
    QTest::newRow("another size") << store << 8u << quint64{0x101} << quint64{0x100} << 1 << false;
    QTest::newRow("another address") << store << 4u << quint64{0x102} << quint64{0x100} << 1 << false;
    QTest::newRow("another value") << store << 4u << quint64{0x101} << quint64{0x101} << 1 << false;
  }
  void other_accesses_are_mismatches() {
    QFETCH(int, kind);
    QFETCH(uint, size);
    QFETCH(quint64, address);
    QFETCH(quint64, value);
    QFETCH(int, copies);
    QFETCH(bool, matches);
    Bench bench;
    bench.d.store<I32>(bench.d.get<I64>(8), bench.d.trunc<I32>(bench.d.get<I64>(0)));
    bench.d.jump(4);
    bench.accesses.assign(static_cast<std::size_t>(copies), {static_cast<AccessKind>(kind), size, address, value, 0, false});
    const UnitOutcome outcome = bench.run();
    QCOMPARE(outcome.kind, matches ? Kind::kNext : Kind::kMismatch);
    QCOMPARE(outcome.message.empty(), matches);
  }
};

QTEST_GUILESS_MAIN(UnitEvaluatorTest)
#include "unit_evaluator_test.moc"
