// SPDX-License-Identifier: Apache-2.0
// The flash bank: identification, query, programs, buffers, erasing, and what a read-only bank refuses.
#include "core/device/flash/cfi_flash.h"

#include <QTest>

#include "tests/core/device/support.h"

using namespace vitrine;
using device::flash::CfiFlash;

namespace {
struct Rig {
  explicit Rig(bool read_only = false)
      : flash{store,
              read_only,
              {.keep = [this](std::uint64_t, std::span<const std::byte>) { return !disk_is_full; },
               .dirty =
                   [this](std::uint64_t at, std::uint64_t size) {
                     dirty_at = at;
                     dirty_size = size;
                   },
               .mode = [this](bool array) { modes += array ? 'a' : 's'; }}} {}
  std::vector<std::byte> store = std::vector<std::byte>(32u << 20, std::byte{0});
  std::uint64_t dirty_at = 0, dirty_size = 0;
  std::string modes;
  bool disk_is_full = false;
  CfiFlash flash;

  std::uint64_t get(std::uint64_t offset, unsigned size = 4) { return flash.read(offset, size); }
  void put(std::uint64_t offset, std::uint64_t value, unsigned size = 4) { flash.write(offset, size, value); }
  void command(std::uint8_t code, std::uint64_t offset = 0) { put(offset, code * 0x00010001u); }
};
}  // namespace

class CfiFlashTest : public QObject {
  Q_OBJECT

 private slots:
  void the_array_reads_in_all_widths() {
    Rig rig;
    for (std::size_t index = 0; index < 8; ++index) rig.store[index] = static_cast<std::byte>(index + 1);
    QCOMPARE(rig.get(0, 1), std::uint64_t{1});
    QCOMPARE(rig.get(2, 2), std::uint64_t{0x0403});
    QCOMPARE(rig.get(4, 4), std::uint64_t{0x08070605});
    QCOMPARE(rig.get(0, 8), std::uint64_t{0x0807060504030201});
  }
  void both_chips_identify_themselves_data() {
    QTest::addColumn<unsigned>("code");
    QTest::addColumn<quint64>("offset");
    QTest::addColumn<unsigned>("size");
    QTest::addColumn<quint64>("value");
    QTest::newRow("manufacturer") << 0x90u << quint64{0} << 4u << quint64{0x00890089};
    QTest::newRow("device") << 0x90u << quint64{4} << 4u << quint64{0x00180018};
    QTest::newRow("block is not locked") << 0x90u << quint64{0x40008} << 2u << quint64{0};
    QTest::newRow("identification of 8 bytes") << 0x90u << quint64{0} << 8u << quint64{0x0018001800890089};
    QTest::newRow("Q") << 0x98u << quint64{0x40} << 4u << quint64{0x00510051};
    QTest::newRow("R, one chip") << 0x98u << quint64{0x44} << 2u << quint64{0x52};
    QTest::newRow("Y, a byte") << 0x98u << quint64{0x48} << 1u << quint64{0x59};
    QTest::newRow("16 MiB a chip") << 0x98u << quint64{0x27 * 4} << 4u << quint64{0x00180018};
    QTest::newRow("128 sectors") << 0x98u << quint64{0x2d * 4} << 4u << quint64{0x007f007f};
    QTest::newRow("of 128 KiB") << 0x98u << quint64{0x30 * 4} << 4u << quint64{0x00020002};
    QTest::newRow("behind the table") << 0x98u << quint64{0x40 * 4} << 4u << quint64{0};
    QTest::newRow("status") << 0x70u << quint64{0x1234} << 4u << quint64{0x00800080};
    QTest::newRow("status of one chip") << 0x70u << quint64{2} << 2u << quint64{0x80};
  }
  void both_chips_identify_themselves() {
    QFETCH(unsigned, code);
    QFETCH(quint64, offset);
    QFETCH(unsigned, size);
    QFETCH(quint64, value);
    Rig rig;
    rig.command(static_cast<std::uint8_t>(code));
    QCOMPARE(rig.get(offset, size), value);
    rig.command(0xff);
    QCOMPARE(rig.get(0), std::uint64_t{0});
    QCOMPARE(rig.modes, std::string{"sa"});
  }
  void a_program_stores_its_word_data() {
    QTest::addColumn<unsigned>("code");
    QTest::addColumn<unsigned>("size");
    QTest::addColumn<quint64>("stored");
    QTest::newRow("40, a word") << 0x40u << 4u << quint64{0x12345678};
    QTest::newRow("10, a half word") << 0x10u << 2u << quint64{0x5678};
    QTest::newRow("40, a byte") << 0x40u << 1u << quint64{0x78};
  }
  void a_program_stores_its_word() {
    QFETCH(unsigned, code);
    QFETCH(unsigned, size);
    QFETCH(quint64, stored);
    Rig rig;
    rig.put(0x80, code, size);
    rig.put(0x80, 0x12345678, size);
    QCOMPARE(rig.get(0x80), std::uint64_t{0x00800080});
    rig.command(0xff);
    QCOMPARE(rig.get(0x80), stored);
    QCOMPARE(rig.dirty_at, std::uint64_t{0x80});
    QCOMPARE(rig.dirty_size, std::uint64_t{size});
  }
  void a_sector_is_erased_after_confirmation() {
    Rig rig;
    rig.command(0x20, 0x41000);
    rig.command(0xd0, 0x41000);
    rig.command(0xff);
    QCOMPARE(rig.get(0x3fffc), std::uint64_t{0});
    QCOMPARE(rig.get(0x40000), std::uint64_t{0xffffffff});
    QCOMPARE(rig.get(0x7fffc), std::uint64_t{0xffffffff});
    QCOMPARE(rig.get(0x80000), std::uint64_t{0});
    rig.command(0x20);
    rig.command(0x55);
    QVERIFY(rig.flash.in_array_mode());
    QCOMPARE(rig.get(0), std::uint64_t{0});
  }
  void a_buffer_is_programmed_at_once() {
    Rig rig;
    rig.command(0xe8, 0x1080);
    QCOMPARE(rig.get(0x1080), std::uint64_t{0x00800080});
    rig.command(31, 0x1080);
    for (std::uint64_t word = 0; word < 32; ++word) rig.put(0x1080 + 4 * word, word + 1);
    QCOMPARE(rig.store[0x1080], std::byte{0});
    rig.command(0xd0, 0x1080);
    rig.command(0xff);
    for (std::uint64_t word = 0; word < 32; ++word) QCOMPARE(rig.get(0x1080 + 4 * word), word + 1);
    QCOMPARE(rig.get(0x107c), std::uint64_t{0});
    QCOMPARE(rig.get(0x1100), std::uint64_t{0});
  }
  void a_buffer_that_is_not_confirmed_is_dropped() {
    Rig rig;
    rig.command(0xe8);
    rig.command(0);
    rig.put(0, 0x11111111);
    rig.command(0xff);
    QVERIFY(rig.flash.in_array_mode());
    QCOMPARE(rig.get(0), std::uint64_t{0});
  }
  void a_buffer_that_leaves_its_block_fails() {
    Rig rig;
    rig.command(0xe8, 0xffc);
    rig.command(1, 0xffc);
    rig.put(0xffc, 1);
    rig.put(0x1000, 2);
    rig.command(0xd0);
    QCOMPARE(rig.get(0), std::uint64_t{0x00900090});
    rig.command(0x50);
    QCOMPARE(rig.get(0xffc), std::uint64_t{0});
  }
  void a_read_only_bank_says_so() {
    Rig rig{true};
    rig.command(0x40);
    rig.put(0, 1);
    QCOMPARE(rig.get(0), std::uint64_t{0x00900090});
    rig.command(0x20);
    rig.command(0xd0);
    QCOMPARE(rig.get(0), std::uint64_t{0x00b000b0});
    rig.command(0x50);
    QCOMPARE(rig.get(0), std::uint64_t{0});
  }
  void what_cannot_be_kept_is_an_error_and_changes_nothing() {
    Rig rig;
    rig.store[0] = std::byte{7};
    rig.disk_is_full = true;
    rig.command(0x40);
    rig.put(0, 1);
    QCOMPARE(rig.get(0), std::uint64_t{0x00900090});
    rig.command(0x20);
    rig.command(0xd0);
    QCOMPARE(rig.get(0), std::uint64_t{0x00b000b0});
    rig.command(0xff);
    QCOMPARE(rig.get(0), std::uint64_t{7});
    QCOMPARE(rig.dirty_size, std::uint64_t{0});
  }
  void locks_are_accepted_and_lock_nothing() {
    Rig rig;
    rig.command(0x60);
    rig.command(0x01);
    QCOMPARE(rig.get(0), std::uint64_t{0x00800080});
    rig.command(0x40);
    rig.put(0, 5);
    rig.command(0xff);
    QCOMPARE(rig.get(0), std::uint64_t{5});
  }
  void accesses_beyond_the_store_do_nothing() {
    Rig rig;
    QCOMPARE(rig.get(rig.store.size() - 2, 4), std::uint64_t{0});
    rig.put(rig.store.size() - 2, 0x40);
    rig.put(rig.store.size() - 2, 0xffffffff);
    QCOMPARE(rig.get(0), std::uint64_t{0x00900090});
  }
  void state_survives_a_round_trip_in_every_cycle() {
    Rig rig;
    Rig other;
    const auto check = [&] { return test::round_trip_is_equal(rig.flash, other.flash); };
    QVERIFY(check());
    rig.command(0xe8);
    QVERIFY(check());
    rig.command(1);
    QVERIFY(check());
    rig.put(0x10, 0xaaaaaaaa);
    QVERIFY(check());
    rig.put(0x14, 0xbbbbbbbb);
    QVERIFY(check());
    other.command(0xd0);
    other.command(0xff);
    QCOMPARE(other.get(0x10, 8), std::uint64_t{0xbbbbbbbbaaaaaaaa});
  }
  void impossible_states_are_refused_data() {
    QTest::addColumn<int>("command");
    QTest::addColumn<int>("cycle");
    QTest::newRow("no such cycle") << 0xe8 << 4;
    QTest::newRow("buffering without a buffer") << 0xe8 << 2;
    QTest::newRow("an array in its second cycle") << 0 << 1;
    QTest::newRow("an erase in its third cycle") << 0x20 << 2;
  }
  void impossible_states_are_refused() {
    QFETCH(int, command);
    QFETCH(int, cycle);
    Rig rig;
    auto saved = snapshot::save(rig.flash);
    saved[0] = static_cast<std::uint8_t>(command);
    saved[1] = static_cast<std::uint8_t>(cycle);
    QVERIFY(!snapshot::restore(rig.flash, 1, saved));
    QVERIFY(rig.flash.in_array_mode());
  }
};

QTEST_GUILESS_MAIN(CfiFlashTest)
#include "cfi_flash_test.moc"
