// SPDX-License-Identifier: Apache-2.0
// libvterm behind TerminalScreen: its callbacks, colours and cells.
#include "frontends/qt/terminal_screen.h"

#include <vterm.h>

#include <algorithm>
#include <utility>

#include "frontends/qt/terminal_palette.h"

namespace vitrine::frontends::qt {

namespace {

VTermColor to_vterm(QRgb colour) {
  VTermColor result;
  vterm_color_rgb(&result, static_cast<std::uint8_t>(qRed(colour)), static_cast<std::uint8_t>(qGreen(colour)),
                  static_cast<std::uint8_t>(qBlue(colour)));
  return result;
}

QRgb to_rgb(const VTermScreen* screen, VTermColor colour, QRgb fallback) {
  if (VTERM_COLOR_IS_DEFAULT_FG(&colour) || VTERM_COLOR_IS_DEFAULT_BG(&colour)) return fallback;
  vterm_screen_convert_color_to_rgb(screen, &colour);
  return qRgb(colour.rgb.red, colour.rgb.green, colour.rgb.blue);
}

// libvterm marks the right half of a wide character with an all-ones code.
bool is_right_half(const VTermScreenCell& cell) { return cell.chars[0] == static_cast<std::uint32_t>(-1); }

TerminalCell to_cell(const VTermScreen* screen, const VTermScreenCell& from) {
  TerminalCell cell;
  if (!is_right_half(from)) std::copy_n(from.chars, TerminalCell::kMostCharacters, cell.characters.begin());
  cell.foreground = to_rgb(screen, from.fg, kTerminalText);
  cell.background = to_rgb(screen, from.bg, kTerminalGround);
  if (from.attrs.reverse) std::swap(cell.foreground, cell.background);
  cell.width = is_right_half(from) ? 0 : static_cast<std::uint8_t>(from.width);
  cell.underline = from.attrs.underline;
  cell.bold = from.attrs.bold;
  cell.italic = from.attrs.italic;
  cell.strike = from.attrs.strike;
  return cell;
}

bool is_blank(const TerminalCell& cell) {
  const bool empty = cell.characters[0] == 0 || cell.characters[0] == U' ';
  return empty && cell.width == 1 && cell.background == kTerminalGround && cell.underline == 0 && !cell.strike;
}

void to_vterm_cell(const TerminalCell& from, VTermScreenCell& cell) {
  cell = {};
  std::copy(from.characters.begin(), from.characters.end(), cell.chars);
  if (from.width == 0) cell.chars[0] = static_cast<std::uint32_t>(-1);
  cell.width = static_cast<char>(from.width == 2 ? 2 : 1);
  cell.attrs.bold = from.bold;
  cell.attrs.italic = from.italic;
  cell.attrs.strike = from.strike;
  cell.attrs.underline = from.underline & 3U;
  cell.fg = to_vterm(from.foreground);
  cell.bg = to_vterm(from.background);
}

}  // namespace

// The C callbacks; each returns 1 for "handled".
struct TerminalScreen::Callbacks {
  static TerminalScreen& self(void* user) { return *static_cast<TerminalScreen*>(user); }

  static int damage(VTermRect rect, void* user) {
    self(user).damage(rect.start_row, rect.end_row);
    return 1;
  }
  static int move_rect(VTermRect to, VTermRect from, void* user) {
    self(user).damage(std::min(to.start_row, from.start_row), std::max(to.end_row, from.end_row));
    return 1;
  }
  static int move_cursor(VTermPos to, VTermPos from, int, void* user) {
    TerminalScreen& screen = self(user);
    screen.cursor_.row = to.row;
    screen.cursor_.column = to.col;
    screen.damage(from.row, from.row + 1);
    screen.damage(to.row, to.row + 1);
    return 1;
  }
  static int set_property(VTermProp property, VTermValue* value, void* user) {
    TerminalScreen& screen = self(user);
    if (property == VTERM_PROP_CURSORVISIBLE) screen.cursor_.visible = value->boolean != 0;
    if (property == VTERM_PROP_ALTSCREEN) screen.alternate_ = value->boolean != 0;
    if (property == VTERM_PROP_CURSORSHAPE) {
      screen.cursor_.shape = value->number == VTERM_PROP_CURSORSHAPE_UNDERLINE  ? CursorShape::kUnderline
                             : value->number == VTERM_PROP_CURSORSHAPE_BAR_LEFT ? CursorShape::kBar
                                                                                : CursorShape::kBlock;
    }
    screen.damage(0, screen.rows_);
    return 1;
  }
  static int push_line(int columns, const VTermScreenCell* cells, void* user) {
    TerminalScreen& screen = self(user);
    TerminalLine line;
    for (int column = 0; column < columns; ++column) line.push_back(to_cell(screen.screen_, cells[column]));
    while (!line.empty() && is_blank(line.back())) line.pop_back();
    line.shrink_to_fit();
    screen.kept_.push_back(std::move(line));
    if (screen.kept_.size() > kMostKeptLines) {
      screen.kept_.pop_front();
      ++screen.dropped_;
    }
    return 1;
  }
  static int pop_line(int columns, VTermScreenCell* cells, void* user) {
    TerminalScreen& screen = self(user);
    if (screen.kept_.empty()) return 0;
    TerminalLine line = std::move(screen.kept_.back());
    screen.kept_.pop_back();
    line.resize(static_cast<std::size_t>(columns), TerminalCell{.foreground = kTerminalText, .background = kTerminalGround});
    if (line.back().width == 2)
      line.back() = TerminalCell{.foreground = kTerminalText, .background = kTerminalGround};  // its other half was cut off
    for (int column = 0; column < columns; ++column) to_vterm_cell(line[static_cast<std::size_t>(column)], cells[column]);
    return 1;
  }
  static void output(const char* bytes, std::size_t size, void* user) { self(user).typed({bytes, size}); }

  static constexpr VTermScreenCallbacks kScreen{
      .damage = damage,
      .moverect = move_rect,
      .movecursor = move_cursor,
      .settermprop = set_property,
      .bell = nullptr,
      .resize = nullptr,
      .sb_pushline = push_line,
      .sb_popline = pop_line,
  };
};

TerminalScreen::TerminalScreen(int rows, int columns)
    : terminal_{vterm_new(rows, columns), vterm_free}, screen_{vterm_obtain_screen(terminal_.get())}, rows_{rows}, columns_{columns} {
  vterm_set_utf8(terminal_.get(), 1);
  vterm_output_set_callback(terminal_.get(), Callbacks::output, this);
  vterm_screen_set_callbacks(screen_, &Callbacks::kScreen, this);
  vterm_screen_enable_altscreen(screen_, 1);
  vterm_screen_set_damage_merge(screen_, VTERM_DAMAGE_SCROLL);
  apply_palette();
  vterm_screen_reset(screen_, 1);
}

TerminalScreen::~TerminalScreen() = default;

void TerminalScreen::apply_palette() {
  VTermState* state = vterm_obtain_state(terminal_.get());
  const VTermColor foreground = to_vterm(kTerminalText);
  const VTermColor background = to_vterm(kTerminalGround);
  vterm_state_set_default_colors(state, &foreground, &background);
  for (int index = 0; index < static_cast<int>(kTerminalPalette.size()); ++index) {
    const VTermColor colour = to_vterm(kTerminalPalette[static_cast<std::size_t>(index)]);
    vterm_state_set_palette_color(state, index, &colour);
  }
  vterm_state_set_bold_highbright(state, 1);
}

void TerminalScreen::feed(std::string_view bytes) {
  vterm_input_write(terminal_.get(), bytes.data(), bytes.size());
  vterm_screen_flush_damage(screen_);
}

void TerminalScreen::replay(std::string_view bytes) {
  replaying_ = true;
  feed(bytes);
  replaying_ = false;
}

void TerminalScreen::resize(int rows, int columns) {
  rows = std::clamp(rows, kLeastSize, kMostSize);
  columns = std::clamp(columns, kLeastSize, kMostSize);
  if (rows == rows_ && columns == columns_) return;
  rows_ = rows;
  columns_ = columns;
  vterm_set_size(terminal_.get(), rows, columns);
  vterm_screen_flush_damage(screen_);
  damage(0, rows_);
}

void TerminalScreen::clear() {
  dropped_ += static_cast<std::int64_t>(kept_.size());
  kept_.clear();
  vterm_screen_reset(screen_, 1);
  damage(0, rows_);
}

TerminalCell TerminalScreen::cell(int row, int column) const {
  VTermScreenCell cell{};
  if (vterm_screen_get_cell(screen_, VTermPos{.row = row, .col = column}, &cell) == 0) return {};
  return to_cell(screen_, cell);
}

TerminalLine TerminalScreen::line(std::int64_t number) const {
  if (number < oldest_line() || number >= end_line()) return {};
  if (number < screen_line()) return kept_[static_cast<std::size_t>(number - dropped_)];
  TerminalLine line;
  for (int column = 0; column < columns_; ++column) line.push_back(cell(static_cast<int>(number - screen_line()), column));
  return line;
}

std::u32string TerminalScreen::text(std::int64_t number) const {
  std::u32string text;
  for (const TerminalCell& cell : line(number)) {
    text += cell.width == 0 ? U'\0' : cell.characters[0] == 0 ? U' ' : cell.characters[0];
  }
  while (!text.empty() && text.back() == U' ') text.pop_back();
  return text;
}

DamagedRows TerminalScreen::take_damage() { return std::exchange(damage_, DamagedRows{}); }

void TerminalScreen::damage(int first, int last) {
  const bool none = damage_.first == damage_.last;
  damage_ = none ? DamagedRows{first, last} : DamagedRows{std::min(damage_.first, first), std::max(damage_.last, last)};
}

}  // namespace vitrine::frontends::qt
