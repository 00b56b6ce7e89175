// SPDX-License-Identifier: Apache-2.0
// TerminalWidget's keyboard and mouse.
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QMenu>
#include <QStyleHints>

#include <algorithm>
#include <cmath>

#include "frontends/qt/icons.h"
#include "frontends/qt/terminal_keys.h"
#include "frontends/qt/terminal_widget.h"

namespace vitrine::frontends::qt {

namespace {

constexpr int kWheelStep = 120;  // QWheelEvent: eighths of a degree for one notch
constexpr int kLinesPerNotch = 3;

}  // namespace

bool TerminalWidget::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const auto& key = static_cast<const QKeyEvent&>(*event);
    if (!belongs_to_window(key)) {
      event->accept();  // menus' and window's shortcuts stand back: the guest gets Alt+F, Ctrl+W and F10
      return true;
    }
  }
  return QWidget::event(event);
}

bool TerminalWidget::scroll_by_key(const QKeyEvent& event) {
  if (event.modifiers() != Qt::ShiftModifier) return false;
  if (event.key() == Qt::Key_PageUp) {
    scroll_to(top_line() - screen_.rows() + 1);
  } else if (event.key() == Qt::Key_PageDown) {
    scroll_to(top_line() + screen_.rows() - 1);
  } else {
    return false;
  }
  return true;
}

void TerminalWidget::keyPressEvent(QKeyEvent* event) {
  if (scroll_by_key(*event)) return;
  if (belongs_to_window(*event) || !type_key_event(screen_, *event)) {
    QWidget::keyPressEvent(event);
    return;
  }
  if (!selection_.is_empty()) {
    selection_.clear();
    selection_done();
  }
  scroll_to(screen_.screen_line());
}

void TerminalWidget::inputMethodEvent(QInputMethodEvent* event) {
  if (!event->commitString().isEmpty()) screen_.type_text(event->commitString());
  event->accept();
}

TerminalPlace TerminalWidget::place_at(QPointF position) const {
  const QPointF inside = position - origin();
  const QSize cell = painter_.cell_size();
  const int row = std::clamp(static_cast<int>(std::floor(inside.y() / cell.height())), 0, screen_.rows() - 1);
  const int column = std::clamp(static_cast<int>(std::round(inside.x() / cell.width())), 0, screen_.columns());
  return {top_line() + row, column};
}

void TerminalWidget::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::MiddleButton) {
    if (QGuiApplication::clipboard()->supportsSelection()) screen_.paste(QGuiApplication::clipboard()->text(QClipboard::Selection));
    return;
  }
  if (event->button() != Qt::LeftButton) return;
  selecting_ = true;
  const auto since_double = event->timestamp() - double_click_ms_;
  const bool third =
      double_click_ms_ != 0 && since_double < static_cast<quint64>(QGuiApplication::styleHints()->mouseDoubleClickInterval());
  if (event->modifiers().testFlag(Qt::ShiftModifier)) {
    selection_.extend(screen_, place_at(event->position()));
  } else {
    selection_.start(screen_, place_at(event->position()), third ? TerminalSelection::Unit::kLine : TerminalSelection::Unit::kCharacter);
  }
  update();
}

void TerminalWidget::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  selecting_ = true;
  double_click_ms_ = event->timestamp();
  TerminalPlace place = place_at(event->position() - QPointF{painter_.cell_size().width() / 2.0, 0});
  selection_.start(screen_, place, TerminalSelection::Unit::kWord);
  update();
}

void TerminalWidget::mouseMoveEvent(QMouseEvent* event) {
  if (!selecting_) return;
  const qreal y = event->position().y();
  if (y < 0) scroll_to(top_line() - 1);
  if (y > height()) scroll_to(top_line() + 1);
  selection_.extend(screen_, place_at(event->position()));
  update();
}

void TerminalWidget::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !selecting_) return;
  selecting_ = false;
  selection_done();
}

void TerminalWidget::wheelEvent(QWheelEvent* event) {
  wheel_rest_ += event->angleDelta().y() * kLinesPerNotch;
  const int lines = wheel_rest_ / kWheelStep;
  wheel_rest_ -= lines * kWheelStep;
  scroll_to(top_line() - lines);
  event->accept();
}

void TerminalWidget::contextMenuEvent(QContextMenuEvent* event) {
  QMenu menu{this};
  QAction* copy_action = menu.addAction(make_icon(QStringLiteral("copy")), tr("Copy"), this, &TerminalWidget::copy);
  copy_action->setEnabled(!selection_.is_empty());
  menu.addAction(tr("Paste"), this, &TerminalWidget::paste);
  menu.addSeparator();
  menu.addAction(tr("Select all"), this, &TerminalWidget::select_all);
  menu.exec(event->globalPos());
}

}  // namespace vitrine::frontends::qt
