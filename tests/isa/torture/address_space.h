// SPDX-License-Identifier: Apache-2.0
// The page tables of a torture program: a test region with an entry on every level that may change, and windows on the program itself.
#pragma once

#include <random>
#include <vector>

#include "tests/isa/torture/script.h"

namespace vitrine::tests::torture {

enum PteBit : u64 { kV = 1, kR = 2, kW = 4, kX = 8, kU = 16, kG = 32, kA = 64, kD = 128 };

// One entry that may change.
struct Slot {
  u64 table_offset;  // the entry's own offset in RAM
  u64 address;       // the first virtual address that it leads to
  unsigned level;    // 0: 4 KiB
  u64 pointer;       // what it holds when it leads to the next table; level > 0
  u64 value;         // what it holds now
};

// How wide satp's mode is and where the windows are; the same for every space of a program, so that code goes on across a change of satp.
struct Shape {
  unsigned levels = 3;
  u64 region = 0;  // the first of two neighbouring stretches of 2 MiB
  u64 supervisor_window = 0, user_window = 0;
};
Shape make_shape(std::mt19937& random);

// Pages of the region that programs use: the first ones, and those around the border of the two stretches.
inline constexpr unsigned kFirstPages = 16, kBorderPages = 16, kPages = kFirstPages + kBorderPages;
// The region's page number of a used page.
constexpr u64 page_number(unsigned used) { return used < kFirstPages ? used : 512 - kBorderPages / 2 + (used - kFirstPages); }

// One root with its tables.  Windows are mapped with 2 MiB leaves, or page by page.
class AddressSpace {
 public:
  AddressSpace(const Shape& shape, u64 first_table, bool windows_by_pages, u64 window_flags);
  [[nodiscard]] u64 root() const { return root_; }
  [[nodiscard]] u64 end() const { return next_; }  // behind its last table
  [[nodiscard]] u64 satp(u64 asid) const;
  std::vector<Slot>& pages() { return pages_; }    // used pages, in order
  std::vector<Slot>& larges() { return larges_; }  // two of level 1, then one of each level above
  // Everything that is in the tables at the start.
  [[nodiscard]] const std::vector<std::pair<u64, u64>>& words() const { return words_; }
  void set_first(Slot& slot, u64 value);

 private:
  u64 new_table();
  void put(u64 offset, u64 value) { words_.emplace_back(offset, value); }
  u64 chain(u64 table, unsigned level, unsigned down_to, u64 address);
  void map_window(u64 address, u64 flags, bool by_pages);
  void map_region();

  Shape shape_;
  u64 next_, root_;
  std::vector<Slot> pages_, larges_;
  std::vector<std::pair<u64, u64>> words_;
  std::vector<std::pair<u64, u64>> links_;  // entry offset, table: tables that exist
};

inline u64 leaf(u64 physical, u64 flags) { return physical >> 2 | flags; }

}  // namespace vitrine::tests::torture
