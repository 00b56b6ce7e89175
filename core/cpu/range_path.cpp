// SPDX-License-Identifier: Apache-2.0
// Filling range slots: how far around an address the next accesses of a site may go without asking.
#include <algorithm>

#include "core/cpu/memory_path.h"

namespace vitrine::cpu {
namespace {

constexpr std::uint64_t kNoPage = 2;  // equals no tag
// Stores stop at pages that hold translated code; this many pages to each side are looked at.
constexpr std::uint64_t kStorePages = 16;

// What is mapped in one stretch and lies in one memory block.
AddressRange mapped_around(VcpuState& state, const TlbEntry& entry, std::uint64_t address, Access access, const memory::Block& block) {
  const std::uint64_t page = address & ~memory::kPageMask;
  const AddressRange linear = state.cpu->linear_stretch(address, access);
  return {page - std::min(page - linear.first, entry.physical - block.base),
          page + std::min(linear.end - page, block.base + block.size - entry.physical)};
}

AddressRange without_code(const VcpuState& state, const TlbEntry& entry, std::uint64_t address, AddressRange range) {
  const std::uint64_t page = address & ~memory::kPageMask;
  const auto holds_code = [&](std::uint64_t at) { return state.memory->page_has_code(entry.physical + (at - page)); };
  std::uint64_t first = page, end = page + memory::kPageSize;
  while (first > range.first && page - first < kStorePages * memory::kPageSize && !holds_code(first - memory::kPageSize))
    first -= memory::kPageSize;
  while (end < range.end && end - page < kStorePages * memory::kPageSize && !holds_code(end)) end += memory::kPageSize;
  return {first, end};
}

// A slot that leads to the same stretch of the host grows: what it held is as good as what was found now.
AddressRange joined(RangeUse& use, const TlbEntry& entry, AddressRange range) {
  const RangeSlot& slot = *use.slot;
  if (slot.size == 0) return range;
  const std::uint64_t end = slot.base + slot.size + (use.span - 1);
  use.moved = slot.addend != entry.addend || end < range.first || range.end < slot.base;
  if (use.moved) return range;
  return {std::min(slot.base, range.first), std::max(end, range.end)};
}

// Is it worth a walk?  Large pages and pages beside one that leads to the same stretch of the host.
bool has_alike_neighbour(MmuContext& context, const TlbEntry& entry, std::uint64_t page) {
  if (context.large.shift_at(page) > 12) return true;
  const auto is_alike = [&](std::uint64_t other) {
    const TlbEntry& neighbour = context.entry(other);
    return neighbour.read_tag == other && neighbour.addend == entry.addend;
  };
  return context.key_root == 0 || is_alike(page - memory::kPageSize) || is_alike(page + memory::kPageSize);
}

void fill_slot(VcpuState& state, RangeUse& use, std::uint64_t address, Access access) {
  if (state.observer != nullptr || use.slot == nullptr) return;
  const bool for_stores = access == Access::kStore;
  const TlbEntry& entry = state.data->entry(address);
  if ((for_stores ? entry.write_tag : entry.read_tag) != (address & ~memory::kPageMask)) return;
  const memory::Block* const block = state.memory->find(entry.physical);
  if (block == nullptr) return;
  const std::uint64_t page = address & ~memory::kPageMask;
  AddressRange range{page, page + memory::kPageSize};
  if (!state.slots_of_pages) {
    if (has_alike_neighbour(*state.data, entry, page)) range = mapped_around(state, entry, address, access, *block);
    if (for_stores) range = without_code(state, entry, address, range);
  }
  const AddressRange whole = joined(use, entry, range);
  if (!state.slots_of_pages) range = whole;
  state.data->set_range(*use.slot, {.base = range.first, .size = range.end - range.first - (use.span - 1), .addend = entry.addend});
  ++state.slot_fills;
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

void count_call(VcpuState& state) {
  ++state.slot_calls;
  if (state.misses_until_fill <= VcpuState::kMissesBetweenFills) return;  // each miss takes one away
  state.misses_until_fill = VcpuState::kMissesBetweenFills;
  ++state.slot_rounds;
}

}  // namespace

bool load_ranged(VcpuState& state, RangeUse& range, std::uint64_t address, unsigned size_bytes, std::uint64_t& value) {
  count_call(state);
  const TlbEntry& entry = state.data->entry(address);
  if (entry.read_tag == only_page(address, size_bytes)) {
    // SAFETY: the tag vouches for the whole page.
    value = read_word(reinterpret_cast<const std::byte*>(address + entry.addend), size_bytes);
  } else if (!load_slow(state, address, size_bytes, value)) {
    return false;
  }
  fill_slot(state, range, address, Access::kLoad);
  return true;
}

bool store_ranged(VcpuState& state, RangeUse& range, std::uint64_t address, unsigned size_bytes, std::uint64_t value) {
  count_call(state);
  const TlbEntry& entry = state.data->entry(address);
  if (entry.write_tag == only_page(address, size_bytes)) {
    // SAFETY: the tag vouches for the whole page.
    write_word(reinterpret_cast<std::byte*>(address + entry.addend), size_bytes, value);
  } else if (!store_slow(state, address, size_bytes, value)) {
    return false;
  }
  fill_slot(state, range, address, Access::kStore);
  return true;
}

bool reach_group(VcpuState& state, RangeUse& range, const GroupReach& reach, std::uint64_t& addend) {
  count_call(state);
  addend = kNoAddend;
  if (state.observer != nullptr) return true;
  const std::uint64_t page = reach.begin & ~memory::kPageMask;
  const bool in_one_page = only_page(reach.begin, reach.bytes) == page;
  const TlbEntry& entry = state.data->entry(reach.begin);
  const auto is_known = [&] { return (reach.has_store ? entry.write_tag : entry.read_tag) == page; };
  if (!is_known()) {
    if (only_page(reach.leader, reach.leader_bytes) == kNoPage) return true;
    if (!touch(state, reach.leader, reach.leader_bytes, reach.leader_stores ? Access::kStore : Access::kLoad)) return false;
    if (!is_known()) return true;
  }
  fill_slot(state, range, reach.begin, reach.has_store ? Access::kStore : Access::kLoad);
  if (in_one_page) {
    addend = entry.addend;
  } else if (range.slot != nullptr && reach.begin - range.slot->base < range.slot->size) {
    addend = range.slot->addend;  // leads over the page's end
  }
  return true;
}

}  // namespace vitrine::cpu
