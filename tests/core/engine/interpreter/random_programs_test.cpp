// SPDX-License-Identifier: Apache-2.0
// Random programs, run plainly, under verification and translated: no difference, and all leave the same registers and memory.
#include <random>

#include "tests/core/engine/interpreter/guest.h"
#include "tests/core/engine/interpreter/program_maker.h"

using namespace vitrine::tests::interpreter;
using vitrine::cpu::ExitReason;
using vitrine::guest::riscv64::Decoder;

namespace {

constexpr int kRounds = 40;
constexpr std::uint64_t kRoundLimit = 100;
constexpr unsigned kDebugRegisters[] = {kPc,          kCsr + 0x001, kCsr + 0x002, kCsr + 0x300, kCsr + 0x305,
                                        kCsr + 0x341, kCsr + 0x342, kCsr + 0x343, kCsr + 0xb02, kPrivilege};

// Traps go on with the program's middle, or behind the instruction that faulted, wherever that was taken into the program.
constexpr std::uint64_t kMiddle = kProgramRam + 0x200, kSkipping = kProgramRam + 0x3000;

// A quarter are compressed pairs or anything at all.
std::vector<Word> random_program(std::mt19937& random, const Decoder& decoder) {
  std::vector<Word> code(256);
  for (Word& word : code) {
    const auto bits = static_cast<Word>(random());
    word = random() % 4 == 0 ? bits : make_instruction(decoder, static_cast<Word>(random()), bits);
  }
  return code;
}

struct Machine : Guest {
  Machine(bool verify, std::uint32_t translate_after, const std::vector<Word>& code, std::uint64_t trap_vector)
      : Guest{config(verify, translate_after)} {
    program(kProgramRam, code);
    program(kProgramRam + 4 * code.size(), {jal(0, -4 * static_cast<int>(code.size()))});
    program(kSkipping, {csrrs(15, 0x341, 0), addi(15, 15, 4), andi(15, 15, 0x3fe), add(15, 15, 31), csrrw(0, 0x341, 15), kMret});
    if (!prepare_registers(*vcpus[0], trap_vector)) qFatal("a register is missing");
    set(31, kProgramRam);
  }
  static vitrine::engine::interpreter::RiscvVcpuConfig config(bool verify, std::uint32_t translate_after) {
    auto made = configuration(verify);
    made.translate_after = translate_after;
    made.single_threaded = true;
    made.arena_mib = made.code_mib = 1;
    return made;
  }
  std::vector<std::byte> contents() const {
    std::vector<std::byte> all(kRamSize);
    if (!memory.read(kRam, all)) qFatal("outside of memory");
    return all;
  }
  ExitReason go(std::uint64_t limit) { return vcpus[0]->run(limit); }
};

}  // namespace

class RandomProgramsTest : public QObject {
  Q_OBJECT

 private slots:
  void all_engines_do_the_same_data() {
    QTest::addColumn<uint>("seed");
    QTest::addColumn<bool>("verify");
    QTest::addColumn<uint>("translate_after");
    for (uint seed = 0; seed < VITRINE_PROGRAMS; ++seed) {
      QTest::addRow("program %u verified", seed) << seed << true << 0u;
      QTest::addRow("program %u translated", seed) << seed << false << 1u;
      QTest::addRow("program %u translated when warm", seed) << seed << false << 3u;
      QTest::addRow("program %u translated and verified", seed) << seed << true << 1u;
    }
  }
  void all_engines_do_the_same() {
    QFETCH(uint, seed);
    QFETCH(bool, verify);
    QFETCH(uint, translate_after);
    std::mt19937 random{seed};
    const Decoder decoder{~std::uint64_t{0}};
    const auto code = random_program(random, decoder);
    const std::uint64_t trap_vector = seed % 4 == 0 ? kMiddle : kSkipping;
    Machine plain{false, 0, code, trap_vector}, other{verify, translate_after, code, trap_vector};
    for (int round = 0; round < kRounds; ++round) {
      // Limits of every length up to a whole unit's, so that each instruction is stopped at.
      const std::uint64_t limit = round < kRounds / 2 ? kRoundLimit : 1 + random() % 12;
      const ExitReason reason = other.go(limit);
      if (reason == ExitReason::kStopped) QFAIL(other.vcpus[0]->stop_message().c_str());
      QCOMPARE(plain.go(limit), reason);
      for (unsigned number = 0; number < 65; ++number) compare(plain, other, number);
      for (const unsigned number : kDebugRegisters) compare(plain, other, number);
      if (QTest::currentTestFailed()) return;
    }
    QVERIFY(plain.contents() == other.contents());
  }

 private:
  static void compare(Machine& plain, Machine& other, unsigned number) {
    if (plain.get(number) == other.get(number)) return;
    QFAIL(qPrintable(QString::asprintf(
        "register %u is %llx plainly, %llx otherwise; pc %llx", number, static_cast<unsigned long long>(plain.get(number)),
        static_cast<unsigned long long>(other.get(number)), static_cast<unsigned long long>(plain.get(kPc)))));
  }
};

QTEST_GUILESS_MAIN(RandomProgramsTest)
#include "random_programs_test.moc"
