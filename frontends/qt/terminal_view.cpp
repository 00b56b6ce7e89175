// SPDX-License-Identifier: Apache-2.0
// Keeps scroll bar, search marks and terminal together.
#include "frontends/qt/terminal_view.h"

#include <QBoxLayout>
#include <QScrollBar>
#include <QSignalBlocker>

#include <algorithm>

#include "frontends/qt/owned.h"
#include "frontends/qt/search_bar.h"
#include "frontends/qt/terminal_widget.h"
#include "frontends/qt/tokens.h"

namespace vitrine::frontends::qt {

namespace {

constexpr int kSettleMs = 250;

}  // namespace

TerminalView::TerminalView(QWidget* parent)
    : QWidget{parent},
      search_bar_{make_owned<SearchBar>(this)},
      terminal_{make_owned<TerminalWidget>(this)},
      scroll_bar_{make_owned<QScrollBar>(Qt::Vertical, this)} {
  scroll_bar_->setPalette(make_palette(kDarkTokens));  // beside a dark picture in both themes
  scroll_bar_->setAccessibleName(tr("Kept lines"));
  search_bar_->hide();
  auto* middle = make_owned<QHBoxLayout>();
  middle->setSpacing(0);
  middle->addWidget(terminal_, 1);
  middle->addWidget(scroll_bar_);
  auto* all = make_owned<QVBoxLayout>(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(0);
  all->addWidget(search_bar_);
  all->addLayout(middle, 1);
  setFocusProxy(terminal_);
  refresh_.setSingleShot(true);
  refresh_.setInterval(kSettleMs);
  connect(&refresh_, &QTimer::timeout, this, &TerminalView::find_again);
  connect(terminal_, &TerminalWidget::content_changed, this, &TerminalView::update_scroll_bar);
  connect(scroll_bar_, &QScrollBar::valueChanged, this,
          [this](int value) { terminal_->scroll_to(terminal_->screen().oldest_line() + value); });
  connect(search_bar_, &SearchBar::changed, this, &TerminalView::find_again);
  connect(search_bar_, &SearchBar::step_requested, this, &TerminalView::step);
  connect(search_bar_, &SearchBar::copy_requested, terminal_, &TerminalWidget::copy);
  connect(search_bar_, &SearchBar::closed, this, &TerminalView::close_search);
}

void TerminalView::update_scroll_bar() {
  const TerminalScreen& screen = terminal_->screen();
  const QSignalBlocker quiet{scroll_bar_};
  scroll_bar_->setPageStep(screen.rows());
  scroll_bar_->setRange(0, static_cast<int>(screen.screen_line() - screen.oldest_line()));
  scroll_bar_->setValue(static_cast<int>(terminal_->top_line() - screen.oldest_line()));
  if (search_bar_->isVisible() && !refresh_.isActive()) refresh_.start();
}

void TerminalView::open_search() {
  search_bar_->show();
  search_bar_->take_focus();
  find_again();
}

void TerminalView::close_search() {
  search_bar_->hide();
  matches_.clear();
  terminal_->show_matches({}, -1);
  terminal_->setFocus();
}

void TerminalView::find_again() {
  if (!search_bar_->isVisible()) return;
  const bool same_needle = sender() == &refresh_;
  const TerminalMatch before =
      current_ >= 0 && current_ < static_cast<int>(matches_.size()) ? matches_[static_cast<std::size_t>(current_)] : TerminalMatch{};
  matches_ = find_in_terminal(terminal_->screen(), search_bar_->needle(), search_bar_->sensitivity());
  current_ = static_cast<int>(matches_.size()) - 1;
  if (same_needle && before.length > 0) {
    const auto place =
        std::ranges::find_if(matches_, [&before](const TerminalMatch& m) { return m.line == before.line && m.column == before.column; });
    if (place != matches_.end()) current_ = static_cast<int>(place - matches_.begin());
    terminal_->mark_matches(matches_, current_);
  } else {
    terminal_->show_matches(matches_, current_);
  }
  search_bar_->show_count(current_ + 1, static_cast<int>(matches_.size()));
  search_bar_->show_kept_lines(terminal_->screen().end_line() - terminal_->screen().oldest_line());
}

void TerminalView::step(int by) {
  if (matches_.empty()) return;
  const auto count = static_cast<int>(matches_.size());
  current_ = (current_ + by + count) % count;
  terminal_->show_matches(matches_, current_);
  search_bar_->show_count(current_ + 1, count);
}

}  // namespace vitrine::frontends::qt
