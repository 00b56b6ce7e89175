// SPDX-License-Identifier: Apache-2.0
// Counting the dots of dotted keys without parsing.
#include "app/settings/key_depth.h"

#include <algorithm>

namespace vitrine::app::settings {
namespace {

constexpr unsigned kMaxParts = 16;

bool joins_parts(char c) {
  return c == '_' || c == '-' || c == ' ' || c == '\t' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// The index behind the string or comment that starts at `at`, at most the text's size.
std::size_t skip_string(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const bool triple = text.size() - at >= 3 && text[at + 1] == quote && text[at + 2] == quote;
  const std::string_view end = text.substr(at, triple ? 3 : 1);
  for (at += end.size(); at < text.size(); ++at) {
    if (text[at] == '\\' && quote == '"') ++at;
    else if (text.substr(at).starts_with(end)) return at + end.size();
    else if (!triple && text[at] == '\n') return at;
  }
  return text.size();
}

}  // namespace

std::optional<TextPlace> find_deep_key(std::string_view text) {
  unsigned dots = 0;
  std::size_t line = 1, line_start = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    std::size_t next = at + 1;
    if (c == '"' || c == '\'') {
      next = skip_string(text, at);
    } else if (c == '#') {
      next = std::min(text.size(), text.find('\n', at));
    } else if (c == '.') {
      if (++dots >= kMaxParts) return TextPlace{line, at - line_start + 1};
    } else if (!joins_parts(c)) {
      dots = 0;
    }
    for (; at < next; ++at) {
      if (text[at] == '\n') {
        ++line;
        line_start = at + 1;
      }
    }
  }
  return std::nullopt;
}

}  // namespace vitrine::app::settings
