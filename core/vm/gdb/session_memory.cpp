// SPDX-License-Identifier: Apache-2.0
// Memory packets: by the current hart's translation, page by page.
#include <algorithm>
#include <array>

#include "core/vm/gdb/hex.h"
#include "core/vm/gdb/packet.h"
#include "core/vm/gdb/session.h"

namespace vitrine::vm::gdb {
namespace {

constexpr std::uint64_t kPage = 4096;
constexpr std::uint64_t kMostBytes = kPacketSize / 2 - 16;  // an answer fits into a packet of hexadecimal digits

// Bytes up to the end of the page or of the wish.
std::uint64_t portion(std::uint64_t address, std::uint64_t size) { return std::min(size, kPage - address % kPage); }

}  // namespace

Replies Session::memory(char command, std::string_view text) {
  const auto address = take_number(text);
  const auto size = take(text, ',') ? take_number(text) : std::nullopt;
  if (!address || !size || ended_) return {"E01"};
  if (command == 'm') return read_memory(*address, std::min(*size, kMostBytes));
  if (!take(text, ':')) return {"E01"};
  if (command == 'X') {
    if (text.size() != *size) return {"E01"};
    return write_memory(*address, std::as_bytes(std::span{text.data(), text.size()}));
  }
  const auto bytes = bytes_from_hex(text);
  if (!bytes || bytes->size() != *size) return {"E01"};
  return write_memory(*address, *bytes);
}

// What can be read up to the first unmapped page.
Replies Session::read_memory(std::uint64_t address, std::uint64_t size) {
  std::string hex;
  std::array<std::byte, kPage> page;
  for (std::uint64_t done = 0; done < size;) {
    const std::uint64_t count = portion(address + done, size - done);
    const auto into = std::span{page}.first(static_cast<std::size_t>(count));
    if (!current().read_virtual(address + done, into)) break;
    hex += hex_from_bytes(into);
    done += count;
  }
  if (hex.empty() && size > 0) return {"E14"};
  return {hex};
}

Replies Session::write_memory(std::uint64_t address, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const auto count = static_cast<std::size_t>(portion(address, bytes.size()));
    if (!current().write_virtual(address, bytes.first(count))) return {"E14"};
    bytes = bytes.subspan(count);
    address += count;
  }
  return {"OK"};
}

}  // namespace vitrine::vm::gdb
