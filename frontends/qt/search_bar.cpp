// SPDX-License-Identifier: Apache-2.0
// The search bar's parts and keys.
#include "frontends/qt/search_bar.h"

#include <QAction>
#include <QBoxLayout>
#include <QCheckBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QToolButton>

#include "frontends/qt/fonts.h"
#include "frontends/qt/icons.h"
#include "frontends/qt/owned.h"
#include "frontends/qt/tokens.h"

namespace vitrine::frontends::qt {

namespace {

constexpr int kFieldWidth = 240;

QToolButton* make_button(QWidget* parent, const QString& icon, const QString& name) {
  auto* button = make_owned<QToolButton>(parent);
  button->setIcon(make_icon(icon));
  button->setIconSize({18, 18});
  button->setAutoRaise(true);
  button->setToolTip(name);
  button->setAccessibleName(name);
  return button;
}

}  // namespace

SearchBar::SearchBar(QWidget* parent)
    : QWidget{parent},
      field_{make_owned<QLineEdit>(this)},
      match_case_{make_owned<QCheckBox>(tr("Match case"), this)},
      count_{make_owned<QLabel>(this)},
      kept_{make_owned<QLabel>(this)} {
  field_->setPlaceholderText(tr("Search"));
  field_->setAccessibleName(tr("Search in the terminal"));
  field_->setFixedWidth(kFieldWidth);
  field_->addAction(make_icon(QStringLiteral("search"), &Tokens::text2), QLineEdit::LeadingPosition);
  for (QLabel* label : {count_, kept_}) {
    label->setFont(second_line_font());
    label->setForegroundRole(kSecondText);
  }
  QToolButton* previous = make_button(this, QStringLiteral("chevron-up"), tr("Previous match"));
  QToolButton* next = make_button(this, QStringLiteral("chevron-down"), tr("Next match"));
  QToolButton* copy = make_button(this, QStringLiteral("copy"), tr("Copy the selection"));
  QToolButton* close = make_button(this, QStringLiteral("close"), tr("Close the search"));
  auto* layout = make_owned<QHBoxLayout>(this);
  layout->setContentsMargins(16, 6, 12, 6);
  for (QWidget* widget : std::initializer_list<QWidget*>{field_, previous, next, count_, match_case_}) layout->addWidget(widget);
  layout->addStretch();
  for (QWidget* widget : std::initializer_list<QWidget*>{kept_, copy, close}) layout->addWidget(widget);
  connect(field_, &QLineEdit::textChanged, this, &SearchBar::changed);
  connect(match_case_, &QCheckBox::toggled, this, &SearchBar::changed);
  connect(previous, &QToolButton::clicked, this, [this] { emit step_requested(-1); });
  connect(next, &QToolButton::clicked, this, [this] { emit step_requested(1); });
  connect(copy, &QToolButton::clicked, this, &SearchBar::copy_requested);
  connect(close, &QToolButton::clicked, this, &SearchBar::closed);
}

QString SearchBar::needle() const { return field_->text(); }
Qt::CaseSensitivity SearchBar::sensitivity() const { return match_case_->isChecked() ? Qt::CaseSensitive : Qt::CaseInsensitive; }

void SearchBar::take_focus() {
  field_->setFocus(Qt::ShortcutFocusReason);
  field_->selectAll();
}

void SearchBar::show_count(int position, int count) {
  const QString text = count == 0 ? tr("Nothing found") : tr("%1 of %2").arg(position).arg(count);
  count_->setText(needle().isEmpty() ? QString{} : text);
}

void SearchBar::show_kept_lines(qint64 lines) {
  const QString text = tr("%1 lines kept").arg(QLocale{}.toString(lines));
  if (kept_->text() != text) kept_->setText(text);
}

void SearchBar::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) {
    emit closed();
  } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    emit step_requested(event->modifiers().testFlag(Qt::ShiftModifier) ? 1 : -1);  // as one looks back from the newest line
  } else {
    QWidget::keyPressEvent(event);
  }
}

void SearchBar::paintEvent(QPaintEvent*) {
  QPainter painter{this};
  painter.fillRect(rect(), palette().color(QPalette::Window));
}

}  // namespace vitrine::frontends::qt
