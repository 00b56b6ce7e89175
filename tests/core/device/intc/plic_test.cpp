// SPDX-License-Identifier: Apache-2.0
// The interrupt controller: which context hears of which source, and the dance of claim and completion.
#include "core/device/intc/plic.h"

#include <QTest>
#include <map>

#include "tests/core/device/support.h"

using namespace vitrine;
using device::intc::Plic;

namespace {
constexpr std::uint64_t kThreshold = 0x200000;
constexpr std::uint64_t kClaim = 0x200004;
constexpr std::uint64_t kEnable = 0x2000;

struct Rig {
  std::map<unsigned, bool> outputs;
  Plic plic{{.sources = 96, .contexts = 4}, [this](unsigned context, bool level) { outputs[context] = level; }};

  void enable(unsigned context, unsigned source, unsigned priority) {
    plic.write(4 * source, 4, priority);
    const std::uint64_t word = kEnable + 0x80 * context + source / 32 * 4;
    plic.write(word, 4, plic.read(word, 4) | (1u << source % 32));
  }
  std::uint64_t claim(unsigned context) { return plic.read(kClaim + 0x1000 * context, 4); }
  void complete(unsigned context, unsigned source) { plic.write(kClaim + 0x1000 * context, 4, source); }
};
}  // namespace

class PlicTest : public QObject {
  Q_OBJECT

 private slots:
  void registers_keep_what_exists_data() {
    QTest::addColumn<quint64>("offset");
    QTest::addColumn<quint64>("written");
    QTest::addColumn<quint64>("kept");
    QTest::newRow("priority of source 1") << quint64{4} << quint64{5} << quint64{5};
    QTest::newRow("priority has three bits") << quint64{4} << quint64{0xff} << quint64{7};
    QTest::newRow("priority of source 96") << quint64{0x180} << quint64{3} << quint64{3};
    QTest::newRow("no source 0") << quint64{0} << quint64{3} << quint64{0};
    QTest::newRow("no source 97") << quint64{0x184} << quint64{3} << quint64{0};
    QTest::newRow("pending is read-only") << quint64{0x1000} << quint64{0xff} << quint64{0};
    QTest::newRow("enable lacks source 0") << quint64{0x2000} << quint64{0xffffffff} << quint64{0xfffffffe};
    QTest::newRow("enable of the last context") << quint64{0x2184} << quint64{0x12345678} << quint64{0x12345678};
    QTest::newRow("no enable word 4") << quint64{0x2010} << quint64{1} << quint64{0};
    QTest::newRow("no context 4") << quint64{0x2200} << quint64{2} << quint64{0};
    QTest::newRow("threshold") << quint64{0x203000} << quint64{6} << quint64{6};
    QTest::newRow("no threshold of context 4") << quint64{0x204000} << quint64{6} << quint64{0};
    QTest::newRow("last word of the window") << quint64{0x5ffffc} << quint64{6} << quint64{0};
  }
  void registers_keep_what_exists() {
    QFETCH(quint64, offset);
    QFETCH(quint64, written);
    QFETCH(quint64, kept);
    Rig rig;
    rig.plic.write(offset, 4, written);
    QCOMPARE(rig.plic.read(offset, 4), kept);
  }
  void only_words_are_registers_data() {
    QTest::addColumn<unsigned>("size");
    for (unsigned size : {1u, 2u, 8u}) QTest::addRow("%u bytes", size) << size;
  }
  void only_words_are_registers() {
    QFETCH(unsigned, size);
    Rig rig;
    rig.plic.write(4, size, 7);
    QCOMPARE(rig.plic.read(4, 4), std::uint64_t{0});
    rig.plic.write(4, 4, 7);
    QCOMPARE(rig.plic.read(4, size), std::uint64_t{0});
  }
  void a_level_reaches_the_contexts_that_enabled_it() {
    Rig rig;
    bus::IrqLine line = rig.plic.input(10);
    rig.enable(1, 10, 1);
    line.set(true);
    QVERIFY(rig.outputs[1]);
    QVERIFY(!rig.outputs[0]);
    QCOMPARE(rig.plic.read(0x1000, 4), std::uint64_t{1u << 10});
    line.set(false);
    QVERIFY(rig.outputs[1]);  // a request stays until it is claimed
    QCOMPARE(rig.claim(1), std::uint64_t{10});
    QVERIFY(!rig.outputs[1]);
    rig.complete(1, 10);
    QVERIFY(!rig.outputs[1]);
  }
  void a_threshold_masks_priorities_up_to_it_data() {
    QTest::addColumn<unsigned>("priority");
    QTest::addColumn<unsigned>("threshold");
    QTest::addColumn<bool>("heard");
    QTest::newRow("0 over 0") << 0u << 0u << false;
    QTest::newRow("1 over 0") << 1u << 0u << true;
    QTest::newRow("3 over 3") << 3u << 3u << false;
    QTest::newRow("4 over 3") << 4u << 3u << true;
    QTest::newRow("7 over 7") << 7u << 7u << false;
  }
  void a_threshold_masks_priorities_up_to_it() {
    QFETCH(unsigned, priority);
    QFETCH(unsigned, threshold);
    QFETCH(bool, heard);
    Rig rig;
    rig.enable(2, 33, priority);
    rig.plic.write(kThreshold + 0x2000, 4, threshold);
    rig.plic.set_level(33, true);
    QCOMPARE(rig.outputs[2], heard);
  }
  void claims_come_by_priority_then_number() {
    Rig rig;
    for (auto [source, priority] : {std::pair{40u, 2u}, {7u, 2u}, {96u, 5u}}) {
      rig.enable(0, source, priority);
      rig.plic.set_level(source, true);
    }
    QCOMPARE(rig.claim(0), std::uint64_t{96});
    QCOMPARE(rig.claim(0), std::uint64_t{7});
    QCOMPARE(rig.claim(0), std::uint64_t{40});
    QCOMPARE(rig.claim(0), std::uint64_t{0});
    QVERIFY(!rig.outputs[0]);
  }
  void a_claimed_source_waits_for_its_completion() {
    Rig rig;
    rig.enable(0, 10, 1);
    rig.enable(2, 10, 1);
    rig.plic.set_level(10, true);
    QCOMPARE(rig.claim(0), std::uint64_t{10});
    QVERIFY(!rig.outputs[2]);
    QCOMPARE(rig.claim(2), std::uint64_t{0});
    rig.complete(0, 10);  // the line is still high
    QVERIFY(rig.outputs[0] && rig.outputs[2]);
    QCOMPARE(rig.claim(2), std::uint64_t{10});
    rig.plic.set_level(10, false);
    rig.complete(2, 10);
    QVERIFY(!rig.outputs[0]);
  }
  void nonsense_completions_do_nothing_data() {
    QTest::addColumn<quint64>("value");
    for (quint64 value : {quint64{0}, quint64{9}, quint64{97}, quint64{0xffffffff}}) QTest::addRow("%llu", value) << value;
  }
  void nonsense_completions_do_nothing() {
    QFETCH(quint64, value);
    Rig rig;
    rig.enable(0, 10, 1);
    rig.plic.set_level(10, true);
    rig.claim(0);
    rig.plic.write(kClaim, 4, value);
    QVERIFY(!rig.outputs[0]);
  }
  void state_survives_a_round_trip() {
    Rig rig;
    rig.enable(0, 10, 3);
    rig.enable(3, 64, 2);
    rig.plic.write(kThreshold, 4, 1);
    rig.plic.set_level(10, true);
    rig.plic.set_level(64, true);
    rig.claim(0);
    Rig other;
    QVERIFY(test::round_trip_is_equal(rig.plic, other.plic));
    QCOMPARE(other.outputs[3], true);
    QCOMPARE(other.outputs[0], false);
    other.complete(0, 10);
    QCOMPARE(other.outputs[0], true);
  }
  void a_state_with_impossible_sources_is_refused() {
    Rig rig;
    auto saved = snapshot::save(rig.plic);
    saved[97 * 4 + 3 * 4 + 3] = 0x80;  // level of source 127
    QVERIFY(!snapshot::restore(rig.plic, 1, saved));
  }
};

QTEST_GUILESS_MAIN(PlicTest)
#include "plic_test.moc"
