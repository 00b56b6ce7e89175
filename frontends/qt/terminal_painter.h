// SPDX-License-Identifier: Apache-2.0
// Draws a terminal's lines on a grid of whole pixels.
#pragma once

#include <QFont>
#include <QPainter>
#include <QSize>

#include <array>
#include <functional>

#include "frontends/qt/terminal_screen.h"

namespace vitrine::frontends::qt {

// Colours that lie over a cell's own: a selection, a search match, the cursor.
struct CellLook {
  QRgb foreground = 0;
  QRgb background = 0;

  bool operator==(const CellLook&) const = default;
};
using LookAt = std::function<CellLook(int column, const TerminalCell& cell)>;

// Thread: ui.
class TerminalPainter {
 public:
  // The font's pixel size gives the grid: 13 px text stands in lines of 19 px.
  explicit TerminalPainter(const QFont& font);

  [[nodiscard]] QSize cell_size() const { return cell_; }
  // Draws one line of `columns` cells with its left upper corner at `origin`.
  void draw_line(QPainter& painter, QPoint origin, const TerminalLine& line, int columns, const LookAt& look_at) const;
  // Draws the cursor's outline, bar or underline; a filled block is a look of its cell.
  void draw_cursor(QPainter& painter, QPoint origin, const TerminalCursor& cursor, bool focused) const;

 private:
  struct Run;
  void draw_run(QPainter& painter, QPoint origin, const Run& run) const;
  void draw_text(QPainter& painter, const QRect& rect, const Run& run) const;

  std::array<QFont, 4> fonts_;  // by bold (1) and italic (2)
  QSize cell_;
  int baseline_ = 0;
};

}  // namespace vitrine::frontends::qt
