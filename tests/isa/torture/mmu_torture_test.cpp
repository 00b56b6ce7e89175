// SPDX-License-Identifier: Apache-2.0
// Torture programs for the MMU in lockstep: translated code, with long range slots and with slots of a page, against the interpreter.
// VITRINE_PROGRAMS programs from VITRINE_SEED on, which the environment may set.
#include <QTest>
#include <random>

#include "tests/isa/torture/machine.h"
#include "tests/isa/torture/script_maker.h"

using namespace vitrine::tests::torture;
using vitrine::cpu::ExitReason;

namespace {

constexpr Way kInterpreted{"interpreted", 0, true};
constexpr Way kExactWays[] = {{"translated", 1, true},
                              {"slots of pages", 1, true, true},
                              {"translated when warm", 4, true},
                              {"translated and verified", 1, true, false, true}};
constexpr Way kFreeWays[] = {
    {"translated freely", 1, false}, {"slots of pages, freely", 1, false, true}, {"translated freely when warm", 4, false}};
constexpr u64 kEnough = 2'000'000;

uint setting(const char* name, uint fallback) { return qEnvironmentVariableIsSet(name) ? qEnvironmentVariable(name).toUInt() : fallback; }

void program_rows(std::span<const Way> ways) {
  QTest::addColumn<uint>("seed");
  QTest::addColumn<int>("way");
  const uint first = setting("VITRINE_SEED", 0), count = setting("VITRINE_PROGRAMS", VITRINE_PROGRAMS);
  for (uint seed = first; seed < first + count; ++seed)
    for (int way = 0; way < static_cast<int>(ways.size()); ++way)
      if (!ways[static_cast<std::size_t>(way)].verify || seed % 8 == 0)
        QTest::addRow("program %u, %s", seed, ways[static_cast<std::size_t>(way)].name) << seed << way;
}

}  // namespace

class MmuTortureTest : public QObject {
  Q_OBJECT

 private slots:
  // Stopped after every few instructions, with interrupts that come and go there.
  void lockstep_data() { program_rows(kExactWays); }
  void lockstep() {
    QFETCH(uint, seed);
    QFETCH(int, way);
    const Program program = make_program(seed, {.steps = 60, .has_interrupts = seed % 2 != 0});
    Machine plain{program, kInterpreted}, other{program, kExactWays[way]};
    std::mt19937 random{seed};
    const uint finest = setting("VITRINE_FINEST", 0);  // slices no longer than this
    for (u64 done = 0; done < kEnough;) {
      const u64 limit = finest != 0 ? finest : random() % 4 == 0 ? 1 + random() % 40 : 1 + random() % 1500;
      const unsigned line = 1 + 2 * (random() % 6);
      const bool interrupts = program.variables.mie != 0 && random() % 3 == 0;
      if (interrupts) raise(plain, other, line, true);
      const u64 slice = interrupts ? 1 + random() % 8 : limit;
      const ExitReason reason = other.vcpu().run(slice);
      if (reason == ExitReason::kStopped) QFAIL(other.vcpu().stop_message().c_str());
      QCOMPARE(plain.vcpu().run(slice), reason);
      if (interrupts) raise(plain, other, line, false);
      if (const auto found = plain.register_difference(other); !found.empty()) QFAIL(found.c_str());
      if (reason == ExitReason::kWaiting && !interrupts) break;
      done += limit;
    }
    if (const auto found = plain.memory_difference(other); !found.empty()) QFAIL(found.c_str());
  }

  // Compared at the end alone, as translations that follow branches run.
  void same_end_data() { program_rows(kFreeWays); }
  void same_end() {
    QFETCH(uint, seed);
    QFETCH(int, way);
    const Program program = make_program(seed, {.steps = 160});
    Machine plain{program, {"interpreted", 0, false}}, other{program, kFreeWays[way]};
    const bool ends = plain.run_to_end(kEnough);
    if (!ends) QFAIL(plain.whereabouts().c_str());
    QVERIFY(other.run_to_end(kEnough));
    if (const auto found = plain.memory_difference(other); !found.empty()) QFAIL(found.c_str());
    if (const auto found = plain.register_difference(other); !found.empty()) QFAIL(found.c_str());
  }

 private:
  static void raise(Machine& plain, Machine& other, unsigned line, bool level) {
    plain.set_interrupt(line, level);
    other.set_interrupt(line, level);
  }
};

QTEST_GUILESS_MAIN(MmuTortureTest)
#include "mmu_torture_test.moc"
