// SPDX-License-Identifier: Apache-2.0
// Reads sources and copies them to guest memory piece by piece.
#include "core/machine/firmware/source.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/base/bits.h"

namespace vitrine::machine::firmware {
namespace {

constexpr std::size_t kCopyPiece = std::size_t{256} << 10;  // stays in the host's second-level cache

base::Status outside(std::string_view what, std::uint64_t address, std::uint64_t size) {
  return base::fail(base::Errc::kInvalidArgument, "{}: {} bytes at {:#x} do not lie in the machine's memory", what, size, address);
}

}  // namespace

base::Result<std::unique_ptr<Source>> FileSource::open(const std::string& path) {
  TRY_ASSIGN(auto file, base::sys::ReadOnlyFile::open(path));
  return std::make_unique<FileSource>(std::move(file));
}

base::Status MemorySource::read(std::uint64_t offset, std::span<std::byte> out) const {
  if (!base::range_fits(offset, out.size(), bytes_.size()))
    return base::fail(base::Errc::kCorrupt, "{}: ends before byte {}", name_, offset + out.size());
  if (!out.empty()) std::memcpy(out.data(), bytes_.data() + offset, out.size());
  return {};
}

base::Result<std::vector<std::byte>> read_head(const Source& source, std::size_t limit) {
  std::vector<std::byte> head(std::min<std::uint64_t>(limit, source.size()));
  TRY(source.read(0, head));
  return head;
}

bool inside_one_block(const memory::GuestMemory& memory, std::uint64_t address, std::uint64_t size) {
  const memory::Block* const block = memory.find(address);
  return block != nullptr && base::range_fits(address - block->base, size, block->size);
}

base::Status copy_to_guest(const Source& source, Piece piece, memory::GuestMemory& memory, std::uint64_t address) {
  if (piece.size == 0) return {};
  if (!base::range_fits(piece.offset, piece.size, source.size()))
    return base::fail(base::Errc::kCorrupt, "{}: is cut off: {} bytes at {:#x} are announced, it has {}", source.name(), piece.size,
                      piece.offset, source.size());
  if (!inside_one_block(memory, address, piece.size)) return outside(source.name(), address, piece.size);
  std::vector<std::byte> buffer(std::min<std::uint64_t>(piece.size, kCopyPiece));
  for (std::uint64_t done = 0; done < piece.size;) {
    const std::span part{buffer.data(), static_cast<std::size_t>(std::min<std::uint64_t>(piece.size - done, buffer.size()))};
    TRY(source.read(piece.offset + done, part));
    if (!memory.load(address + done, part)) return outside(source.name(), address, piece.size);
    done += part.size();
  }
  return {};
}

base::Status zero_guest(memory::GuestMemory& memory, std::uint64_t address, std::uint64_t size) {
  std::array<std::byte, memory::kPageSize> page{};
  const std::array<std::byte, memory::kPageSize> zeros{};
  while (size > 0) {
    const std::uint64_t count = std::min(size, memory::kPageSize - (address & memory::kPageMask));
    const std::span part{page.data(), static_cast<std::size_t>(count)};
    if (!memory.read(address, part)) return outside("zeroed memory", address, size);
    const bool is_zero = std::memcmp(part.data(), zeros.data(), part.size()) == 0;
    if (!is_zero && !memory.load(address, std::span{zeros}.first(part.size()))) return outside("zeroed memory", address, size);
    address += count;
    size -= count;
  }
  return {};
}

}  // namespace vitrine::machine::firmware
