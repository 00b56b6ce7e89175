// SPDX-License-Identifier: Apache-2.0
// The page walk: levels, large pages, permissions, A and D bits, and which fault each mistake gives.
#include "core/guest/riscv64/mmu.h"

#include "tests/core/guest/riscv64/hart_fixture.h"

using namespace vitrine::guest::riscv64;
using namespace vitrine::guest::riscv64::test;
using vitrine::cpu::Access;
using vitrine::cpu::Translation;

namespace {

constexpr std::uint64_t kTarget = kRam + 0x100000;
constexpr quint64 kNoFault = ~quint64{0};

quint64 outcome(const Translation& answer) { return answer.ok ? kNoFault : answer.fault.cause; }

}  // namespace

class MmuTest : public QObject {
  Q_OBJECT

 private slots:
  void leaves_at_every_level_data() {
    QTest::addColumn<int>("levels");
    QTest::addColumn<int>("level");
    QTest::addColumn<quint64>("address");
    for (int levels = 3; levels <= 5; ++levels)
      for (int level = 0; level < levels; ++level)
        for (const bool high : {false, true}) {
          const int width = 12 + 9 * levels;
          const quint64 address = high ? ~quint64{0} << (width - 1) | 0x3456789 : (quint64{1} << (width - 2)) + 0x3456789;
          QTest::addRow("sv%d level %d %s", width, level, high ? "high" : "low") << levels << level << address;
        }
  }
  void leaves_at_every_level() {
    QFETCH(int, levels);
    QFETCH(int, level);
    QFETCH(quint64, address);
    Hart hart;
    hart.state.privilege = Privilege::kSupervisor;
    const std::uint64_t inside = (std::uint64_t{1} << (12 + 9 * level)) - 1;
    const std::uint64_t physical = (kTarget + (std::uint64_t{5} << 50)) & ~inside;
    hart.map(static_cast<unsigned>(levels), address, physical, static_cast<unsigned>(level), kV | kR | kW | kA | kD);
    const Translation answer = hart.walk(address);
    QVERIFY(answer.ok);
    QCOMPARE(answer.physical, physical | (address & inside));
    QVERIFY(answer.may_read && answer.may_write && answer.whole_page);
    QCOMPARE(probe(hart.state, address).physical, answer.physical);
    if (level > 0) {
      hart.map(static_cast<unsigned>(levels), address, physical | 0x1000, static_cast<unsigned>(level), kV | kR | kA | kD);
      QCOMPARE(outcome(hart.walk(address)), quint64{kLoadPageFault});
    }
  }

  void addresses_must_be_canonical_data() {
    QTest::addColumn<int>("levels");
    QTest::addColumn<quint64>("address");
    for (int levels = 3; levels <= 5; ++levels) {
      const int width = 12 + 9 * levels;
      QTest::addRow("sv%d first above", width) << levels << (quint64{1} << (width - 1));
      QTest::addRow("sv%d last below", width) << levels << ((~quint64{0} << (width - 1)) - 1);
      QTest::addRow("sv%d top bit alone", width) << levels << (quint64{1} << 63);
    }
  }
  void addresses_must_be_canonical() {
    QFETCH(int, levels);
    QFETCH(quint64, address);
    Hart hart;
    hart.state.privilege = Privilege::kSupervisor;
    for (unsigned i = 0; i < 512; ++i) hart.store(kRam + 8 * i, kV | kR | kX | kA | kD);
    hart.state.csr.satp = std::uint64_t(levels - 3 + 8) << 60 | kRam >> 12;
    QCOMPARE(outcome(hart.walk(0)), kNoFault);
    const Translation answer = hart.walk(address, Access::kFetch);
    QCOMPARE(outcome(answer), quint64{kInsnPageFault});
    QCOMPARE(answer.fault.value, address);
    QVERIFY(!probe(hart.state, address).ok);
  }

  // One leaf, all ways to come at it.  sum and mxr: bit 0 and bit 1.
  void permissions_data() {
    QTest::addColumn<quint64>("flags");
    QTest::addColumn<int>("privilege");
    QTest::addColumn<int>("toggles");
    QTest::addColumn<quint64>("load");
    QTest::addColumn<quint64>("store");
    QTest::addColumn<quint64>("fetch");
    const quint64 ok = kNoFault, load = kLoadPageFault, store = kStorePageFault, fetch = kInsnPageFault;
    const quint64 ad = kV | kA | kD;
    QTest::newRow("supervisor, rwx") << (ad | kR | kW | kX) << 1 << 0 << ok << ok << ok;
    QTest::newRow("supervisor, read only") << (ad | kR) << 1 << 0 << ok << store << fetch;
    QTest::newRow("supervisor, execute only") << (ad | kX) << 1 << 0 << load << store << ok;
    QTest::newRow("supervisor, execute only, mxr") << (ad | kX) << 1 << 2 << ok << store << ok;
    QTest::newRow("supervisor, user page") << (ad | kR | kW | kX | kU) << 1 << 0 << load << store << fetch;
    QTest::newRow("supervisor, user page, sum") << (ad | kR | kW | kX | kU) << 1 << 1 << ok << ok << fetch;
    QTest::newRow("supervisor, user execute only, sum") << (ad | kX | kU) << 1 << 1 << load << store << fetch;
    QTest::newRow("supervisor, user execute only, sum, mxr") << (ad | kX | kU) << 1 << 3 << ok << store << fetch;
    QTest::newRow("user, user page") << (ad | kR | kW | kX | kU) << 0 << 0 << ok << ok << ok;
    QTest::newRow("user, supervisor page") << (ad | kR | kW | kX) << 0 << 3 << load << store << fetch;
    QTest::newRow("user, execute only, mxr") << (ad | kX | kU) << 0 << 2 << ok << store << ok;
    QTest::newRow("write without read") << (ad | kW) << 1 << 0 << load << store << fetch;
    QTest::newRow("write and execute without read") << (ad | kW | kX) << 1 << 2 << load << store << fetch;
    QTest::newRow("invalid") << quint64{kA | kD | kR | kW | kX} << 1 << 0 << load << store << fetch;
    QTest::newRow("pointer at the last level") << quint64{kV} << 1 << 0 << load << store << fetch;
    QTest::newRow("reserved bit 54") << (ad | kR | quint64{1} << 54) << 1 << 0 << load << store << fetch;
    QTest::newRow("reserved bit 60") << (ad | kR | quint64{1} << 60) << 1 << 0 << load << store << fetch;
    QTest::newRow("pbmt") << (ad | kR | quint64{1} << 61) << 1 << 0 << load << store << fetch;
    QTest::newRow("napot") << (ad | kR | quint64{1} << 63) << 1 << 0 << load << store << fetch;
    QTest::newRow("software bits and global") << (ad | kR | kX | kW | kG | 0x300) << 1 << 0 << ok << ok << ok;
  }
  void permissions() {
    QFETCH(quint64, flags);
    QFETCH(int, privilege);
    QFETCH(int, toggles);
    Hart hart;
    hart.map(3, 0x1234000, kTarget, 0, flags);
    hart.state.privilege = static_cast<Privilege>(privilege);
    if ((toggles & 1) != 0) hart.state.csr.mstatus |= kStatusSum;
    if ((toggles & 2) != 0) hart.state.csr.mstatus |= kStatusMxr;
    QTEST(outcome(hart.walk(0x1234000, Access::kLoad)), "load");
    QTEST(outcome(hart.walk(0x1234000, Access::kStore)), "store");
    QTEST(outcome(hart.walk(0x1234000, Access::kFetch)), "fetch");
    // What the answer to one access says about the others holds when they come.
    const Translation load = hart.walk(0x1234000, Access::kLoad);
    if (load.ok) QCOMPARE(load.may_write, hart.walk(0x1234000, Access::kStore).ok);
    // MPRV: M mode with MPP = this privilege; fetches stay physical.
    hart.state.csr.mstatus |= kStatusMprv | std::uint64_t(privilege) << kStatusMppShift;
    hart.state.privilege = Privilege::kMachine;
    QTEST(outcome(hart.walk(0x1234000, Access::kLoad)), "load");
    QTEST(outcome(hart.walk(0x1234000, Access::kStore)), "store");
    QCOMPARE(hart.walk(0x1234000, Access::kFetch).physical, std::uint64_t{0x1234000});
  }

  void reserved_bits_in_pointers_fault_data() {
    QTest::addColumn<quint64>("bit");
    QTest::addColumn<bool>("legal");
    for (const auto& [bit, legal] : {std::pair{kA, false},
                                     {kD, false},
                                     {kU, false},
                                     {kG, true},
                                     {std::uint64_t{1} << 54, false},
                                     {std::uint64_t{1} << 62, false},
                                     {std::uint64_t{1} << 63, false},
                                     {std::uint64_t{0x300}, true}})
      QTest::addRow("%llx", static_cast<unsigned long long>(bit)) << quint64{bit} << legal;
  }
  void reserved_bits_in_pointers_fault() {
    QFETCH(quint64, bit);
    Hart hart;
    hart.state.privilege = Privilege::kSupervisor;
    hart.map(3, 0, kTarget, 0, kV | kR | kA);
    hart.store(kRam, hart.word(kRam) | bit);
    QTEST(hart.walk(0).ok, "legal");
  }

  void tables_outside_of_memory_are_access_faults() {
    Hart hart;
    hart.state.privilege = Privilege::kSupervisor;
    hart.state.csr.satp = std::uint64_t{8} << 60 | 0x40000;
    QCOMPARE(outcome(hart.walk(0x1000, Access::kLoad)), quint64{kLoadAccessFault});
    QCOMPARE(outcome(hart.walk(0x1000, Access::kStore)), quint64{kStoreAccessFault});
    QCOMPARE(outcome(hart.walk(0x1000, Access::kFetch)), quint64{kInsnAccessFault});
  }

  void tables_behind_pmp_are_access_faults() {
    Hart hart;
    hart.state.privilege = Privilege::kSupervisor;
    hart.map(3, 0x5000, kTarget, 0, kV | kR | kW | kA | kD);
    hart.set_pmp(0, (kRam + 0x2000) >> 2 | 0x1ff, kPmpNapot);  // the last level's page
    const Translation answer = hart.walk(0x5123, Access::kStore);
    QCOMPARE(outcome(answer), quint64{kStoreAccessFault});
    QCOMPARE(answer.fault.value, std::uint64_t{0x5123});
  }

  void final_access_behind_pmp_is_an_access_fault() {
    Hart hart;
    hart.state.privilege = Privilege::kSupervisor;
    hart.map(3, 0x5000, kTarget, 0, kV | kR | kW | kX | kA | kD);
    hart.set_pmp(0, kTarget >> 2 | 0x1ff, kPmpNapot | kPmpRead);
    QCOMPARE(outcome(hart.walk(0x5000, Access::kStore)), quint64{kStoreAccessFault});
    QCOMPARE(outcome(hart.walk(0x5000, Access::kFetch)), quint64{kInsnAccessFault});
    const Translation load = hart.walk(0x5000, Access::kLoad);
    QVERIFY(load.ok && load.may_read && !load.may_write && load.whole_page);
  }

  void a_page_that_pmp_splits_is_never_cached() {
    Hart hart;
    hart.state.privilege = Privilege::kSupervisor;
    hart.map(3, 0x5000, kTarget, 0, kV | kR | kW | kA | kD);
    hart.set_pmp(0, (kTarget + 0x800) >> 2, kPmpNa4);
    const Translation beside = hart.walk(0x5000);
    QVERIFY(beside.ok && !beside.whole_page && !beside.may_read && !beside.may_write);
    QCOMPARE(outcome(hart.walk(0x5800)), quint64{kLoadAccessFault});
  }

  void accessed_and_dirty_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<bool>("enabled");
    QTest::newRow("svadu, on") << "max" << true;
    QTest::newRow("svadu, turned off") << "max" << false;
    QTest::newRow("svade") << "max,svadu=off" << false;
  }
  void accessed_and_dirty() {
    QFETCH(QString, model);
    QFETCH(bool, enabled);
    Hart hart{model.toLatin1().constData()};
    if (!enabled) QVERIFY(write_csr(hart.state, kCsrMenvcfg, 0));
    QCOMPARE((hart.state.csr.menvcfg & kEnvAdue) != 0, enabled);
    hart.state.privilege = Privilege::kSupervisor;
    const std::uint64_t flags = kV | kR | kW | kX;
    const std::uint64_t entry = hart.map(3, 0x5000, kTarget, 0, flags);
    QCOMPARE(outcome(hart.walk(0x5000, Access::kFetch)), enabled ? kNoFault : quint64{kInsnPageFault});
    hart.map(3, 0x5000, kTarget, 0, flags);
    QCOMPARE(outcome(hart.walk(0x5000)), enabled ? kNoFault : quint64{kLoadPageFault});
    QCOMPARE(hart.word(entry) & (kA | kD), enabled ? kA : 0);
    hart.map(3, 0x5000, kTarget, 0, flags | kA);
    const Translation load = hart.walk(0x5000);
    QVERIFY(load.ok && load.may_read && !load.may_write);  // D is never set early
    QCOMPARE(outcome(hart.walk(0x5000, Access::kStore)), enabled ? kNoFault : quint64{kStorePageFault});
    QCOMPARE(hart.word(entry) & (kA | kD), enabled ? kA | kD : kA);
  }

  void a_fault_sets_no_bits() {
    Hart hart;
    hart.state.privilege = Privilege::kSupervisor;
    const std::uint64_t entry = hart.map(3, 0x5000, kTarget, 0, kV | kR);
    QVERIFY(!hart.walk(0x5000, Access::kStore).ok);
    QCOMPARE(hart.word(entry) & (kA | kD), std::uint64_t{0});
  }

  void tables_that_cannot_be_written_are_access_faults() {
    Hart hart;
    hart.state.privilege = Privilege::kSupervisor;
    hart.map(3, 0x5000, kTarget, 0, kV | kR);
    hart.set_pmp(0, kRam >> 2 | 0x7ff, kPmpNapot | kPmpRead);
    QCOMPARE(outcome(hart.walk(0x5000)), quint64{kLoadAccessFault});
    hart.set_pmp(0, 0, kPmpOff);
    hart.store(kRom, kTarget >> 2 | kV | kR);
    hart.store(kRam + 0x1000, kRom >> 2 | kV);
    QCOMPARE(outcome(hart.walk(0)), quint64{kLoadAccessFault});
    hart.store(kRom, kTarget >> 2 | kV | kR | kA);
    QCOMPARE(outcome(hart.walk(0)), kNoFault);
  }

  void physical_addresses_pass_unchanged() {
    Hart hart;
    hart.map(3, 0x5000, kTarget, 0, 0);
    QCOMPARE(hart.walk(0x5000).physical, std::uint64_t{0x5000});
    hart.state.csr.satp = 0;
    hart.state.privilege = Privilege::kUser;
    QCOMPARE(hart.walk(0x5000).physical, std::uint64_t{0x5000});
    QCOMPARE(outcome(hart.walk(std::uint64_t{1} << 60)), quint64{kLoadAccessFault});  // beyond what PMP can grant
  }
};

QTEST_GUILESS_MAIN(MmuTest)
#include "mmu_test.moc"
