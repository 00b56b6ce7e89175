// SPDX-License-Identifier: Apache-2.0
// The serial terminal as a widget: shows a TerminalScreen, takes keys, selects and pastes.
#pragma once

#include <QTimer>
#include <QWidget>

#include <vector>

#include "frontends/qt/terminal_painter.h"
#include "frontends/qt/terminal_screen.h"
#include "frontends/qt/terminal_search.h"
#include "frontends/qt/terminal_selection.h"

namespace vitrine::frontends::qt {

// Columns and rows follow the widget's size.  Nothing blinks and no timer runs while nothing happens.  Thread: ui.
class TerminalWidget final : public QWidget {
  Q_OBJECT

 public:
  explicit TerminalWidget(QWidget* parent = nullptr);

  void feed(const QByteArray& bytes);
  // Starts anew with output of long ago.
  void restart(const QByteArray& backlog);
  [[nodiscard]] const TerminalScreen& screen() const { return screen_; }

  // Scrolling: the topmost line shown, as the screen numbers lines.
  [[nodiscard]] std::int64_t top_line() const;
  void scroll_to(std::int64_t line);
  // Marks the matches; -1: none is current.
  void mark_matches(std::vector<TerminalMatch> matches, int current);
  // The same, and scrolls to the current one.
  void show_matches(std::vector<TerminalMatch> matches, int current);

  [[nodiscard]] QString selected_text() const { return selection_.text(screen_); }
  void copy();
  void paste();
  void select_all();

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;
  QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;

 signals:
  void typed(const QByteArray& bytes);
  void grid_changed(int columns, int rows);
  // Something scrolled or was written.
  void content_changed();
  void selection_changed();

 protected:
  bool event(QEvent* event) override;
  bool focusNextPrevChild(bool) override { return false; }  // Tab belongs to the guest
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void inputMethodEvent(QInputMethodEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  [[nodiscard]] TerminalPlace place_at(QPointF position) const;
  [[nodiscard]] QPoint origin() const;
  [[nodiscard]] CellLook look_of(std::int64_t line, int column, const TerminalCell& cell) const;
  [[nodiscard]] const TerminalMatch* match_at(std::int64_t line, int column) const;
  void after_output();
  void repaint_damage();
  void selection_done();
  bool scroll_by_key(const QKeyEvent& event);

  TerminalScreen screen_;
  TerminalPainter painter_;
  TerminalSelection selection_;
  std::vector<TerminalMatch> matches_;
  int current_match_ = -1;
  bool following_ = true;  // the view stays at the newest lines
  std::int64_t top_ = 0;   // where it is not following
  int wheel_rest_ = 0;
  bool selecting_ = false;
  quint64 double_click_ms_ = 0;
  QTimer frame_;  // at most 60 pictures a second while the guest writes; silent otherwise
  bool frame_pending_ = false;
};

}  // namespace vitrine::frontends::qt
