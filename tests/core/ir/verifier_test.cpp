// SPDX-License-Identifier: Apache-2.0
// Each rule of the IR, broken once.
#include "core/ir/verifier.h"

#include <QTest>
#include <functional>

#include "core/ir/build_domain.h"

using namespace vitrine::ir;

namespace {

struct Draft {
  Draft() { begin(); }
  void begin() { builder.begin_insn(0x13, static_cast<std::uint16_t>(4 * unit.insns.size()), 4, "test"); }
  Node& last() { return unit.nodes.back(); }
  UnitIr unit;
  Builder builder{unit};
  BuildDomain d{builder};
};

struct Row {
  const char* name;
  const char* message;  // empty: the unit is right
  std::function<void(Draft&)> build;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows = {
      {"a right unit", "",
       [](Draft& t) {
         const auto value = t.d.load<I64>(t.d.get<I64>(8));
         t.d.set<I64>(16, value);
         t.begin();
         t.d.store<I64>(t.d.get<I64>(8), value);
         t.d.jump(4);
       }},
      {"leaving early on a condition", "",
       [](Draft& t) {
         t.builder.append(Op::kSideExit, Type::kVoid, {t.d.eq<I64>(t.d.get<I64>(0), t.d.get<I64>(8)).id}, 64);
         t.d.set<I64>(16, t.d.get<I64>(0));
         t.builder.append(Op::kSelfModifyExit, Type::kVoid);
         t.d.jump(4);
       }},
      {"a fence behind a set", "",
       [](Draft& t) {
         t.d.set<I64>(16, t.d.get<I64>(0));
         t.d.fence();
         t.d.jump(4);
       }},
      {"no operand", "takes 2 operands",
       [](Draft& t) {
         t.builder.append(Op::kAdd, Type::kI64, {t.d.get<I64>(0).id, t.d.get<I64>(0).id});
         t.last().b = kNoNode;
       }},
      {"an operand too many", "takes 1 operands",
       [](Draft& t) {
         const auto v = t.d.get<I64>(0);
         t.builder.append(Op::kClz, Type::kI64, {v.id, v.id});
       }},
      {"an operand from later", "does not come before it",
       [](Draft& t) {
         t.d.clz<I64>(t.d.get<I64>(0));
         t.last().a = 1;
       }},
      {"an operand without a value", "has no value",
       [](Draft& t) {
         t.d.set<I64>(8, t.d.get<I64>(0));
         t.builder.append(Op::kClz, Type::kI64, {1});
       }},
      {"unlike operands", "of i64 and i32",
       [](Draft& t) {
         const auto wide = t.d.get<I64>(0);
         t.builder.append(Op::kAdd, Type::kI64, {wide.id, t.d.get<I32>(8).id});
       }},
      {"unlike compared operands", "of i64 and i32",
       [](Draft& t) {
         const auto wide = t.d.get<I64>(0);
         t.builder.append(Op::kEq, Type::kI1, {wide.id, t.d.get<I32>(8).id});
       }},
      {"unlike operands of flags", "of i64 and i32",
       [](Draft& t) {
         const auto wide = t.d.get<I64>(0);
         t.builder.append(Op::kFlagsAdd, Type::kFlags, {wide.id, t.d.get<I32>(8).id});
       }},
      {"another result type", "result type differs",
       [](Draft& t) {
         const auto v = t.d.get<I64>(0);
         t.builder.append(Op::kAdd, Type::kI32, {v.id, v.id});
       }},
      {"a comparison that gives a word", "gives i1",
       [](Draft& t) {
         const auto v = t.d.get<I64>(0);
         t.builder.append(Op::kLtU, Type::kI64, {v.id, v.id});
       }},
      {"a select by a word", "select of unlike types",
       [](Draft& t) {
         const auto v = t.d.get<I64>(0);
         t.builder.append(Op::kSelect, Type::kI64, {v.id, v.id, v.id});
       }},
      {"a select of unlike values", "select of unlike types",
       [](Draft& t) {
         const auto v = t.d.get<I64>(0);
         const auto narrow = t.d.get<I32>(0);
         t.builder.append(Op::kSelect, Type::kI64, {t.d.eq<I64>(v, v).id, v.id, narrow.id});
       }},
      {"a select of flags by a word", "condition is i1",
       [](Draft& t) {
         const auto v = t.d.get<Flags>(0);
         t.builder.append(Op::kFlagsSelect, Type::kFlags, {t.d.get<I64>(8).id, v.id, v.id});
       }},
      {"flags merged with a word", "flags",
       [](Draft& t) {
         const auto v = t.d.get<I64>(0);
         t.builder.append(Op::kFlagsMerge, Type::kFlags, {v.id, v.id}, 1);
       }},
      {"a word tested for flags", "flags", [](Draft& t) { t.builder.append(Op::kFlagsTest, Type::kI1, {t.d.get<I64>(0).id}, 1); }},
      {"flags that are a word", "flags",
       [](Draft& t) {
         const auto v = t.d.get<I64>(0);
         t.builder.append(Op::kFlagsSub, Type::kI64, {v.id, v.id});
       }},
      {"a wider trunc", "trunc widens", [](Draft& t) { t.builder.append(Op::kTrunc, Type::kI64, {t.d.get<I32>(0).id}); }},
      {"a trunc to the same width", "trunc widens", [](Draft& t) { t.builder.append(Op::kTrunc, Type::kI64, {t.d.get<I64>(0).id}); }},
      {"a narrower extension", "extension narrows", [](Draft& t) { t.builder.append(Op::kSext, Type::kI8, {t.d.get<I32>(0).id}); }},
      {"a bitcast to another width", "bitcast", [](Draft& t) { t.builder.append(Op::kBitcast, Type::kF32, {t.d.get<I64>(0).id}); }},
      {"a narrow address", "an address is i64", [](Draft& t) { t.builder.append(Op::kLoad, Type::kI64, {t.d.get<I32>(0).id}); }},
      {"a branch on a word", "condition is i1", [](Draft& t) { t.builder.append(Op::kBranch, Type::kVoid, {t.d.get<I64>(0).id}); }},
      {"a side exit on a word", "condition is i1",
       [](Draft& t) {
         t.builder.append(Op::kSideExit, Type::kVoid, {t.d.get<I64>(0).id});
         t.d.jump(4);
       }},
      {"a jump to half an address", "is i64", [](Draft& t) { t.builder.append(Op::kJumpIndirect, Type::kVoid, {t.d.get<I32>(0).id}); }},
      {"an exception with a narrow value", "is i64", [](Draft& t) { t.builder.append(Op::kRaise, Type::kVoid, {t.d.get<I32>(0).id}); }},
      {"a load behind a set", "can fault after",
       [](Draft& t) {
         t.d.set<I64>(16, t.d.get<I64>(0));
         t.d.load<I64>(t.d.get<I64>(0));
         t.d.jump(4);
       }},
      {"an atomic behind a set", "can fault after",
       [](Draft& t) {
         t.d.set<I64>(16, t.d.get<I64>(0));
         t.d.amo<I64>(AmoOp::kAdd, t.d.get<I64>(0), t.d.get<I64>(0));
         t.d.jump(4);
       }},
      {"control before the end", "before the unit's end",
       [](Draft& t) {
         t.d.jump(4);
         t.d.jump(8);
       }},
      {"an exception before the end", "before the unit's end",
       [](Draft& t) {
         t.d.raise(2, t.d.get<I64>(0));
         t.d.jump(4);
       }},
      {"an end that does not leave", "does not end by leaving", [](Draft& t) { t.d.set<I64>(16, t.d.get<I64>(0)); }},
      {"an end that may stay", "does not end by leaving", [](Draft& t) { t.builder.append(Op::kSelfModifyExit, Type::kVoid); }},
      {"no nodes", "does not end by leaving", [](Draft&) {}},
      {"a node of no instruction", "belongs to instruction",
       [](Draft& t) {
         t.d.jump(4);
         t.last().insn = 1;
       }},
      {"a node of an earlier instruction", "belongs to instruction",
       [](Draft& t) {
         t.begin();
         t.d.get<I64>(0);
         t.d.jump(4);
         t.last().insn = 0;
       }},
  };
  return kRows;
}

}  // namespace

class VerifierTest : public QObject {
  Q_OBJECT

 private slots:
  void broken_rules_are_named_data() {
    QTest::addColumn<int>("row");
    for (int row = 0; row < static_cast<int>(rows().size()); ++row) QTest::newRow(rows()[static_cast<std::size_t>(row)].name) << row;
  }
  void broken_rules_are_named() {
    QFETCH(int, row);
    const Row& tested = rows()[static_cast<std::size_t>(row)];
    Draft draft;
    tested.build(draft);
    const auto status = verify(draft.unit);
    const QString expected{tested.message};
    if (expected.isEmpty()) {
      QVERIFY2(status.has_value(), status ? "" : status.error().message.c_str());
    } else {
      QVERIFY(!status.has_value());
      QVERIFY2(QString::fromStdString(status.error().message).contains(expected), status.error().message.c_str());
    }
  }
};

QTEST_GUILESS_MAIN(VerifierTest)
#include "verifier_test.moc"
