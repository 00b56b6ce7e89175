// SPDX-License-Identifier: Apache-2.0
// Items, the file directory and the registers of the firmware configuration device.
#include "core/device/platform/fw_cfg.h"

#include <algorithm>
#include <array>

#include "core/base/bits.h"
#include "core/base/check.h"

namespace vitrine::device::platform {
namespace {
constexpr std::uint64_t kDataEnd = 0x08;
constexpr std::uint64_t kSelector = 0x08;
constexpr std::uint64_t kDma = 0x10;

constexpr std::uint16_t kItemSignature = 0x0000;
constexpr std::uint16_t kItemId = 0x0001;
constexpr std::uint16_t kItemDirectory = 0x0019;
constexpr std::uint16_t kWriteChannel = 0x4000;  // a flag of old, without a meaning today
constexpr std::uint32_t kIdTraditional = 1;
constexpr std::uint32_t kIdDma = 2;
constexpr std::string_view kDmaSignature = "QEMU CFG";

constexpr std::size_t kNameBytes = 56;
constexpr std::size_t kEntryBytes = 4 + 2 + 2 + kNameBytes;

enum DmaControl : std::uint32_t { kDmaError = 1, kDmaRead = 2, kDmaSkip = 4, kDmaSelect = 8, kDmaWrite = 16 };
constexpr std::size_t kDescriptorBytes = 16;
}  // namespace

FwCfg::FwCfg(memory::DmaView memory) : memory_{memory} {
  items_[kItemSignature].bytes = {'Q', 'E', 'M', 'U'};
  CHECK(add_number(kItemId, kIdTraditional | kIdDma, 4).has_value());
  rebuild_directory();
}

base::Status FwCfg::add_item(std::uint16_t key, std::vector<std::uint8_t> bytes) {
  if ((key & kWriteChannel) != 0 || (key >= kFirstFile && key < kFirstFile + kMaxFiles)) {
    return base::fail(base::Errc::kInvalidArgument, "firmware configuration: {:#x} is not the number of an item", key);
  }
  items_[key].bytes = std::move(bytes);
  return {};
}

base::Status FwCfg::add_number(std::uint16_t key, std::uint64_t value, unsigned size_bytes) {
  std::vector<std::uint8_t> bytes(sizeof value);
  base::store_le(bytes.data(), value);
  bytes.resize(std::min<std::size_t>(size_bytes, sizeof value));
  return add_item(key, std::move(bytes));
}

base::Status FwCfg::add_file(FwCfgFile file) {
  if (file.name.empty() || file.name.size() >= kNameBytes) {
    return base::fail(base::Errc::kInvalidArgument, "firmware configuration file \"{}\": its name has {} bytes, 1 to {} are allowed",
                      file.name, file.name.size(), kNameBytes - 1);
  }
  if (files_.contains(file.name)) return base::fail(base::Errc::kInvalidArgument, "firmware configuration file \"{}\" exists", file.name);
  if (files_.size() >= kMaxFiles) return base::fail(base::Errc::kInvalidArgument, "firmware configuration: more than {} files", kMaxFiles);
  const auto key = static_cast<std::uint16_t>(kFirstFile + files_.size());
  files_[file.name] = key;
  items_[key] = Item{std::move(file.bytes), file.writable, std::move(file.on_write)};
  rebuild_directory();
  return {};
}

const std::vector<std::uint8_t>* FwCfg::file(std::string_view name) const {
  const auto found = files_.find(name);
  return found == files_.end() ? nullptr : &items_.at(found->second).bytes;
}

// Number of files, then size, selector, reserved and name of each, big endian.
void FwCfg::rebuild_directory() {
  std::vector<std::uint8_t> directory(4 + files_.size() * kEntryBytes);
  base::store_be(directory.data(), static_cast<std::uint32_t>(files_.size()));
  std::uint8_t* entry = directory.data() + 4;
  for (const auto& [name, key] : files_) {
    base::store_be(entry, static_cast<std::uint32_t>(items_.at(key).bytes.size()));
    base::store_be(entry + 4, key);
    std::ranges::copy(name, entry + 8);
    entry += kEntryBytes;
  }
  items_[kItemDirectory].bytes = std::move(directory);
}

void FwCfg::reset() {
  select(0);
  dma_high_ = 0;
}

void FwCfg::select(std::uint16_t key) {
  key_ = key & static_cast<std::uint16_t>(~kWriteChannel);
  offset_ = 0;
}

FwCfg::Item* FwCfg::selected() {
  const auto found = items_.find(key_);
  return found == items_.end() ? nullptr : &found->second;
}

// What the selected item still has to give; nothing where there is no such item.
std::span<const std::uint8_t> FwCfg::remaining() {
  const Item* item = selected();
  if (item == nullptr || offset_ >= item->bytes.size()) return {};
  return std::span{item->bytes}.subspan(offset_);
}

std::uint8_t FwCfg::next_byte() {
  const auto left = remaining();
  if (left.empty()) return 0;
  ++offset_;
  return left.front();
}

// Data comes in the order of the item's bytes whatever the width; the DMA registers spell a signature.
std::uint64_t FwCfg::read(std::uint64_t offset, unsigned size_bytes) {
  std::uint64_t value = 0;
  if (offset < kDataEnd) {
    for (unsigned index = 0; index < size_bytes; ++index) value |= std::uint64_t{next_byte()} << (8 * index);
  } else if (offset >= kDma) {
    for (unsigned index = 0; index < size_bytes && offset - kDma + index < kDmaSignature.size(); ++index) {
      value |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(kDmaSignature[offset - kDma + index])) << (8 * index);
    }
  }
  return value;
}

void FwCfg::write(std::uint64_t offset, unsigned size_bytes, std::uint64_t value) {
  if (offset == kSelector && size_bytes == 2) {
    select(std::byteswap(static_cast<std::uint16_t>(value)));
  } else if (offset >= kDma) {
    write_dma_address(offset - kDma, size_bytes, value);
  }
}

// The low half, or the whole, starts the transfer.
void FwCfg::write_dma_address(std::uint64_t offset, unsigned size_bytes, std::uint64_t value) {
  if (size_bytes == 8 && offset == 0) {
    run_dma(std::byteswap(value));
  } else if (size_bytes == 4 && offset == 0) {
    dma_high_ = std::byteswap(static_cast<std::uint32_t>(value));
  } else if (size_bytes == 4 && offset == 4) {
    run_dma(std::uint64_t{dma_high_} << 32 | std::byteswap(static_cast<std::uint32_t>(value)));
  }
}

void FwCfg::run_dma(std::uint64_t address) {
  dma_high_ = 0;
  std::array<std::byte, kDescriptorBytes> raw;
  const bool readable = memory_.read(memory::GuestPhysical{address}, raw);
  bool done = false;
  if (readable) {
    const Descriptor descriptor{base::load_be<std::uint32_t>(raw.data()), base::load_be<std::uint32_t>(raw.data() + 4),
                                base::load_be<std::uint64_t>(raw.data() + 8)};
    if ((descriptor.control & kDmaSelect) != 0) select(static_cast<std::uint16_t>(descriptor.control >> 16));
    done = transfer(descriptor);
  }
  std::array<std::byte, 4> answer;
  base::store_be(answer.data(), std::uint32_t{done ? 0u : static_cast<std::uint32_t>(kDmaError)});
  // A descriptor that is not in RAM cannot be told of its error either.
  static_cast<void>(memory_.write(memory::GuestPhysical{address}, answer));
}

// Reading wins over writing, writing over skipping, when several are asked for.
bool FwCfg::transfer(const Descriptor& descriptor) {
  if (descriptor.length == 0) return true;  // selecting alone, or nothing
  if ((descriptor.control & kDmaRead) != 0) return dma_read(descriptor);
  if ((descriptor.control & kDmaWrite) != 0) return dma_write(descriptor);
  if ((descriptor.control & kDmaSkip) != 0) {
    offset_ += static_cast<std::uint32_t>(std::min<std::size_t>(remaining().size(), descriptor.length));
  }
  return true;
}

// The item's bytes, then zeros.  The whole target is checked first: nothing is written to a target that leaves RAM.
bool FwCfg::dma_read(const Descriptor& descriptor) {
  if (!memory_.is_ram(memory::GuestPhysical{descriptor.address}, descriptor.length)) return false;
  const auto left = remaining();
  const auto copied = left.first(std::min<std::size_t>(left.size(), descriptor.length));
  if (!memory_.write(memory::GuestPhysical{descriptor.address}, std::as_bytes(copied))) return false;
  offset_ += static_cast<std::uint32_t>(copied.size());
  static constexpr std::array<std::byte, 4096> kZeros{};
  for (std::uint64_t at = copied.size(); at < descriptor.length; at += kZeros.size()) {
    const std::size_t chunk = std::min<std::size_t>(kZeros.size(), descriptor.length - at);
    if (!memory_.write(memory::GuestPhysical{descriptor.address + at}, std::span{kZeros}.first(chunk))) return false;
  }
  return true;
}

bool FwCfg::dma_write(const Descriptor& descriptor) {
  Item* item = selected();
  if (item == nullptr || !item->writable || !base::range_fits(offset_, descriptor.length, item->bytes.size())) return false;
  const auto target = std::span{item->bytes}.subspan(offset_, descriptor.length);
  if (!memory_.read(memory::GuestPhysical{descriptor.address}, std::as_writable_bytes(target))) return false;
  offset_ += descriptor.length;
  if (item->on_write) item->on_write(item->bytes);
  return true;
}

void FwCfg::fields(snapshot::Fields& visitor) {
  visitor.value("key", key_);
  visitor.value("offset", offset_);
  visitor.value("dma_high", dma_high_);
  for (auto& [key, item] : items_) {
    if (item.writable) visitor.bytes("file", item.bytes);  // its size is the board's, not the guest's
  }
}

base::Status FwCfg::restored() {
  const Item* item = selected();
  const std::size_t size = item != nullptr ? item->bytes.size() : 0;
  if ((key_ & kWriteChannel) != 0 || offset_ > size) {
    const auto failure = base::fail(base::Errc::kCorrupt, "saved state of the firmware configuration: byte {} of item {:#x}, which has {}",
                                    offset_, key_, size);
    reset();
    return failure;
  }
  return {};
}

}  // namespace vitrine::device::platform
