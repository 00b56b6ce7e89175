// SPDX-License-Identifier: Apache-2.0
// Checked copies to and from guest memory, and the map of code lines.
#include "core/memory/guest_memory.h"

#include <algorithm>
#include <cstring>

#include "core/base/bits.h"
#include "core/base/check.h"

namespace vitrine::memory {
namespace {

// Relaxed atomic copies: guest RAM is shared with running vCPUs, so that a plain memcpy would be a data race by the language's rules.
// Whole aligned words go as words; a guest sees no torn 8-byte value where it could expect none.
void copy_out(const std::byte* from, std::span<std::byte> out) {
  std::size_t done = 0;
  while (done < out.size()) {
    // SAFETY: from + done lies in a block of at least out.size() bytes, and the word form is used on aligned addresses only.
    auto* source = const_cast<std::byte*>(from + done);
    if (out.size() - done >= 8 && base::is_aligned(reinterpret_cast<std::uintptr_t>(source), 8)) {
      const std::uint64_t word = std::atomic_ref{*reinterpret_cast<std::uint64_t*>(source)}.load(std::memory_order_relaxed);
      std::memcpy(out.data() + done, &word, 8);
      done += 8;
    } else {
      out[done] = std::atomic_ref{*source}.load(std::memory_order_relaxed);
      ++done;
    }
  }
}

void copy_in(std::byte* to, std::span<const std::byte> in) {
  std::size_t done = 0;
  while (done < in.size()) {
    // SAFETY: as in copy_out.
    std::byte* const target = to + done;
    if (in.size() - done >= 8 && base::is_aligned(reinterpret_cast<std::uintptr_t>(target), 8)) {
      std::uint64_t word = 0;
      std::memcpy(&word, in.data() + done, 8);
      std::atomic_ref{*reinterpret_cast<std::uint64_t*>(target)}.store(word, std::memory_order_relaxed);
      done += 8;
    } else {
      std::atomic_ref{*target}.store(in[done], std::memory_order_relaxed);
      ++done;
    }
  }
}

// Which code lines [offset, offset + size) covers; offset inside the page, not beyond its end.
std::uint64_t line_mask(std::uint64_t offset, std::uint64_t size) {
  const std::uint64_t first = offset / kCodeLine;
  const std::uint64_t last = (offset + size - 1) / kCodeLine;
  return (~std::uint64_t{0} << first) & (~std::uint64_t{0} >> (63 - last));
}

// Calls visit(block, offset, piece size) for each page-bounded piece of [address, address + size) that lies in a block.
template <class Visit> bool for_each_page(const GuestMemory& memory, std::uint64_t address, std::uint64_t size, Visit visit) {
  while (size > 0) {
    const Block* const block = memory.find(address);
    if (block == nullptr) return false;
    const std::uint64_t offset = address - block->base;
    const std::uint64_t piece = std::min(size, kPageSize - (offset & kPageMask));
    visit(*block, offset, piece);
    address += piece;
    size -= piece;
  }
  return true;
}

}  // namespace

base::Status GuestMemory::add_ram(std::uint64_t base, std::uint64_t size, std::string name) {
  return add(base, size, BlockKind::kRam, std::move(name));
}

base::Status GuestMemory::add_rom(std::uint64_t base, std::uint64_t size, std::string name) {
  return add(base, size, BlockKind::kRom, std::move(name));
}

base::Status GuestMemory::add_device_rom(std::uint64_t base, std::uint64_t size, std::string name) {
  return add(base, size, BlockKind::kDeviceRom, std::move(name));
}

void GuestMemory::show(std::uint64_t address, bool shown) {
  for (const auto& block : blocks_)
    if (block->kind == BlockKind::kDeviceRom && address - block->base < block->size) block->shown.store(shown);
}

base::Status GuestMemory::add(std::uint64_t base, std::uint64_t size, BlockKind kind, std::string name) {
  CHECK(base::is_aligned(base, kPageSize) && base::is_aligned(size, kPageSize) && size > 0 && base + size > base);
  const auto at = std::ranges::upper_bound(blocks_, base, {}, [](const auto& block) { return block->base; });
  const bool overlaps = (at != blocks_.end() && (*at)->base - base < size) ||
                        (at != blocks_.begin() && base - (*std::prev(at))->base < (*std::prev(at))->size);
  if (overlaps) return base::fail(base::Errc::kInternal, "{}: the memory at {:#x} overlaps another block", name, base);
  TRY_ASSIGN(auto storage, base::sys::SharedMemory::create(name.c_str(), size));
  auto block = std::make_unique<Block>(base, size, kind, std::move(name), storage.data());
  block->code_lines = std::make_unique<std::atomic<std::uint64_t>[]>(size / kPageSize);
  blocks_.insert(at, std::move(block));
  storage_.push_back(std::move(storage));
  return {};
}

const Block* GuestMemory::find(std::uint64_t address) const {
  for (const auto& block : blocks_)
    if (address - block->base < block->size) return block.get();
  return nullptr;
}

bool GuestMemory::read(std::uint64_t address, std::span<std::byte> out) const {
  if (!for_each_page(*this, address, out.size(), [](const Block&, std::uint64_t, std::uint64_t) {})) return false;
  while (!out.empty()) {
    const Block* const block = find(address);
    if (block == nullptr) return false;
    const std::uint64_t offset = address - block->base;
    const std::size_t piece = std::min<std::uint64_t>(out.size(), block->size - offset);
    copy_out(block->host + offset, out.first(piece));
    out = out.subspan(piece);
    address += piece;
  }
  return true;
}

bool GuestMemory::write(std::uint64_t address, std::span<const std::byte> in) {
  bool all_ram = true;
  const bool inside = for_each_page(*this, address, in.size(), [&](const Block& block, std::uint64_t, std::uint64_t) {
    all_ram = all_ram && block.kind == BlockKind::kRam;
  });
  if (!inside || !all_ram) return false;
  CHECK(load(address, in));
  note_store(address, in.size());
  return true;
}

bool GuestMemory::load(std::uint64_t address, std::span<const std::byte> in) {
  if (!for_each_page(*this, address, in.size(), [](const Block&, std::uint64_t, std::uint64_t) {})) return false;
  std::size_t done = 0;
  return for_each_page(*this, address, in.size(), [&](const Block& block, std::uint64_t offset, std::uint64_t piece) {
    copy_in(block.host + offset, in.subspan(done, piece));
    done += piece;
  });
}

std::optional<std::uint64_t> GuestMemory::load_word(std::uint64_t address) const {
  const Block* const block = find(address);
  if (block == nullptr || !base::is_aligned(address, 8)) return std::nullopt;
  // SAFETY: blocks are whole pages, so that an aligned word that begins in one lies in it.
  return std::atomic_ref{*reinterpret_cast<std::uint64_t*>(block->host + (address - block->base))}.load(std::memory_order_acquire);
}

GuestMemory::Exchange GuestMemory::exchange_word(std::uint64_t address, std::uint64_t expected, std::uint64_t desired) {
  const Block* const block = find(address);
  if (block == nullptr || block->kind != BlockKind::kRam || !base::is_aligned(address, 8)) return Exchange::kRefused;
  // SAFETY: as in load_word.
  std::atomic_ref word{*reinterpret_cast<std::uint64_t*>(block->host + (address - block->base))};
  if (!word.compare_exchange_strong(expected, desired)) return Exchange::kChanged;
  note_store(address, 8);
  return Exchange::kDone;
}

base::sys::SharedMemory& GuestMemory::storage(const Block& block) {
  const auto found = std::ranges::find(storage_, block.host, &base::sys::SharedMemory::data);
  CHECK(found != storage_.end());
  return *found;
}

void GuestMemory::for_each_touched(const Block& block, const std::function<void(std::uint64_t offset)>& visit) const {
  const auto found = std::ranges::find(storage_, block.host, &base::sys::SharedMemory::data);
  CHECK(found != storage_.end());
  std::uint64_t offset = 0;
  while (offset < block.size) {
    const auto [start, end] = found->touched_after(offset);
    for (offset = start; offset < end && offset < block.size; offset += kPageSize) visit(offset);
    if (start >= block.size) return;
  }
}

void GuestMemory::clear(const Block& block) {
  storage(block).discard(0, block.size);
  note_store(block.base, block.size);
}

bool GuestMemory::mark_code(std::uint64_t address, std::uint64_t size) {
  bool first = false;
  for_each_page(*this, address, size, [&](const Block& block, std::uint64_t offset, std::uint64_t piece) {
    first |= block.code_lines[offset / kPageSize].fetch_or(line_mask(offset & kPageMask, piece)) == 0;
    block.executed.store(true, std::memory_order_relaxed);
  });
  return first;
}

std::uint64_t GuestMemory::code_lines(std::uint64_t address, std::uint64_t size) const {
  const Block* const block = find(address);
  if (block == nullptr) return 0;
  const std::uint64_t offset = address - block->base;
  return block->code_lines[offset / kPageSize].load(std::memory_order_relaxed) & line_mask(offset & kPageMask, size);
}

bool GuestMemory::has_marked(std::uint64_t address, std::uint64_t size) const {
  const Block* const block = find(address);
  if (block == nullptr) return false;
  const std::uint64_t offset = address - block->base;
  const std::uint64_t wanted = line_mask(offset & kPageMask, size);
  return (block->code_lines[offset / kPageSize].load() & wanted) == wanted;
}

bool GuestMemory::page_has_code(std::uint64_t address) const {
  const Block* const block = find(address);
  return block != nullptr && block->code_lines[(address - block->base) / kPageSize].load() != 0;
}

base::Status GuestMemory::watch_stores(std::uint64_t address, std::uint64_t size, std::function<void()> on_store) {
  const Block* const block = find(address);
  const std::uint64_t offset = address & kPageMask;
  if (block == nullptr || block->kind != BlockKind::kRam || size == 0 || !base::range_fits(offset, size, kPageSize))
    return base::fail(base::Errc::kInvalidArgument, "{} bytes at {:#x} cannot be watched: they do not lie in one page of RAM", size,
                      address);
  watches_.push_back({base::align_down(address, kPageSize), line_mask(offset, size), std::move(on_store)});
  mark_code(address, size);
  return {};
}

std::uint64_t GuestMemory::watched_lines(std::uint64_t page) const {
  std::uint64_t lines = 0;
  for (const Watch& watch : watches_)
    if (watch.page == page) lines |= watch.lines;
  return lines;
}

void GuestMemory::clear_code(std::uint64_t page, std::uint64_t lines) {
  const Block* const block = find(page);
  lines &= ~watched_lines(page);
  if (block != nullptr) block->code_lines[(page - block->base) / kPageSize].fetch_and(~lines);
}

void GuestMemory::note_store(std::uint64_t address, std::uint64_t size) {
  // Whoever translates marks a line and then reads it; whoever stores looks for the mark afterwards: one of the two sees the other.
  std::atomic_thread_fence(std::memory_order_seq_cst);
  for_each_page(*this, address, size, [&](const Block& block, std::uint64_t offset, std::uint64_t piece) {
    const std::uint64_t hit = block.code_lines[offset / kPageSize].load(std::memory_order_relaxed) & line_mask(offset & kPageMask, piece);
    if (hit == 0) return;
    const std::uint64_t page = base::align_down(block.base + offset, kPageSize);
    if (listener_) listener_(page, hit);
    for (const Watch& watch : watches_)
      if (watch.page == page && (watch.lines & hit) != 0) watch.on_store();
  });
}

bool DmaView::is_ram(GuestPhysical start, std::uint64_t size) const {
  const Block* const block = memory_->find(raw(start));
  return block != nullptr && block->kind == BlockKind::kRam && base::range_fits(raw(start) - block->base, size, block->size);
}

bool DmaView::read(GuestPhysical from, std::span<std::byte> out) const { return is_ram(from, out.size()) && memory_->read(raw(from), out); }

bool DmaView::write(GuestPhysical to, std::span<const std::byte> in) { return is_ram(to, in.size()) && memory_->write(raw(to), in); }

}  // namespace vitrine::memory
