// SPDX-License-Identifier: Apache-2.0
// A hart from outside: limits, kicks, single steps, breakpoints, counters, an arena that is too small.
#include <thread>

#include "tests/core/engine/interpreter/guest.h"

using namespace vitrine::tests::interpreter;
using vitrine::cpu::ExitReason;

namespace {

constexpr std::uint64_t kHandler = kRam + 0x2000;
constexpr unsigned kMtvec = kCsr + 0x305, kMepc = kCsr + 0x341, kMinstret = kCsr + 0xb02, kMie = kCsr + 0x304, kMstatus = kCsr + 0x300;

}  // namespace

class VcpuTest : public QObject {
  Q_OBJECT

 private slots:
  void the_limit_is_passed_by_less_than_a_unit_data() {
    QTest::addColumn<uint>("limit");
    QTest::addColumn<bool>("verify");
    for (const uint limit : {1u, 2u, 63u, 64u, 65u, 1000u})
      for (const bool verify : {false, true}) QTest::addRow("%u%s", limit, verify ? ", verified" : "") << limit << verify;
  }
  void the_limit_is_passed_by_less_than_a_unit() {
    QFETCH(uint, limit);
    QFETCH(bool, verify);
    Guest guest{configuration(verify)};
    std::vector<Word> code(200, addi(10, 10, 1));
    code.push_back(jal(0, -800));
    guest.program(kRam, code);
    QCOMPARE(guest.vcpus[0]->run(limit), ExitReason::kKicked);
    const std::uint64_t done = guest.vcpus[0]->counters().instructions;
    QVERIFY(done >= limit && done < limit + 64);
    QCOMPARE(guest.get(10), done - done / 201);
  }

  // A trap handler that faults at once never retires anything.
  void endless_exceptions_use_up_the_limit_data() { verification_rows(); }
  void endless_exceptions_use_up_the_limit() {
    QFETCH(bool, verify);
    Guest guest{configuration(verify)};
    guest.set(kMtvec, kRam);  // zeros: illegal
    QCOMPARE(guest.vcpus[0]->run(1000), ExitReason::kKicked);
    QCOMPARE(guest.vcpus[0]->counters().exceptions, 1000u);
    guest.vcpus[0]->kick();
    QCOMPARE(guest.vcpus[0]->run(0), ExitReason::kKicked);
  }

  void an_early_kick_is_not_lost() {
    Guest guest;
    guest.program(kRam, {kJumpToSelf});
    guest.vcpus[0]->kick();
    QCOMPARE(guest.vcpus[0]->run(0), ExitReason::kKicked);
    QCOMPARE(guest.vcpus[0]->counters().instructions, 0u);
  }

  void a_kick_ends_an_endless_loop_data() { verification_rows(); }
  void a_kick_ends_an_endless_loop() {
    QFETCH(bool, verify);
    Guest guest{configuration(verify)};
    guest.program(kRam, {kJumpToSelf});
    for (int round = 0; round < 20; ++round) {
      std::jthread kicker{[&] { guest.vcpus[0]->kick(); }};
      QCOMPARE(guest.vcpus[0]->run(0), ExitReason::kKicked);
    }
  }

  void an_interrupt_from_another_thread_is_taken() {
    Guest guest;
    guest.program(kRam, {kJumpToSelf});
    guest.program(kHandler, {kWfi, kJumpToSelf});
    guest.set(kMtvec, kHandler);
    guest.set(kMie, 1u << 7);
    guest.set(kMstatus, 8);
    guest.vcpus[0]->set_breakpoint(kHandler, true);
    std::jthread device{[&] { guest.vcpus[0]->set_interrupt(7, true); }};
    QCOMPARE(guest.vcpus[0]->run(0), ExitReason::kBreakpoint);
    QCOMPARE(guest.vcpus[0]->counters().interrupts, 1u);
    QVERIFY(guest.vcpus[0]->has_work());
    guest.vcpus[0]->set_interrupt(7, false);
    QVERIFY(!guest.vcpus[0]->has_work());
    guest.vcpus[0]->set_breakpoint(kHandler, false);
    QCOMPARE(guest.vcpus[0]->run(0), ExitReason::kWaiting);
    QCOMPARE(guest.get(kPc), kHandler + 4);
  }

  void single_steps_execute_one_instruction_data() { verification_rows(); }
  void single_steps_execute_one_instruction() {
    QFETCH(bool, verify);
    Guest guest{configuration(verify)};
    guest.program(kRam, {addi(10, 10, 1), addi(10, 10, 1), beq(0, 0, 8), addi(10, 10, 100), addi(10, 10, 1), kEcall});
    guest.program(kHandler, {addi(10, 10, 1)});
    guest.set(kMtvec, kHandler);
    QVERIFY(guest.run(kRam, kRam));  // nothing yet; the breakpoint does not disturb
    guest.vcpus[0]->set_breakpoint(kRam, false);
    guest.vcpus[0]->set_single_step(true);
    const std::uint64_t expected[] = {kRam + 4, kRam + 8, kRam + 16, kRam + 20, kHandler, kHandler + 4};
    for (const std::uint64_t pc : expected) {
      QCOMPARE(guest.vcpus[0]->run(0), ExitReason::kStepped);
      QCOMPARE(guest.get(kPc), pc);
    }
    QCOMPARE(guest.get(10), 4u);
    QCOMPARE(guest.vcpus[0]->counters().instructions, 5u);  // ecall does not retire
  }

  // Requests from other threads between two steps never make one that executes nothing.
  void every_step_executes_an_instruction() {
    Guest guest;
    std::vector<Word> code(500, addi(10, 10, 1));
    guest.program(kRam, code);
    guest.vcpus[0]->set_single_step(true);
    std::jthread device{[&](const std::stop_token& stop) {
      while (!stop.stop_requested()) guest.vcpus[0]->set_interrupt(7, false);
    }};
    for (std::uint64_t i = 1; i <= 500; ++i) {
      QCOMPARE(guest.vcpus[0]->run(0), ExitReason::kStepped);
      QCOMPARE(guest.get(10), i);
    }
  }

  void breakpoints_stop_before_their_instruction_data() { verification_rows(); }
  void breakpoints_stop_before_their_instruction() {
    QFETCH(bool, verify);
    Guest guest{configuration(verify)};
    guest.program(kRam, {addi(10, 10, 1), addi(10, 10, 1), addi(10, 10, 1), jal(0, -12)});
    guest.vcpus[0]->run(100);  // translated before
    QVERIFY(guest.run(kRam, kRam + 8));
    const std::uint64_t there = guest.get(10);
    const std::uint64_t retired = guest.vcpus[0]->counters().instructions;
    QCOMPARE(guest.vcpus[0]->run(0), ExitReason::kBreakpoint);
    QCOMPARE(guest.get(10), there);
    QCOMPARE(guest.vcpus[0]->counters().instructions, retired);
    guest.vcpus[0]->set_breakpoint(kRam + 8, false);
    QCOMPARE(guest.vcpus[0]->run(9), ExitReason::kKicked);
    QVERIFY(guest.get(10) > there);
  }

  void faults_in_the_middle_count_what_retired_data() {
    QTest::addColumn<int>("index");
    QTest::addColumn<uint>("insn");
    QTest::addColumn<bool>("verify");
    const struct {
      const char* name;
      Word insn;
    } kFaults[] = {{"load", ld(5, 0)},       {"store", sd(5, 0)}, {"atomic", amoswap_w(5, 5, 0)},
                   {"illegal", kIllegal},    {"ecall", kEcall},   {"missing csr", csrrs(5, 0x5c0, 0)},
                   {"fetch", jalr(0, 0, 64)}};
    for (const int index : {0, 1, 7, 63, 64})
      for (const auto& fault : kFaults)
        for (const bool verify : {false, true})
          QTest::addRow("%s at %d%s", fault.name, index, verify ? ", verified" : "") << index << fault.insn << verify;
  }
  void faults_in_the_middle_count_what_retired() {
    QFETCH(int, index);
    QFETCH(uint, insn);
    QFETCH(bool, verify);
    Guest guest{configuration(verify)};
    std::vector<Word> code(static_cast<std::size_t>(index), addi(10, 10, 1));
    code.insert(code.end(), {insn, addi(10, 10, 100), addi(10, 10, 100)});
    guest.program(kRam, code);
    guest.set(kMtvec, kHandler);
    QVERIFY(guest.run(kRam, kHandler));
    const bool jumped = insn == jalr(0, 0, 64);  // the jump retires, the fetch behind it faults
    QCOMPARE(guest.get(10), static_cast<std::uint64_t>(index));
    QCOMPARE(guest.get(kMepc), jumped ? 64 : kRam + 4 * static_cast<std::uint64_t>(index));
    QCOMPARE(guest.vcpus[0]->counters().instructions, static_cast<std::uint64_t>(index) + (jumped ? 1 : 0));
    QCOMPARE(guest.get(kMinstret), static_cast<std::uint64_t>(index) + (jumped ? 1 : 0));
    QCOMPARE(guest.vcpus[0]->counters().exceptions, 1u);
  }

  // A counter read in the middle of straight code: every instruction before it has retired, it has not.
  void instret_is_exact_in_the_guest_data() { verification_rows(); }
  void instret_is_exact_in_the_guest() {
    QFETCH(bool, verify);
    Guest guest{configuration(verify)};
    guest.program(
        kRam, {addi(0, 0, 0), addi(0, 0, 0), csrrs(10, 0xb02, 0), addi(0, 0, 0), csrrs(11, 0xb02, 0), csrrs(12, 0xb02, 0), kJumpToSelf});
    QVERIFY(guest.run(kRam, kRam + 24));
    QCOMPARE(guest.get(10), 2u);
    QCOMPARE(guest.get(11), 4u);
    QCOMPARE(guest.get(12), 5u);
  }

  // 512 KiB of code decode to four times the arena, again and again.
  void an_arena_that_is_too_small_only_costs_time_data() { verification_rows(); }
  void an_arena_that_is_too_small_only_costs_time() {
    QFETCH(bool, verify);
    auto config = configuration(verify);
    config.arena_mib = 1;
    Guest guest{config};
    std::vector<Word> code(0x20000, addi(10, 10, 1));
    code.insert(code.end(), {addi(8, 8, -1), beq(8, 0, 8), jal(0, -0x80008)});
    guest.program(kRam, code);
    const std::uint64_t end = kRam + 4 * code.size();
    guest.set(8, 3);
    QVERIFY(guest.run(kRam, end));
    QCOMPARE(guest.get(10), 3u * 0x20000);
    QVERIFY(guest.vcpus[0]->counters().host_bytes <= 1u << 20);
  }
};

QTEST_GUILESS_MAIN(VcpuTest)
#include "vcpu_test.moc"
