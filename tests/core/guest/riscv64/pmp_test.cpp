// SPDX-License-Identifier: Apache-2.0
// Physical memory protection: matching, priority, locked entries, edges.
#include "tests/core/guest/riscv64/hart_fixture.h"

using namespace vitrine::guest::riscv64;
using namespace vitrine::guest::riscv64::test;
using vitrine::cpu::Access;

namespace {

constexpr unsigned kReadWrite = kPmpRead | kPmpWrite;
PmpAnswer ask(const Hart& hart, std::uint64_t physical, unsigned size, Privilege privilege = Privilege::kUser,
              Access access = Access::kLoad) {
  return check_pmp(hart.state, physical, size, access, privilege);
}

struct Closed : Hart {
  Closed() { set_pmp(15, 0, kPmpOff); }
};

}  // namespace

class PmpTest : public QObject {
  Q_OBJECT

 private slots:
  // Entry 1 (entry 0 is off and lends its address to TOR) is the only one.
  void matching_data() {
    QTest::addColumn<quint64>("below");
    QTest::addColumn<quint64>("pmpaddr");
    QTest::addColumn<uint>("mode");
    QTest::addColumn<quint64>("address");
    QTest::addColumn<uint>("size");
    QTest::addColumn<bool>("allowed");
    QTest::addColumn<bool>("whole");
    QTest::addColumn<bool>("machine");  // bound by no right, but by the rule that a match in part fails
    const uint tor = kPmpTor, na4 = kPmpNa4, napot = kPmpNapot;
    const quint64 all = ~quint64{0} >> 10;
    QTest::newRow("off") << quint64{0} << all << uint{kPmpOff} << quint64{0x1000} << 4u << false << true << true;
    QTest::newRow("na4 inside") << quint64{0} << quint64{0x400} << na4 << quint64{0x1000} << 4u << true << false << true;
    QTest::newRow("na4 before") << quint64{0} << quint64{0x401} << na4 << quint64{0x1000} << 4u << false << false << true;
    QTest::newRow("na4 partly") << quint64{0} << quint64{0x400} << na4 << quint64{0x1000} << 8u << false << false << false;
    QTest::newRow("na4 other page") << quint64{0} << quint64{0x400} << na4 << quint64{0x2000} << 4u << false << true << true;
    QTest::newRow("napot 8 bytes") << quint64{0} << quint64{0x400} << napot << quint64{0x1000} << 8u << true << false << true;
    QTest::newRow("napot 8 bytes, across the end")
        << quint64{0} << quint64{0x400} << napot << quint64{0x1004} << 8u << false << false << false;
    QTest::newRow("napot page, first byte") << quint64{0} << quint64{0x5ff} << napot << quint64{0x1000} << 1u << true << true << true;
    QTest::newRow("napot page, last byte") << quint64{0} << quint64{0x5ff} << napot << quint64{0x1fff} << 1u << true << true << true;
    QTest::newRow("napot page, behind") << quint64{0} << quint64{0x5ff} << napot << quint64{0x2000} << 1u << false << true << true;
    QTest::newRow("napot everything") << quint64{0} << all << napot << quint64{0xfffffffffffff0} << 8u << true << true << true;
    QTest::newRow("napot everything, above 56 bits") << quint64{0} << all << napot << (quint64{1} << 57) << 8u << false << true << true;
    QTest::newRow("tor inside") << quint64{0x400} << quint64{0x402} << tor << quint64{0x1004} << 4u << true << false << true;
    QTest::newRow("tor across the end") << quint64{0x400} << quint64{0x402} << tor << quint64{0x1004} << 8u << false << false << false;
    QTest::newRow("tor before") << quint64{0x400} << quint64{0x402} << tor << quint64{0x0ffc} << 4u << false << true << true;
    QTest::newRow("tor at the end") << quint64{0x400} << quint64{0x402} << tor << quint64{0x1008} << 4u << false << false << true;
    QTest::newRow("tor whole pages") << quint64{0x400} << quint64{0x800} << tor << quint64{0x1ffc} << 4u << true << true << true;
    QTest::newRow("tor upside down") << quint64{0x402} << quint64{0x400} << tor << quint64{0x1004} << 4u << false << true << true;
    QTest::newRow("tor empty") << quint64{0x400} << quint64{0x400} << tor << quint64{0x1000} << 4u << false << true << true;
  }
  void matching() {
    QFETCH(quint64, below);
    QFETCH(quint64, pmpaddr);
    QFETCH(uint, mode);
    QFETCH(quint64, address);
    QFETCH(uint, size);
    Closed hart;
    hart.set_pmp(0, below, kPmpOff);
    hart.set_pmp(1, pmpaddr, mode | kPmpRead);
    QTEST(ask(hart, address, size).allowed, "allowed");
    QTEST(ask(hart, address, size).whole_page, "whole");
    QTEST(ask(hart, address, size, Privilege::kMachine).allowed, "machine");
  }

  void first_entry_of_tor_starts_at_zero() {
    Closed hart;
    hart.set_pmp(0, 0x400, kPmpTor | kPmpRead);
    QVERIFY(ask(hart, 0, 8).allowed);
    QVERIFY(!ask(hart, 0x1000, 8).allowed);
  }

  void the_first_match_decides() {
    Closed hart;
    hart.set_pmp(3, 0x5ff, kPmpNapot | kReadWrite);
    hart.set_pmp(2, 0x5ff, kPmpNapot);
    QVERIFY(!ask(hart, 0x1000, 4).allowed);
    hart.set_pmp(1, 0x400, kPmpNa4 | kPmpRead);
    QVERIFY(ask(hart, 0x1000, 4).allowed);
    QVERIFY(!ask(hart, 0x1000, 4, Privilege::kUser, Access::kStore).allowed);
    QVERIFY(!ask(hart, 0x1000, 8).allowed);  // a partial match fails even when a later entry would cover all of it
    QVERIFY(!ask(hart, 0x1004, 4).allowed);
  }

  void rights_by_access_and_privilege_data() {
    QTest::addColumn<uint>("config");
    QTest::addColumn<int>("privilege");
    QTest::addColumn<bool>("load");
    QTest::addColumn<bool>("store");
    QTest::addColumn<bool>("fetch");
    for (uint config : {0u, 1u, 3u, 4u, 5u, 7u})
      for (const bool locked : {false, true})
        for (const int privilege : {0, 1, 3}) {
          const bool free = privilege == 3 && !locked;
          QTest::addRow("rwx %u, locked %d, privilege %d", config, locked, privilege)
              << (config | (locked ? uint{kPmpLocked} : 0u)) << privilege << (free || (config & 1) != 0) << (free || (config & 2) != 0)
              << (free || (config & 4) != 0);
        }
  }
  void rights_by_access_and_privilege() {
    QFETCH(uint, config);
    QFETCH(int, privilege);
    Closed hart;
    hart.set_pmp(4, 0x5ff, kPmpNapot | config);
    const auto mode = static_cast<Privilege>(privilege);
    QTEST(ask(hart, 0x1000, 4, mode, Access::kLoad).allowed, "load");
    QTEST(ask(hart, 0x1000, 4, mode, Access::kStore).allowed, "store");
    QTEST(ask(hart, 0x1000, 4, mode, Access::kFetch).allowed, "fetch");
    QCOMPARE(ask(hart, 0x9000, 4, mode).allowed, privilege == 3);
  }

  void without_pmp_everything_is_allowed() {
    Hart hart{"max,pmp=off"};
    QVERIFY(ask(hart, 0x1000, 8).allowed);
    QVERIFY(!read_csr(hart.state, kCsrPmpcfg0, false).legal);
  }

  void locked_registers_keep_their_value() {
    Closed hart;
    QVERIFY(write_csr(hart.state, kCsrPmpaddr0 + 1, 0x800));
    QVERIFY(write_csr(hart.state, kCsrPmpcfg0, std::uint64_t{unsigned{kPmpLocked} | kPmpTor | kPmpRead} << 8));
    QVERIFY(write_csr(hart.state, kCsrPmpcfg0, 0x1f | 0x1f00 | 0x1f0000));
    QCOMPARE(read_csr(hart.state, kCsrPmpcfg0, false).value, std::uint64_t{0x1f891f});
    QVERIFY(write_csr(hart.state, kCsrPmpaddr0 + 1, 1));
    QVERIFY(write_csr(hart.state, kCsrPmpaddr0, 1));  // the bottom of the locked range
    QVERIFY(write_csr(hart.state, kCsrPmpaddr0 + 2, 1));
    QCOMPARE(hart.state.csr.pmpaddr[1], std::uint64_t{0x800});
    QCOMPARE(hart.state.csr.pmpaddr[0], std::uint64_t{0});
    QCOMPARE(hart.state.csr.pmpaddr[2], std::uint64_t{1});
  }

  void configurations_are_made_legal() {
    Closed hart;
    QVERIFY(write_csr(hart.state, kCsrPmpcfg2, 0x7f62'0206'7a1b'0f1d));
    QCOMPARE(read_csr(hart.state, kCsrPmpcfg2, false).value, std::uint64_t{0x1f00'0004'181b'0f1d});
    QVERIFY(!read_csr(hart.state, kCsrPmpcfg0 + 1, false).legal);
    QVERIFY(!read_csr(hart.state, kCsrPmpaddr0 + 16, false).legal);
    QVERIFY(write_csr(hart.state, kCsrPmpaddr0 + 7, ~std::uint64_t{0}));
    QCOMPARE(read_csr(hart.state, kCsrPmpaddr0 + 7, false).value, ~std::uint64_t{0} >> 10);
  }
};

QTEST_GUILESS_MAIN(PmpTest)
#include "pmp_test.moc"
