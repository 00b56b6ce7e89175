// SPDX-License-Identifier: Apache-2.0
// The cache of decoded units: what find() gives, and what invalidation takes away.
#include "core/engine/interpreter/unit_cache.h"

#include <QTest>

#include "core/cpu/handlers.h"

using namespace vitrine;
using engine::interpreter::UnitCache;
using engine::interpreter::UnitKey;

namespace {

constexpr std::uint64_t kPage = 0x80003000;

std::vector<cpu::DecodedInsn> insns(std::size_t count) {
  std::vector<cpu::DecodedInsn> made(count + 1);
  for (auto& insn : made) insn.handler = &cpu::fall_through;
  return made;
}

// A unit of `bytes` bytes at an offset of kPage; `second` when it ends in another page.
cpu::Unit* add(UnitCache& cache, std::uint64_t offset, unsigned bytes, std::uint64_t second = cpu::Unit::kOnePage, std::uint32_t mode = 3) {
  return cache.add({kPage + offset, mode}, second, insns((bytes + 3) / 4), static_cast<std::uint16_t>(bytes));
}
bool finds(const UnitCache& cache, const cpu::Unit* unit) { return cache.find({unit->physical, unit->mode}) == unit; }

}  // namespace

class UnitCacheTest : public QObject {
  Q_OBJECT

 private slots:
  void units_are_found_by_address_and_mode() {
    UnitCache cache{1};
    cpu::Unit* const one = add(cache, 0x100, 16);
    cpu::Unit* const other = add(cache, 0x100, 16, cpu::Unit::kOnePage, 7);
    QVERIFY(finds(cache, one) && finds(cache, other) && one != other);
    QCOMPARE(cache.find({kPage + 0x102, 3}), nullptr);
    QCOMPARE(cache.find({kPage + 0x100, 0}), nullptr);
    QCOMPARE(one->count, std::uint16_t{4});
    QCOMPARE(cache.units_made(), 2u);
  }

  void units_that_serve_once_are_never_found() {
    UnitCache cache{1};
    const cpu::Unit* const unit = cache.add_once({kPage, 3}, insns(1), 4);
    QVERIFY(unit != nullptr && unit->second_physical != cpu::Unit::kOnePage);
    QCOMPARE(cache.find({kPage, 3}), nullptr);
  }

  void lines_drop_the_units_on_them_data() {
    QTest::addColumn<uint>("offset");
    QTest::addColumn<uint>("bytes");
    QTest::addColumn<quint64>("lines");
    QTest::addColumn<bool>("stays");
    QTest::newRow("its line") << 0x40u << 4u << quint64{2} << false;
    QTest::newRow("the line before") << 0x40u << 4u << quint64{1} << true;
    QTest::newRow("the line behind") << 0x40u << 64u << quint64{4} << true;
    QTest::newRow("its second line") << 0x7eu << 4u << quint64{4} << false;
    QTest::newRow("its last line of five") << 0x70u << 256u << quint64{1} << true;
    QTest::newRow("its first of five") << 0x70u << 256u << quint64{1u << 1} << false;
    QTest::newRow("its fifth of five") << 0x70u << 256u << quint64{1u << 5} << false;
    QTest::newRow("behind five") << 0x70u << 256u << quint64{1u << 6} << true;
    QTest::newRow("the page's last line") << 0xffcu << 4u << (quint64{1} << 63) << false;
    QTest::newRow("no line") << 0x40u << 4u << quint64{0} << true;
    QTest::newRow("all lines") << 0x40u << 4u << ~quint64{0} << false;
  }
  void lines_drop_the_units_on_them() {
    QFETCH(uint, offset);
    QFETCH(uint, bytes);
    QFETCH(quint64, lines);
    QFETCH(bool, stays);
    UnitCache cache{1};
    cpu::Unit* const unit = add(cache, offset, bytes);
    cpu::Unit* const elsewhere = cache.add({kPage + 0x10000 + offset, 3}, cpu::Unit::kOnePage, insns(1), 4);
    cache.invalidate(kPage, lines);
    QCOMPARE(finds(cache, unit), stays);
    QCOMPARE(unit->valid, stays);
    QCOMPARE(unit->insns()->handler == &cpu::stale_unit, !stays);
    QVERIFY(finds(cache, elsewhere));
  }

  void units_across_pages_go_with_either_page_data() {
    QTest::addColumn<quint64>("page");
    QTest::addColumn<quint64>("lines");
    QTest::addColumn<bool>("stays");
    QTest::newRow("first page, last line") << quint64{kPage} << (quint64{1} << 63) << false;
    QTest::newRow("first page, another line") << quint64{kPage} << quint64{1} << true;
    QTest::newRow("second page, first line") << quint64{kPage + 0x5000} << quint64{1} << false;
    QTest::newRow("second page, another line") << quint64{kPage + 0x5000} << quint64{2} << true;
    QTest::newRow("the physical page behind the first") << quint64{kPage + 0x1000} << ~quint64{0} << true;
  }
  void units_across_pages_go_with_either_page() {
    QFETCH(quint64, page);
    QFETCH(quint64, lines);
    UnitCache cache{1};
    cpu::Unit* const unit = add(cache, 0xffe, 4, kPage + 0x5000);
    cache.invalidate(page, lines);
    QTEST(finds(cache, unit), "stays");
    cache.invalidate(page, lines);  // nothing more happens
    QTEST(unit->valid, "stays");
  }

  // Whoever stays may have pointed at what went.
  void dropping_a_unit_cuts_the_links_in_its_page() {
    UnitCache cache{1};
    cpu::Unit* const dropped = add(cache, 0x40, 4);
    cpu::Unit* const linked = add(cache, 0x80, 4);
    cpu::Unit* const elsewhere = cache.add({kPage + 0x1000, 3}, cpu::Unit::kOnePage, insns(1), 4);
    linked->links[0] = linked->links[1] = dropped;
    elsewhere->links[0] = elsewhere;
    cache.invalidate(kPage, 2);
    QVERIFY(finds(cache, linked));
    QVERIFY(linked->links[0] == nullptr && linked->links[1] == nullptr);
    QCOMPARE(elsewhere->links[0], elsewhere);
  }

  void many_units_in_a_bucket_are_told_apart() {
    UnitCache cache{4};
    std::vector<cpu::Unit*> units;
    for (std::uint64_t i = 0; i < 2000; ++i) units.push_back(cache.add({kPage + i * 0x2000'0000, 3}, cpu::Unit::kOnePage, insns(1), 4));
    for (std::size_t i = 0; i < units.size(); i += 2) cache.invalidate(kPage + i * 0x2000'0000, ~std::uint64_t{0});
    for (std::size_t i = 0; i < units.size(); ++i) QCOMPARE(finds(cache, units[i]), i % 2 == 1);
  }

  void a_full_arena_says_so_and_is_empty_after_clear() {
    UnitCache cache{2};
    const auto block = insns(63);
    std::uint64_t address = 0;
    while (cache.add({address, 3}, cpu::Unit::kOnePage, block, 252) != nullptr) address += 256;
    QVERIFY(cache.bytes_used() > (std::size_t{2} << 20) - 4096 && cache.bytes_used() <= std::size_t{2} << 20);
    QCOMPARE(cache.add_once({0, 3}, block, 252), nullptr);
    cache.clear();
    QCOMPARE(cache.bytes_used(), 0u);
    QCOMPARE(cache.find({0, 3}), nullptr);
    QVERIFY(cache.add({0, 3}, cpu::Unit::kOnePage, block, 252) != nullptr);
    cache.invalidate(0, 1);
    QCOMPARE(cache.find({0, 3}), nullptr);
  }
};

QTEST_GUILESS_MAIN(UnitCacheTest)
#include "unit_cache_test.moc"
