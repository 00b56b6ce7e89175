// SPDX-License-Identifier: Apache-2.0
// Bit fields, sign extension, alignment and endian loads.
#include "core/base/bits.h"

#include <QTest>
#include <array>

using namespace vitrine::base;

class BitsTest : public QObject {
  Q_OBJECT

 private slots:
  void field_is_right_aligned_data() {
    QTest::addColumn<quint64>("value");
    QTest::addColumn<unsigned>("high");
    QTest::addColumn<unsigned>("low");
    QTest::addColumn<quint64>("expected");
    QTest::newRow("whole word") << quint64{0x8123456789abcdef} << 63u << 0u << quint64{0x8123456789abcdef};
    QTest::newRow("one bit") << quint64{0x8000000000000000} << 63u << 63u << quint64{1};
    QTest::newRow("middle") << quint64{0xabcd} << 11u << 4u << quint64{0xbc};
  }
  void field_is_right_aligned() {
    QFETCH(quint64, value);
    QFETCH(unsigned, high);
    QFETCH(unsigned, low);
    QTEST(quint64{bits(value, high, low)}, "expected");
  }

  void sign_extension_keeps_the_low_bits_data() {
    QTest::addColumn<quint64>("value");
    QTest::addColumn<unsigned>("width");
    QTest::addColumn<qint64>("expected");
    QTest::newRow("negative byte") << quint64{0x1ff} << 8u << qint64{-1};
    QTest::newRow("positive byte") << quint64{0xf7f} << 8u << qint64{0x7f};
    QTest::newRow("one bit") << quint64{1} << 1u << qint64{-1};
    QTest::newRow("whole word") << quint64{5} << 64u << qint64{5};
  }
  void sign_extension_keeps_the_low_bits() {
    QFETCH(quint64, value);
    QFETCH(unsigned, width);
    QTEST(qint64{sign_extend(value, width)}, "expected");
  }

  void range_fits_never_overflows_data() {
    QTest::addColumn<quint64>("start");
    QTest::addColumn<quint64>("size");
    QTest::addColumn<bool>("expected");
    QTest::newRow("inside") << quint64{0} << quint64{100} << true;
    QTest::newRow("empty at the end") << quint64{100} << quint64{0} << true;
    QTest::newRow("one beyond") << quint64{1} << quint64{100} << false;
    QTest::newRow("start beyond") << quint64{101} << quint64{0} << false;
    QTest::newRow("sum wraps") << quint64{50} << ~quint64{0} << false;
  }
  void range_fits_never_overflows() {
    QFETCH(quint64, start);
    QFETCH(quint64, size);
    QTEST(range_fits(start, size, 100), "expected");
  }

  void endian_round_trip() {
    std::array<unsigned char, 4> bytes{};
    store_be<u32>(bytes.data(), 0x01020304);
    QCOMPARE(int{bytes[0]}, 1);
    QCOMPARE(load_be<u32>(bytes.data()), u32{0x01020304});
    QCOMPARE(load_le<u32>(bytes.data()), u32{0x04030201});
  }

  void alignment_rounds_both_ways() {
    QCOMPARE(align_up(4097, 4096), u64{8192});
    QCOMPARE(align_up(4096, 4096), u64{4096});
    QCOMPARE(align_down(4095, 4096), u64{0});
    QVERIFY(!is_aligned(6, 4));
  }

  void merge_takes_the_masked_bits() { QCOMPARE(merge_bits(0xff00, 0x00ff, 0x0ff0), u64{0xf0f0}); }
};

QTEST_GUILESS_MAIN(BitsTest)
#include "bits_test.moc"
