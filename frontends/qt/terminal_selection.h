// SPDX-License-Identifier: Apache-2.0
// What is selected in a terminal: two places and everything between them.
#pragma once

#include <QString>

#include <compare>
#include <cstdint>

#include "frontends/qt/terminal_screen.h"

namespace vitrine::frontends::qt {

// A place between two characters; lines are numbered as TerminalScreen does.
struct TerminalPlace {
  std::int64_t line = 0;
  int column = 0;

  auto operator<=>(const TerminalPlace&) const = default;
};

// Thread: ui.
class TerminalSelection {
 public:
  enum class Unit : std::uint8_t { kCharacter, kWord, kLine };

  void start(const TerminalScreen& screen, TerminalPlace place, Unit unit);
  void extend(const TerminalScreen& screen, TerminalPlace place);
  void select_all(const TerminalScreen& screen);
  void clear() { anchor_end_ = anchor_begin_ = begin_ = end_ = {}; }

  [[nodiscard]] bool is_empty() const { return begin_ == end_; }
  [[nodiscard]] bool contains(TerminalPlace place) const { return begin_ <= place && place < end_; }
  // The first and one past the last line touched.
  [[nodiscard]] std::int64_t first_line() const { return begin_.line; }
  [[nodiscard]] std::int64_t end_line() const { return end_.line + 1; }
  [[nodiscard]] QString text(const TerminalScreen& screen) const;

 private:
  Unit unit_ = Unit::kCharacter;
  TerminalPlace anchor_begin_;
  TerminalPlace anchor_end_;
  TerminalPlace begin_;
  TerminalPlace end_;
};

}  // namespace vitrine::frontends::qt
