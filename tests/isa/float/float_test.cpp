// SPDX-License-Identifier: Apache-2.0
// Every F and D instruction, executed by a guest in every static and dynamic rounding mode, against MPFR and the specification's tables.
// VITRINE_RANDOM_CASES and VITRINE_KEEP_ONE_IN (of the special operands) set the size.
#include <fmt/format.h>

#include <QTest>
#include <vector>

#include "tests/isa/float/guest_loop.h"
#include "tests/isa/float/instructions.h"

using namespace vitrine::tests;
using namespace vitrine::tests::isa;
using vitrine::tests::fp::Random;

namespace {

constexpr u32 kDynamic = 7;
constexpr u64 kIllegalInstruction = 2;

u32 with_rounding(const Instruction& instruction, u32 rm) {
  return instruction.rounds ? instruction.encoding | rm << 12 : instruction.encoding;
}

// Singles are boxed, now and then badly; the upper half of a word operand is anything.
u64 as_source(const Instruction& instruction, u64 bits, bool is_integer, Random& random) {
  if (is_integer) {
    const bool word = instruction.operation == Operation::kFromS32 || instruction.operation == Operation::kFromU32;
    return word && random.below(2) != 0 ? static_cast<u32>(bits) | random.next() << 32 : bits;
  }
  if (instruction.layout.width == 64) return bits;
  constexpr u64 kBox = ~u64{0} << 32;
  if (random.below(16) != 0) return bits | kBox;
  return bits | (random.below(2) != 0 ? kBox ^ u64{1} << (32 + random.below(32)) : random.next() << 32);
}

std::vector<GuestCase> make_cases(const Instruction& instruction, u64 random_count, u64 keep_one_in) {
  std::vector<GuestCase> cases;
  Random random{instruction.encoding};
  u64 specials = 0;
  fp::for_each_operands(instruction.operation, instruction.layout, random_count, instruction.encoding, [&](const Operands& operands) {
    if (fp::operand_count(instruction.operation) > 1 && specials++ % keep_one_in != 0) return;
    GuestCase made{};
    for (unsigned i = 0; i < 3; ++i) made.registers[i] = as_source(instruction, operands[i], i == 0 && instruction.reads_integer, random);
    made.flags_before = random.below(2) != 0 ? 0 : random.below(32);
    cases.push_back(made);
  });
  return cases;
}

std::vector<GuestResult> expect(const Instruction& instruction, const std::vector<GuestCase>& cases, Rounding rounding) {
  std::vector<GuestResult> expected;
  for (const GuestCase& one : cases) {
    const Outcome outcome = expected_outcome(instruction, one.registers, rounding);
    expected.push_back({outcome.bits, outcome.flags | one.flags_before});
  }
  return expected;
}

std::string describe(const Instruction& instruction, u32 rm, u32 frm, const GuestCase& one, const GuestResult& got,
                     const GuestResult& want) {
  return fmt::format("{} rm {} frm {} of {:#x} {:#x} {:#x}, flags before {:#x}: got {:#x} flags {:#x}, expected {:#x} flags {:#x}",
                     instruction.name, rm, frm, one.registers[0], one.registers[1], one.registers[2], one.flags_before, got.value,
                     got.flags_after, want.value, want.flags_after);
}

}  // namespace

class FloatTest : public QObject {
  Q_OBJECT

 private slots:
  void instruction_agrees_with_the_referee_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < instructions().size(); ++i) QTest::newRow(instructions()[i].name) << static_cast<int>(i);
  }
  void instruction_agrees_with_the_referee() {
    QFETCH(int, index);
    const Instruction& instruction = instructions()[static_cast<std::size_t>(index)];
    run_all_modes(instruction, make_cases(instruction, VITRINE_RANDOM_CASES, VITRINE_KEEP_ONE_IN), false);
  }

  void evaluator_agrees_with_the_interpreter_data() { instruction_agrees_with_the_referee_data(); }
  void evaluator_agrees_with_the_interpreter() {
    QFETCH(int, index);
    const Instruction& instruction = instructions()[static_cast<std::size_t>(index)];
    run_all_modes(instruction, make_cases(instruction, VITRINE_RANDOM_CASES / 8, 8 * VITRINE_KEEP_ONE_IN), true);
  }

  void reserved_rounding_modes_are_illegal_data() { instruction_agrees_with_the_referee_data(); }
  void reserved_rounding_modes_are_illegal() {
    QFETCH(int, index);
    const Instruction& instruction = instructions()[static_cast<std::size_t>(index)];
    if (!instruction.rounds) return;
    for (const u32 rm : {5u, 6u}) expect_illegal({with_rounding(instruction, rm), instruction.writes_integer});
    for (const u32 frm : {5u, 6u, 7u}) expect_illegal({with_rounding(instruction, kDynamic), instruction.writes_integer, frm});
  }

  void switched_off_unit_is_illegal_data() { instruction_agrees_with_the_referee_data(); }
  void switched_off_unit_is_illegal() {
    QFETCH(int, index);
    const Instruction& instruction = instructions()[static_cast<std::size_t>(index)];
    expect_illegal({with_rounding(instruction, 0), instruction.writes_integer, 0, 0});
  }

  void cleanupTestCase() { qInfo("%llu guest cases compared", static_cast<unsigned long long>(compared_)); }

 private:
  void run_all_modes(const Instruction& instruction, const std::vector<GuestCase>& cases, bool verify) {
    for (u32 mode = 0; mode < (instruction.rounds ? 5 : 1); ++mode) {
      const auto expected = expect(instruction, cases, static_cast<Rounding>(mode));
      // A static mode must not look at frm, which holds another one.
      run_mode(instruction, cases, expected, mode, (mode + 1) % 5, verify);
      if (instruction.rounds) run_mode(instruction, cases, expected, kDynamic, mode, verify);
      if (QTest::currentTestFailed()) return;
    }
  }

  void run_mode(const Instruction& instruction, const std::vector<GuestCase>& cases, const std::vector<GuestResult>& expected, u32 rm,
                u32 frm, bool verify) {
    GuestLoop guest{
        {with_rounding(instruction, rm), instruction.writes_integer, frm, 1, verify, instruction.stores, VITRINE_TRANSLATE_AFTER}};
    std::vector<GuestResult> results(GuestLoop::kMaxCases);
    for (std::size_t first = 0; first < cases.size(); first += GuestLoop::kMaxCases) {
      const auto count = std::min(cases.size() - first, GuestLoop::kMaxCases);
      const std::span part{results.data(), count};
      QVERIFY2(guest.run(std::span{cases}.subspan(first, count), part), guest.problem().c_str());
      for (std::size_t i = 0; i < count; ++i) {
        const auto& want = expected[first + i];
        const bool same = part[i].value == want.value && part[i].flags_after == want.flags_after;
        QVERIFY2(same, describe(instruction, rm, frm, cases[first + i], part[i], want).c_str());
      }
      compared_ += count;
    }
    QCOMPARE(guest.verified_units() >= cases.size(), verify);
  }

  void expect_illegal(GuestSetup setup) {
    setup.translate_after = VITRINE_TRANSLATE_AFTER;
    GuestLoop guest{setup};
    const GuestCase one{};
    GuestResult result{};
    QVERIFY(!guest.run({&one, 1}, {&result, 1}));
    QVERIFY2(guest.trapped(), guest.problem().c_str());
    QCOMPARE(guest.trap_cause(), kIllegalInstruction);
    QCOMPARE(guest.trap_value(), u64{setup.instruction});
  }

  u64 compared_ = 0;
};

QTEST_GUILESS_MAIN(FloatTest)
#include "float_test.moc"
