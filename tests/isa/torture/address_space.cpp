// SPDX-License-Identifier: Apache-2.0
// Builds the tables.
#include "tests/isa/torture/address_space.h"

namespace vitrine::tests::torture {
namespace {

constexpr unsigned shift_of(unsigned level) { return 12 + 9 * level; }
u64 index_of(u64 address, unsigned level) { return address >> shift_of(level) & 511; }
u64 sign_extended(u64 address, unsigned bits) {
  const unsigned unused = 64 - bits;
  return static_cast<u64>(static_cast<std::int64_t>(address << unused) >> unused);
}

}  // namespace

// The low bits of the region are those of the data's physical address for leaves of every size, whatever they lead to: gigabyte 2 of what the larger
// ones map from 0 on.
Shape make_shape(std::mt19937& random) {
  Shape shape{.levels = 3 + static_cast<unsigned>(random() % 3)};
  const unsigned bits = shift_of(shape.levels), top = shape.levels - 1;
  const u64 region_index = 3 + random() % 500;
  const u64 window_index = region_index ^ (1 + random() % 2);
  const u64 inside = shape.levels == 3 ? 0 : u64{2} << 30;
  shape.region = sign_extended(region_index << shift_of(top) | inside | kData, bits);
  const u64 windows = window_index << shift_of(top);
  shape.supervisor_window = sign_extended(windows | (random() % 256) << 21, bits);
  shape.user_window = sign_extended(windows | (256 + random() % 256) << 21, bits);
  return shape;
}

AddressSpace::AddressSpace(const Shape& shape, u64 first_table, bool windows_by_pages, u64 window_flags)
    : shape_{shape}, next_{first_table}, root_{new_table()} {
  map_window(shape.supervisor_window, kV | kR | kW | kX | kA | kD | window_flags, windows_by_pages);
  map_window(shape.user_window, kV | kR | kX | kU | kA | kD | window_flags, windows_by_pages);
  map_region();
}

u64 AddressSpace::satp(u64 asid) const { return u64{shape_.levels + 5} << 60 | asid << 44 | (kRam + root_) >> 12; }

u64 AddressSpace::new_table() {
  const u64 table = next_;
  next_ += 0x1000;
  return table;
}

// Tables from `level` down to `down_to` for an address, made where there are none; the last one.
u64 AddressSpace::chain(u64 table, unsigned level, unsigned down_to, u64 address) {
  for (; level > down_to; --level) {
    const u64 entry = table + 8 * index_of(address, level);
    u64 next = 0;
    for (const auto& [from, to] : links_)
      if (from == entry) next = to;
    if (next == 0) {
      next = new_table();
      links_.emplace_back(entry, next);
      put(entry, leaf(kRam + next, kV));
    }
    table = next;
  }
  return table;
}

void AddressSpace::map_window(u64 address, u64 flags, bool by_pages) {
  if (!by_pages) return put(chain(root_, shape_.levels - 1, 1, address) + 8 * index_of(address, 1), leaf(kRam, flags));
  const u64 table = chain(root_, shape_.levels - 1, 0, address);
  for (u64 page = 0; page < 512; ++page) put(table + 8 * page, leaf(kRam + page * 0x1000, flags));
}

void AddressSpace::map_region() {
  const unsigned top = shape_.levels - 1;
  for (unsigned used = 0; used < kPages; ++used) {
    const u64 address = shape_.region + page_number(used) * 0x1000;
    const u64 table = chain(root_, top, 0, address);
    pages_.push_back({.table_offset = table + 8 * index_of(address, 0), .address = address, .level = 0, .pointer = 0, .value = 0});
  }
  const auto add = [&](unsigned level, u64 address) {
    const u64 entry = chain(root_, top, level, address) + 8 * index_of(address, level);
    u64 pointer = 0;
    for (const auto& [from, to] : links_)
      if (from == entry) pointer = leaf(kRam + to, kV);
    larges_.push_back({.table_offset = entry, .address = address, .level = level, .pointer = pointer, .value = pointer});
  };
  add(1, shape_.region);
  add(1, shape_.region + 0x200000);
  for (unsigned level = 2; level <= top; ++level) add(level, shape_.region);
}

void AddressSpace::set_first(Slot& slot, u64 value) {
  slot.value = value;
  put(slot.table_offset, value);
}

}  // namespace vitrine::tests::torture
