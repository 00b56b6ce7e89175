// SPDX-License-Identifier: Apache-2.0
// A terminal without a picture: bytes in, cells, cursor and kept lines out; libvterm does the escape sequences.
#pragma once

#include <QByteArray>
#include <QColor>
#include <QString>

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

struct VTerm;
struct VTermScreen;

namespace vitrine::frontends::qt {

struct TerminalCell {
  static constexpr int kMostCharacters = 3;  // a base and two combining marks; more are dropped

  std::array<char32_t, kMostCharacters> characters{};  // all zero: blank
  QRgb foreground = 0;
  QRgb background = 0;
  std::uint8_t width = 1;  // 2: a wide character, 0: the right half of one
  std::uint8_t underline = 0;
  bool bold = false;
  bool italic = false;
  bool strike = false;

  bool operator==(const TerminalCell&) const = default;
};

using TerminalLine = std::vector<TerminalCell>;  // may be shorter than the screen is wide: the rest is blank

enum class CursorShape : std::uint8_t { kBlock, kUnderline, kBar };

struct TerminalCursor {
  int row = 0;
  int column = 0;
  CursorShape shape = CursorShape::kBlock;
  bool visible = true;
};

// Rows of the screen, [first, last); empty when first == last.
struct DamagedRows {
  int first = 0;
  int last = 0;
};

enum class TerminalKey : std::uint8_t {
  kEnter,
  kTab,
  kBackspace,
  kEscape,
  kUp,
  kDown,
  kLeft,
  kRight,
  kInsert,
  kDelete,
  kHome,
  kEnd,
  kPageUp,
  kPageDown
};

struct KeyModifiers {
  bool shift = false;
  bool alt = false;
  bool control = false;
};

// Lines are numbered from the first that was ever kept, so that a number keeps its meaning while lines scroll and old ones go.  Thread: ui.
class TerminalScreen {
 public:
  static constexpr std::size_t kMostKeptLines = 10'000;
  static constexpr int kLeastSize = 2;
  static constexpr int kMostSize = 1000;

  TerminalScreen(int rows, int columns);
  ~TerminalScreen();
  TerminalScreen(const TerminalScreen&) = delete;
  TerminalScreen& operator=(const TerminalScreen&) = delete;

  // What the guest wrote.  Answers to its questions (cursor position, terminal kind) go to the output.
  void feed(std::string_view bytes);
  // The same for output of long ago: nobody waits for its answers any more.
  void replay(std::string_view bytes);
  void resize(int rows, int columns);
  // A fresh terminal without kept lines.
  void clear();

  // What is typed, as the bytes that the guest expects in the terminal's present mode.
  void type_text(const QString& text, KeyModifiers modifiers = {});
  void type_key(TerminalKey key, KeyModifiers modifiers = {});
  void type_function_key(int number, KeyModifiers modifiers = {});
  void paste(const QString& text);
  void set_output(std::function<void(const QByteArray&)> output) { output_ = std::move(output); }

  [[nodiscard]] int rows() const { return rows_; }
  [[nodiscard]] int columns() const { return columns_; }
  [[nodiscard]] TerminalCursor cursor() const { return cursor_; }
  [[nodiscard]] bool on_alternate_screen() const { return alternate_; }
  // The number of the oldest kept line, of the screen's first row, and one past the last row.
  [[nodiscard]] std::int64_t oldest_line() const { return dropped_; }
  [[nodiscard]] std::int64_t screen_line() const { return dropped_ + static_cast<std::int64_t>(kept_.size()); }
  [[nodiscard]] std::int64_t end_line() const { return screen_line() + rows_; }
  // The line of that number; an empty one where there is none.
  [[nodiscard]] TerminalLine line(std::int64_t number) const;
  [[nodiscard]] TerminalCell cell(int row, int column) const;
  // A line's characters, one for each column (the right half of a wide one is a zero), without blanks at the end.
  [[nodiscard]] std::u32string text(std::int64_t number) const;

  // The screen's rows that changed since the last call.
  DamagedRows take_damage();

 private:
  struct Callbacks;
  void apply_palette();
  void damage(int first, int last);
  void typed(std::string_view bytes);

  std::unique_ptr<VTerm, void (*)(VTerm*)> terminal_;
  VTermScreen* screen_;
  std::deque<TerminalLine> kept_;
  std::int64_t dropped_ = 0;
  int rows_;
  int columns_;
  TerminalCursor cursor_;
  bool alternate_ = false;
  bool replaying_ = false;
  DamagedRows damage_;
  std::function<void(const QByteArray&)> output_;
};

}  // namespace vitrine::frontends::qt
