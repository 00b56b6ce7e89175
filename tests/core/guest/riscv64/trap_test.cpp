// SPDX-License-Identifier: Apache-2.0
// Traps: delegation, vectors, priority of interrupts, and the returns.
#include "tests/core/guest/riscv64/hart_fixture.h"

using namespace vitrine::guest::riscv64;
using namespace vitrine::guest::riscv64::test;

namespace {

constexpr std::uint64_t kPc = 0x8000'1234;
constexpr std::uint64_t kMachineVector = 0x8010'0000;
constexpr std::uint64_t kSupervisorVector = 0x8020'0000;

struct Ready : Hart {
  Ready() {
    state.pc = kPc;
    state.csr.mtvec = kMachineVector;
    state.csr.stvec = kSupervisorVector;
  }
};

}  // namespace

class TrapTest : public QObject {
  Q_OBJECT

 private slots:
  void exceptions_go_where_they_are_delegated_data() {
    QTest::addColumn<int>("from");
    QTest::addColumn<bool>("delegated");
    QTest::addColumn<int>("to");
    QTest::newRow("user, not delegated") << 0 << false << 3;
    QTest::newRow("user, delegated") << 0 << true << 1;
    QTest::newRow("supervisor, not delegated") << 1 << false << 3;
    QTest::newRow("supervisor, delegated") << 1 << true << 1;
    QTest::newRow("machine, delegated") << 3 << true << 3;
  }
  void exceptions_go_where_they_are_delegated() {
    QFETCH(int, from);
    QFETCH(bool, delegated);
    QFETCH(int, to);
    Ready hart;
    hart.state.privilege = static_cast<Privilege>(from);
    hart.state.csr.mstatus = kStatusMie | kStatusSie;
    hart.state.csr.medeleg = delegated ? 1u << kLoadPageFault : 0;
    hart.state.csr.mtvec |= 1;  // vectored mode does not change where exceptions go
    hart.state.csr.stvec |= 1;
    take_exception(hart.state, {.cause = kLoadPageFault, .value = 0xabc});
    QCOMPARE(static_cast<int>(hart.state.privilege), to);
    const Csrs& csr = hart.state.csr;
    if (to == 3) {
      QCOMPARE(hart.state.pc, kMachineVector);
      QCOMPARE(csr.mepc, kPc);
      QCOMPARE(csr.mcause, std::uint64_t{kLoadPageFault});
      QCOMPARE(csr.mtval, std::uint64_t{0xabc});
      QCOMPARE(csr.mstatus, std::uint64_t{kStatusSie | kStatusMpie} | std::uint64_t(from) << 11);
    } else {
      QCOMPARE(hart.state.pc, kSupervisorVector);
      QCOMPARE(csr.sepc, kPc);
      QCOMPARE(csr.scause, std::uint64_t{kLoadPageFault});
      QCOMPARE(csr.stval, std::uint64_t{0xabc});
      QCOMPARE(csr.mstatus, std::uint64_t{kStatusMie | kStatusSpie} | std::uint64_t(from) << 8);
    }
  }

  void trap_values_data() {
    QTest::addColumn<quint64>("cause");
    QTest::addColumn<quint64>("expected");
    QTest::newRow("breakpoint tells its address") << quint64{kBreakpoint} << quint64{kPc};
    QTest::newRow("call has none") << quint64{kEcallMachine} << quint64{0};
    QTest::newRow("illegal instruction tells its bits") << quint64{kIllegalInsn} << quint64{0x1111};
    QTest::newRow("misaligned load tells its address") << quint64{kLoadMisaligned} << quint64{0x1111};
  }
  void trap_values() {
    QFETCH(quint64, cause);
    Ready hart;
    take_exception(hart.state, {.cause = cause, .value = 0x1111});
    QTEST(quint64{hart.state.csr.mtval}, "expected");
  }

  // Which interrupt is taken: pending and enabled bits, delegation, mode, MIE (8) and SIE (2) of mstatus; -1 for none.
  void interrupts_data() {
    QTest::addColumn<uint>("pending");
    QTest::addColumn<uint>("delegated");
    QTest::addColumn<int>("privilege");
    QTest::addColumn<uint>("status");
    QTest::addColumn<int>("taken");
    const uint all = 0xaaa;
    QTest::newRow("external before all") << all << 0u << 1 << 0u << 11;
    QTest::newRow("software before timer") << (1u << 3 | 1u << 7) << 0u << 1 << 0u << 3;
    QTest::newRow("machine timer before supervisor's") << (1u << 7 | 1u << 9) << 0u << 1 << 0u << 7;
    QTest::newRow("supervisor external first") << 0x222u << 0x222u << 0 << 0u << 9;
    QTest::newRow("supervisor software before timer") << 0x22u << 0x222u << 0 << 0u << 1;
    QTest::newRow("supervisor timer") << 0x20u << 0x222u << 1 << 2u << 5;
    QTest::newRow("machine level before delegated") << (1u << 9 | 1u << 7) << 0x222u << 0 << 0u << 7;
    QTest::newRow("machine mode, closed") << all << 0u << 3 << 2u << -1;
    QTest::newRow("machine mode, open") << (1u << 7) << 0u << 3 << 8u << 7;
    QTest::newRow("machine mode never takes delegated ones") << 0x222u << 0x222u << 3 << 10u << -1;
    QTest::newRow("supervisor mode, closed") << 0x222u << 0x222u << 1 << 8u << -1;
    QTest::newRow("supervisor mode, machine level always") << (1u << 7) << 0x222u << 1 << 0u << 7;
    QTest::newRow("user mode, all open") << 0x20u << 0x222u << 0 << 0u << 5;
    QTest::newRow("undelegated supervisor interrupt") << 0x20u << 0u << 3 << 8u << 5;
    QTest::newRow("none") << 0u << 0u << 0 << 10u << -1;
  }
  void interrupts() {
    QFETCH(uint, pending);
    QFETCH(uint, delegated);
    QFETCH(int, privilege);
    QFETCH(uint, status);
    QFETCH(int, taken);
    Ready hart;
    hart.state.csr.mie = 0xaaa;
    hart.state.mip_lines = pending;
    hart.state.csr.mideleg = delegated;
    hart.state.privilege = static_cast<Privilege>(privilege);
    hart.state.csr.mstatus = status;
    const auto answer = pending_interrupt(hart.state);
    QCOMPARE(answer ? static_cast<int>(*answer) : -1, taken);
    QCOMPARE(interrupt_wakes(hart.state), pending != 0);
    hart.state.csr.mie = ~std::uint64_t{pending};
    QVERIFY(!pending_interrupt(hart.state) && !interrupt_wakes(hart.state));
  }

  void interrupts_use_the_vector_table() {
    Ready hart;
    hart.state.csr.mtvec |= 1;
    take_interrupt(hart.state, kMtip);
    QCOMPARE(hart.state.pc, kMachineVector + 4 * 7);
    QCOMPARE(hart.state.csr.mcause, kInterruptFlag | 7);
    QCOMPARE(hart.state.csr.mtval, std::uint64_t{0});
    hart.state.privilege = Privilege::kUser;
    hart.state.csr.mideleg = 0x222;
    take_interrupt(hart.state, kStip);
    QCOMPARE(hart.state.pc, kSupervisorVector);
    QCOMPARE(hart.state.csr.scause, kInterruptFlag | 5);
    QCOMPARE(static_cast<int>(hart.state.privilege), 1);
  }

  void return_from_machine_data() {
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("previous");
    QTest::addColumn<bool>("legal");
    QTest::addColumn<bool>("keeps_mprv");
    QTest::newRow("to machine") << 3 << 3 << true << true;
    QTest::newRow("to supervisor") << 3 << 1 << true << false;
    QTest::newRow("to user") << 3 << 0 << true << false;
    QTest::newRow("illegal in supervisor") << 1 << 1 << false << true;
    QTest::newRow("illegal in user") << 0 << 0 << false << true;
  }
  void return_from_machine() {
    QFETCH(int, from);
    QFETCH(int, previous);
    QFETCH(bool, legal);
    Ready hart;
    hart.state.privilege = static_cast<Privilege>(from);
    hart.state.csr.mstatus = kStatusMprv | kStatusMpie | std::uint64_t(previous) << 11;
    hart.state.csr.mepc = 0x4242;
    QCOMPARE(vitrine::guest::riscv64::return_from_machine(hart.state), legal);
    QTEST((hart.state.csr.mstatus & kStatusMprv) != 0, "keeps_mprv");
    if (!legal) return;
    QCOMPARE(static_cast<int>(hart.state.privilege), previous);
    QCOMPARE(hart.state.next_pc, std::uint64_t{0x4242});
    QCOMPARE(hart.state.csr.mstatus & ~std::uint64_t{kStatusMprv}, std::uint64_t{kStatusMie | kStatusMpie});
  }

  void return_from_supervisor_data() {
    QTest::addColumn<int>("from");
    QTest::addColumn<bool>("tsr");
    QTest::addColumn<bool>("legal");
    QTest::newRow("supervisor") << 1 << false << true;
    QTest::newRow("supervisor, trapped") << 1 << true << false;
    QTest::newRow("machine, never trapped") << 3 << true << true;
    QTest::newRow("user") << 0 << false << false;
  }
  void return_from_supervisor() {
    QFETCH(int, from);
    QFETCH(bool, tsr);
    QFETCH(bool, legal);
    for (const bool to_supervisor : {false, true}) {
      Ready hart;
      hart.state.privilege = static_cast<Privilege>(from);
      hart.state.csr.mstatus =
          kStatusMprv | kStatusSpie | (tsr ? std::uint64_t{kStatusTsr} : 0) | (to_supervisor ? std::uint64_t{kStatusSpp} : 0);
      hart.state.csr.sepc = 0x4242;
      QCOMPARE(vitrine::guest::riscv64::return_from_supervisor(hart.state), legal);
      if (!legal) continue;
      QCOMPARE(static_cast<int>(hart.state.privilege), to_supervisor ? 1 : 0);
      QCOMPARE(hart.state.next_pc, std::uint64_t{0x4242});
      QCOMPARE(hart.state.csr.mstatus & ~std::uint64_t{kStatusTsr}, std::uint64_t{kStatusSie | kStatusSpie});
    }
  }

  void waiting_obeys_tw_data() {
    QTest::addColumn<int>("privilege");
    QTest::addColumn<bool>("tw");
    QTest::addColumn<bool>("legal");
    QTest::newRow("machine") << 3 << true << true;
    QTest::newRow("supervisor") << 1 << false << true;
    QTest::newRow("supervisor, trapped") << 1 << true << false;
    QTest::newRow("user") << 0 << false << false;
  }
  void waiting_obeys_tw() {
    QFETCH(int, privilege);
    QFETCH(bool, tw);
    Hart hart;
    hart.state.privilege = static_cast<Privilege>(privilege);
    if (tw) hart.state.csr.mstatus |= kStatusTw;
    QTEST(may_wait(hart.state), "legal");
  }

  void reset_starts_over() {
    Ready hart;
    hart.state.privilege = Privilege::kUser;
    hart.state.csr.satp = 1;
    hart.state.x[5] = 5;
    hart.state.instructions = 77;
    hart.state.reset_pc = 0x2000;
    reset_state(hart.state);
    QCOMPARE(hart.state.pc, std::uint64_t{0x2000});
    QCOMPARE(static_cast<int>(hart.state.privilege), 3);
    QCOMPARE(hart.state.csr.satp + hart.state.x[5], std::uint64_t{0});
    QCOMPARE(peek_csr(hart.state, kCsrMcycle).value(), std::uint64_t{0});
  }
};

QTEST_GUILESS_MAIN(TrapTest)
#include "trap_test.moc"
