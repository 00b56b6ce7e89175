// SPDX-License-Identifier: Apache-2.0
// Where instructions come from: remapped pages, instructions across pages, pages whose protection is finer than a page.
#include "tests/core/engine/interpreter/guest.h"

using namespace vitrine::tests::interpreter;

namespace {

constexpr std::uint64_t kTables = kRam + 0x100000;
constexpr std::uint64_t kCode = 0x40000000;  // virtual: the caller, then three pages for the function
constexpr std::uint64_t kPages[] = {kRam + 0x10000, kRam + 0x12000, kRam + 0x14000, kRam + 0x16000};
constexpr std::uint64_t kEntry = 0xcf;  // V R W X A D
constexpr std::uint64_t kSupervisor = 1;

// Sv39 with a table of 4 KiB leaves at kCode; entry 0x100 maps the table itself.
struct Paged : Guest {
  explicit Paged(bool verify) : Guest{configuration(verify)} {
    store(kTables + 8, (kTables + 0x1000) >> 2 | 1);
    store(kTables + 0x1000, (kTables + 0x2000) >> 2 | 1);
    for (unsigned i = 0; i < 4; ++i) map(i, kPages[i]);
    store(entry(0x100), (kTables + 0x2000) >> 2 | kEntry);
    open_pmp();
    set(kCsr + 0x180, std::uint64_t{8} << 60 | std::uint64_t{7} << 44 | kTables >> 12);  // satp
    set(kPrivilege, kSupervisor);
  }
  static std::uint64_t entry(unsigned page) { return kTables + 0x2000 + 8 * page; }
  static std::uint64_t leaf(std::uint64_t physical) { return physical >> 2 | kEntry; }
  // The entry as the guest reaches it.
  static std::uint64_t virtual_entry(unsigned page) { return kCode + 0x100000 + 8 * page; }
  void map(unsigned page, std::uint64_t physical) { store(entry(page), leaf(physical)); }
  void half(std::uint64_t physical, Word bits) {
    const auto value = static_cast<std::uint16_t>(bits);
    if (!memory.load(physical, std::as_bytes(std::span{&value, 1}))) qFatal("outside of memory");
  }
  // `code` across the end of a page, and a return behind it.
  void put_across(std::uint64_t first, std::uint64_t second, Word code) {
    half(first + 0xffe, code);
    half(second, code >> 16);
    program(second + 2, {kRet});
  }
};

}  // namespace

class ExecutionTest : public QObject {
  Q_OBJECT

 private slots:
  // The guest calls a function, changes a page's entry, fences and calls again.
  void new_mappings_are_executed_behind_a_fence_data() {
    QTest::addColumn<quint64>("function");  // virtual
    QTest::addColumn<uint>("page");         // that is mapped anew
    QTest::addColumn<uint>("fence");
    QTest::addColumn<bool>("verify");
    const struct {
      const char* name;
      Word fence;
    } kFences[] = {{"all", sfence_vma(0, 0)}, {"address", sfence_vma(8, 0)}, {"asid", sfence_vma(0, 9)}, {"both", sfence_vma(8, 9)}};
    const struct {
      const char* name;
      quint64 function;
      uint page;
    } kPlaces[] = {{"inside a page", kCode + 0x1100, 1},
                   {"across, first page", kCode + 0x1ffe, 1},
                   {"across, second page", kCode + 0x1ffe, 2},
                   {"before what crosses", kCode + 0x1ffa, 2}};
    for (const auto& place : kPlaces)
      for (const auto& fence : kFences)
        for (const bool verify : {false, true})
          QTest::addRow("%s, %s%s", place.name, fence.name, verify ? ", verified" : "")
              << place.function << place.page << fence.fence << verify;
  }
  void new_mappings_are_executed_behind_a_fence() {
    QFETCH(quint64, function);
    QFETCH(uint, page);
    QFETCH(uint, fence);
    QFETCH(bool, verify);
    Paged guest{verify};
    const auto [caller, first, second, fresh] = kPages;
    guest.program(caller, {jalr(1, 7), addi(11, 10, 0), sd(5, 6), fence, jalr(1, 7), addi(12, 10, 0)});
    guest.program(first + 0x100, {addi(10, 0, 1), kRet});
    guest.program(fresh + 0x100, {addi(10, 0, 2), kRet});
    guest.program(first + 0xffa, {addi(0, 0, 0)});
    guest.put_across(first, second, addi(10, 0, 1));
    const bool new_first_half = page == 1 && function != kCode + 0x1100;
    // The first half says what is done with the immediate, the second half is its value.
    guest.put_across(new_first_half ? fresh : kTables + 0x8000, new_first_half ? kTables + 0x8000 : fresh,
                     new_first_half ? slli(10, 0, 1) : addi(10, 0, 2));
    guest.set(5, Paged::leaf(fresh));
    guest.set(6, Paged::virtual_entry(page));
    guest.set(7, function);
    guest.set(8, kCode + 0x1000 * page);
    guest.set(9, 7);
    QVERIFY(guest.run(kCode, kCode + 24));
    QCOMPARE(guest.get(11), 1u);
    QCOMPARE(guest.get(12), new_first_half ? 0u : 2u);
  }

  // An entry that binds M mode too denies execution in the middle of a page.
  void protection_finer_than_a_page_stops_execution_data() {
    QTest::addColumn<quint64>("denied");
    QTest::addColumn<quint64>("faults_at");
    QTest::addColumn<quint64>("value");  // mtval
    QTest::addColumn<bool>("verify");
    for (const bool verify : {false, true}) {
      const auto row = [&](const char* name) -> QTestData& { return QTest::addRow("%s%s", name, verify ? ", verified" : ""); };
      row("a whole instruction") << quint64{kRam + 8} << quint64{kRam + 8} << quint64{kRam + 8} << verify;
      row("an instruction's second half") << quint64{kRam + 0x104} << quint64{kRam + 0x102} << quint64{kRam + 0x104} << verify;
    }
  }
  void protection_finer_than_a_page_stops_execution() {
    QFETCH(quint64, denied);
    QFETCH(quint64, faults_at);
    QFETCH(bool, verify);
    Guest guest{configuration(verify)};
    constexpr std::uint64_t kHandler = kRam + 0x2000;
    guest.program(kRam, {addi(10, 10, 1), jal(0, denied == kRam + 8 ? 4 : 0xfe), addi(10, 10, 100)});
    guest.program(kRam + 0x102, {addi(10, 10, 100)});
    guest.set(kCsr + 0x305, kHandler);         // mtvec
    guest.set(kCsr + 0x3b0, denied >> 2);      // pmpaddr0: four bytes
    guest.set(kCsr + 0x3a0, 0x80 | 0x10 | 1);  // locked, NA4, readable
    QVERIFY(guest.run(kRam, kHandler));
    QCOMPARE(guest.get(10), 1u);
    QCOMPARE(guest.get(kCsr + 0x341), faults_at);
    QTEST(quint64{guest.get(kCsr + 0x343)}, "value");
    QCOMPARE(guest.get(kCsr + 0x342), 1u);
  }

  void a_page_with_split_protection_runs_data() { verification_rows(); }
  void a_page_with_split_protection_runs() {
    QFETCH(bool, verify);
    Guest guest{configuration(verify)};
    guest.program(kRam, {addi(10, 10, 1), addi(8, 8, -1), sw(5, 6), kFenceI, bne(8, 0, -16), jal(0, 12)});
    guest.set(kCsr + 0x3b0, (kRam + 0x800) >> 2);
    guest.set(kCsr + 0x3a0, 0x80 | 0x10 | 1);
    guest.set(5, addi(10, 10, 2));
    guest.set(6, kRam);
    guest.set(8, 100);
    QVERIFY(guest.run(kRam, kRam + 32));
    QCOMPARE(guest.get(10), 199u);
  }

  // With the FPU on, floating-point instructions decode otherwise: an address that only differs by that never counts as the same.
  void far_addresses_are_not_taken_for_near_ones_data() {
    QTest::addColumn<quint64>("flipped");
    QTest::addColumn<uint>("rounding");
    QTest::addColumn<bool>("verify");
    for (const bool verify : {false, true})
      for (quint64 high = 1; high < 64; ++high)
        for (const uint rounding : {0u, 5u})
          QTest::addRow("%llx, frm %u%s", static_cast<unsigned long long>(high), rounding, verify ? ", verified" : "")
              << (high << 58) << rounding << verify;
  }
  void far_addresses_are_not_taken_for_near_ones() {
    QFETCH(quint64, flipped);
    QFETCH(uint, rounding);
    QFETCH(bool, verify);
    Guest guest{configuration(verify)};
    constexpr std::uint64_t kHandler = kRam + 0x2000;
    guest.program(kRam, {jalr(1, 7), csrrs(0, 0x300, 5), csrrw(0, 2, 9), jalr(1, 6)});  // the FPU on, and frm
    guest.program(kRam + 0x1000, {kRet});
    guest.set(kCsr + 0x305, kHandler);
    guest.set(5, 1u << 13);
    guest.set(7, kRam + 0x1000);
    guest.set(6, (kRam + 0x1000) ^ flipped);
    guest.set(9, rounding);
    QVERIFY(guest.run(kRam, kHandler));
    QCOMPARE(guest.get(kCsr + 0x342), 1u);
    QCOMPARE(guest.get(kCsr + 0x341), guest.get(6));
  }

  // One physical page at two addresses, a breakpoint in one of them: whichever was executed first, only that one stops.
  void breakpoints_stop_at_their_alias_only_data() {
    QTest::addColumn<bool>("other_first");
    QTest::addColumn<bool>("verify");
    for (const bool first : {false, true})
      for (const bool verify : {false, true})
        QTest::addRow("%s%s", first ? "after the other alias" : "before it", verify ? ", verified" : "") << first << verify;
  }
  void breakpoints_stop_at_their_alias_only() {
    QFETCH(bool, other_first);
    QFETCH(bool, verify);
    Paged guest{verify};
    guest.map(2, kPages[1]);  // pages 1 and 2 are the same
    guest.program(kPages[1] + 0x100, {addi(10, 10, 1), addi(10, 10, 1), kRet});
    const std::uint64_t marked = kCode + 0x1100, other = kCode + 0x2100;
    guest.vcpus[0]->set_breakpoint(marked + 4, true);
    guest.vcpus[0]->set_breakpoint(kCode + 0x3100, true);  // where it returns to
    const auto stops_at = [&](std::uint64_t start) {
      guest.set(1, kCode + 0x3100);
      guest.set(kPc, start);
      return guest.vcpus[0]->run(10'000) == vitrine::cpu::ExitReason::kBreakpoint ? guest.get(kPc) : 0;
    };
    for (int round = 0; round < 3; ++round) {
      if (other_first) QCOMPARE(stops_at(other), kCode + 0x3100);
      QCOMPARE(stops_at(marked), marked + 4);
      QCOMPARE(stops_at(other), kCode + 0x3100);
    }
    guest.vcpus[0]->set_breakpoint(marked + 4, false);
    QCOMPARE(stops_at(marked), kCode + 0x3100);
  }
};

QTEST_GUILESS_MAIN(ExecutionTest)
#include "execution_test.moc"
