// SPDX-License-Identifier: Apache-2.0
// Filling range slots: how far around an address the next accesses of a site may go without asking.
#include <algorithm>

#include "core/cpu/memory_path.h"

namespace vitrine::cpu {
namespace {

constexpr std::uint64_t kNoPage = 2;  // equals no tag
// Stores stop at pages that hold translated code; this many pages to each side are looked at.
constexpr std::uint64_t kStorePages = 32;

struct Stretch {
  std::uint64_t first, end;  // virtual
};

// The part of the entry's aligned stretch that its memory block covers.
Stretch mapped_stretch(const TlbEntry& entry, std::uint64_t address, const memory::Block& block) {
  const std::uint64_t page = address & ~memory::kPageMask;
  const std::uint64_t size = std::uint64_t{1} << std::min(entry.stretch(), 40u);
  const std::uint64_t offset = entry.physical() & (size - 1);
  const std::uint64_t before = std::min(offset, entry.physical() - block.base);
  const std::uint64_t behind = std::min(size - offset, block.base + block.size - entry.physical());
  return {page - before, page + behind};
}

Stretch without_code(const VcpuState& state, const TlbEntry& entry, std::uint64_t address, Stretch stretch) {
  const std::uint64_t page = address & ~memory::kPageMask;
  const auto holds_code = [&](std::uint64_t at) { return state.memory->page_has_code(entry.physical() + (at - page)); };
  std::uint64_t first = page, end = page + memory::kPageSize;
  while (first > stretch.first && page - first < kStorePages * memory::kPageSize && !holds_code(first - memory::kPageSize))
    first -= memory::kPageSize;
  while (end < stretch.end && end - page < kStorePages * memory::kPageSize && !holds_code(end)) end += memory::kPageSize;
  return {first, end};
}

void fill_slot(VcpuState& state, RangeSlot& slot, std::uint64_t address, unsigned size_bytes, bool for_stores) {
  if (state.observer != nullptr) return;
  const TlbEntry& entry = state.data->entry(address);
  if ((for_stores ? entry.write_tag : entry.read_tag) != (address & ~memory::kPageMask)) return;
  const memory::Block* const block = state.memory->find(entry.physical());
  if (block == nullptr) return;
  Stretch stretch = mapped_stretch(entry, address, *block);
  if (for_stores) stretch = without_code(state, entry, address, stretch);
  slot = {.base = stretch.first, .size = stretch.end - stretch.first - (size_bytes - 1), .addend = entry.addend};
  state.data->has_ranges = true;
}

std::uint64_t read_word(const std::byte* host, unsigned size_bytes) {
  switch (size_bytes) {
    case 1: return host_load<std::uint8_t>(host);
    case 2: return host_load<std::uint16_t>(host);
    case 4: return host_load<std::uint32_t>(host);
    default: return host_load<std::uint64_t>(host);
  }
}
void write_word(std::byte* host, unsigned size_bytes, std::uint64_t value) {
  switch (size_bytes) {
    case 1: return host_store(host, static_cast<std::uint8_t>(value));
    case 2: return host_store(host, static_cast<std::uint16_t>(value));
    case 4: return host_store(host, static_cast<std::uint32_t>(value));
    default: return host_store(host, value);
  }
}

// The page of an access that lies in one page, else no page.
std::uint64_t only_page(std::uint64_t address, unsigned size_bytes) {
  const std::uint64_t page = (address + size_bytes - 1) & ~memory::kPageMask;
  return page == (address & ~memory::kPageMask) ? page : kNoPage;
}

}  // namespace

bool load_ranged(VcpuState& state, RangeSlot& slot, std::uint64_t address, unsigned size_bytes, std::uint64_t& value) {
  const TlbEntry& entry = state.data->entry(address);
  if (entry.read_tag == only_page(address, size_bytes)) {
    // SAFETY: the tag vouches for the whole page.
    value = read_word(reinterpret_cast<const std::byte*>(address + entry.addend), size_bytes);
  } else if (!load_slow(state, address, size_bytes, value)) {
    return false;
  }
  fill_slot(state, slot, address, size_bytes, false);
  return true;
}

bool store_ranged(VcpuState& state, RangeSlot& slot, std::uint64_t address, unsigned size_bytes, std::uint64_t value) {
  const TlbEntry& entry = state.data->entry(address);
  if (entry.write_tag == only_page(address, size_bytes)) {
    // SAFETY: the tag vouches for the whole page.
    write_word(reinterpret_cast<std::byte*>(address + entry.addend), size_bytes, value);
  } else if (!store_slow(state, address, size_bytes, value)) {
    return false;
  }
  fill_slot(state, slot, address, size_bytes, true);
  return true;
}

}  // namespace vitrine::cpu
