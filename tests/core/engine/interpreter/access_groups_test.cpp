// SPDX-License-Identifier: Apache-2.0
// Accesses of translated code that share one look, and those that look into the TLB at once: the interpreter's results, whatever is mapped.
#include <array>

#include "tests/core/engine/interpreter/guest.h"

using namespace vitrine;
using namespace vitrine::tests::interpreter;

namespace {

constexpr std::uint64_t kHandler = kRam + 0x800;  // machine mode's, where every program ends
constexpr std::uint64_t kTables = kRam + 0x100000;
constexpr std::uint64_t kCode = 0x40000000, kData = 0x40010000;  // virtual
constexpr std::uint64_t kCodePage = kRam + 0x10000;
constexpr std::uint64_t kSupervisor = 1;
constexpr std::uint64_t kAll = 0xcf, kReadable = 0x43, kClean = 0x4f, kNothing = 0;  // V R W X A D
constexpr std::uint64_t kRom = 0x20000000;
constexpr unsigned kPages = 16;

constexpr Word lw(Word rd, Word rs1, int imm) { return i_type(0x03, 2, rd, rs1, imm); }

// Sv39: one page of code, and data pages whose frames lie apart.
struct Paged : Guest {
  explicit Paged(std::uint32_t translate_after, bool exact = false) : Guest{made(translate_after, exact)} {
    store(kTables + 8, (kTables + 0x1000) >> 2 | 1);
    store(kTables + 0x1000, (kTables + 0x2000) >> 2 | 1);
    store(kTables + 0x2000, kCodePage >> 2 | kAll);
    for (unsigned page = 0; page < kPages; ++page) map(page, kAll);
    for (std::uint64_t at = kRam + 0x40000; at < kRam + 0x80000; at += 8) store(at, at * 0x9e3779b97f4a7c15);
    open_pmp();
    set(kCsr + 0x305, kHandler);                                                         // mtvec
    set(kCsr + 0x180, std::uint64_t{8} << 60 | std::uint64_t{7} << 44 | kTables >> 12);  // satp
  }
  static engine::interpreter::RiscvVcpuConfig made(std::uint32_t translate_after, bool exact) {
    engine::interpreter::RiscvVcpuConfig config;
    config.translate_after = translate_after;
    config.single_threaded = exact;
    return config;
  }
  static std::uint64_t frame(unsigned page) { return kRam + 0x40000 + 0x1000 * (page * 7 % 16) + 0x10000 * (page % 3); }
  void map(unsigned page, std::uint64_t bits) { store(kTables + 0x2000 + 8 * (16 + page), frame(page) >> 2 | bits); }
  // To the exception that ends it.
  bool execute() {
    set(kPrivilege, kSupervisor);
    return run(kCode, kHandler);
  }
  // Registers, and where and why it ended.
  std::array<std::uint64_t, 35> outcome() {
    std::array<std::uint64_t, 35> all{};
    for (unsigned number = 0; number < 32; ++number) all[number] = get(number);
    for (unsigned i = 0; i < 3; ++i) all[32 + i] = get(kCsr + 0x341 + i);  // mepc, mcause, mtval
    return all;
  }
};

bool has_translations(const Guest& guest) { return guest.vcpus[0]->counters().translated.units != 0; }

// Loads and stores around x10, on both sides of a branch, with accesses elsewhere in between.
const std::vector<Word> kMixed = {sd(5, 10, 8),       ld(6, 10, 16),  sw(6, 10, -20),  addi(10, 10, 40), ld(7, 10, -32), ld(8, 9, 0),
                                  amoswap_w(0, 5, 9), sb(7, 10, 63),  ld(20, 10, -8),  ld(21, 9, 8),     beq(20, 21, 8), sh(21, 10, -60),
                                  addi(11, 10, 0),    ld(12, 11, 30), lw(13, 11, -60), add(5, 5, 12),    kEcall};
const std::vector<Word> kLoads = {ld(5, 10, 0),  addi(5, 5, 1), ld(6, 10, 200), ld(18, 10, 96),
                                  bne(6, 18, 8), ld(7, 10, 8),  lw(10, 10, 4),  kEcall};
const std::vector<Word> kStores = {addi(10, 10, -64), sd(1, 10, 56),   sd(8, 10, 48), sd(19, 10, 40),
                                   sw(0, 10, 0),      addi(8, 10, 64), sd(9, 8, -32), kEcall};

}  // namespace

class AccessGroupsTest : public QObject {
  Q_OBJECT

 private slots:
  // Wherever a group begins, across the end of a page, into one that is missing, not to be written or not yet dirty, and once more.
  void everything_is_as_interpreted_data() {
    QTest::addColumn<QVector<uint>>("code");
    QTest::addColumn<quint64>("second");
    QTest::addColumn<bool>("exact");
    const struct {
      const char* name;
      const std::vector<Word>& code;
    } kPrograms[] = {{"mixed", kMixed}, {"loads", kLoads}, {"stores", kStores}};
    const struct {
      const char* name;
      std::uint64_t bits;
    } kSeconds[] = {{"mapped", kAll}, {"readable", kReadable}, {"clean", kClean}, {"missing", kNothing}};
    for (const auto& program : kPrograms)
      for (const auto& second : kSeconds)
        for (const bool exact : {false, true})
          QTest::addRow("%s, %s%s", program.name, second.name, exact ? ", exact" : "")
              << QVector<uint>(program.code.begin(), program.code.end()) << quint64{second.bits} << exact;
  }
  void everything_is_as_interpreted() {
    QFETCH(QVector<uint>, code);
    QFETCH(quint64, second);
    QFETCH(bool, exact);
    Paged plain{0, exact}, other{1, exact};
    for (Paged* const guest : {&plain, &other}) {
      guest->program(kCodePage, std::vector<Word>(code.begin(), code.end()));
      guest->map(5, second);
    }
    for (int start = -320; start <= 320; start += 1 + (start & 7)) {
      for (int round = 0; round < 2; ++round) {
        for (Paged* const guest : {&plain, &other}) {
          for (unsigned number = 1; number < 32; ++number) guest->set(number, std::uint64_t{number} * 0x123456789abcdef);
          guest->set(10, kData + 0x5000 + static_cast<std::uint64_t>(std::int64_t{start}));
          guest->set(9, kData + 0x2100);
          QVERIFY(guest->execute());
        }
        QCOMPARE(other.outcome(), plain.outcome());
      }
    }
    for (std::uint64_t at = kRam + 0x40000; at < kRam + 0x80000; at += 8) QCOMPARE(other.word(at), plain.word(at));
  }

  // Stores of a group reach code: in a page that held none when their slot was filled, and behind the group's leader.
  void stores_into_code_are_seen_data() {
    QTest::addColumn<int>("offset");  // of the function from the group's address
    for (const int offset : {0, 8, 64, 200}) QTest::addRow("%d bytes on", offset) << offset;
  }
  void stores_into_code_are_seen() {
    QFETCH(int, offset);
    Paged guest{1};
    const std::uint64_t function = kData + 0x3400;
    const std::uint64_t old_code = addi(11, 0, 1) | std::uint64_t{kRet} << 32, new_code = addi(11, 0, 2) | std::uint64_t{kRet} << 32;
    // x5 to the group's first and last doublewords, and x6 to where the function stands; then that is called.
    guest.program(kCodePage, {sd(5, 10, -16), sd(6, 10, offset), sd(5, 10, 224), kFenceI, jalr(1, 7), kEcall});
    guest.set(10, function - static_cast<std::uint64_t>(offset));
    guest.set(7, function);
    guest.set(5, 0);
    for (int round = 0; round < 4; ++round) {
      guest.set(6, round % 2 == 0 ? old_code : new_code);
      QVERIFY(guest.execute());
      QCOMPARE(guest.get(kCsr + 0x342), 9u);  // mcause: the call at the end
      QCOMPARE(guest.get(11), round % 2 == 0 ? 1u : 2u);
    }
  }

  // The group has looked at the device's memory when a store hides it.
  void a_member_behind_the_store_that_hides_a_rom_reads_the_device() {
    class Hiding final : public bus::MmioRegion {
     public:
      explicit Hiding(memory::GuestMemory& memory) : memory_{memory} {}
      std::uint64_t read(std::uint64_t, unsigned) override { return 0x80; }
      void write(std::uint64_t, unsigned, std::uint64_t value) override { memory_.show(kRom, value == 0xff); }

     private:
      memory::GuestMemory& memory_;
    };
    Guest guest{Paged::made(1, false)};
    Hiding device{guest.memory};
    QVERIFY(guest.memory.add_device_rom(kRom, 0x10000, "flash"));
    QVERIFY(guest.bus.map(kRom, 0x10000, device, "flash"));
    guest.program(kRam, {ld(6, 10), sw(5, 11), ld(7, 10, 8), ld(8, 10), sw(12, 11), ld(9, 10, 8), jal(0, 0x800 - 24)});
    guest.set(10, kRom + 0x100);
    guest.set(11, kRom + 0x100);
    guest.set(5, 0x70);
    guest.set(12, 0xff);
    for (int round = 0; round < 3; ++round) {
      QVERIFY(guest.run(kRam, kHandler));
      QCOMPARE(guest.get(6), 0u);
      QCOMPARE(guest.get(7), 0x80u);
      QCOMPARE(guest.get(8), 0x80u);
      QCOMPARE(guest.get(9), 0u);
    }
  }

  // A site that jumps about between pages stops looking at its slot, and goes on to see new mappings.
  void a_site_that_jumps_about_looks_into_the_tlb() {
    Paged guest{1};
    // x10: a page's number times 0x1000, of eight in turn; x12 sums up what stands there.
    guest.program(kCodePage, {add(11, 10, 9), ld(6, 11, 16), add(12, 12, 6), add(10, 10, 13), i_type(0x13, 7, 14, 8, -1), add(10, 10, 0),
                              slli(10, 10, 49), i_type(0x13, 5, 10, 10, 49), addi(8, 8, -1), bne(8, 0, -36), kEcall});
    const auto sum_up = [&] {
      guest.set(8, 4000);
      guest.set(9, kData);
      guest.set(10, 0);
      guest.set(12, 0);
      guest.set(13, 0x3000);
      const bool ended = guest.execute();
      return ended ? guest.get(12) : 0;
    };
    const auto expected = [&] {
      std::uint64_t sum = 0;
      for (unsigned page = 0; page < 8; ++page) sum += 500 * guest.word(Paged::frame(page) + 16);
      return sum;
    };
    QCOMPARE(sum_up(), expected());
    if (!has_translations(guest)) QSKIP("this host has no translated code");
    const std::uint64_t misses = guest.vcpus[0]->counters().range_slots.misses;
    QVERIFY(misses < 2000);  // of 4,000 accesses
    QCOMPARE(sum_up(), expected());
    QCOMPARE(guest.vcpus[0]->counters().range_slots.misses, misses);
    guest.store(Paged::frame(3) + 16, 12345);
    QCOMPARE(sum_up(), expected());
  }
};

QTEST_GUILESS_MAIN(AccessGroupsTest)
#include "access_groups_test.moc"
