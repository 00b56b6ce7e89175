// SPDX-License-Identifier: Apache-2.0
// The terminal with its scroll bar and its search bar.
#pragma once

#include <QTimer>
#include <QWidget>

#include <vector>

#include "frontends/qt/terminal_search.h"

class QScrollBar;

namespace vitrine::frontends::qt {

class SearchBar;
class TerminalWidget;

// Thread: ui.
class TerminalView final : public QWidget {
  Q_OBJECT

 public:
  explicit TerminalView(QWidget* parent = nullptr);

  [[nodiscard]] TerminalWidget& terminal() { return *terminal_; }
  [[nodiscard]] SearchBar& search_bar() { return *search_bar_; }
  void open_search();
  void close_search();

 private:
  void update_scroll_bar();
  void find_again();
  void step(int by);

  SearchBar* search_bar_;
  TerminalWidget* terminal_;
  QScrollBar* scroll_bar_;
  std::vector<TerminalMatch> matches_;
  int current_ = -1;
  QTimer refresh_;  // new output while the search is open: looked at once it has settled
};

}  // namespace vitrine::frontends::qt
