// SPDX-License-Identifier: Apache-2.0
// Register windows on the bus, and interrupt lines.
#include "core/bus/system_bus.h"

#include <QTest>

using namespace vitrine::bus;

namespace {

// Remembers its last access.
class Probe final : public MmioRegion {
 public:
  std::uint64_t read(std::uint64_t offset, unsigned size_bytes) override { return offset * 16 + size_bytes; }
  void write(std::uint64_t offset, unsigned, std::uint64_t value) override { last = offset + value; }
  std::uint64_t last = 0;
};

}  // namespace

class SystemBusTest : public QObject {
  Q_OBJECT

 private slots:
  void access_reaches_the_window_by_offset() {
    SystemBus bus;
    Probe probe;
    QVERIFY(bus.map(0x1000, 0x100, probe, "probe"));
    QCOMPARE(bus.read(0x1010, 4).value_or(0), std::uint64_t{0x104});
    QVERIFY(bus.write(0x10f8, 8, 1));
    QCOMPARE(probe.last, std::uint64_t{0xf9});
    QCOMPARE(bus.access_count(), std::uint64_t{2});
  }
  void answer_is_cut_to_the_width_of_the_access() {
    SystemBus bus;
    Probe probe;
    QVERIFY(bus.map(0x1000, 0x100, probe, "probe"));
    QCOMPARE(bus.read(0x1010, 1).value_or(0), std::uint64_t{0x01});
    QCOMPARE(bus.read(0x1010, 8).value_or(0), std::uint64_t{0x108});
  }
  void access_outside_or_across_the_end_faults_data() {
    QTest::addColumn<quint64>("address");
    QTest::newRow("below") << quint64{0xfff};
    QTest::newRow("across the end") << quint64{0x10fd};
    QTest::newRow("behind") << quint64{0x1100};
    QTest::newRow("last address") << ~quint64{0};
  }
  void access_outside_or_across_the_end_faults() {
    QFETCH(quint64, address);
    SystemBus bus;
    Probe probe;
    QVERIFY(bus.map(0x1000, 0x100, probe, "probe"));
    QVERIFY(!bus.read(address, 4).has_value());
    QVERIFY(!bus.write(address, 4, 0));
    QCOMPARE(bus.access_count(), std::uint64_t{0});
  }
  void overlapping_windows_are_refused() {
    SystemBus bus;
    Probe probe;
    QVERIFY(bus.map(0x1000, 0x100, probe, "probe"));
    QVERIFY(!bus.map(0xf00, 0x101, probe, "early"));
    QVERIFY(!bus.map(0x10ff, 1, probe, "late"));
    QVERIFY(bus.map(0x1100, 1, probe, "next"));
  }
  void line_reports_changes_only() {
    int changes = 0;
    IrqLine line{[&](bool) { ++changes; }};
    line.set(true);
    line.set(true);
    line.pulse();
    QCOMPARE(changes, 2);
    QVERIFY(!line.level());
  }
};

QTEST_GUILESS_MAIN(SystemBusTest)
#include "system_bus_test.moc"
