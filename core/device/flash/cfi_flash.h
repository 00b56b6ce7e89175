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

struct CfiFlashConfig {
  std::uint64_t size_bytes = 32u << 20;  // a multiple of the sector
  bool read_only = false;
};

// JEDEC JESD68.01 (CFI), Intel StrataFlash command set (0001).  Sectors of 256 KiB, write buffers of 4 KiB over both chips.  Contents live in
// `store`, which the board owns: the guest's own mapping of it may share the same bytes.  Thread: any, under the device lock.
class CfiFlash final : public bus::MmioRegion, public snapshot::Stateful {
 public:
  static constexpr std::uint64_t kSectorBytes = 256u << 10;
  static constexpr std::uint32_t kBufferBytes = 4096;
  // Bytes of the store have changed.
  using Dirty = std::function<void(std::uint64_t offset, std::uint64_t size)>;

  // store has config.size_bytes bytes; dirty may be empty.
  CfiFlash(const CfiFlashConfig& config, std::span<std::byte> store, Dirty dirty);

  // Does a read give the contents, rather than status or identification?
  [[nodiscard]] bool in_array_mode() const { return command_ == 0; }
  void reset();

  std::uint64_t read(std::uint64_t offset, unsigned size_bytes) override;
  void write(std::uint64_t offset, unsigned size_bytes, std::uint64_t value) override;
  void fields(snapshot::Fields& visitor) override;
  base::Status restored() override;

 private:
  [[nodiscard]] std::uint64_t read_store(std::uint64_t offset, unsigned size_bytes) const;
  void write_store(std::uint64_t offset, unsigned size_bytes, std::uint64_t value);

  std::span<std::byte> store_;
  Dirty dirty_;
  bool read_only_;

  std::uint8_t command_ = 0;
  std::uint8_t cycle_ = 0;
  std::uint8_t status_ = 0x80;
  std::vector<std::uint8_t> buffer_;
  std::uint64_t buffer_start_ = 0;
  std::uint32_t buffer_left_ = 0;
};

}  // namespace vitrine::device::flash
