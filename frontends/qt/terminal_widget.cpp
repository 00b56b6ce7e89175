// SPDX-License-Identifier: Apache-2.0
// The terminal's picture, its scrolling and its clipboard.
#include "frontends/qt/terminal_widget.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QPaintEvent>
#include <QResizeEvent>

#include <algorithm>
#include <utility>

#include "frontends/qt/terminal_palette.h"

namespace vitrine::frontends::qt {

namespace {

constexpr int kTextSize = 13;
constexpr int kFrameMs = 16;
constexpr QMargins kMargins{16, 12, 8, 12};
constexpr int kFirstRows = 30;
constexpr int kFirstColumns = 100;
constexpr int kLeastRows = 8;
constexpr int kLeastColumns = 40;

QFont terminal_font() {
  QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  font.setPixelSize(std::max(kTextSize, QFontInfo{QGuiApplication::font()}.pixelSize()));
  font.setStyleHint(QFont::Monospace);
  return font;
}

}  // namespace

TerminalWidget::TerminalWidget(QWidget* parent) : QWidget{parent}, screen_{kFirstRows, kFirstColumns}, painter_{terminal_font()} {
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setAttribute(Qt::WA_InputMethodEnabled);
  setCursor(Qt::IBeamCursor);
  setAccessibleName(tr("Serial terminal"));
  screen_.set_output([this](const QByteArray& bytes) { emit typed(bytes); });
  frame_.setSingleShot(true);
  frame_.setInterval(kFrameMs);
  connect(&frame_, &QTimer::timeout, this, [this] {
    if (std::exchange(frame_pending_, false)) after_output();
  });
}

void TerminalWidget::feed(const QByteArray& bytes) {
  screen_.feed({bytes.data(), static_cast<std::size_t>(bytes.size())});
  if (frame_.isActive()) {
    frame_pending_ = true;
  } else {
    after_output();
  }
}

void TerminalWidget::restart(const QByteArray& backlog) {
  selection_.clear();
  following_ = true;
  screen_.clear();
  screen_.replay({backlog.data(), static_cast<std::size_t>(backlog.size())});
  after_output();
}

void TerminalWidget::after_output() {
  repaint_damage();
  frame_.start();
  emit content_changed();
}

void TerminalWidget::repaint_damage() {
  const DamagedRows damage = screen_.take_damage();
  if (damage.first == damage.last) return;
  const auto shift = static_cast<int>(screen_.screen_line() - top_line());
  const int height = painter_.cell_size().height();
  update(0, origin().y() + (damage.first + shift) * height, width(), (damage.last - damage.first) * height);
}

std::int64_t TerminalWidget::top_line() const {
  return following_ ? screen_.screen_line() : std::clamp(top_, screen_.oldest_line(), screen_.screen_line());
}

void TerminalWidget::scroll_to(std::int64_t line) {
  const std::int64_t before = top_line();
  top_ = std::clamp(line, screen_.oldest_line(), screen_.screen_line());
  following_ = top_ == screen_.screen_line();
  if (before == top_line()) return;
  update();
  emit content_changed();
}

void TerminalWidget::mark_matches(std::vector<TerminalMatch> matches, int current) {
  matches_ = std::move(matches);
  current_match_ = current;
  update();
}

void TerminalWidget::show_matches(std::vector<TerminalMatch> matches, int current) {
  mark_matches(std::move(matches), current);
  if (current >= 0 && current < static_cast<int>(matches_.size())) {
    const std::int64_t line = matches_[static_cast<std::size_t>(current)].line;
    if (line < top_line() || line >= top_line() + screen_.rows()) scroll_to(line - screen_.rows() / 2);
  }
}

const TerminalMatch* TerminalWidget::match_at(std::int64_t line, int column) const {
  const auto after =
      std::ranges::upper_bound(matches_, std::pair{line, column}, {}, [](const TerminalMatch& m) { return std::pair{m.line, m.column}; });
  if (after == matches_.begin()) return nullptr;
  const TerminalMatch& match = *std::prev(after);
  return match.line == line && column < match.column + match.length ? &match : nullptr;
}

CellLook TerminalWidget::look_of(std::int64_t line, int column, const TerminalCell& cell) const {
  CellLook look{cell.foreground, cell.background};
  if (const TerminalMatch* match = match_at(line, column)) {
    const bool current = current_match_ >= 0 && match == &matches_[static_cast<std::size_t>(current_match_)];
    look = current ? CellLook{kTerminalGround, kTerminalCurrentMatch} : CellLook{cell.foreground, kTerminalMatch};
  }
  if (selection_.contains({line, column})) look.background = kTerminalSelection;
  const TerminalCursor cursor = screen_.cursor();
  const bool block = cursor.visible && cursor.shape == CursorShape::kBlock && hasFocus();
  if (block && line == screen_.screen_line() + cursor.row && column == cursor.column) look = {kTerminalGround, kTerminalCursor};
  return look;
}

QPoint TerminalWidget::origin() const { return {kMargins.left(), kMargins.top()}; }

void TerminalWidget::paintEvent(QPaintEvent* event) {
  QPainter painter{this};
  painter.fillRect(event->rect(), QColor{kTerminalGround});
  const int height = painter_.cell_size().height();
  const int first = std::max(0, (event->rect().top() - origin().y()) / height);
  const int last = std::min(screen_.rows(), (event->rect().bottom() - origin().y()) / height + 1);
  for (int row = first; row < last; ++row) {
    const std::int64_t number = top_line() + row;
    painter_.draw_line(painter, origin() + QPoint{0, row * height}, screen_.line(number), screen_.columns(),
                       [this, number](int column, const TerminalCell& cell) { return look_of(number, column, cell); });
  }
  TerminalCursor cursor = screen_.cursor();
  cursor.row += static_cast<int>(screen_.screen_line() - top_line());
  if (cursor.visible && cursor.row < screen_.rows()) painter_.draw_cursor(painter, origin(), cursor, hasFocus());
}

void TerminalWidget::resizeEvent(QResizeEvent*) {
  const QSize room = size().shrunkBy(kMargins);
  const QSize cell = painter_.cell_size();
  screen_.resize(room.height() / cell.height(), room.width() / cell.width());
  emit grid_changed(screen_.columns(), screen_.rows());
  emit content_changed();
  update();
}

QSize TerminalWidget::sizeHint() const {
  const QSize cell = painter_.cell_size();
  return QSize{kFirstColumns * cell.width(), kFirstRows * cell.height()}.grownBy(kMargins);
}

QSize TerminalWidget::minimumSizeHint() const {
  const QSize cell = painter_.cell_size();
  return QSize{kLeastColumns * cell.width(), kLeastRows * cell.height()}.grownBy(kMargins);
}

void TerminalWidget::focusInEvent(QFocusEvent*) { update(); }
void TerminalWidget::focusOutEvent(QFocusEvent*) { update(); }

QVariant TerminalWidget::inputMethodQuery(Qt::InputMethodQuery query) const {
  if (query != Qt::ImCursorRectangle) return QWidget::inputMethodQuery(query);
  const QSize cell = painter_.cell_size();
  return QRect{origin() + QPoint{screen_.cursor().column * cell.width(), screen_.cursor().row * cell.height()}, cell};
}

void TerminalWidget::copy() {
  if (!selection_.is_empty()) QGuiApplication::clipboard()->setText(selected_text());
}

void TerminalWidget::paste() {
  scroll_to(screen_.screen_line());
  screen_.paste(QGuiApplication::clipboard()->text());
}

void TerminalWidget::select_all() {
  selection_.select_all(screen_);
  selection_done();
}

void TerminalWidget::selection_done() {
  QClipboard* clipboard = QGuiApplication::clipboard();
  if (clipboard->supportsSelection() && !selection_.is_empty()) clipboard->setText(selected_text(), QClipboard::Selection);
  update();
  emit selection_changed();
}

}  // namespace vitrine::frontends::qt
