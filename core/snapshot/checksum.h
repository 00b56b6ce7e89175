// SPDX-License-Identifier: Apache-2.0
// CRC-32C (Castagnoli), the checksum of saved sections.
#pragma once

#include <cstdint>
#include <span>

namespace vitrine::snapshot {

// As in RFC 3720, appendix B.4: reflected, initial value and final inversion of all ones.  Thread: any.
[[nodiscard]] std::uint32_t crc32c(std::span<const std::uint8_t> bytes);

}  // namespace vitrine::snapshot
