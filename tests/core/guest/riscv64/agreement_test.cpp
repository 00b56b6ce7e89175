// SPDX-License-Identifier: Apache-2.0
// Each instruction of the table, interpreted and evaluated from its IR, on random operands and registers: the two agree.
#include <QTest>

#include "core/cpu/unit_evaluator.h"
#include "core/guest/riscv64/decoder.h"
#include "core/guest/riscv64/register_image.h"
#include "core/ir/builder.h"
#include "core/ir/printer.h"
#include "core/ir/verifier.h"
#include "tests/core/guest/riscv64/random_state.h"

using namespace vitrine;
using namespace vitrine::guest::riscv64;
using namespace vitrine::guest::riscv64::test;

namespace {

constexpr int kEncodings = 300;  // of each row
constexpr int kStates = 40;      // for each encoding
constexpr std::uint64_t kUnitPc = 0x80001000;

class Recorder final : public cpu::MemoryObserver {
 public:
  void accessed(const cpu::AccessRecord& record) override { records.push_back(record); }
  void before_helper() override { helper_ran = true; }
  std::vector<cpu::AccessRecord> records;
  bool helper_ran = false;
};

// Where the interpreted instruction ended.
struct Ending {
  bool faulted = false;
  std::uint64_t next_pc = 0;
};

// Both ways of one instruction over one state.
class Pair {
 public:
  Pair() {
    hart.state.observer = &recorder;
    hart.state.contexts = &hart.contexts;
  }

  void record(const InsnInfo& info, const cpu::DecodedInsn& insn) {
    unit.clear();
    ir::Builder builder{unit};
    builder.begin_insn(insn.raw, insn.pc_offset, insn.length, info.name);
    Recording domain{builder};
    info.record(domain, insn);
    if (info.shape == cpu::InsnShape::kStraight) domain.jump(insn.length);
  }

  // The unit that the handlers see: the instruction, and behind it one that leaves.
  Ending interpret(const cpu::DecodedInsn& insn) {
    room.unit = cpu::Unit{};
    room.unit.count = 1;
    room.unit.valid = true;
    room.insns[0] = insn;
    room.insns[1] = cpu::DecodedInsn{};
    room.insns[1].handler = &cpu::fall_through;
    room.insns[1].pc_offset = insn.length;
    State& state = hart.state;
    state.unit = &room.unit;
    state.unit_pc = kUnitPc;
    state.instructions = 1;
    state.limit.store(0);  // so that the next unit is not entered
    state.leave = cpu::Leave::kNone;
    state.find_unit = [](cpu::VcpuState& of, std::uint64_t) { return static_cast<Pair*>(of.engine)->unit_behind(); };
    state.engine = this;
    cpu::run_handlers(state, &room.insns[0]);
    return {state.leave == cpu::Leave::kFault, state.pc};
  }
  cpu::Unit* unit_behind() { return &room.unit; }

  RandomHart hart;
  Recorder recorder;
  ir::UnitIr unit;
  struct {
    cpu::Unit unit;
    cpu::DecodedInsn insns[2];
  } room;
};

}  // namespace

class AgreementTest : public QObject {
  Q_OBJECT

 private slots:
  void interpreter_and_evaluator_agree_data() {
    QTest::addColumn<uint>("row");
    const Decoder decoder{~std::uint64_t{0}};
    for (uint row = 0; row < decoder.table().size(); ++row)
      if (decoder.table()[row]->shape != cpu::InsnShape::kSystem) QTest::newRow(decoder.table()[row]->name.data()) << row;
  }
  void interpreter_and_evaluator_agree() {
    QFETCH(uint, row);
    const Decoder decoder{~std::uint64_t{0}};
    const InsnInfo& info = *decoder.table()[row];
    Pair pair;
    std::mt19937_64 random{row};
    cpu::RegisterImage interpreted, evaluated;
    std::vector<std::uint64_t> values;
    for (int encoding = 0; encoding < kEncodings; ++encoding) {
      const auto raw = static_cast<std::uint32_t>((random() & ~std::uint64_t{info.mask}) | info.match);
      const cpu::DecodedInsn insn = decoder.decode(raw, kModeFpuOn | kModeRoundingValid | 3);
      if (insn.info != row) continue;  // a reserved rounding mode, or a row that has others inside it
      pair.record(info, insn);
      if (const auto status = ir::verify(pair.unit); !status) QFAIL(status.error().message.c_str());
      for (int i = 0; i < kStates; ++i) {
        pair.hart.randomize(random, insn);
        pair.recorder.records.clear();
        capture(pair.hart.state, evaluated);
        const Ending ending = pair.interpret(insn);
        const auto outcome = cpu::evaluate_unit(pair.unit, kUnitPc, evaluated, pair.recorder.records, values);
        capture(pair.hart.state, interpreted);
        const std::string difference = compare(ending, outcome, interpreted, evaluated, pair.hart.state);
        if (!difference.empty()) QFAIL((difference + "\n" + ir::print(pair.unit, kUnitPc)).c_str());
        QCOMPARE(pair.hart.state.x[0], 0u);
      }
    }
  }

 private:
  static std::string compare(const Ending& ending, const cpu::UnitOutcome& outcome, const cpu::RegisterImage& interpreted,
                             const cpu::RegisterImage& evaluated, const State& state) {
    using Kind = cpu::UnitOutcome::Kind;
    if (outcome.kind == Kind::kMismatch) return outcome.message;
    if (const auto difference = describe_difference(interpreted, evaluated); !difference.empty()) return difference;
    if (ending.faulted != (outcome.kind == Kind::kFault || outcome.kind == Kind::kRaised)) return "only one of the two faults";
    if (ending.faulted && ending.next_pc != kUnitPc) return "the fault is not at the instruction";
    if (outcome.kind == Kind::kRaised && (outcome.fault.cause != state.fault.cause || outcome.fault.value != state.fault.value))
      return "another exception";
    if (!ending.faulted && ending.next_pc != outcome.next_pc) return "the next pc differs";
    return {};
  }
};

QTEST_GUILESS_MAIN(AgreementTest)
#include "agreement_test.moc"
