// SPDX-License-Identifier: Apache-2.0
// Checked access to guest memory, the map of code lines, and what devices may reach.
#include "core/memory/guest_memory.h"

#include <QTest>
#include <array>

using namespace vitrine::memory;

namespace {

constexpr std::uint64_t kRam = 0x80000000;
constexpr std::uint64_t kRom = 0x1000;
constexpr std::uint64_t kSize = 0x4000;

void build(GuestMemory& memory) {
  QVERIFY(memory.add_ram(kRam, kSize, "ram"));
  QVERIFY(memory.add_ram(kRam + kSize, kSize, "more"));
  QVERIFY(memory.add_rom(kRom, kPageSize, "rom"));
}

}  // namespace

class GuestMemoryTest : public QObject {
  Q_OBJECT

 private slots:
  void overlapping_blocks_are_refused() {
    GuestMemory memory;
    build(memory);
    QVERIFY(!memory.add_ram(kRam - kPageSize, 2 * kPageSize, "early"));
    QVERIFY(!memory.add_ram(kRam + kSize / 2, kPageSize, "inside"));
    QCOMPARE(memory.blocks().size(), std::size_t{3});
  }

  void transfers_outside_are_refused_whole_data() {
    QTest::addColumn<quint64>("address");
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("readable");
    QTest::addColumn<bool>("writable");
    QTest::newRow("inside, unaligned") << quint64{kRam + 3} << 13 << true << true;
    QTest::newRow("across adjoining blocks") << quint64{kRam + kSize - 5} << 16 << true << true;
    QTest::newRow("below") << quint64{kRam - 1} << 4 << false << false;
    QTest::newRow("across the end") << quint64{kRam + 2 * kSize - 4} << 8 << false << false;
    QTest::newRow("rom") << quint64{kRom} << 8 << true << false;
    QTest::newRow("end of the address space") << ~quint64{0} << 8 << false << false;
  }
  void transfers_outside_are_refused_whole() {
    QFETCH(quint64, address);
    QFETCH(int, size);
    QFETCH(bool, readable);
    QFETCH(bool, writable);
    GuestMemory memory;
    build(memory);
    const std::vector<std::byte> pattern(static_cast<std::size_t>(size), std::byte{0x5a});
    QCOMPARE(memory.write(address, pattern), writable);
    std::vector<std::byte> out(static_cast<std::size_t>(size), std::byte{0x11});
    QCOMPARE(memory.read(address, out), readable);
    if (writable) QVERIFY(out == pattern);
    if (!readable) QVERIFY(out == std::vector<std::byte>(out.size(), std::byte{0x11}));
  }

  void loader_reaches_rom() {
    GuestMemory memory;
    build(memory);
    const std::array in{std::byte{1}, std::byte{2}};
    QVERIFY(memory.load(kRom + 1, in));
    std::uint16_t value = 0;
    QVERIFY(memory.read_value(kRom + 1, value));
    QCOMPARE(value, std::uint16_t{0x0201});
  }

  void stores_into_code_lines_are_reported() {
    GuestMemory memory;
    build(memory);
    std::vector<std::pair<std::uint64_t, std::uint64_t>> heard;
    memory.on_code_write([&](std::uint64_t page, std::uint64_t lines) { heard.emplace_back(page, lines); });
    QVERIFY(memory.mark_code(kRam + kPageSize + 60, 8));
    QVERIFY(!memory.mark_code(kRam + kPageSize, 4));
    QVERIFY(memory.page_has_code(kRam + kPageSize + 4000));
    QCOMPARE(memory.code_lines(kRam + kPageSize, kPageSize), std::uint64_t{3});
    QVERIFY(memory.write_value(kRam + kPageSize + 128, std::uint64_t{1}));
    QVERIFY(heard.empty());
    QVERIFY(memory.write_value(kRam + kPageSize + 64, std::uint64_t{1}));
    QCOMPARE(heard.size(), std::size_t{1});
    QCOMPARE(heard[0].first, kRam + kPageSize);
    QCOMPARE(heard[0].second, std::uint64_t{2});
    memory.clear_code(kRam + kPageSize, 3);
    QVERIFY(!memory.page_has_code(kRam + kPageSize));
  }

  void stores_into_watched_lines_are_reported_for_ever() {
    GuestMemory memory;
    build(memory);
    int heard = 0;
    QVERIFY(memory.watch_stores(kRam + 64, 8, [&] { ++heard; }));
    QVERIFY(memory.page_has_code(kRam));
    memory.clear_code(kRam, ~std::uint64_t{0});
    QVERIFY(memory.page_has_code(kRam));
    QVERIFY(memory.write_value(kRam + 68, std::uint32_t{1}));
    QVERIFY(memory.write_value(kRam + 128, std::uint32_t{1}));
    QCOMPARE(heard, 1);
    QVERIFY(!memory.watch_stores(kRam + kPageSize - 4, 8, [] {}));
    QVERIFY(!memory.watch_stores(kRom, 8, [] {}));
  }

  void devices_reach_ram_alone() {
    GuestMemory memory;
    build(memory);
    DmaView dma{memory};
    std::array<std::byte, 8> block{};
    QVERIFY(dma.write(GuestPhysical{kRam + 8}, block));
    QVERIFY(dma.read(GuestPhysical{kRam + 8}, block));
    QVERIFY(!dma.read(GuestPhysical{kRom}, block));
    QVERIFY(!dma.write(GuestPhysical{kRom}, block));
    QVERIFY(!dma.is_ram(GuestPhysical{kRam}, ~std::uint64_t{0}));
  }
};

QTEST_GUILESS_MAIN(GuestMemoryTest)
#include "guest_memory_test.moc"
