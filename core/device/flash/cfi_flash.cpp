// SPDX-License-Identifier: Apache-2.0
// The command state machine of the flash chips, and what they say of themselves.
#include "core/device/flash/cfi_flash.h"

#include <algorithm>
#include <bit>

#include "core/base/bits.h"
#include "core/base/check.h"

namespace vitrine::device::flash {
namespace {
enum Command : std::uint8_t {
  kArrayAfterReset = 0x00,
  kProgramAlternate = 0x10,
  kErase = 0x20,
  kProgram = 0x40,
  kClearStatus = 0x50,
  kLock = 0x60,
  kReadStatus = 0x70,
  kReadIdentification = 0x90,
  kQuery = 0x98,
  kConfirm = 0xd0,
  kBufferProgram = 0xe8,
  kReadArray = 0xff,
};
constexpr std::uint8_t kSetLock = 0x01;
constexpr std::uint8_t kStatusReady = 0x80;
constexpr std::uint8_t kStatusEraseError = 0x20;
constexpr std::uint8_t kStatusProgramError = 0x10;
constexpr std::uint8_t kManufacturer = 0x89;
constexpr std::uint8_t kDevice = 0x18;
constexpr unsigned kBankBytes = 4;

// Intel application note 646, tables 5 to 12: the words of one chip, by word address; 16 bytes of identification come before.
std::array<std::uint8_t, 0x40> make_query(std::uint64_t chip_bytes) {
  std::array<std::uint8_t, 0x40> query{};
  const auto put = [&query](std::size_t at, std::initializer_list<std::uint8_t> bytes) { std::ranges::copy(bytes, query.begin() + at); };
  const std::uint64_t sectors = chip_bytes / (CfiFlash::kSectorBytes / 2) - 1;
  const std::uint64_t sector_units = CfiFlash::kSectorBytes / 2 / 256;
  put(0x10, {'Q', 'R', 'Y', 0x01, 0x00, 0x31, 0x00});                                   // Intel command set, its table at 31
  put(0x1b, {0x45, 0x55, 0x00, 0x00, 0x07, 0x07, 0x0a, 0x00, 0x04, 0x04, 0x04, 0x00});  // supply 4.5 to 5.5 V, times as powers of two
  put(0x27, {static_cast<std::uint8_t>(std::countr_zero(chip_bytes)), 0x02, 0x00});     // size, 8 and 16 bits wide
  put(0x2a, {0x0b, 0x00, 0x01});                                                        // write buffer of 2 KiB a chip, one erase region
  put(0x2d, {static_cast<std::uint8_t>(sectors), static_cast<std::uint8_t>(sectors >> 8), static_cast<std::uint8_t>(sector_units),
             static_cast<std::uint8_t>(sector_units >> 8)});
  put(0x31, {'P', 'R', 'I', '1', '0'});
  put(0x3f, {0x01});  // number of protection fields
  return query;
}

// Every chip of the bank answers with the same byte in the low half of its 16 bits.
std::uint32_t from_all_chips(std::uint8_t byte, unsigned size_bytes) {
  return size_bytes == kBankBytes ? byte | std::uint32_t{byte} << 16 : byte;
}
}  // namespace

CfiFlash::CfiFlash(std::span<std::byte> store, bool read_only, CfiFlashHooks hooks)
    : store_{store}, read_only_{read_only}, hooks_{std::move(hooks)}, cfi_{make_query(store.size() / 2)}, status_{kStatusReady} {
  CHECK(!store_.empty() && store_.size() % kSectorBytes == 0 && store_.size() <= (std::size_t{256} << 20));
}

void CfiFlash::reset() {
  status_ = kStatusReady;
  read_array();
}

void CfiFlash::read_array() {
  const bool changed = command_ != 0;
  command_ = cycle_ = 0;
  buffer_offset_ = kNowhere;
  buffer_.clear();
  buffer_set_.clear();
  if (changed && hooks_.mode) hooks_.mode(true);
}

std::uint64_t CfiFlash::load(std::uint64_t offset, unsigned size_bytes) const {
  std::uint64_t value = 0;
  for (unsigned index = 0; index < size_bytes && offset + index < store_.size(); ++index) {
    value |= std::to_integer<std::uint64_t>(store_[offset + index]) << (8 * index);
  }
  return value;
}

std::uint8_t CfiFlash::identification(std::uint64_t offset) const {
  switch (offset / kBankBytes & 0xff) {
    case 0: return kManufacturer;
    case 1: return kDevice;
    default: return 0;  // also "this block is not locked"
  }
}

std::uint64_t CfiFlash::read(std::uint64_t offset, unsigned size_bytes) {
  if (in_array_mode()) return load(offset, size_bytes);
  if (size_bytes == 8) return read(offset, 4) | read(offset + 4, 4) << 32;
  switch (command_) {
    case kReadIdentification: return from_all_chips(identification(offset), size_bytes);
    case kQuery: return from_all_chips(offset / kBankBytes < kCfiBytes ? cfi_[offset / kBankBytes] : 0, size_bytes);
    default: return from_all_chips(status_, size_bytes);
  }
}

void CfiFlash::write(std::uint64_t offset, unsigned size_bytes, std::uint64_t value) {
  if (size_bytes == 8) {
    write_one(offset, 4, static_cast<std::uint32_t>(value));
    write_one(offset + 4, 4, static_cast<std::uint32_t>(value >> 32));
  } else {
    write_one(offset, size_bytes, static_cast<std::uint32_t>(value));
  }
}

void CfiFlash::write_one(std::uint64_t offset, unsigned size_bytes, std::uint32_t value) {
  switch (cycle_) {
    case 0: start_command(static_cast<std::uint8_t>(value)); break;
    case 1: second_cycle(offset, size_bytes, value); break;
    case 2: fill_buffer(offset, size_bytes, value); break;
    default: confirm_buffer(static_cast<std::uint8_t>(value)); break;
  }
}

void CfiFlash::start_command(std::uint8_t command) {
  switch (command) {
    case kProgram:
    case kProgramAlternate:
    case kErase:
    case kLock:
    case kQuery: cycle_ = 1; break;
    case kBufferProgram:
      cycle_ = 1;
      status_ |= kStatusReady;
      break;
    case kReadStatus:
    case kReadIdentification: cycle_ = 0; break;
    case kClearStatus: status_ = 0; [[fallthrough]];
    default: read_array(); return;  // also everything unknown
  }
  const bool changed = command_ == 0;
  command_ = command;
  if (changed && hooks_.mode) hooks_.mode(false);
}

void CfiFlash::second_cycle(std::uint64_t offset, unsigned size_bytes, std::uint32_t value) {
  const auto low = static_cast<std::uint8_t>(value);
  switch (command_) {
    case kProgram:
    case kProgramAlternate: {
      std::array<std::uint8_t, kBankBytes> bytes;
      base::store_le(bytes.data(), value);
      program(offset, std::span{bytes}.first(size_bytes));
      cycle_ = 0;
      break;
    }
    case kErase: erase(offset, low); break;
    case kBufferProgram:
      words_left_ = value & 0xffff;
      buffer_.assign(kBufferBytes, 0);
      buffer_set_.assign(kBufferBytes, 0);
      buffer_offset_ = kNowhere;
      buffer_failed_ = false;
      cycle_ = 2;
      break;
    case kLock:
      if (low != kConfirm && low != kSetLock) {
        read_array();
        break;
      }
      status_ |= kStatusReady;
      cycle_ = 0;
      break;
    default:  // the query ends with "read array" alone
      if (low == kReadArray) read_array();
      break;
  }
}

// The first word says which 4 KiB the buffer is for.
void CfiFlash::fill_buffer(std::uint64_t offset, unsigned size_bytes, std::uint32_t value) {
  if (buffer_offset_ == kNowhere) buffer_offset_ = base::align_down(offset, kBufferBytes);
  const std::uint64_t at = offset - buffer_offset_;  // wraps for an offset below, which is outside too
  if (base::range_fits(at, size_bytes, kBufferBytes)) {
    for (unsigned index = 0; index < size_bytes; ++index) {
      buffer_[at + index] = static_cast<std::uint8_t>(value >> (8 * index));
      buffer_set_[at + index] = 1;
    }
  } else {
    buffer_failed_ = true;
  }
  status_ |= kStatusReady;
  if (words_left_ == 0) cycle_ = 3;
  --words_left_;
}

void CfiFlash::confirm_buffer(std::uint8_t command) {
  if (command != kConfirm) {
    read_array();
    return;
  }
  cycle_ = 0;
  if (buffer_failed_) {
    status_ |= kStatusReady | kStatusProgramError;
  } else {
    const std::uint64_t room = std::min<std::uint64_t>(kBufferBytes, store_.size() - buffer_offset_);
    for (std::uint64_t index = 0; index < room; ++index) {
      if (buffer_set_[index] == 0) buffer_[index] = std::to_integer<std::uint8_t>(store_[buffer_offset_ + index]);
    }
    program(buffer_offset_, std::span{buffer_}.first(room));
  }
  buffer_.clear();
  buffer_set_.clear();
}

void CfiFlash::program(std::uint64_t offset, std::span<const std::uint8_t> bytes) {
  status_ |= kStatusReady;
  const bool allowed = !read_only_ && base::range_fits(offset, bytes.size(), store_.size());
  if (!allowed || !replace(offset, std::as_bytes(bytes))) status_ |= kStatusProgramError;
}

bool CfiFlash::replace(std::uint64_t offset, std::span<const std::byte> bytes) {
  if (hooks_.keep && !hooks_.keep(offset, bytes)) return false;
  std::ranges::copy(bytes, store_.begin() + static_cast<std::ptrdiff_t>(offset));
  if (hooks_.dirty) hooks_.dirty(offset, bytes.size());
  return true;
}

void CfiFlash::erase(std::uint64_t offset, std::uint8_t confirmation) {
  if (confirmation != kConfirm) {
    read_array();
    return;
  }
  cycle_ = 0;
  status_ |= kStatusReady;
  const std::vector<std::byte> erased(kSectorBytes, std::byte{0xff});
  if (read_only_ || !replace(base::align_down(offset, kSectorBytes), erased)) status_ |= kStatusEraseError;
}

void CfiFlash::fields(snapshot::Fields& visitor) {
  visitor.value("command", command_);
  visitor.value("cycle", cycle_);
  visitor.value("status", status_);
  visitor.value("words_left", words_left_);
  visitor.value("buffer_offset", buffer_offset_);
  visitor.value("buffer_failed", buffer_failed_);
  visitor.sized_bytes("buffer", buffer_, kBufferBytes);
  visitor.sized_bytes("buffer_set", buffer_set_, kBufferBytes);
}

base::Status CfiFlash::restored() {
  const bool buffering = cycle_ >= 2;
  const bool buffer_fits = buffer_.size() == (buffering ? kBufferBytes : 0) && buffer_set_.size() == buffer_.size();
  const bool place_fits = buffer_offset_ == kNowhere || (buffer_offset_ < store_.size() && base::is_aligned(buffer_offset_, kBufferBytes));
  const bool known_place = cycle_ != 3 || buffer_failed_ || buffer_offset_ != kNowhere;
  if (cycle_ > 3 || (buffering && command_ != kBufferProgram) || !buffer_fits || !place_fits || !known_place ||
      (cycle_ > 0 && command_ == 0)) {
    const auto failure =
        base::fail(base::Errc::kCorrupt, "saved state of the flash: command {:#x} cannot be in cycle {}", command_, cycle_);
    reset();
    return failure;
  }
  if (hooks_.mode) hooks_.mode(in_array_mode());
  return {};
}

}  // namespace vitrine::device::flash
