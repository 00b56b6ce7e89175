// SPDX-License-Identifier: Apache-2.0
// Base64 (RFC 4648, section 4): how bytes travel in JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::app::control {

std::string to_base64(std::span<const std::uint8_t> bytes);
// Nothing for a text that is not exactly base64 with its padding.
std::optional<std::vector<std::uint8_t>> from_base64(std::string_view text);

}  // namespace vitrine::app::control
