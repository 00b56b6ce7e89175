// SPDX-License-Identifier: Apache-2.0
// The 16550A: registers, interrupts by priority, FIFO, loopback, flow control.
#include "core/device/serial/ns16550a.h"

#include <QTest>
#include <numeric>

#include "tests/core/device/support.h"

using namespace vitrine;
using device::serial::Ns16550a;

namespace {
enum Register : std::uint64_t { kData, kIer, kIir, kLcr, kMcr, kLsr, kMsr, kScr, kFcr = kIir };

struct Rig {
  test::RecordingPort port;
  bus::IrqLine irq;
  Ns16550a uart{port, irq};

  std::uint64_t get(Register index) { return uart.read(index, 1); }
  void put(Register index, std::uint64_t value) { uart.write(index, 1, value); }
  std::size_t type(std::size_t count) {
    std::vector<std::uint8_t> bytes(count);
    std::iota(bytes.begin(), bytes.end(), std::uint8_t{'a'});
    return uart.receive(bytes);
  }
};
}  // namespace

class Ns16550aTest : public QObject {
  Q_OBJECT

 private slots:
  void reset_values_data() {
    QTest::addColumn<int>("index");
    QTest::addColumn<quint64>("value");
    QTest::newRow("ier") << int{kIer} << quint64{0};
    QTest::newRow("iir") << int{kIir} << quint64{1};
    QTest::newRow("lcr") << int{kLcr} << quint64{0};
    QTest::newRow("mcr") << int{kMcr} << quint64{8};
    QTest::newRow("lsr") << int{kLsr} << quint64{0x60};
    QTest::newRow("msr") << int{kMsr} << quint64{0xb0};
    QTest::newRow("scr") << int{kScr} << quint64{0};
  }
  void reset_values() {
    QFETCH(int, index);
    QFETCH(quint64, value);
    Rig rig;
    QCOMPARE(rig.get(static_cast<Register>(index)), value);
    for (std::uint64_t each = 0; each < 8; ++each) rig.uart.write(each, 1, 0x0f);
    rig.uart.reset();
    QCOMPARE(rig.get(static_cast<Register>(index)), value);
  }
  void written_bits_that_stay_data() {
    QTest::addColumn<int>("index");
    QTest::addColumn<quint64>("kept");
    QTest::newRow("ier") << int{kIer} << quint64{0x0f};
    QTest::newRow("mcr") << int{kMcr} << quint64{0x1f};
    QTest::newRow("scr") << int{kScr} << quint64{0xff};
    QTest::newRow("lsr is read-only") << int{kLsr} << quint64{0x60};
    QTest::newRow("msr is read-only") << int{kMsr} << quint64{0xb0};
    QTest::newRow("lcr") << int{kLcr} << quint64{0xff};
  }
  void written_bits_that_stay() {
    QFETCH(int, index);
    QFETCH(quint64, kept);
    Rig rig;
    rig.put(static_cast<Register>(index), 0xff);
    QCOMPARE(rig.get(static_cast<Register>(index)), kept);
  }
  void the_divisor_hides_behind_its_latch() {
    Rig rig;
    rig.put(kLcr, 0x83);
    rig.put(kData, 0x34);
    rig.put(kIer, 0x12);
    QCOMPARE(rig.get(kData), std::uint64_t{0x34});
    QCOMPARE(rig.get(kIer), std::uint64_t{0x12});
    rig.put(kLcr, 0x03);
    QCOMPARE(rig.get(kIer), std::uint64_t{0});
    QVERIFY(rig.port.text.empty());
  }
  void characters_leave_at_once() {
    Rig rig;
    for (char character : std::string{"hello"}) rig.put(kData, static_cast<std::uint8_t>(character));
    QCOMPARE(rig.port.text, std::string{"hello"});
    QCOMPARE(rig.get(kLsr), std::uint64_t{0x60});
  }
  void transmitter_empty_interrupts_until_identified() {
    Rig rig;
    rig.put(kIer, 2);
    QVERIFY(rig.irq.level());
    QCOMPARE(rig.get(kIir), std::uint64_t{2});
    QVERIFY(!rig.irq.level());
    QCOMPARE(rig.get(kIir), std::uint64_t{1});
    rig.put(kData, 'x');
    QVERIFY(rig.irq.level());
    rig.put(kIer, 0);
    QVERIFY(!rig.irq.level());
    rig.put(kIer, 2);
    QVERIFY(rig.irq.level());
  }
  void received_data_interrupts_by_trigger_level_data() {
    QTest::addColumn<quint64>("fcr");
    QTest::addColumn<int>("count");
    QTest::addColumn<quint64>("iir");
    QTest::newRow("one, trigger 1") << quint64{0x01} << 1 << quint64{0xc4};
    QTest::newRow("three, trigger 4") << quint64{0x41} << 3 << quint64{0xcc};
    QTest::newRow("four, trigger 4") << quint64{0x41} << 4 << quint64{0xc4};
    QTest::newRow("seven, trigger 8") << quint64{0x81} << 7 << quint64{0xcc};
    QTest::newRow("eight, trigger 8") << quint64{0x81} << 8 << quint64{0xc4};
    QTest::newRow("thirteen, trigger 14") << quint64{0xc1} << 13 << quint64{0xcc};
    QTest::newRow("fourteen, trigger 14") << quint64{0xc1} << 14 << quint64{0xc4};
    QTest::newRow("one without FIFO") << quint64{0x00} << 1 << quint64{0x04};
  }
  void received_data_interrupts_by_trigger_level() {
    QFETCH(quint64, fcr);
    QFETCH(int, count);
    QFETCH(quint64, iir);
    Rig rig;
    rig.put(kFcr, fcr);
    rig.put(kIer, 1);
    QCOMPARE(rig.type(static_cast<std::size_t>(count)), static_cast<std::size_t>(count));
    QVERIFY(rig.irq.level());
    QCOMPARE(rig.get(kIir), iir);
    for (int index = 0; index < count; ++index) {
      QCOMPARE(rig.get(kLsr), std::uint64_t{0x61});
      QCOMPARE(rig.get(kData), static_cast<std::uint64_t>('a' + index));
    }
    QCOMPARE(rig.get(kLsr), std::uint64_t{0x60});
    QVERIFY(!rig.irq.level());
  }
  void interrupts_come_by_priority() {
    Rig rig;
    rig.put(kFcr, 1);
    rig.put(kIer, 0x0f);
    rig.uart.receive_break();
    QCOMPARE(rig.get(kIir), std::uint64_t{0xc6});
    QCOMPARE(rig.get(kLsr), std::uint64_t{0x71});
    QCOMPARE(rig.get(kIir), std::uint64_t{0xc4});
    QCOMPARE(rig.get(kData), std::uint64_t{0});
    QCOMPARE(rig.get(kIir), std::uint64_t{0xc2});
    QCOMPARE(rig.get(kIir), std::uint64_t{0xc1});
    QVERIFY(!rig.irq.level());
  }
  void receiving_takes_what_fits_and_asks_for_more() {
    Rig rig;
    int asked = 0;
    rig.uart.on_room([&] { ++asked; });
    QCOMPARE(rig.type(3), std::size_t{1});  // no FIFO yet
    rig.put(kFcr, 7);
    QCOMPARE(asked, 1);
    QCOMPARE(rig.type(20), std::size_t{16});
    QCOMPARE(rig.type(1), std::size_t{0});
    rig.get(kData);
    QCOMPARE(asked, 2);
    rig.get(kData);
    QCOMPARE(asked, 2);  // nobody was turned away since
  }
  void loopback_stays_inside() {
    Rig rig;
    rig.put(kFcr, 1);
    rig.put(kMcr, 0x1f);
    QCOMPARE(rig.get(kMsr), std::uint64_t{0xf0});
    rig.put(kMcr, 0x12);
    QCOMPARE(rig.get(kMsr), std::uint64_t{0x10});
    rig.put(kData, 'q');
    QVERIFY(rig.port.text.empty());
    QCOMPARE(rig.get(kData), std::uint64_t{'q'});
    QCOMPARE(rig.type(1), std::size_t{0});
    for (int count = 0; count < 17; ++count) rig.put(kData, 'z');
    QCOMPARE(rig.get(kLsr), std::uint64_t{0x63});  // overrun
    QCOMPARE(rig.get(kLsr), std::uint64_t{0x61});
  }
  void switching_or_clearing_the_fifo_empties_it_data() {
    QTest::addColumn<quint64>("fcr");
    QTest::newRow("off") << quint64{0};
    QTest::newRow("cleared") << quint64{3};
  }
  void switching_or_clearing_the_fifo_empties_it() {
    QFETCH(quint64, fcr);
    Rig rig;
    rig.put(kFcr, 1);
    rig.type(5);
    rig.put(kFcr, fcr);
    QCOMPARE(rig.get(kLsr), std::uint64_t{0x60});
  }
  void only_bytes_are_registers() {
    Rig rig;
    rig.uart.write(kScr, 4, 0x12);
    QCOMPARE(rig.get(kScr), std::uint64_t{0});
    QCOMPARE(rig.uart.read(kLsr, 4), std::uint64_t{0});
    QCOMPARE(rig.uart.read(0x80, 1), std::uint64_t{0});
  }
  void state_survives_a_round_trip() {
    Rig rig;
    rig.put(kFcr, 0x81);
    rig.put(kIer, 5);
    rig.type(9);
    rig.get(kData);
    rig.put(kScr, 0x5a);
    Rig other;
    QVERIFY(test::round_trip_is_equal(rig.uart, other.uart));
    QVERIFY(other.irq.level());
    QCOMPARE(other.get(kData), std::uint64_t{'b'});
  }
  void a_state_with_too_many_characters_is_refused() {
    Rig rig;
    auto saved = snapshot::save(rig.uart);
    saved[17] = 17;
    QVERIFY(!snapshot::restore(rig.uart, 1, saved));
  }
};

QTEST_GUILESS_MAIN(Ns16550aTest)
#include "ns16550a_test.moc"
