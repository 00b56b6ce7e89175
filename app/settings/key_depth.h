// SPDX-License-Identifier: Apache-2.0
// Finds a dotted key with absurdly many parts before the parser builds (and unwinds) a table for each of them.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace vitrine::app::settings {

struct TextPlace {
  std::size_t line = 1, column = 1;  // of the first part too many
};

// Looks at TOML text, valid or not, and finds the first run of more than 16 parts joined by dots outside of strings and comments.
std::optional<TextPlace> find_deep_key(std::string_view text);

}  // namespace vitrine::app::settings
