// SPDX-License-Identifier: Apache-2.0
// What an MMU context forgets, and which contexts a pool keeps.
#include "core/cpu/mmu_context.h"

#include <QTest>
#include <set>

using namespace vitrine::cpu;

namespace {

constexpr std::uint64_t kPageSize = 4096;

// Every jump of a page, as far as they don't share entries, and its data and fetch entries.
void fill(MmuContext& context, std::uint64_t page) {
  static Unit unit{};
  context.note(page);
  context.entry(page) = {page, page, 0, page};
  context.fetch_entry(page) = {page, page};
  for (std::uint64_t at = 0; at < kPageSize; at += 2) context.set_jump(page + at, unit);
}
std::size_t jumps_into(const MmuContext& context, std::uint64_t page) {
  std::size_t count = 0;
  for (const JumpEntry& entry : context.jumps) count += entry.pc != kNoTag && entry.pc / kPageSize == page / kPageSize;
  return count;
}

}  // namespace

class MmuContextTest : public QObject {
  Q_OBJECT

 private slots:
  void a_flushed_page_is_forgotten_whole_data() {
    QTest::addColumn<quint64>("page");
    for (const quint64 page : {quint64{0}, quint64{0x1000}, quint64{0x3f000}, quint64{0x40000}, quint64{0x80000000},
                               quint64{0xffffffff80000000}, ~quint64{0xfff}})
      QTest::addRow("%llx", static_cast<unsigned long long>(page)) << page;
  }
  void a_flushed_page_is_forgotten_whole() {
    QFETCH(quint64, page);
    auto context = std::make_unique<MmuContext>();
    fill(*context, page + kPageSize);
    fill(*context, page - kPageSize);
    fill(*context, page);
    QCOMPARE(jumps_into(*context, page), 2048u);
    // Pages share the table's banks.
    const std::size_t before = jumps_into(*context, page - kPageSize), behind = jumps_into(*context, page + kPageSize);
    context->flush_page(page + 0x123);
    QCOMPARE(jumps_into(*context, page), 0u);
    QVERIFY(context->entry(page).read_tag == kNoTag && context->entry(page).write_tag == kNoTag);
    QCOMPARE(context->fetch_entry(page).tag, kNoTag);
    // The neighbours stay, but for the one jump that may lead to an instruction across the border.
    QCOMPARE(jumps_into(*context, page + kPageSize), behind);
    QCOMPARE(jumps_into(*context, page - kPageSize), before == 0 ? 0 : before - 1);
    QVERIFY(context->jumps[MmuContext::jump_index(page - 2)].pc != page - 2);
    QCOMPARE(context->entry(page + kPageSize).read_tag, page + kPageSize);
    QCOMPARE(context->fetch_entry(page - kPageSize).tag, page - kPageSize);
  }

  void jumps_have_an_entry_of_their_own_inside_128_bytes() {
    for (std::uint64_t start = 0x80000000; start < 0x80001000; start += 128) {
      std::set<std::size_t> indices;
      for (std::uint64_t pc = start; pc < start + 128; pc += 2) indices.insert(MmuContext::jump_index(pc));
      QCOMPARE(indices.size(), 64u);
    }
  }

  void a_jump_that_is_driven_out_is_still_known() {
    auto context = std::make_unique<MmuContext>();
    Unit first{}, second{}, third{};
    // The banks repeat after so many pages.
    const std::uint64_t pc = 0x80000124, same = pc + (kJumpEntries / MmuContext::kJumpBank << 24);
    QVERIFY(pc != same && MmuContext::jump_index(pc) / MmuContext::kJumpBank == MmuContext::jump_index(same) / MmuContext::kJumpBank);
    QVERIFY(context->jump(pc) == nullptr);
    std::uint64_t rival = same;
    while (MmuContext::jump_index(rival) != MmuContext::jump_index(pc)) rival += 2;
    const std::uint64_t place = MmuContext::jump_index(pc) ^ MmuContext::kOtherJump;
    context->set_jump(pc, first);
    context->set_jump(rival, second);
    QVERIFY(context->jump(pc) == &first && context->jump(rival) == &second);
    QCOMPARE(context->jumps[place].pc, pc);
    // Whoever belongs there comes first.
    std::uint64_t owner = pc & ~std::uint64_t{0xfff};
    while (MmuContext::jump_index(owner) != place) owner += 2;
    context->set_jump(owner, third);
    QVERIFY(context->jump(pc) == nullptr && context->jump(owner) == &third);
    context->set_jump(pc, first);
    QVERIFY(context->jump(rival) == nullptr && context->jump(pc) == &first && context->jump(owner) == &third);
    context->note(pc);
    context->flush();
    QVERIFY(context->jump(pc) == nullptr && context->jump(owner) == nullptr);
  }

  void a_flushed_page_takes_ranges_along() {
    auto context = std::make_unique<MmuContext>();
    context->note(0x5000);
    context->set_range(context->ranges[0], {.base = 0x4000, .size = 0x1000 - 7, .addend = 0});  // ends before the page
    context->set_range(context->ranges[1], {.base = 0x4000, .size = 0x2000 - 7, .addend = 0});  // reaches into it
    context->set_range(context->ranges[2], {.base = 0x6000, .size = 0x1000, .addend = 0});      // begins behind it
    context->set_range(context->ranges[3], {.base = 0x0, .size = 0x40000000, .addend = 0});     // holds it
    context->flush_page(0x5000);
    QVERIFY(context->ranges[0].size != 0 && context->ranges[2].size != 0);
    QVERIFY(context->ranges[1].size == 0 && context->ranges[3].size == 0);
    context->flush();
    QVERIFY(context->ranges[0].size == 0 && !context->has_ranges);
  }

  void a_flush_forgets_everything() {
    auto context = std::make_unique<MmuContext>();
    fill(*context, 0x5000);
    context->large.note(0x40000000, 30);
    context->flush();
    QVERIFY(context->empty);
    QCOMPARE(jumps_into(*context, 0x5000), 0u);
    QCOMPARE(context->entry(0x5000).read_tag, kNoTag);
    QCOMPARE(context->fetch_entry(0x5000).tag, kNoTag);
    QCOMPARE(context->large.shift_at(0x40000000), 12u);
  }

  void flushing_jumps_keeps_data() {
    auto context = std::make_unique<MmuContext>();
    fill(*context, 0x5000);
    context->flush_jumps();
    QCOMPARE(jumps_into(*context, 0x5000), 0u);
    QCOMPARE(context->fetch_entry(0x5000).tag, kNoTag);
    QCOMPARE(context->entry(0x5000).read_tag, 0x5000u);
  }

  void the_least_recently_used_context_gives_way() {
    ContextPool pool;
    std::vector<MmuContext*> first;
    for (std::uint64_t root = 0; root < ContextPool::kContexts; ++root) {
      first.push_back(&pool.find(root, 1));
      fill(*first.back(), 0x5000);
    }
    QCOMPARE(&pool.find(0, 1), first[0]);  // now the second is the oldest
    MmuContext& fresh = pool.find(100, 1);
    QCOMPARE(&fresh, first[1]);
    QVERIFY(fresh.empty);
    for (std::uint64_t root = 2; root < ContextPool::kContexts; ++root) {
      QCOMPARE(&pool.find(root, 1), first[root]);
      QCOMPARE(first[root]->entry(0x5000).read_tag, 0x5000u);
    }
  }

  void another_mode_is_another_context() {
    ContextPool pool;
    QVERIFY(&pool.find(1, 1) != &pool.find(1, 3));
    QVERIFY(&pool.find(1, 1) != &pool.find(2, 1));
  }

  void writes_are_withheld_from_a_physical_page_everywhere() {
    ContextPool pool;
    MmuContext& one = pool.find(1, 1);
    MmuContext& two = pool.find(2, 1);
    for (MmuContext* const context : {&one, &two}) {
      fill(*context, 0x5000);
      fill(*context, 0x6000);
      context->entry(0x6000).physical = 0x5000;  // two virtual pages of one physical one
      fill(*context, 0x7000);
      // Host addresses are virtual ones here, and the page's is 0x90000.
      context->set_range(context->ranges[0], {.base = 0x90000, .size = 0x1000, .addend = 0});  // a load's
      context->set_range(context->ranges[kFirstStoreRange], {.base = 0x80000, .size = 0x20000, .addend = 0});
      context->set_range(context->ranges[kFirstStoreRange + 1], {.base = 0x91000, .size = 0x1000, .addend = 0});
    }
    pool.withhold_writes(0x5000, reinterpret_cast<const std::byte*>(0x90000));
    for (MmuContext* const context : {&one, &two}) {
      for (const std::uint64_t page : {0x5000u, 0x6000u}) {
        QCOMPARE(context->entry(page).write_tag, kNoTag);
        QCOMPARE(context->entry(page).read_tag, page);
      }
      QCOMPARE(context->entry(0x7000).write_tag, 0x7000u);
      QVERIFY(context->ranges[0].size != 0 && context->ranges[kFirstStoreRange].size == 0 &&
              context->ranges[kFirstStoreRange + 1].size != 0);
    }
  }
};

QTEST_GUILESS_MAIN(MmuContextTest)
#include "mmu_context_test.moc"
