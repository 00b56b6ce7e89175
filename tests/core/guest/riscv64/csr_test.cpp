// SPDX-License-Identifier: Apache-2.0
// CSRs: which exist for whom, and what writes leave in them.
#include "tests/core/guest/riscv64/hart_fixture.h"

using namespace vitrine::guest::riscv64;
using namespace vitrine::guest::riscv64::test;

namespace {

constexpr std::uint64_t kOnes = ~std::uint64_t{0};

std::uint64_t value_of(Hart& hart, std::uint32_t number) {
  const CsrValue answer = read_csr(hart.state, number, false);
  return answer.legal ? answer.value : 0xdeaddeaddeaddead;
}

}  // namespace

class CsrTest : public QObject {
  Q_OBJECT

 private slots:
  void writes_are_made_legal_data() {
    QTest::addColumn<uint>("number");
    QTest::addColumn<quint64>("written");
    QTest::addColumn<quint64>("expected");
    const quint64 fixed = quint64{0xa} << 32;  // SXL and UXL say 64 bits
    QTest::newRow("mstatus, ones") << uint{kCsrMstatus} << quint64{kOnes} << (fixed | quint64{1} << 63 | 0x7e79aa);
    QTest::newRow("mstatus, zeros") << uint{kCsrMstatus} << quint64{0} << fixed;
    QTest::newRow("mstatus, reserved MPP") << uint{kCsrMstatus} << quint64{2 << 11 | 8} << (fixed | 8);
    QTest::newRow("mstatus, MPP supervisor") << uint{kCsrMstatus} << quint64{1 << 11} << (fixed | 1 << 11);
    QTest::newRow("mstatus, FS clean") << uint{kCsrMstatus} << quint64{2 << 13} << (fixed | 2 << 13);
    QTest::newRow("sstatus, ones") << uint{kCsrSstatus} << quint64{kOnes} << (quint64{2} << 32 | quint64{1} << 63 | 0xc6122);
    QTest::newRow("misa") << uint{kCsrMisa} << quint64{0} << (quint64{2} << 62 | 0x14112f);
    QTest::newRow("mtvec, reserved mode") << uint{kCsrMtvec} << quint64{kOnes} << quint64{kOnes - 2};
    QTest::newRow("mtvec, vectored") << uint{kCsrMtvec} << quint64{0x80000101} << quint64{0x80000101};
    QTest::newRow("stvec, reserved mode") << uint{kCsrStvec} << quint64{0x1002} << quint64{0x1000};
    QTest::newRow("medeleg") << uint{kCsrMedeleg} << quint64{kOnes} << quint64{0xb3ff};
    QTest::newRow("mideleg") << uint{kCsrMideleg} << quint64{kOnes} << quint64{0x222};
    QTest::newRow("mie") << uint{kCsrMie} << quint64{kOnes} << quint64{0xaaa};
    QTest::newRow("mip") << uint{kCsrMip} << quint64{kOnes} << quint64{0x222};
    QTest::newRow("mepc") << uint{kCsrMepc} << quint64{kOnes} << quint64{kOnes - 1};
    QTest::newRow("sepc") << uint{kCsrSepc} << quint64{kOnes} << quint64{kOnes - 1};
    QTest::newRow("mscratch") << uint{kCsrMscratch} << quint64{kOnes} << quint64{kOnes};
    QTest::newRow("mcounteren") << uint{kCsrMcounteren} << quint64{kOnes} << quint64{0xffffffff};
    QTest::newRow("scounteren") << uint{kCsrScounteren} << quint64{kOnes} << quint64{0xffffffff};
    QTest::newRow("mcountinhibit") << uint{kCsrMcountinhibit} << quint64{kOnes} << quint64{5};
    QTest::newRow("menvcfg") << uint{kCsrMenvcfg} << quint64{kOnes} << quint64{kEnvStce | kEnvAdue | kEnvFiom};
    QTest::newRow("senvcfg") << uint{kCsrSenvcfg} << quint64{kOnes} << quint64{kEnvFiom};
    QTest::newRow("satp, sv39") << uint{kCsrSatp} << quint64{0x8fff'f012'3456'789a} << quint64{0x8fff'f012'3456'789a};
    QTest::newRow("satp, sv57") << uint{kCsrSatp} << quint64{0xa000'0000'0000'0001} << quint64{0xa000'0000'0000'0001};
    QTest::newRow("satp, no such mode") << uint{kCsrSatp} << quint64{0xb000'0000'0000'0001} << quint64{0};
    QTest::newRow("mhpmcounter3") << uint{kCsrMhpmcounter3} << quint64{kOnes} << quint64{0};
    QTest::newRow("mhpmcounter31") << uint{kCsrMhpmcounter3 + 28} << quint64{kOnes} << quint64{0};
    QTest::newRow("mhpmevent31") << uint{kCsrMhpmevent3 + 28} << quint64{kOnes} << quint64{0};
    QTest::newRow("no triggers: tselect") << uint{kCsrTselect} << quint64{1} << quint64{0};
    QTest::newRow("no triggers: tdata1") << uint{kCsrTdata1} << quint64{kOnes} << quint64{0};
    QTest::newRow("no triggers: tinfo") << uint{kCsrTinfo} << quint64{0} << quint64{1};
    QTest::newRow("sie without delegation") << uint{kCsrSie} << quint64{kOnes} << quint64{0};
  }
  void writes_are_made_legal() {
    QFETCH(uint, number);
    QFETCH(quint64, written);
    Hart hart;
    QVERIFY(write_csr(hart.state, number, written));
    QTEST(quint64{value_of(hart, number)}, "expected");
  }

  void models_decide_what_exists_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<uint>("number");
    QTest::addColumn<quint64>("written");
    QTest::addColumn<quint64>("expected");
    const quint64 missing = 0xdeaddeaddeaddead;
    QTest::newRow("no Sstc: stimecmp") << "max,sstc=off" << uint{kCsrStimecmp} << quint64{0} << missing;
    QTest::newRow("no Sstc: STCE") << "max,sstc=off,svadu=off" << uint{kCsrMenvcfg} << quint64{kOnes} << quint64{1};
    QTest::newRow("no Zicntr") << "max,-zicntr" << uint{kCsrCycle} << quint64{0} << missing;
    QTest::newRow("no Zihpm") << "max,-zihpm" << uint{kCsrHpmcounter3} << quint64{0} << missing;
    QTest::newRow("no F: fcsr") << "max,-d,-f" << uint{kCsrFcsr} << quint64{0} << missing;
    QTest::newRow("no F: FS") << "max,-d,-f" << uint{kCsrMstatus} << quint64{3 << 13} << quint64{0xa00000000};
    QTest::newRow("no Sv57") << "max,sv57=off" << uint{kCsrSatp} << quint64{0xa000'0000'0000'0001} << quint64{0};
    QTest::newRow("no C: mepc") << "max,c=off" << uint{kCsrMepc} << quint64{kOnes} << quint64{kOnes - 3};
    QTest::newRow("no B: misa") << "max,zbs=off" << uint{kCsrMisa} << quint64{0} << (quint64{2} << 62 | 0x14112d);
    for (const uint number : {0x15u, 0x14eu, 0x30cu, 0x34au, 0x34bu, 0x3a1u, 0x600u, 0x747u, 0x7a5u, 0x7b0u, 0xda0u, 0xfb0u, 0x8u, 0x321u})
      QTest::addRow("missing %x", number) << "max" << number << quint64{0} << missing;
  }
  void models_decide_what_exists() {
    QFETCH(QString, model);
    QFETCH(uint, number);
    QFETCH(quint64, written);
    Hart hart{model.toLatin1().constData()};
    write_csr(hart.state, number, written);
    QTEST(quint64{value_of(hart, number)}, "expected");
  }

  void privilege_and_read_only_numbers_data() {
    QTest::addColumn<uint>("number");
    QTest::addColumn<int>("least");
    QTest::addColumn<bool>("writable");
    QTest::newRow("mstatus") << uint{kCsrMstatus} << 3 << true;
    QTest::newRow("mhartid") << uint{kCsrMhartid} << 3 << false;
    QTest::newRow("sscratch") << uint{kCsrSscratch} << 1 << true;
    QTest::newRow("satp") << uint{kCsrSatp} << 1 << true;
    QTest::newRow("pmpcfg0") << uint{kCsrPmpcfg0} << 3 << true;
    QTest::newRow("mcycle") << uint{kCsrMcycle} << 3 << true;
  }
  void privilege_and_read_only_numbers() {
    QFETCH(uint, number);
    QFETCH(int, least);
    QFETCH(bool, writable);
    Hart hart;
    for (const int privilege : {0, 1, 3}) {
      hart.state.privilege = static_cast<Privilege>(privilege);
      QCOMPARE(read_csr(hart.state, number, false).legal, privilege >= least);
      QCOMPARE(read_csr(hart.state, number, true).legal, privilege >= least && writable);
      QCOMPARE(write_csr(hart.state, number, 0), privilege >= least && writable);
    }
  }

  void satp_obeys_tvm() {
    Hart hart;
    hart.state.csr.mstatus |= kStatusTvm;
    QVERIFY(read_csr(hart.state, kCsrSatp, true).legal);
    QVERIFY(may_fence(hart.state));
    hart.state.privilege = Privilege::kSupervisor;
    QVERIFY(!read_csr(hart.state, kCsrSatp, false).legal);
    QVERIFY(!may_fence(hart.state));
  }

  void counters_obey_enables_data() {
    QTest::addColumn<uint>("number");
    QTest::addColumn<uint>("bit");
    QTest::newRow("cycle") << uint{kCsrCycle} << 0u;
    QTest::newRow("time") << uint{kCsrTime} << 1u;
    QTest::newRow("instret") << uint{kCsrInstret} << 2u;
    QTest::newRow("hpmcounter31") << uint{kCsrHpmcounter3 + 28} << 31u;
  }
  void counters_obey_enables() {
    QFETCH(uint, number);
    QFETCH(uint, bit);
    Hart hart;
    const auto legal = [&](Privilege privilege, bool machine, bool supervisor) {
      hart.state.privilege = privilege;
      hart.state.csr.mcounteren = machine ? 1u << bit : ~(1u << bit);
      hart.state.csr.scounteren = supervisor ? 1u << bit : ~(1u << bit);
      return read_csr(hart.state, number, false).legal;
    };
    QVERIFY(legal(Privilege::kMachine, false, false));
    QVERIFY(!legal(Privilege::kSupervisor, false, true));
    QVERIFY(legal(Privilege::kSupervisor, true, false));
    QVERIFY(!legal(Privilege::kUser, true, false));
    QVERIFY(!legal(Privilege::kUser, false, true));
    QVERIFY(legal(Privilege::kUser, true, true));
    QVERIFY(!read_csr(hart.state, number, true).legal);
  }

  void counters_count_what_retired_before() {
    Hart hart;
    hart.state.instructions += 1;  // the reading instruction itself is counted already
    QCOMPARE(value_of(hart, kCsrMinstret), std::uint64_t{0});
    hart.state.instructions += 9;
    QCOMPARE(value_of(hart, kCsrMinstret), std::uint64_t{9});
    hart.state.instructions += 1;
    QVERIFY(write_csr(hart.state, kCsrMinstret, 1000));
    hart.state.instructions += 1;
    QCOMPARE(value_of(hart, kCsrMinstret), std::uint64_t{1000});
    QCOMPARE(value_of(hart, kCsrMcycle), std::uint64_t{11});
    QCOMPARE(value_of(hart, kCsrInstret), std::uint64_t{1000});
  }

  void an_inhibited_counter_stands() {
    Hart hart;
    hart.state.instructions += 100;
    QVERIFY(write_csr(hart.state, kCsrMcountinhibit, kCounterInstret));
    const std::uint64_t stopped = value_of(hart, kCsrMinstret);
    hart.state.instructions += 50;
    QCOMPARE(value_of(hart, kCsrMinstret), stopped);
    QVERIFY(value_of(hart, kCsrMcycle) != stopped);
    QVERIFY(write_csr(hart.state, kCsrMinstret, 7));
    QCOMPARE(value_of(hart, kCsrMinstret), std::uint64_t{7});
    QVERIFY(write_csr(hart.state, kCsrMcountinhibit, 0));
    hart.state.instructions += 1;
    QCOMPARE(value_of(hart, kCsrMinstret), std::uint64_t{7});
  }

  void floating_point_registers_need_fs() {
    Hart hart;
    for (const std::uint32_t number : {kCsrFflags, kCsrFrm, kCsrFcsr}) QVERIFY(!read_csr(hart.state, number, false).legal);
    QVERIFY(write_csr(hart.state, kCsrMstatus, 1u << 13));
    QVERIFY(write_csr(hart.state, kCsrFcsr, 0x1ff));
    QCOMPARE(value_of(hart, kCsrFcsr), std::uint64_t{0xff});
    QCOMPARE(value_of(hart, kCsrFrm), std::uint64_t{7});
    QCOMPARE(value_of(hart, kCsrMstatus) >> 13 & 3, std::uint64_t{3});
    QVERIFY(write_csr(hart.state, kCsrSstatus, 2u << 13));
    QCOMPARE(value_of(hart, kCsrMstatus) >> 13 & 3, std::uint64_t{2});
    QVERIFY(write_csr(hart.state, kCsrFrm, 1));
    QCOMPARE(value_of(hart, kCsrSstatus) >> 63, std::uint64_t{1});
  }

  void supervisor_views_show_what_is_delegated() {
    Hart hart;
    QVERIFY(write_csr(hart.state, kCsrMideleg, 0x22));
    QVERIFY(write_csr(hart.state, kCsrMie, 0xaaa));
    QCOMPARE(value_of(hart, kCsrSie), std::uint64_t{0x22});
    QVERIFY(write_csr(hart.state, kCsrSie, 0));
    QCOMPARE(value_of(hart, kCsrMie), std::uint64_t{0xa88});
    QVERIFY(write_csr(hart.state, kCsrSip, kOnes));
    QCOMPARE(value_of(hart, kCsrMip), std::uint64_t{2});
    hart.state.mip_lines = 1u << kSeip | 1u << kStip;
    QCOMPARE(value_of(hart, kCsrSip), std::uint64_t{0x22});
  }

  void a_device_level_does_not_stick_in_seip() {
    Hart hart;
    hart.state.mip_lines = 1u << kSeip;
    QCOMPARE(access_csr(hart.state, kCsrMip, CsrOperation::kSet, 1u << kSsip, true).value, std::uint64_t{1u << kSeip});
    hart.state.mip_lines = 0;
    QCOMPARE(value_of(hart, kCsrMip), std::uint64_t{1u << kSsip});
    QVERIFY(access_csr(hart.state, kCsrMip, CsrOperation::kSet, 1u << kSeip, true).legal);
    QVERIFY(access_csr(hart.state, kCsrMip, CsrOperation::kClear, 1u << kSsip, true).legal);
    QCOMPARE(value_of(hart, kCsrMip), std::uint64_t{1u << kSeip});
  }

  void the_comparator_owns_stip() {
    Hart hart;
    std::uint64_t now = 100, armed = 0;
    hart.state.environment = {.mtime = [&] { return now; }, .set_stimecmp = [&](std::uint64_t value) { armed = value; }};
    hart.state.privilege = Privilege::kSupervisor;
    QVERIFY(!read_csr(hart.state, kCsrStimecmp, true).legal);
    hart.state.privilege = Privilege::kMachine;
    QVERIFY(write_csr(hart.state, kCsrMip, 1u << kStip));
    QVERIFY(write_csr(hart.state, kCsrStimecmp, 200));
    QCOMPARE(armed, kOnes);  // STCE is off: STIP is software's
    QVERIFY(write_csr(hart.state, kCsrMenvcfg, kEnvStce));
    QCOMPARE(armed, std::uint64_t{200});
    QCOMPARE(value_of(hart, kCsrMip), std::uint64_t{0});
    QVERIFY(write_csr(hart.state, kCsrMip, 1u << kStip));
    QCOMPARE(value_of(hart, kCsrMip), std::uint64_t{0});
    hart.state.privilege = Privilege::kSupervisor;
    QVERIFY(!write_csr(hart.state, kCsrStimecmp, 50));  // mcounteren.TM
    hart.state.csr.mcounteren = kCounterTime;
    QVERIFY(write_csr(hart.state, kCsrStimecmp, 50));
    QCOMPARE(hart.state.mip(), std::uint64_t{1u << kStip});
    QVERIFY(write_csr(hart.state, kCsrStimecmp, 101));
    QCOMPARE(hart.state.mip(), std::uint64_t{0});
  }

  void effects_name_what_the_owner_must_do() {
    QCOMPARE(csr_effect(kCsrSatp), std::uint8_t{kChangesContexts});
    QCOMPARE(csr_effect(kCsrPmpaddr0 + 5), std::uint8_t{kFlushesContexts});
    QCOMPARE(csr_effect(kCsrMie), std::uint8_t{kChangesInterrupts});
    QCOMPARE(csr_effect(kCsrMscratch), std::uint8_t{kNoEffect});
    QCOMPARE(csr_effect(0xfff), std::uint8_t{kNoEffect});
  }
};

QTEST_GUILESS_MAIN(CsrTest)
#include "csr_test.moc"
