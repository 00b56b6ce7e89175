// SPDX-License-Identifier: Apache-2.0
// Random programs, run plainly and under verification: no difference, and both leave the same registers and memory.
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
  Machine(bool verify, const std::vector<Word>& code, std::uint64_t trap_vector) : Guest{config(verify)} {
    program(kProgramRam, code);
    program(kProgramRam + 4 * code.size(), {jal(0, -4 * static_cast<int>(code.size()))});
    program(kSkipping, {csrrs(15, 0x341, 0), addi(15, 15, 4), andi(15, 15, 0x3fe), add(15, 15, 31), csrrw(0, 0x341, 15), kMret});
    if (!prepare_registers(*vcpus[0], trap_vector)) qFatal("a register is missing");
    set(31, kProgramRam);
  }
  static vitrine::engine::interpreter::RiscvVcpuConfig config(bool verify) {
    auto made = configuration(verify);
    made.single_threaded = true;
    made.arena_mib = 1;
    return made;
  }
  std::vector<std::byte> contents() const {
    std::vector<std::byte> all(kRamSize);
    if (!memory.read(kRam, all)) qFatal("outside of memory");
    return all;
  }
  ExitReason go() { return vcpus[0]->run(kRoundLimit); }
};

}  // namespace

class RandomProgramsTest : public QObject {
  Q_OBJECT

 private slots:
  void plain_and_verified_runs_are_the_same_data() {
    QTest::addColumn<uint>("seed");
    for (uint seed = 0; seed < 300; ++seed) QTest::addRow("program %u", seed) << seed;
  }
  void plain_and_verified_runs_are_the_same() {
    QFETCH(uint, seed);
    std::mt19937 random{seed};
    const Decoder decoder{~std::uint64_t{0}};
    const auto code = random_program(random, decoder);
    const std::uint64_t trap_vector = seed % 4 == 0 ? kMiddle : kSkipping;
    Machine plain{false, code, trap_vector}, verified{true, code, trap_vector};
    for (int round = 0; round < kRounds; ++round) {
      const ExitReason reason = verified.go();
      if (reason == ExitReason::kStopped) QFAIL(verified.vcpus[0]->stop_message().c_str());
      QCOMPARE(plain.go(), reason);
      for (unsigned number = 0; number < 65; ++number) compare(plain, verified, number);
      for (const unsigned number : kDebugRegisters) compare(plain, verified, number);
      if (QTest::currentTestFailed()) return;
    }
    QVERIFY(plain.contents() == verified.contents());
  }

 private:
  static void compare(Machine& plain, Machine& verified, unsigned number) {
    if (plain.get(number) == verified.get(number)) return;
    QFAIL(qPrintable(
        QString::asprintf("register %u is %llx plainly, %llx verified; pc %llx", number, static_cast<unsigned long long>(plain.get(number)),
                          static_cast<unsigned long long>(verified.get(number)), static_cast<unsigned long long>(plain.get(kPc)))));
  }
};

QTEST_GUILESS_MAIN(RandomProgramsTest)
#include "random_programs_test.moc"
