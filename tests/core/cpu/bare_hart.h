// SPDX-License-Identifier: Apache-2.0
// A vCPU state without a guest architecture: addresses are translated by a table, devices remember what they were asked.
#pragma once

#include <QTest>
#include <map>
#include <optional>
#include <vector>

#include "core/cpu/memory_observer.h"
#include "core/cpu/memory_path.h"

namespace vitrine::tests::cpu_core {

using namespace vitrine::cpu;

inline constexpr std::uint64_t kRam = 0x80000000;
inline constexpr std::uint64_t kRom = 0x20000000;
inline constexpr std::uint64_t kDevice = 0x10000000;
inline constexpr std::uint64_t kPage = memory::kPageSize;
// Causes of the faults below.
inline constexpr std::uint64_t kPageFault = 100, kAccessFault = 200, kMisaligned = 300;

// Virtual page → physical page; what is not named is unmapped.
class TableMmu final : public GuestCpu {
 public:
  struct Entry {
    std::uint64_t physical;
    bool writable = true;
    bool whole_page = true;
  };
  std::map<std::uint64_t, Entry> pages;
  int walks = 0;

  Translation translate(std::uint64_t address, Access access, unsigned) override {
    ++walks;
    const auto found = pages.find(address & ~memory::kPageMask);
    if (found == pages.end() || (access == Access::kStore && !found->second.writable))
      return {.fault = {kPageFault + static_cast<std::uint64_t>(access), address}};
    const Entry& entry = found->second;
    return {.ok = true,
            .physical = entry.physical | (address & memory::kPageMask),
            .may_write = entry.writable && access == Access::kStore,
            .may_read = true,
            .whole_page = entry.whole_page,
            .fault = {}};
  }
  [[nodiscard]] GuestFault access_fault(Access access, std::uint64_t address) const override {
    return {kAccessFault + static_cast<std::uint64_t>(access), address};
  }
  [[nodiscard]] GuestFault misaligned_fault(Access access, std::uint64_t address) const override {
    return {kMisaligned + static_cast<std::uint64_t>(access), address};
  }
};

class RememberingDevice final : public bus::MmioRegion {
 public:
  struct Access {
    bool is_write;
    std::uint64_t offset;
    unsigned size;
    std::uint64_t value;
    bool operator==(const Access&) const = default;
  };
  std::vector<Access> accesses;
  std::uint64_t read(std::uint64_t offset, unsigned size) override {
    accesses.push_back({false, offset, size, 0});
    return 0x1122334455667788 & (~std::uint64_t{0} >> (64 - 8 * size));
  }
  void write(std::uint64_t offset, unsigned size, std::uint64_t value) override { accesses.push_back({true, offset, size, value}); }
};

class Records final : public MemoryObserver {
 public:
  void accessed(const AccessRecord& record) override { list.push_back(record); }
  std::vector<AccessRecord> list;
};

// Virtual pages 0x1000…: 0x1000 and 0x2000 RAM (not neighbours), 0x3000 ROM, 0x4000 the device, 0x5000 nothing behind it, 0x6000 RAM read-only,
// 0x7000 unmapped, 0x8000 RAM whose protection is finer than a page.
struct BareHart {
  BareHart() {
    if (!memory.add_ram(kRam, 16 * kPage, "ram") || !memory.add_rom(kRom, kPage, "rom") || !bus.map(kDevice, kPage, device, "device"))
      qFatal("no machine");
    mmu.pages = {{0x1000, {kRam}},
                 {0x2000, {kRam + 2 * kPage}},
                 {0x3000, {kRom}},
                 {0x4000, {kDevice}},
                 {0x5000, {0x70000000}},
                 {0x6000, {kRam + 4 * kPage, false}},
                 {0x8000, {kRam + 6 * kPage, true, false}}};
    state.memory = &memory;
    state.bus = &bus;
    state.cpu = &mmu;
    state.contexts = &contexts;
    state.data = state.fetch = &contexts.find(1, 1);
    memory.on_code_write([this](std::uint64_t page, std::uint64_t lines) { reports.emplace_back(page, lines); });
  }
  template <class Word> std::optional<std::uint64_t> load(std::uint64_t address) {
    Word value{};
    return cpu::load(state, address, value) ? std::optional<std::uint64_t>{value} : std::nullopt;
  }
  std::uint64_t word(std::uint64_t physical) const { return memory.load_word(physical).value(); }
  void put(std::uint64_t physical, std::uint64_t value) {
    if (!memory.load(physical, std::as_bytes(std::span{&value, 1}))) qFatal("outside of memory");
  }

  memory::GuestMemory memory;
  bus::SystemBus bus;
  RememberingDevice device;
  TableMmu mmu;
  ContextPool contexts;
  VcpuState state;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> reports;
};

}  // namespace vitrine::tests::cpu_core
