// SPDX-License-Identifier: Apache-2.0
// The guest's physical memory: RAM, ROM and the contents of flashes, checked access for C++ code, and the map of lines that hold translated code.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/sys/os.h"

namespace vitrine::memory {

inline constexpr std::uint64_t kPageSize = 4096;
inline constexpr std::uint64_t kPageMask = kPageSize - 1;
inline constexpr std::uint64_t kCodeLine = 64;  // bytes a bit of a page's code map stands for: 64 lines a page, one word

// An address of the guest's physical address space; never mixed with virtual ones.
enum class GuestPhysical : std::uint64_t {};
constexpr std::uint64_t raw(GuestPhysical address) { return static_cast<std::uint64_t>(address); }

// A device ROM reads like ROM while its device shows it; stores, and loads while it is hidden, go to the bus.
enum class BlockKind : std::uint8_t { kRam, kRom, kDeviceRom };

// One contiguous block.  `host` is for the engine's memory path alone (the software TLB); devices copy, or use a DmaView.
struct Block {
  std::uint64_t base;
  std::uint64_t size;
  BlockKind kind;
  std::string name;
  std::byte* host;
  std::unique_ptr<std::atomic<std::uint64_t>[]> code_lines;  // one word a page: which 64-byte lines hold translated code
  std::atomic<bool> shown{true};                             // a device ROM that is hidden is its device's registers
  mutable std::atomic<bool> executed{false};                 // code was translated from it at some time
};

// Hears of stores into lines that hold translated code.  `page` is a physical page address, `lines` its changed code lines.  Called on the
// thread that stores, after the store; implementations only queue and kick.
using CodeWriteListener = std::function<void(std::uint64_t page, std::uint64_t lines)>;

// The map is built once, before the first vCPU runs, and read without locks after that; only a device ROM comes and goes.  Thread: any.
class GuestMemory {
 public:
  // base and size are multiples of 4096; blocks must not overlap.
  base::Status add_ram(std::uint64_t base, std::uint64_t size, std::string name);
  base::Status add_rom(std::uint64_t base, std::uint64_t size, std::string name);

  // Contents that a device changes and may hide; the device's window on the bus has the same addresses.
  base::Status add_device_rom(std::uint64_t base, std::uint64_t size, std::string name);
  // Thread: any, under the device lock.  Whoever lets a guest's store hide it makes the vCPUs forget it (cpu/memory_path.cpp).
  void show(std::uint64_t address, bool shown);

  [[nodiscard]] const Block* find(std::uint64_t address) const;
  // What the guest's loads and fetches take from memory; nullptr where they go to the bus.
  [[nodiscard]] const Block* find_readable(std::uint64_t address) const {
    const Block* const block = find(address);
    return block != nullptr && block->shown.load() ? block : nullptr;
  }
  [[nodiscard]] const std::vector<std::unique_ptr<Block>>& blocks() const { return blocks_; }

  // Copies that must lie inside one or several adjoining blocks; otherwise nothing is copied and false comes back.
  // All C++ code touches guest RAM through these two (relaxed atomics inside, so that ThreadSanitizer can judge the rest).
  [[nodiscard]] bool read(std::uint64_t address, std::span<std::byte> out) const;
  // RAM only: ROM refuses.  Stores into translated lines are reported to the listener.
  [[nodiscard]] bool write(std::uint64_t address, std::span<const std::byte> in);
  // For loaders, before the machine runs: ROM too.
  [[nodiscard]] bool load(std::uint64_t address, std::span<const std::byte> in);

  // Naturally aligned 8-byte words, as page tables hold them: read whole, and replaced atomically (RAM only) if still equal to `expected`.
  [[nodiscard]] std::optional<std::uint64_t> load_word(std::uint64_t address) const;
  enum class Exchange : std::uint8_t { kDone, kChanged, kRefused };
  [[nodiscard]] Exchange exchange_word(std::uint64_t address, std::uint64_t expected, std::uint64_t desired);

  // Calls visit(offset) for each page of the block that the host has given memory to, in order; the others are zero and stay untouched.
  void for_each_touched(const Block& block, const std::function<void(std::uint64_t offset)>& visit) const;
  // Makes the whole block zero and gives its memory back to the host.  Only while nothing runs.
  void clear(const Block& block);

  template <class T> [[nodiscard]] bool read_value(std::uint64_t address, T& out) const {
    return read(address, std::as_writable_bytes(std::span{&out, 1}));
  }
  template <class T> [[nodiscard]] bool write_value(std::uint64_t address, const T& in) {
    return write(address, std::as_bytes(std::span{&in, 1}));
  }

  // The engine tells which lines it translated; true when the page held no code before (its write tags must then go everywhere).
  bool mark_code(std::uint64_t address, std::uint64_t size);
  // Are all lines of [address, address + size), inside one page, marked already?
  [[nodiscard]] bool has_marked(std::uint64_t address, std::uint64_t size) const;
  // The code lines of [address, address + size) inside one page, 0 when it holds none.
  [[nodiscard]] std::uint64_t code_lines(std::uint64_t address, std::uint64_t size) const;
  [[nodiscard]] bool page_has_code(std::uint64_t address) const;
  void clear_code(std::uint64_t page, std::uint64_t lines);
  void on_code_write(CodeWriteListener listener) { listener_ = std::move(listener); }
  // Calls `on_store` after each store into the code lines that [address, address + size) covers (inside one page), on the thread that stores,
  // for as long as the memory lives.  Such a page never gets the engine's fast stores.  Before the first vCPU runs.
  base::Status watch_stores(std::uint64_t address, std::uint64_t size, std::function<void()> on_store);
  // Reports a store that the engine made itself.
  void note_store(std::uint64_t address, std::uint64_t size);

 private:
  base::Status add(std::uint64_t base, std::uint64_t size, BlockKind kind, std::string name);

  struct Watch {
    std::uint64_t page;
    std::uint64_t lines;
    std::function<void()> on_store;
  };
  [[nodiscard]] base::sys::SharedMemory& storage(const Block& block);
  [[nodiscard]] std::uint64_t watched_lines(std::uint64_t page) const;

  std::vector<std::unique_ptr<Block>> blocks_;  // sorted by base
  std::vector<Watch> watches_;
  std::vector<base::sys::SharedMemory> storage_;
  CodeWriteListener listener_;
};

// A device's only way to guest memory: RAM alone, every access checked.  A transfer that touches anything else is a bus error.
class DmaView {
 public:
  explicit DmaView(GuestMemory& memory) : memory_{&memory} {}
  [[nodiscard]] bool read(GuestPhysical from, std::span<std::byte> out) const;
  [[nodiscard]] bool write(GuestPhysical to, std::span<const std::byte> in);
  [[nodiscard]] bool is_ram(GuestPhysical start, std::uint64_t size) const;

 private:
  GuestMemory* memory_;
};

}  // namespace vitrine::memory
