// SPDX-License-Identifier: Apache-2.0
// Firmware configuration: items by register and by DMA, the directory, transfers that leave RAM or the item.
#include "core/device/platform/fw_cfg.h"

#include <QTest>
#include <bit>

#include "core/base/bits.h"
#include "tests/core/device/support.h"

using namespace vitrine;
using device::platform::FwCfg;

namespace {
constexpr std::uint64_t kRam = 0x80000000;
constexpr std::uint64_t kRamBytes = 0x10000;
constexpr std::uint64_t kDescriptor = kRam + 0x100;

struct Rig {
  memory::GuestMemory memory;
  bool has_ram = memory.add_ram(kRam, kRamBytes, "ram").has_value() && memory.add_rom(0x1000, 0x1000, "rom").has_value();
  FwCfg fw_cfg{memory::DmaView{memory}};
  std::vector<std::uint8_t> written;

  Rig() {
    ready = has_ram && fw_cfg.add_item(0x0008, {1, 2, 3, 4, 5}) && fw_cfg.add_number(0x0005, 0x1234, 2) &&
            fw_cfg.add_file({.name = "etc/b", .bytes = {0xbb, 0xbc}, .writable = false, .on_write = {}}) &&
            fw_cfg.add_file({.name = "etc/a",
                             .bytes = {0xa0, 0xa1, 0xa2, 0xa3},
                             .writable = true,
                             .on_write = [this](std::span<const std::uint8_t> all) { written.assign(all.begin(), all.end()); }});
  }
  bool ready = false;

  void select(std::uint16_t key) { fw_cfg.write(0x08, 2, std::byteswap(key)); }
  std::uint64_t data(unsigned size = 1) { return fw_cfg.read(0, size); }
  // Runs one DMA and gives the control word it left.
  std::uint32_t dma(std::uint32_t control, std::uint32_t length, std::uint64_t address, std::uint64_t at = kDescriptor) {
    std::array<std::byte, 16> raw;
    base::store_be(raw.data(), control);
    base::store_be(raw.data() + 4, length);
    base::store_be(raw.data() + 8, address);
    static_cast<void>(memory.write(at, raw));
    fw_cfg.write(0x10, 8, std::byteswap(at));
    std::uint32_t answer = 0xdeadbeef;
    static_cast<void>(memory.read_value(at, answer));
    return std::byteswap(answer);
  }
  std::vector<std::uint8_t> ram(std::uint64_t at, std::size_t size) {
    std::vector<std::uint8_t> bytes(size);
    static_cast<void>(memory.read(at, std::as_writable_bytes(std::span{bytes})));
    return bytes;
  }
};
}  // namespace

class FwCfgTest : public QObject {
  Q_OBJECT

 private slots:
  void items_read_byte_by_byte_then_zero_data() {
    QTest::addColumn<quint16>("key");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("signature") << quint16{0} << QByteArray{"QEMU\0", 5};
    QTest::newRow("id") << quint16{1} << QByteArray{"\3\0\0\0\0", 5};
    QTest::newRow("item") << quint16{8} << QByteArray{"\1\2\3\4\5\0\0", 7};
    QTest::newRow("item with the old write flag") << quint16{0x4008} << QByteArray{"\1\2\3", 3};
    QTest::newRow("number") << quint16{5} << QByteArray{"\x34\x12\0", 3};
    QTest::newRow("nothing there") << quint16{0x7777} << QByteArray{"\0\0", 2};
    QTest::newRow("the architecture's, absent") << quint16{0x8008} << QByteArray{"\0\0", 2};
  }
  void items_read_byte_by_byte_then_zero() {
    QFETCH(quint16, key);
    QFETCH(QByteArray, bytes);
    Rig rig;
    QVERIFY(rig.ready);
    rig.select(key);
    for (char byte : bytes) QCOMPARE(rig.data(), std::uint64_t{static_cast<std::uint8_t>(byte)});
  }
  void wide_reads_keep_the_order_of_bytes() {
    Rig rig;
    rig.select(8);
    QCOMPARE(rig.data(2), std::uint64_t{0x0201});
    QCOMPARE(rig.data(8), std::uint64_t{0x050403});
  }
  void the_directory_lists_files_by_name() {
    Rig rig;
    rig.select(0x19);
    QCOMPARE(rig.data(4), std::uint64_t{0x02000000});
    QCOMPARE(rig.data(4), std::uint64_t{0x04000000});
    QCOMPARE(rig.data(2), std::uint64_t{0x2100});
    rig.data(2);
    QCOMPARE(rig.data(8), std::uint64_t{0x612f637465});  // "etc/a"
  }
  void names_of_files_are_checked_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("empty") << "" << false;
    QTest::newRow("55 bytes") << QString(55, 'x') << true;
    QTest::newRow("56 bytes") << QString(56, 'x') << false;
    QTest::newRow("twice") << "etc/a" << false;
  }
  void names_of_files_are_checked() {
    QFETCH(QString, name);
    QFETCH(bool, allowed);
    Rig rig;
    QCOMPARE(rig.fw_cfg.add_file({.name = name.toStdString(), .bytes = {}, .writable = false, .on_write = {}}).has_value(), allowed);
  }
  void file_numbers_are_no_items() {
    Rig rig;
    QVERIFY(!rig.fw_cfg.add_item(0x20, {}));
    QVERIFY(!rig.fw_cfg.add_item(0x4001, {}));
    QVERIFY(rig.fw_cfg.add_item(0x8003, {}));
  }
  void the_dma_register_spells_its_signature() {
    Rig rig;
    QCOMPARE(std::byteswap(rig.fw_cfg.read(0x10, 8)), std::uint64_t{0x51454d5520434647});
    QCOMPARE(rig.fw_cfg.read(0x14, 1), std::uint64_t{' '});
  }
  void dma_copies_an_item_and_pads_with_zeros() {
    Rig rig;
    QVERIFY(rig.memory.write_value(kRam + 0x206, std::uint16_t{0xffff}));
    QCOMPARE(rig.dma(0x0008000a, 7, kRam + 0x200), std::uint32_t{0});
    QCOMPARE(rig.ram(kRam + 0x200, 8), (std::vector<std::uint8_t>{1, 2, 3, 4, 5, 0, 0, 0xff}));
  }
  void dma_goes_on_where_it_stopped_and_skips() {
    Rig rig;
    rig.dma(0x0008000a, 1, kRam + 0x200);
    rig.dma(0x4, 2, 0);
    rig.dma(0x2, 1, kRam + 0x201);
    QCOMPARE(rig.ram(kRam + 0x200, 2), (std::vector<std::uint8_t>{1, 4}));
  }
  void the_halves_of_the_address_work_too() {
    Rig rig;
    std::array<std::byte, 16> raw{};
    base::store_be(raw.data(), std::uint32_t{0x0008000a});
    base::store_be(raw.data() + 4, std::uint32_t{2});
    base::store_be(raw.data() + 8, kRam);
    QVERIFY(rig.memory.write(kDescriptor, raw));
    rig.fw_cfg.write(0x10, 4, 0);
    rig.fw_cfg.write(0x14, 4, std::byteswap(static_cast<std::uint32_t>(kDescriptor)));
    QCOMPARE(rig.ram(kRam, 2), (std::vector<std::uint8_t>{1, 2}));
  }
  void selecting_by_dma_needs_no_target() {
    Rig rig;
    QCOMPARE(rig.dma(0x0008000a, 0, 0), std::uint32_t{0});
    QCOMPARE(rig.data(), std::uint64_t{1});
  }
  void dma_writes_only_writable_files() {
    Rig rig;
    QVERIFY(rig.memory.write_value(kRam + 0x300, std::uint32_t{0x44332211}));
    QCOMPARE(rig.dma(0x00210018, 2, kRam + 0x300), std::uint32_t{0});
    QCOMPARE(rig.written, (std::vector<std::uint8_t>{0x11, 0x22, 0xa2, 0xa3}));
    QCOMPARE(rig.dma(0x10, 3, kRam + 0x300), std::uint32_t{1});  // one byte too many
    QCOMPARE(rig.dma(0x00200018, 1, kRam + 0x300), std::uint32_t{1});
    QCOMPARE(rig.dma(0x00080018, 1, kRam + 0x300), std::uint32_t{1});
  }
  void targets_outside_ram_are_errors_data() {
    QTest::addColumn<quint64>("address");
    QTest::addColumn<quint32>("length");
    QTest::newRow("rom") << quint64{0x1000} << quint32{4};
    QTest::newRow("nothing") << quint64{0x4000} << quint32{4};
    QTest::newRow("across the end") << quint64{kRam + kRamBytes - 2} << quint32{4};
    QTest::newRow("wrapping") << ~quint64{0} << quint32{4};
    QTest::newRow("4 GiB") << quint64{kRam} << quint32{0xffffffff};
  }
  void targets_outside_ram_are_errors() {
    QFETCH(quint64, address);
    QFETCH(quint32, length);
    Rig rig;
    const auto before = rig.ram(kRam + kRamBytes - 2, 2);
    QCOMPARE(rig.dma(0x0008000a, length, address), std::uint32_t{1});
    QCOMPARE(rig.ram(kRam + kRamBytes - 2, 2), before);
  }
  void a_descriptor_outside_ram_does_nothing() {
    Rig rig;
    rig.fw_cfg.write(0x10, 8, std::byteswap(std::uint64_t{0x1000}));
    rig.fw_cfg.write(0x10, 8, ~std::uint64_t{0});
    rig.select(8);
    QCOMPARE(rig.data(), std::uint64_t{1});
  }
  void state_survives_a_round_trip() {
    Rig rig;
    QVERIFY(rig.memory.write_value(kRam + 0x300, std::uint8_t{0x77}));
    rig.dma(0x00210018, 1, kRam + 0x300);
    Rig other;
    QVERIFY(test::round_trip_is_equal(rig.fw_cfg, other.fw_cfg));
    QCOMPARE(other.fw_cfg.file("etc/a")->front(), std::uint8_t{0x77});
    QCOMPARE(other.data(), std::uint64_t{0xa1});
  }
  void a_state_beyond_the_item_is_refused() {
    Rig rig;
    auto saved = snapshot::save(rig.fw_cfg);
    saved[5] = 1;
    QVERIFY(!snapshot::restore(rig.fw_cfg, 1, saved));
  }
};

QTEST_GUILESS_MAIN(FwCfgTest)
#include "fw_cfg_test.moc"
