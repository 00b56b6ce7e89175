// SPDX-License-Identifier: Apache-2.0
// Searches line by line; characters are compared folded where case does not matter.
#include "frontends/qt/terminal_search.h"

#include <algorithm>

namespace vitrine::frontends::qt {

namespace {

void fold(std::u32string& text, Qt::CaseSensitivity sensitivity) {
  if (sensitivity == Qt::CaseSensitive) return;
  std::ranges::transform(text, text.begin(), [](char32_t character) { return static_cast<char32_t>(QChar::toCaseFolded(character)); });
}

}  // namespace

std::vector<TerminalMatch> find_in_terminal(const TerminalScreen& screen, const QString& needle, Qt::CaseSensitivity sensitivity) {
  std::vector<TerminalMatch> matches;
  std::u32string wanted = needle.toStdU32String();
  if (wanted.empty()) return matches;
  fold(wanted, sensitivity);
  for (std::int64_t number = screen.oldest_line(); number < screen.end_line(); ++number) {
    std::u32string text = screen.text(number);
    fold(text, sensitivity);
    for (auto at = text.find(wanted); at != std::u32string::npos; at = text.find(wanted, at + wanted.size())) {
      matches.push_back({.line = number, .column = static_cast<int>(at), .length = static_cast<int>(wanted.size())});
    }
  }
  return matches;
}

}  // namespace vitrine::frontends::qt
