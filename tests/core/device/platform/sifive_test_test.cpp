// SPDX-License-Identifier: Apache-2.0
// The test finisher: which words end the machine, and how.
#include "core/device/platform/sifive_test.h"

#include <QTest>
#include <optional>

using vitrine::device::platform::FinisherRequest;
using vitrine::device::platform::SifiveTest;

class SifiveTestTest : public QObject {
  Q_OBJECT

 private slots:
  void words_mean_what_they_say_data() {
    QTest::addColumn<quint64>("offset");
    QTest::addColumn<unsigned>("size");
    QTest::addColumn<quint64>("value");
    QTest::addColumn<int>("request");  // -1: nothing happens
    QTest::addColumn<int>("code");
    QTest::newRow("power off") << quint64{0} << 4u << quint64{0x5555} << int{0} << 0;
    QTest::newRow("power off by a half word") << quint64{0} << 2u << quint64{0x5555} << int{0} << 0;
    QTest::newRow("fail with 1") << quint64{0} << 4u << quint64{0x13333} << int{1} << 1;
    QTest::newRow("fail with 65535") << quint64{0} << 4u << quint64{0xffff3333} << int{1} << 65535;
    QTest::newRow("reset") << quint64{0} << 4u << quint64{0x7777} << int{2} << 0;
    QTest::newRow("other word") << quint64{0} << 4u << quint64{0x1234} << -1 << 0;
    QTest::newRow("other register") << quint64{4} << 4u << quint64{0x5555} << -1 << 0;
    QTest::newRow("a byte") << quint64{0} << 1u << quint64{0x5555} << -1 << 0;
  }
  void words_mean_what_they_say() {
    QFETCH(quint64, offset);
    QFETCH(unsigned, size);
    QFETCH(quint64, value);
    QFETCH(int, request);
    QFETCH(int, code);
    int seen = -1;
    int seen_code = 0;
    SifiveTest finisher{[&](FinisherRequest what, std::uint16_t with) {
      seen = static_cast<int>(what);
      seen_code = with;
    }};
    finisher.write(offset, size, value);
    QCOMPARE(seen, request);
    QCOMPARE(seen_code, code);
    QCOMPARE(finisher.read(offset, size), std::uint64_t{0});
  }
};

QTEST_GUILESS_MAIN(SifiveTestTest)
#include "sifive_test_test.moc"
