// SPDX-License-Identifier: Apache-2.0
// MMU contexts: which one a state calls for, and what sfence.vma forgets.
#include "core/cpu/mmu_context.h"

#include "tests/core/guest/riscv64/hart_fixture.h"

using namespace vitrine::guest::riscv64;
using namespace vitrine::guest::riscv64::test;
using vitrine::cpu::ContextPool;
using vitrine::cpu::MmuContext;

namespace {

constexpr std::uint64_t satp(std::uint64_t asid, std::uint64_t root) { return std::uint64_t{8} << 60 | asid << 44 | root; }

// As the memory path fills it.
void fill(MmuContext& context, std::uint64_t page) {
  context.entry(page).read_tag = page;
  context.entry(page).write_tag = page;
  context.note(page);
}
bool holds(MmuContext& context, std::uint64_t page) {
  return context.entry(page).read_tag == page || context.entry(page).write_tag == page;
}

}  // namespace

class ContextsTest : public QObject {
  Q_OBJECT

 private slots:
  void loads_and_fetches_get_their_own_data() {
    QTest::addColumn<int>("privilege");
    QTest::addColumn<quint64>("status");
    QTest::addColumn<quint64>("fetch_mode");
    QTest::addColumn<quint64>("data_mode");
    QTest::addColumn<bool>("fetch_paged");
    QTest::addColumn<bool>("data_paged");
    const quint64 supervisor_before = 1u << kStatusMppShift;
    QTest::newRow("machine") << 3 << quint64{0} << quint64{3} << quint64{3} << false << false;
    QTest::newRow("machine, toggles") << 3 << quint64{kStatusSum | kStatusMxr} << quint64{3} << quint64{3} << false << false;
    QTest::newRow("mprv") << 3 << (supervisor_before | kStatusMprv) << quint64{3} << quint64{1} << false << true;
    QTest::newRow("mprv, sum") << 3 << (supervisor_before | kStatusMprv | kStatusSum) << quint64{3} << quint64{5} << false << true;
    QTest::newRow("supervisor") << 1 << quint64{0} << quint64{1} << quint64{1} << true << true;
    QTest::newRow("supervisor, sum, mxr") << 1 << quint64{kStatusSum | kStatusMxr} << quint64{1} << quint64{13} << true << true;
    QTest::newRow("user, sum") << 0 << quint64{kStatusSum} << quint64{0} << quint64{0} << true << true;
    QTest::newRow("user, mxr") << 0 << quint64{kStatusMxr} << quint64{0} << quint64{8} << true << true;
  }
  void loads_and_fetches_get_their_own() {
    QFETCH(int, privilege);
    QFETCH(quint64, status);
    QFETCH(bool, fetch_paged);
    QFETCH(bool, data_paged);
    Hart hart;
    ContextPool pool;
    hart.state.csr.satp = satp(7, 0x80000);
    hart.state.csr.mstatus = status;
    hart.state.privilege = static_cast<Privilege>(privilege);
    update_contexts(hart.state, pool);
    // Fetching has contexts of its own, one for each mode that decoding depends on.
    QCOMPARE(hart.state.fetch->key_mode, (quint64{1} << 32) | hart.state.mode);
    QTEST(quint64{hart.state.fetch->key_mode & kModePrivilege}, "fetch_mode");
    QTEST(quint64{hart.state.data->key_mode}, "data_mode");
    QCOMPARE(hart.state.fetch->key_root, fetch_paged ? satp(7, 0x80000) : 0);
    QCOMPARE(hart.state.data->key_root, data_paged ? satp(7, 0x80000) : 0);
  }

  void returning_to_an_address_space_finds_its_context() {
    Hart hart;
    ContextPool pool;
    hart.state.privilege = Privilege::kSupervisor;
    hart.state.csr.satp = satp(1, 0x80000);
    update_contexts(hart.state, pool);
    MmuContext* const first = hart.state.data;
    fill(*first, 0x1000);
    hart.state.csr.satp = satp(2, 0x80001);
    update_contexts(hart.state, pool);
    QVERIFY(hart.state.data != first);
    hart.state.csr.satp = satp(1, 0x80000);
    update_contexts(hart.state, pool);
    QCOMPARE(hart.state.data, first);
    QVERIFY(holds(*first, 0x1000));
  }

  void the_mode_holds_what_decoding_depends_on() {
    Hart hart;
    ContextPool pool;
    update_contexts(hart.state, pool);
    QCOMPARE(hart.state.mode, std::uint32_t{3 | kModeRoundingValid});
    hart.state.fs = 1;
    hart.state.frm = 5;
    hart.state.privilege = Privilege::kUser;
    hart.state.mode |= kModeStep;
    update_contexts(hart.state, pool);
    QCOMPARE(hart.state.mode, std::uint32_t{kModeFpuOn | kModeStep | 5u << kModeRoundingShift});
  }

  // Two address spaces and the physical one, each with two pages; which pages are left.
  void fences_forget_what_they_name_data() {
    QTest::addColumn<bool>("by_address");
    QTest::addColumn<bool>("by_asid");
    QTest::addColumn<QString>("left");  // asid 1: two pages, asid 2: two pages
    QTest::newRow("everything") << false << false << "--  --";
    QTest::newRow("an address") << true << false << "-x  -x";
    QTest::newRow("an address space") << false << true << "--  xx";
    QTest::newRow("both") << true << true << "-x  xx";
  }
  void fences_forget_what_they_name() {
    QFETCH(bool, by_address);
    QFETCH(bool, by_asid);
    ContextPool pool;
    MmuContext* const spaces[] = {&pool.find(satp(1, 0x80000), 1), &pool.find(satp(2, 0x80001), 1)};
    MmuContext& physical = pool.find(0, 3);
    for (MmuContext* const space : {spaces[0], spaces[1], &physical}) {
      fill(*space, 0x5000);
      fill(*space, 0x6000);
    }
    invalidate(pool, by_address ? std::optional<std::uint64_t>{0x5123} : std::nullopt,
               by_asid ? std::optional<std::uint16_t>{1} : std::nullopt);
    QString left;
    for (MmuContext* const space : spaces) {
      if (!left.isEmpty()) left += "  ";
      for (const std::uint64_t page : {0x5000u, 0x6000u}) left += holds(*space, page) ? 'x' : '-';
    }
    QTEST(left, "left");
    QVERIFY(holds(physical, 0x5000) && holds(physical, 0x6000));
  }

  void fences_inside_a_large_page_forget_all_of_it_data() {
    QTest::addColumn<uint>("shift");
    QTest::addColumn<bool>("beside");  // does a page of another leaf stay?
    QTest::newRow("4 KiB") << 12u << true;
    QTest::newRow("2 MiB") << 21u << true;
    QTest::newRow("1 GiB") << 30u << true;
    QTest::newRow("512 GiB") << 39u << false;
  }
  void fences_inside_a_large_page_forget_all_of_it() {
    QFETCH(uint, shift);
    QFETCH(bool, beside);
    ContextPool pool;
    MmuContext& context = pool.find(satp(1, 0x80000), 1);
    const std::uint64_t leaf = std::uint64_t{3} << 40;
    const std::uint64_t inside = leaf + (std::uint64_t{1} << shift) - 0x3000;
    const std::uint64_t outside = leaf + (std::uint64_t{1} << shift) + 0x5000;
    fill(context, inside);
    context.large.note(inside, shift);
    fill(context, outside);
    invalidate(pool, shift == 12 ? inside : leaf, std::nullopt);
    QVERIFY(!holds(context, inside));
    QCOMPARE(holds(context, outside), beside);
  }

  // A supervisor whose pages are all global fetches by one context in all address spaces, and a new space knows its data.
  void global_supervisor_pages_serve_all_address_spaces() {
    Hart hart;
    ContextPool pool;
    hart.state.contexts = &pool;
    hart.state.privilege = Privilege::kSupervisor;
    hart.map(3, 0x1000, kRam, 0, kV | kR | kW | kX | kG | kA | kD);
    const auto enter = [&](std::uint64_t asid) {
      hart.state.csr.satp = satp(asid, kRam >> 12);
      update_contexts(hart.state, pool);
    };
    enter(1);
    QVERIFY(hart.walk(0x1000).ok);
    enter(2);
    const MmuContext* const fetch = hart.state.fetch;
    MmuContext* const second = hart.state.data;
    fill(*second, 0x1000);
    enter(3);
    QCOMPARE(hart.state.fetch, fetch);
    QVERIFY(hart.state.data != second && holds(*hart.state.data, 0x1000));
    // What is global belongs to no address space.
    invalidate(pool, std::nullopt, std::uint16_t{3});
    QVERIFY(holds(*hart.state.data, 0x1000));
    invalidate(pool, std::nullopt, std::nullopt);
    QVERIFY(!holds(*hart.state.data, 0x1000) && !holds(*second, 0x1000));
  }

  void supervisor_pages_that_are_not_global_end_that_data() {
    QTest::addColumn<bool>("sum");  // is it a page that the supervisor reaches by SUM alone?
    QTest::addColumn<bool>("ends");
    QTest::newRow("supervisor's") << false << true;
    QTest::newRow("user's") << true << false;
  }
  void supervisor_pages_that_are_not_global_end_that() {
    QFETCH(bool, sum);
    Hart hart;
    ContextPool pool;
    hart.state.contexts = &pool;
    hart.state.privilege = Privilege::kSupervisor;
    hart.map(3, 0x1000, kRam, 0, kV | kR | kG | kA | kD);
    update_contexts(hart.state, pool);
    QVERIFY(hart.walk(0x1000).ok);
    update_contexts(hart.state, pool);
    const MmuContext* const fetch = hart.state.fetch;
    if (sum) hart.state.csr.mstatus |= kStatusSum;
    hart.map(3, 0x2000, kRam, 0, kV | kR | kA | kD | (sum ? kU : 0));
    QVERIFY(hart.walk(0x2000).ok);
    QTEST((hart.state.pending.load() & vitrine::cpu::kPendingInvalidate) != 0, "ends");
    update_contexts(hart.state, pool);
    QTEST(hart.state.fetch != fetch, "ends");
    QTEST(hart.state.fetch->key_root == hart.state.csr.satp, "ends");
    // Not global pages may stand in what a fence names by its ASID.
    fill(*hart.state.data, 0x2000);
    invalidate(pool, std::nullopt, std::uint16_t{0});
    QVERIFY(!holds(*hart.state.data, 0x2000));
  }

  void the_walk_notes_large_pages() {
    Hart hart;
    ContextPool pool;
    hart.state.privilege = Privilege::kSupervisor;
    hart.map(3, 0x40200000, kRam, 1, kV | kR | kW | kX | kA | kD);
    update_contexts(hart.state, pool);
    QVERIFY(hart.walk(0x40234567).ok);
    QCOMPARE(hart.state.data->large.shift_at(0x40200000), 21u);
    QCOMPARE(hart.state.data->large.shift_at(0x40400000), 12u);
  }
};

QTEST_GUILESS_MAIN(ContextsTest)
#include "contexts_test.moc"
