// SPDX-License-Identifier: Apache-2.0
// What an engine tells of its translations: the log's listing, names for profilers, counters.
#include <QTest>
#include <map>
#include <string>

#include "core/base/log.h"
#include "tests/core/engine/interpreter/guest.h"

using namespace vitrine;
using namespace vitrine::tests::interpreter;

namespace {

constexpr std::uint64_t kEnd = kRam + 0x800, kData = kRam + 0x100000;
constexpr unsigned kA0 = 10, kA1 = 11;

engine::interpreter::RiscvVcpuConfig translating() {
  engine::interpreter::RiscvVcpuConfig config;
  config.translate_after = 1;
  return config;
}

// Counts a0 down, storing it each time, and goes on at kEnd.
void load_loop(Guest& guest) {
  guest.program(kRam, {sd(kA0, kA1), addi(kA0, kA0, -1), bne(kA0, 0, -8), jal(0, 0x800 - 12)});
  guest.set(kA0, 100);
  guest.set(kA1, kData);
}

cpu::TierCounters translated(const Guest& guest) { return guest.vcpus[0]->counters().translated; }

}  // namespace

class ReportsTest : public QObject {
  Q_OBJECT

 private slots:
  void log_lists_guest_code_ir_and_host_code() {
    std::string heard;
    base::Log log{[&heard](std::string_view line) { heard.append(line).append("\n"); }};
    log.enable(std::vector<std::string>{"translate"});
    auto config = translating();
    config.translations = log.category("translate");
    Guest guest{config};
    load_loop(guest);
    QVERIFY(guest.run(kRam, kEnd));
    if (translated(guest).units == 0) QSKIP("this host has no translated code");
    for (const char* part : {"0x80000000 (0x80000000) in m mode, floating point off: 3 instructions in 1 blocks", "sd a0, 0(a1)",
                             "addi a0, a0, -1", "bne a0, zero, 0x80000000", "= add.i64 %", "seldom:"})
      QVERIFY2(heard.find(part) != std::string::npos, part);
  }

  void names_cover_all_code() {
    std::map<std::string, std::size_t> names;
    auto config = translating();
    config.code_listener = [&names](const std::byte* start, std::size_t bytes, std::string_view name) {
      QVERIFY(start != nullptr);
      QVERIFY(bytes != 0);
      names[std::string{name}] = bytes;
    };
    Guest guest{config};
    load_loop(guest);
    QVERIFY(guest.run(kRam, kEnd));
    if (translated(guest).units == 0) QSKIP("this host has no translated code");
    for (const char* name : {"vitrine:enter", "vitrine:load:float", "vitrine:leave", "riscv64:m:80000000"})
      QVERIFY2(names.contains(name), name);
  }

  void stores_through_slots_are_counted_where_they_miss() {
    Guest guest{translating()};
    load_loop(guest);
    QVERIFY(guest.run(kRam, kEnd));
    if (translated(guest).units == 0) QSKIP("this host has no translated code");
    const cpu::SlotCounters counted = guest.vcpus[0]->counters().range_slots;
    QVERIFY(counted.misses >= 1 && counted.misses < 50);
    QVERIFY(counted.fills >= 1 && counted.fills <= counted.calls && counted.calls <= counted.misses);
  }

  void flushes_are_counted_by_reason() {
    Guest guest{translating()};
    guest.program(kRam, {sfence_vma(0, 0), sfence_vma(kA0, 0), sfence_vma(kA0, 0), sfence_vma(0, kA1), sfence_vma(kA0, kA1), kFenceI,
                         csrrw(0, 0x180, 0), csrrw(0, 0x3b0, kA0), jal(0, 0x800 - 32)});
    QVERIFY(guest.run(kRam, kEnd));
    const cpu::FlushCounters flushes = guest.vcpus[0]->counters().flushes;
    QCOMPARE(flushes.fence_all, std::uint64_t{1});
    QCOMPARE(flushes.fence_address, std::uint64_t{2});
    QCOMPARE(flushes.fence_asid, std::uint64_t{1});
    QCOMPARE(flushes.fence_address_asid, std::uint64_t{1});
    QCOMPARE(flushes.code_fences, std::uint64_t{1});
    QCOMPARE(flushes.root_changes, std::uint64_t{1});
    QCOMPARE(flushes.control_registers, std::uint64_t{1});
    QCOMPARE(flushes.code_memory_full, std::uint64_t{0});
  }

  void stores_into_code_are_counted_with_what_they_void() {
    Guest guest{translating()};
    load_loop(guest);
    QVERIFY(guest.run(kRam, kEnd));
    if (translated(guest).units == 0) QSKIP("this host has no translated code");
    guest.transfer(kRam + 4, addi(kA0, kA0, -2));
    guest.set(kA0, 100);
    QVERIFY(guest.run(kRam, kEnd));
    QVERIFY(guest.vcpus[0]->counters().flushes.code_stores >= 1);
    QVERIFY(translated(guest).invalidations >= 1);
  }
};

QTEST_GUILESS_MAIN(ReportsTest)
#include "reports_test.moc"
