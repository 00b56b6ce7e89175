// SPDX-License-Identifier: Apache-2.0
// A section's layout.
#include "frontends/qt/section.h"

#include <QBoxLayout>
#include <QEvent>
#include <QFormLayout>
#include <QFrame>
#include <QLabel>

#include "frontends/qt/fonts.h"
#include "frontends/qt/icons.h"
#include "frontends/qt/owned.h"
#include "frontends/qt/tokens.h"

namespace vitrine::frontends::qt {

namespace {

constexpr int kIcon = 18;
constexpr int kKeyWidth = 112;

// A path may break after each slash and hyphen.
QString breakable(QString text) {
  const QChar zero_width_space{0x200B};
  for (const QChar after : {QLatin1Char{'/'}, QLatin1Char{'-'}, QLatin1Char{'_'}}) text.replace(after, QString{after} + zero_width_space);
  return text;
}

}  // namespace

Section::Section(const QString& icon, const QString& title, QWidget* parent)
    : QWidget{parent}, icon_name_{icon}, icon_{make_owned<QLabel>(this)}, form_{make_owned<QFormLayout>()} {
  auto* heading = make_owned<QLabel>(title, this);
  heading->setFont(row_title_font());
  auto* head = make_owned<QHBoxLayout>();
  head->setSpacing(8);
  head->addWidget(icon_);
  head->addWidget(heading, 1);
  auto* line = make_owned<QFrame>(this);
  line->setFixedHeight(1);
  line->setAutoFillBackground(true);
  line->setBackgroundRole(QPalette::Mid);
  form_->setHorizontalSpacing(8);
  form_->setVerticalSpacing(8);
  form_->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
  form_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  auto* all = make_owned<QVBoxLayout>(this);
  all->setContentsMargins(0, 0, 0, 8);
  all->setSpacing(10);
  all->addLayout(head);
  all->addWidget(line);
  all->addLayout(form_);
  update_icon();
}

void Section::show_lines(const QList<std::pair<QString, QString>>& lines) {
  setVisible(!lines.isEmpty());
  if (lines == lines_) return;
  lines_ = lines;
  while (form_->rowCount() > 0) form_->removeRow(0);
  for (const auto& [key, value] : lines) {
    auto* name = make_owned<QLabel>(key, this);
    name->setMinimumWidth(kKeyWidth);
    name->setForegroundRole(kSecondText);
    name->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto* text = make_owned<QLabel>(breakable(value), this);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setAccessibleName(tr("%1: %2").arg(key, value));
    form_->addRow(name, text);
  }
}

void Section::update_icon() { icon_->setPixmap(icon_pixmap(icon_name_, kIcon, devicePixelRatioF(), QColor{tokens_for(palette()).text2})); }

void Section::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) update_icon();
  QWidget::changeEvent(event);
}

}  // namespace vitrine::frontends::qt
