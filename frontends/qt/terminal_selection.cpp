// SPDX-License-Identifier: Apache-2.0
// Selecting by characters, words and lines.
#include "frontends/qt/terminal_selection.h"

#include <QStringList>

#include <algorithm>
#include <utility>

namespace vitrine::frontends::qt {

namespace {

// Double click takes a path, an address or an option as one word.
bool is_word(char32_t character) {
  return character == 0 || QChar::isLetterOrNumber(character) ||
         std::u32string_view{U"_-./~@:+%#=?&,"}.find(character) != std::u32string_view::npos;
}

std::pair<TerminalPlace, TerminalPlace> word_at(const TerminalScreen& screen, TerminalPlace place) {
  const std::u32string text = screen.text(place.line);
  const auto size = static_cast<int>(text.size());
  int begin = std::min(place.column, size);
  int end = begin;
  while (begin > 0 && is_word(text[static_cast<std::size_t>(begin) - 1])) --begin;
  while (end < size && is_word(text[static_cast<std::size_t>(end)])) ++end;
  if (begin == end) end = std::min(end + 1, size);
  return {{place.line, begin}, {place.line, end}};
}

std::pair<TerminalPlace, TerminalPlace> unit_at(const TerminalScreen& screen, TerminalPlace place, TerminalSelection::Unit unit) {
  if (unit == TerminalSelection::Unit::kWord) return word_at(screen, place);
  if (unit == TerminalSelection::Unit::kLine) return {{place.line, 0}, {place.line, screen.columns()}};
  return {place, place};
}

QString line_text(const TerminalScreen& screen, std::int64_t line, int begin, int end) {
  QString text;
  const TerminalLine cells = screen.line(line);
  for (int column = begin; column < std::min(end, static_cast<int>(cells.size())); ++column) {
    const TerminalCell& cell = cells[static_cast<std::size_t>(column)];
    if (cell.width == 0) continue;
    if (cell.characters[0] == 0) text += QLatin1Char{' '};
    for (const char32_t character : cell.characters) {
      if (character != 0) text += QString::fromUcs4(&character, 1);
    }
  }
  while (text.endsWith(QLatin1Char{' '})) text.chop(1);
  return text;
}

}  // namespace

void TerminalSelection::start(const TerminalScreen& screen, TerminalPlace place, Unit unit) {
  unit_ = unit;
  std::tie(anchor_begin_, anchor_end_) = unit_at(screen, place, unit);
  begin_ = anchor_begin_;
  end_ = anchor_end_;
}

void TerminalSelection::extend(const TerminalScreen& screen, TerminalPlace place) {
  const auto [begin, end] = unit_at(screen, place, unit_);
  begin_ = std::min(anchor_begin_, begin);
  end_ = std::max(anchor_end_, end);
}

void TerminalSelection::select_all(const TerminalScreen& screen) {
  begin_ = {screen.oldest_line(), 0};
  end_ = {screen.end_line() - 1, screen.columns()};
}

QString TerminalSelection::text(const TerminalScreen& screen) const {
  QStringList lines;
  for (std::int64_t line = std::max(begin_.line, screen.oldest_line()); line <= std::min(end_.line, screen.end_line() - 1); ++line) {
    const int begin = line == begin_.line ? begin_.column : 0;
    const int end = line == end_.line ? end_.column : screen.columns();
    lines += line_text(screen, line, begin, end);
  }
  return lines.join(QLatin1Char{'\n'});
}

}  // namespace vitrine::frontends::qt
