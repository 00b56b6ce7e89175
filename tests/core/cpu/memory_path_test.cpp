// SPDX-License-Identifier: Apache-2.0
// Loads, stores and atomics as translated code makes them.
#include "tests/core/cpu/bare_hart.h"

using namespace vitrine;
using namespace vitrine::tests::cpu_core;

namespace {

template <class Word> bool store_word(BareHart& hart, std::uint64_t address, std::uint64_t value) {
  return cpu::store(hart.state, address, static_cast<Word>(value));
}
bool store_sized(BareHart& hart, unsigned size, std::uint64_t address, std::uint64_t value) {
  switch (size) {
    case 1: return store_word<std::uint8_t>(hart, address, value);
    case 2: return store_word<std::uint16_t>(hart, address, value);
    case 4: return store_word<std::uint32_t>(hart, address, value);
    default: return store_word<std::uint64_t>(hart, address, value);
  }
}
std::optional<std::uint64_t> load_sized(BareHart& hart, unsigned size, std::uint64_t address) {
  switch (size) {
    case 1: return hart.load<std::uint8_t>(address);
    case 2: return hart.load<std::uint16_t>(address);
    case 4: return hart.load<std::uint32_t>(address);
    default: return hart.load<std::uint64_t>(address);
  }
}
constexpr std::uint64_t kPattern = 0x8899aabbccddeeff;
std::uint64_t low_bytes(std::uint64_t value, unsigned size) { return value & (~std::uint64_t{0} >> (64 - 8 * size)); }

// A size and an address where the guest's memory is, at every alignment around a page's end.
void size_and_address_rows() {
  QTest::addColumn<uint>("size");
  QTest::addColumn<quint64>("address");
  for (const uint size : {1u, 2u, 4u, 8u})
    for (quint64 offset = 0xff0; offset < 0x1004; ++offset)
      QTest::addRow("%u at %llx", size, static_cast<unsigned long long>(offset)) << size << 0x1000 + offset;
}

}  // namespace

class MemoryPathTest : public QObject {
  Q_OBJECT

 private slots:
  // Twice: by the slow path, and by what it filled.
  void stores_and_loads_reach_the_mapped_bytes_data() { size_and_address_rows(); }
  void stores_and_loads_reach_the_mapped_bytes() {
    QFETCH(uint, size);
    QFETCH(quint64, address);
    BareHart hart;
    for (const std::uint64_t value : {kPattern, ~kPattern}) {
      QVERIFY(store_sized(hart, size, address, value));
      for (uint i = 0; i < size; ++i) {
        const std::uint64_t at = address + i < 0x2000 ? kRam + (address + i - 0x1000) : kRam + 2 * kPage + (address + i - 0x2000);
        std::uint8_t byte = 0;
        QVERIFY(hart.memory.read_value(at, byte));
        QCOMPARE(byte, static_cast<std::uint8_t>(value >> (8 * i)));
      }
      QCOMPARE(load_sized(hart, size, address), std::optional{low_bytes(value, size)});
      QCOMPARE(load_sized(hart, size, address), std::optional{low_bytes(value, size)});
    }
    QCOMPARE(hart.word(kRam + kPage), 0u);  // the physical neighbour of the first page
  }

  void the_fast_path_walks_once() {
    BareHart hart;
    for (int i = 0; i < 10; ++i) QVERIFY(store_sized(hart, 8, 0x1000 + 8 * static_cast<std::uint64_t>(i), 1));
    QCOMPARE(hart.mmu.walks, 1);
    for (int i = 0; i < 10; ++i) QVERIFY(hart.load<std::uint32_t>(0x1004).has_value());
    QCOMPARE(hart.mmu.walks, 1);
    for (int i = 0; i < 10; ++i) QVERIFY(hart.load<std::uint32_t>(0x8004).has_value());
    QCOMPARE(hart.mmu.walks, 11);  // protection finer than a page: each access is looked at
  }

  void faults_name_cause_and_address_data() {
    QTest::addColumn<bool>("is_store");
    QTest::addColumn<uint>("size");
    QTest::addColumn<quint64>("address");
    QTest::addColumn<quint64>("cause");
    QTest::addColumn<quint64>("value");
    const auto load = static_cast<quint64>(Access::kLoad), store = static_cast<quint64>(Access::kStore);
    QTest::newRow("load, unmapped") << false << 8u << quint64{0x7010} << kPageFault + load << quint64{0x7010};
    QTest::newRow("store, unmapped") << true << 4u << quint64{0x7010} << kPageFault + store << quint64{0x7010};
    QTest::newRow("store, read-only") << true << 1u << quint64{0x6000} << kPageFault + store << quint64{0x6000};
    QTest::newRow("store, rom") << true << 4u << quint64{0x3000} << kAccessFault + store << quint64{0x3000};
    QTest::newRow("load, nothing there") << false << 4u << quint64{0x5008} << kAccessFault + load << quint64{0x5008};
    QTest::newRow("store, nothing there") << true << 4u << quint64{0x5008} << kAccessFault + store << quint64{0x5008};
    QTest::newRow("load, misaligned device") << false << 4u << quint64{0x4002} << kAccessFault + load << quint64{0x4002};
    QTest::newRow("store, misaligned device") << true << 8u << quint64{0x4004} << kAccessFault + store << quint64{0x4004};
    QTest::newRow("load, second page unmapped") << false << 8u << quint64{0x6ffc} << kPageFault + load << quint64{0x7000};
    QTest::newRow("store, first page read-only") << true << 8u << quint64{0x6ffc} << kPageFault + store << quint64{0x6ffc};
    QTest::newRow("store, second page rom") << true << 8u << quint64{0x2ffc} << kAccessFault + store << quint64{0x3000};
    QTest::newRow("load, into a device") << false << 8u << quint64{0x3ffc} << kAccessFault + load << quint64{0x3ffc};
    QTest::newRow("load, end of the address space") << false << 8u << ~quint64{0} - 3 << kPageFault + load << ~quint64{0} - 3;
  }
  void faults_name_cause_and_address() {
    QFETCH(bool, is_store);
    QFETCH(uint, size);
    QFETCH(quint64, address);
    BareHart hart;
    hart.put(kRam + 2 * kPage + 0xff8, kPattern);
    const bool ok = is_store ? store_sized(hart, size, address, 0) : load_sized(hart, size, address).has_value();
    QVERIFY(!ok);
    QTEST(quint64{hart.state.fault.cause}, "cause");
    QTEST(quint64{hart.state.fault.value}, "value");
    QVERIFY(hart.device.accesses.empty());
    QCOMPARE(hart.word(kRam + 2 * kPage + 0xff8), kPattern);  // no half of a store
  }

  void devices_are_asked_each_time() {
    BareHart hart;
    QCOMPARE(hart.load<std::uint32_t>(0x4008), std::optional<std::uint64_t>{0x55667788});
    QCOMPARE(hart.load<std::uint8_t>(0x4001), std::optional<std::uint64_t>{0x88});
    QVERIFY(store_sized(hart, 2, 0x4ffe, 0x12345));
    const std::vector<RememberingDevice::Access> expected{{false, 8, 4, 0}, {false, 1, 1, 0}, {true, 0xffe, 2, 0x2345}};
    QVERIFY(hart.device.accesses == expected);
  }

  void stores_into_code_lines_are_reported_data() { size_and_address_rows(); }
  void stores_into_code_lines_are_reported() {
    QFETCH(uint, size);
    QFETCH(quint64, address);
    BareHart hart;
    hart.memory.mark_code(kRam + 0xff8, 8);      // the last line of the first page
    hart.memory.mark_code(kRam + 2 * kPage, 1);  // the first of the second
    QVERIFY(store_sized(hart, size, address, 1));
    QVERIFY(store_sized(hart, size, address, 2));  // withheld from the fast path
    std::vector<std::pair<std::uint64_t, std::uint64_t>> expected;
    for (int twice = 0; twice < 2; ++twice) {
      if (address < 0x2000) expected.emplace_back(kRam, std::uint64_t{1} << 63);
      if (address + size > 0x2000) expected.emplace_back(kRam + 2 * kPage, 1);
    }
    QVERIFY(hart.reports == expected);
    QVERIFY(hart.state.data->entry(0x1000).write_tag != 0x1000 || hart.state.data->entry(0x1000).read_tag != 0x1000);
  }

  void stores_beside_code_lines_are_not_reported() {
    BareHart hart;
    hart.memory.mark_code(kRam + 0x40, 64);
    for (const std::uint64_t address : {0x1038u, 0x1080u}) QVERIFY(store_sized(hart, 8, address, 1));
    QVERIFY(hart.reports.empty());
    QVERIFY(store_sized(hart, 8, 0x1039, 1));
    QCOMPARE(hart.reports.size(), 1u);
  }

  void reading_gives_no_right_to_write() {
    BareHart hart;
    QVERIFY(hart.load<std::uint64_t>(0x1000).has_value());
    QCOMPARE(hart.state.data->entry(0x1000).write_tag, cpu::kNoTag);
    QVERIFY(store_sized(hart, 8, 0x1000, 1));
    QCOMPARE(hart.state.data->entry(0x1000).write_tag, 0x1000u);
    QVERIFY(hart.load<std::uint64_t>(0x3000).has_value());
    QCOMPARE(hart.state.data->entry(0x3000).write_tag, cpu::kNoTag);
  }

  void atomics_do_their_operation_data() {
    QTest::addColumn<int>("op");
    QTest::addColumn<quint64>("operand");
    QTest::addColumn<uint>("expected_low");  // of the 32-bit word 0x80000001, as of the 64-bit one 0x8000000000000001's upper part
    const auto row = [](const char* name, ir::AmoOp op, quint64 operand, uint expected) {
      QTest::newRow(name) << static_cast<int>(op) << operand << expected;
    };
    row("swap", ir::AmoOp::kSwap, 5, 5);
    row("add", ir::AmoOp::kAdd, 0xffffffff, 0x80000000);
    row("xor", ir::AmoOp::kXor, 3, 0x80000002);
    row("and", ir::AmoOp::kAnd, 0xfffffffe, 0x80000000);
    row("or", ir::AmoOp::kOr, 2, 0x80000003);
    row("min", ir::AmoOp::kMinS, 5, 0x80000001);
    row("max", ir::AmoOp::kMaxS, 5, 5);
    row("minu", ir::AmoOp::kMinU, 5, 5);
    row("maxu", ir::AmoOp::kMaxU, 5, 0x80000001);
  }
  void atomics_do_their_operation() {
    QFETCH(int, op);
    QFETCH(quint64, operand);
    QFETCH(uint, expected_low);
    BareHart hart;
    hart.put(kRam, 0x1234567880000001);
    std::uint64_t old = 0;
    QVERIFY(cpu::amo(hart.state, static_cast<ir::AmoOp>(op), 0x1000, 4, operand, old));
    QCOMPARE(old, 0x80000001u);
    QCOMPARE(hart.word(kRam), 0x1234567800000000 | expected_low);
    // The same on 64 bits, everything shifted into the upper half.
    hart.put(kRam + 8, 0x8000000100000000);
    QVERIFY(cpu::amo(hart.state, static_cast<ir::AmoOp>(op), 0x1008, 8, operand << 32, old));
    QCOMPARE(old, 0x8000000100000000u);
    QCOMPARE(hart.word(kRam + 8), std::uint64_t{expected_low} << 32);
  }

  void atomics_fault_outside_of_aligned_ram_data() {
    QTest::addColumn<quint64>("address");
    QTest::addColumn<uint>("size");
    QTest::addColumn<quint64>("store_fault");
    QTest::addColumn<quint64>("load_fault");
    const auto load = static_cast<quint64>(Access::kLoad), store = static_cast<quint64>(Access::kStore);
    for (const uint size : {4u, 8u}) {
      QTest::addRow("misaligned, %u", size) << quint64{0x1002} << size << kMisaligned + store << kMisaligned + load;
      QTest::addRow("device, %u", size) << quint64{0x4000} << size << kAccessFault + store << kAccessFault + load;
      QTest::addRow("rom, %u", size) << quint64{0x3000} << size << kAccessFault + store << quint64{0};
      QTest::addRow("read-only, %u", size) << quint64{0x6000} << size << kPageFault + store << quint64{0};
      QTest::addRow("unmapped, %u", size) << quint64{0x7000} << size << kPageFault + store << kPageFault + load;
    }
  }
  void atomics_fault_outside_of_aligned_ram() {
    QFETCH(quint64, address);
    QFETCH(uint, size);
    QFETCH(quint64, store_fault);
    QFETCH(quint64, load_fault);
    BareHart hart;
    std::uint64_t value = 0;
    QVERIFY(!cpu::amo(hart.state, ir::AmoOp::kAdd, address, size, 1, value));
    QCOMPARE(quint64{hart.state.fault.cause}, store_fault);
    QVERIFY(!cpu::store_conditional(hart.state, address, size, 1, value));
    QCOMPARE(quint64{hart.state.fault.cause}, store_fault);
    QCOMPARE(cpu::load_reserved(hart.state, address, size, value), load_fault == 0);
    if (load_fault != 0) QCOMPARE(quint64{hart.state.fault.cause}, load_fault);
    QVERIFY(hart.device.accesses.empty());
  }

  void store_conditional_needs_its_reservation_data() {
    QTest::addColumn<uint>("reserved_size");
    QTest::addColumn<quint64>("store_address");
    QTest::addColumn<uint>("size");
    QTest::addColumn<bool>("changed");
    QTest::addColumn<bool>("stores");
    QTest::newRow("word") << 4u << quint64{0x1000} << 4u << false << true;
    QTest::newRow("double") << 8u << quint64{0x1000} << 8u << false << true;
    QTest::newRow("another address") << 4u << quint64{0x1004} << 4u << false << false;
    QTest::newRow("another size") << 8u << quint64{0x1000} << 4u << false << false;
    QTest::newRow("changed word") << 4u << quint64{0x1000} << 4u << true << false;
    QTest::newRow("changed double") << 8u << quint64{0x1000} << 8u << true << false;
    QTest::newRow("none") << 0u << quint64{0x1000} << 8u << false << false;
  }
  void store_conditional_needs_its_reservation() {
    QFETCH(uint, reserved_size);
    QFETCH(quint64, store_address);
    QFETCH(uint, size);
    QFETCH(bool, changed);
    QFETCH(bool, stores);
    BareHart hart;
    hart.put(kRam, kPattern);
    std::uint64_t value = 0, result = 9;
    if (reserved_size != 0) {
      QVERIFY(cpu::load_reserved(hart.state, 0x1000, reserved_size, value));
      QCOMPARE(value, low_bytes(kPattern, reserved_size));
    }
    if (changed) hart.put(kRam, kPattern + 1);
    const std::uint64_t before = hart.word(kRam);
    QVERIFY(cpu::store_conditional(hart.state, store_address, size, 7, result));
    QCOMPARE(result, stores ? 0u : 1u);
    QCOMPARE(hart.word(kRam), !stores ? before : size == 8 ? 7 : (kPattern & ~std::uint64_t{0xffffffff}) | 7);
    QVERIFY(cpu::store_conditional(hart.state, store_address, size, 7, result));
    QCOMPARE(result, 1u);  // the reservation is spent
  }

  void atomic_stores_into_code_lines_are_reported() {
    BareHart hart;
    hart.memory.mark_code(kRam, 64);
    std::uint64_t value = 0, result = 0;
    QVERIFY(cpu::amo(hart.state, ir::AmoOp::kAdd, 0x1000, 4, 1, value));
    QCOMPARE(hart.reports.size(), 1u);
    QVERIFY(cpu::load_reserved(hart.state, 0x1008, 8, value));
    QVERIFY(cpu::store_conditional(hart.state, 0x1008, 8, 1, result));
    QCOMPARE(hart.reports.size(), 2u);
    QVERIFY(cpu::store_conditional(hart.state, 0x1008, 8, 1, result));  // does not store
    QCOMPARE(hart.reports.size(), 2u);
  }

  void an_observer_sees_every_access() {
    BareHart hart;
    Records records;
    hart.state.observer = &records;
    std::uint64_t value = 0;
    for (int twice = 0; twice < 2; ++twice) {
      QVERIFY(store_sized(hart, 4, 0x1ffe, 0x12345678));
      QCOMPARE(hart.load<std::uint16_t>(0x1ffe), std::optional<std::uint64_t>{0x5678});
      QVERIFY(!hart.load<std::uint8_t>(0x7000).has_value());
      QVERIFY(cpu::amo(hart.state, ir::AmoOp::kSwap, 0x1008, 8, 5, value));
      QVERIFY(cpu::load_reserved(hart.state, 0x1008, 4, value));
      QVERIFY(cpu::store_conditional(hart.state, 0x1008, 4, 6, value));
    }
    QCOMPARE(records.list.size(), 12u);
    const AccessRecord expected[] = {{AccessKind::kStore, 4, 0x1ffe, 0x12345678, 0, false},
                                     {AccessKind::kLoad, 2, 0x1ffe, 0x5678, 0, false},
                                     {AccessKind::kLoad, 1, 0x7000, 0, 0, true},
                                     {AccessKind::kAmo, 8, 0x1008, 6, 5, false},
                                     {AccessKind::kLoadReserved, 4, 0x1008, 5, 0, false},
                                     {AccessKind::kStoreConditional, 4, 0x1008, 0, 6, false}};
    for (std::size_t i = 0; i < 6; ++i) {
      const AccessRecord& seen = records.list[6 + i];
      QCOMPARE(seen.kind, expected[i].kind);
      QCOMPARE(seen.size_bytes, expected[i].size_bytes);
      QCOMPARE(seen.address, expected[i].address);
      if (!expected[i].faulted) QCOMPARE(seen.value, expected[i].value);
      QCOMPARE(seen.operand, expected[i].operand);
      QCOMPARE(seen.faulted, expected[i].faulted);
    }
  }

  // The load behind the store that hid the contents reaches the device, and the one behind the store that showed them the memory.
  void a_hidden_device_rom_is_its_device() {
    class Hiding final : public bus::MmioRegion {
     public:
      explicit Hiding(memory::GuestMemory& memory) : memory_{memory} {}
      std::uint64_t read(std::uint64_t, unsigned) override { return 0x80; }
      void write(std::uint64_t, unsigned, std::uint64_t value) override { memory_.show(kRom + kPage, value == 0xff); }

     private:
      memory::GuestMemory& memory_;
    };
    BareHart hart;
    Hiding device{hart.memory};
    QVERIFY(hart.memory.add_device_rom(kRom + kPage, kPage, "flash"));
    QVERIFY(hart.bus.map(kRom + kPage, kPage, device, "flash"));
    hart.mmu.pages[0x9000] = {kRom + kPage};
    hart.put(kRom + kPage, kPattern);
    int told = 0;
    hart.state.engine = &told;
    hart.state.others_forget = [](VcpuState& state, const memory::Block&) { ++*static_cast<int*>(state.engine); };
    for (int round = 1; round <= 2; ++round) {
      const int before = hart.mmu.walks;
      QCOMPARE(hart.load<std::uint64_t>(0x9000), std::optional{kPattern});
      QCOMPARE(hart.load<std::uint64_t>(0x9000), std::optional{kPattern});
      QCOMPARE(hart.mmu.walks, before + 1);  // at memory's speed
      QVERIFY(store_sized(hart, 4, 0x9000, 0x70));
      QCOMPARE(hart.load<std::uint32_t>(0x9000), std::optional<std::uint64_t>{0x80});
      QVERIFY(store_sized(hart, 4, 0x9000, 0x70));
      QCOMPARE(told, round);  // only when it was memory before
      QVERIFY(store_sized(hart, 4, 0x9000, 0xff));
    }
    QVERIFY(hart.memory.find_readable(kRom + kPage) != nullptr);
  }
};

QTEST_GUILESS_MAIN(MemoryPathTest)
#include "memory_path_test.moc"
