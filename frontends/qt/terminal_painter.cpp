// SPDX-License-Identifier: Apache-2.0
// Lines are drawn in runs of cells of one look: grounds first, then text.
#include "frontends/qt/terminal_painter.h"

#include <QFontMetricsF>

#include <cmath>

#include "frontends/qt/terminal_box.h"
#include "frontends/qt/terminal_palette.h"

namespace vitrine::frontends::qt {

namespace {

constexpr int kTextSize = 13;
constexpr int kLineHeight = 19;
const TerminalCell kBlank{.foreground = kTerminalText, .background = kTerminalGround};

// A run may hold many cells only where each character surely takes exactly one.
bool is_plain(const TerminalCell& cell) { return cell.width == 1 && cell.characters[0] < 0x7F && cell.characters[1] == 0; }

QString text_of(const TerminalCell& cell) {
  if (cell.characters[0] == 0) return cell.width == 0 ? QString{} : QStringLiteral(" ");
  qsizetype count = 0;
  while (count < TerminalCell::kMostCharacters && cell.characters[static_cast<std::size_t>(count)] != 0) ++count;
  return QString::fromUcs4(cell.characters.data(), count);
}

}  // namespace

struct TerminalPainter::Run {
  int column = 0;
  int cells = 0;
  TerminalCell first;
  CellLook look;
  QString text;

  [[nodiscard]] bool takes(const TerminalCell& cell, const CellLook& cell_look) const {
    return cells > 0 && look == cell_look && is_plain(first) && is_plain(cell) && first.bold == cell.bold && first.italic == cell.italic &&
           first.underline == cell.underline && first.strike == cell.strike;
  }
  void add(const TerminalCell& cell) {
    ++cells;
    text += text_of(cell);
  }
};

TerminalPainter::TerminalPainter(const QFont& font) {
  const QFontMetricsF metrics{font};
  const int size = font.pixelSize() > 0 ? font.pixelSize() : kTextSize;
  cell_ = QSize{static_cast<int>(std::ceil(metrics.horizontalAdvance(QLatin1Char{'M'}))), size * kLineHeight / kTextSize};
  baseline_ = static_cast<int>(std::round((cell_.height() - metrics.height()) / 2 + metrics.ascent()));
  for (std::size_t index = 0; index < fonts_.size(); ++index) {
    QFont& variant = fonts_[index] = font;
    variant.setWeight((index & 1U) != 0 ? QFont::DemiBold : QFont::Normal);
    variant.setItalic((index & 2U) != 0);
    variant.setKerning(false);
    const qreal advance = QFontMetricsF{variant}.horizontalAdvance(QLatin1Char{'M'});
    variant.setLetterSpacing(QFont::AbsoluteSpacing, cell_.width() - advance);
  }
}

void TerminalPainter::draw_line(QPainter& painter, QPoint origin, const TerminalLine& line, int columns, const LookAt& look_at) const {
  Run run;
  for (int column = 0; column < columns; ++column) {
    const TerminalCell& cell = column < static_cast<int>(line.size()) ? line[static_cast<std::size_t>(column)] : kBlank;
    if (cell.width == 0) continue;
    const CellLook look = look_at(column, cell);
    if (!run.takes(cell, look)) {
      draw_run(painter, origin, run);
      run = Run{.column = column, .cells = 0, .first = cell, .look = look, .text = {}};
    }
    run.add(cell);
  }
  draw_run(painter, origin, run);
}

void TerminalPainter::draw_run(QPainter& painter, QPoint origin, const Run& run) const {
  if (run.cells == 0) return;
  const int cells = run.first.width == 2 ? 2 : run.cells;
  const QRect rect{origin.x() + run.column * cell_.width(), origin.y(), cells * cell_.width(), cell_.height()};
  if (run.look.background != kTerminalGround) painter.fillRect(rect, QColor{run.look.background});
  draw_text(painter, rect, run);
}

void TerminalPainter::draw_text(QPainter& painter, const QRect& rect, const Run& run) const {
  const QColor colour{run.look.foreground};
  painter.setPen(colour);
  if (run.cells == 1 && draw_box_character(painter, rect, run.first.characters[0], colour)) return;
  if (!run.text.trimmed().isEmpty()) {
    painter.setFont(fonts_[(run.first.bold ? 1U : 0U) + (run.first.italic ? 2U : 0U)]);
    painter.drawText(QPoint{rect.left(), rect.top() + baseline_}, run.text);
  }
  const int below = rect.top() + baseline_ + 2;
  if (run.first.underline > 0) painter.fillRect(rect.left(), below, rect.width(), 1, colour);
  if (run.first.underline > 1) painter.fillRect(rect.left(), below + 2, rect.width(), 1, colour);
  if (run.first.strike) painter.fillRect(rect.left(), rect.top() + cell_.height() / 2, rect.width(), 1, colour);
}

void TerminalPainter::draw_cursor(QPainter& painter, QPoint origin, const TerminalCursor& cursor, bool focused) const {
  const QRect rect{QPoint{origin.x() + cursor.column * cell_.width(), origin.y() + cursor.row * cell_.height()}, cell_};
  const QColor colour{kTerminalCursor};
  if (!focused) {
    painter.setPen(colour);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect.adjusted(0, 0, -1, -1));
  } else if (cursor.shape == CursorShape::kUnderline) {
    painter.fillRect(rect.left(), rect.bottom() - 2, rect.width(), 2, colour);
  } else if (cursor.shape == CursorShape::kBar) {
    painter.fillRect(rect.left(), rect.top(), 2, rect.height(), colour);
  }
}

}  // namespace vitrine::frontends::qt
