// SPDX-License-Identifier: Apache-2.0
// QEMU's firmware configuration device behind memory-mapped registers: numbered items, named files, and DMA.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/bus/region.h"
#include "core/memory/guest_memory.h"
#include "core/snapshot/fields.h"

namespace vitrine::device::platform {

// What the guest may do with a file.
struct FwCfgFile {
  std::string name;
  std::vector<std::uint8_t> bytes;
  bool writable = false;
  std::function<void(std::span<const std::uint8_t>)> on_write;  // the whole new contents; under the device lock
};

// Registers: data +0 (1, 2, 4, 8 bytes), selector +8 (2, big endian), DMA address +10 (4 or 8, big endian; hex).  QEMU, docs/specs/fw_cfg.
// Items are added while the machine is built.  Thread: any, under the device lock.
class FwCfg final : public bus::MmioRegion, public snapshot::Stateful {
 public:
  static constexpr std::uint64_t kWindowBytes = 0x18;
  static constexpr std::uint16_t kFirstFile = 0x20;
  static constexpr std::size_t kMaxFiles = 0x1000;

  explicit FwCfg(memory::DmaView memory);

  // A numbered item (0..0x3fff, or with bit 15 the architecture's own); replaces an earlier one.
  base::Status add_item(std::uint16_t key, std::vector<std::uint8_t> bytes);
  // A little-endian number as an item.
  base::Status add_number(std::uint16_t key, std::uint64_t value, unsigned size_bytes);
  // A named file; 1 to 55 bytes of name, which must be new.
  base::Status add_file(FwCfgFile file);
  [[nodiscard]] const std::vector<std::uint8_t>* file(std::string_view name) const;
  void reset();

  std::uint64_t read(std::uint64_t offset, unsigned size_bytes) override;
  void write(std::uint64_t offset, unsigned size_bytes, std::uint64_t value) override;
  void fields(snapshot::Fields& visitor) override;
  base::Status restored() override;

 private:
  struct Item {
    std::vector<std::uint8_t> bytes;
    bool writable = false;
    std::function<void(std::span<const std::uint8_t>)> on_write;
  };
  struct Descriptor {
    std::uint32_t control;
    std::uint32_t length;
    std::uint64_t address;
  };
  void select(std::uint16_t key);
  [[nodiscard]] Item* selected();
  [[nodiscard]] std::span<const std::uint8_t> remaining();
  std::uint8_t next_byte();
  void write_dma_address(std::uint64_t offset, unsigned size_bytes, std::uint64_t value);
  void run_dma(std::uint64_t address);
  [[nodiscard]] bool transfer(const Descriptor& descriptor);
  [[nodiscard]] bool dma_read(const Descriptor& descriptor);
  [[nodiscard]] bool dma_write(const Descriptor& descriptor);
  void rebuild_directory();

  memory::DmaView memory_;
  std::map<std::uint16_t, Item> items_;
  std::map<std::string, std::uint16_t, std::less<>> files_;
  std::uint16_t key_ = 0;
  std::uint32_t offset_ = 0;
  std::uint32_t dma_high_ = 0;
};

}  // namespace vitrine::device::platform
