// SPDX-License-Identifier: Apache-2.0
// Hexadecimal numbers and bytes as GDB's remote protocol writes them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::vm::gdb {

// Takes a number of 1 to 16 hexadecimal digits off the front of `text`.
std::optional<std::uint64_t> take_number(std::string_view& text);
// Takes `letter` off the front, if it is there.
bool take(std::string_view& text, char letter);
// Two digits a byte; nothing where another character or half a byte is found.
std::optional<std::vector<std::byte>> bytes_from_hex(std::string_view text);
std::string hex_from_bytes(std::span<const std::byte> bytes);
std::string hex_from_text(std::string_view text);

}  // namespace vitrine::vm::gdb
