// SPDX-License-Identifier: Apache-2.0
// CRC-32C by eight tables, eight bytes a step: guest memory is saved through it.
#include "core/snapshot/checksum.h"

#include <array>

#include "core/base/bits.h"

namespace vitrine::snapshot {
namespace {
constexpr std::uint32_t kPolynomial = 0x82f63b78;  // reflected
constexpr std::size_t kStep = 8;
using Tables = std::array<std::array<std::uint32_t, 256>, kStep>;

constexpr Tables make_tables() {
  Tables tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t value = byte;
    for (int round = 0; round < 8; ++round) value = (value >> 1) ^ ((value & 1) != 0 ? kPolynomial : 0);
    tables[0][byte] = value;
  }
  for (std::size_t table = 1; table < kStep; ++table) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t before = tables[table - 1][byte];
      tables[table][byte] = (before >> 8) ^ tables[0][before & 0xff];
    }
  }
  return tables;
}
constexpr Tables kTables = make_tables();
}  // namespace

std::uint32_t crc32c(std::span<const std::uint8_t> bytes) {
  std::uint32_t crc = ~std::uint32_t{0};
  for (; bytes.size() >= kStep; bytes = bytes.subspan(kStep)) {
    const std::uint64_t word = base::load_le<std::uint64_t>(bytes.data()) ^ crc;
    crc = 0;
    for (std::size_t index = 0; index < kStep; ++index) crc ^= kTables[kStep - 1 - index][(word >> (8 * index)) & 0xff];
  }
  for (std::uint8_t byte : bytes) crc = (crc >> 8) ^ kTables[0][(crc ^ byte) & 0xff];
  return ~crc;
}

}  // namespace vitrine::snapshot
