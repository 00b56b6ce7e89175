// SPDX-License-Identifier: Apache-2.0
// CFI NOR flash with Intel's command set, two 16-bit chips side by side on a 32-bit bank, as firmware keeps its variables in.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/bus/region.h"
#include "core/snapshot/fields.h"

namespace vitrine::device::flash {

// What the board hears of; each may be empty.  Called under the device lock.
struct CfiFlashHooks {
  // These bytes are about to be in the store, and have to outlive the machine.  False: they cannot, so the chips report a failed command.
  std::function<bool(std::uint64_t offset, std::span<const std::byte> bytes)> keep;
  // Bytes of the store have changed.
  std::function<void(std::uint64_t offset, std::uint64_t size)> dirty;
  // Reads give the contents from now on (true), or status and identification (false): for a board that maps the store into the guest's
  // memory while it can.
  std::function<void(bool array)> mode;
};

// JEDEC JESD68.01 (CFI) and Intel's StrataFlash commands (command set 0001), as QEMU answers them.  Sectors of 256 KiB and write buffers of
// 4 KiB over both chips; locks are accepted and lock nothing; a program replaces bytes instead of only clearing bits.  The contents lie in
// `store`, which the board owns and saves.  Thread: any, under the device lock.
class CfiFlash final : public bus::MmioRegion, public snapshot::Stateful {
 public:
  static constexpr std::uint64_t kSectorBytes = 256u << 10;
  static constexpr std::uint32_t kBufferBytes = 4096;

  // store: a multiple of a sector, at most 256 MiB.
  CfiFlash(std::span<std::byte> store, bool read_only, CfiFlashHooks hooks);

  // Does a read give the contents, rather than status or identification?
  [[nodiscard]] bool in_array_mode() const { return command_ == 0; }
  void reset();

  std::uint64_t read(std::uint64_t offset, unsigned size_bytes) override;
  void write(std::uint64_t offset, unsigned size_bytes, std::uint64_t value) override;
  void fields(snapshot::Fields& visitor) override;
  base::Status restored() override;

 private:
  static constexpr std::size_t kCfiBytes = 0x40;
  static constexpr std::uint64_t kNowhere = ~std::uint64_t{0};  // no word of the buffer has come yet
  [[nodiscard]] std::uint8_t identification(std::uint64_t offset) const;
  [[nodiscard]] std::uint64_t load(std::uint64_t offset, unsigned size_bytes) const;
  void read_array();
  void write_one(std::uint64_t offset, unsigned size_bytes, std::uint32_t value);
  void start_command(std::uint8_t command);
  void second_cycle(std::uint64_t offset, unsigned size_bytes, std::uint32_t value);
  void fill_buffer(std::uint64_t offset, unsigned size_bytes, std::uint32_t value);
  void confirm_buffer(std::uint8_t command);
  void erase(std::uint64_t offset, std::uint8_t confirmation);
  void program(std::uint64_t offset, std::span<const std::uint8_t> bytes);
  // False: nothing was changed.
  bool replace(std::uint64_t offset, std::span<const std::byte> bytes);

  std::span<std::byte> store_;
  bool read_only_;
  CfiFlashHooks hooks_;
  std::array<std::uint8_t, kCfiBytes> cfi_{};

  std::uint8_t command_ = 0;  // 0: the array is read
  std::uint8_t cycle_ = 0;    // of the command, 0 when it is complete
  std::uint8_t status_;
  std::uint32_t words_left_ = 0;            // that a buffered program still waits for, less one
  std::uint64_t buffer_offset_ = kNowhere;  // of the 4 KiB that it goes to
  bool buffer_failed_ = false;              // a word lay outside them
  std::vector<std::uint8_t> buffer_;
  std::vector<std::uint8_t> buffer_set_;  // 1 for each byte of the buffer that was written
};

}  // namespace vitrine::device::flash
