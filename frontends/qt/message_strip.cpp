// SPDX-License-Identifier: Apache-2.0
// The strip's layout and colours.
#include "frontends/qt/message_strip.h"

#include <QAccessible>
#include <QBoxLayout>
#include <QEvent>
#include <QFontDatabase>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>

#include "frontends/qt/fonts.h"
#include "frontends/qt/icons.h"
#include "frontends/qt/owned.h"
#include "frontends/qt/style.h"
#include "frontends/qt/style_shapes.h"

namespace vitrine::frontends::qt {

namespace {

constexpr int kIconSize = 18;
constexpr int kDetailsHeight = 150;

struct KindLook {
  const char* icon;
  QRgb Tokens::* strong;
  QRgb Tokens::* soft;
};

KindLook look_of(MessageStrip::Kind kind) {
  switch (kind) {
    case MessageStrip::Kind::kGood: return {"ok", &Tokens::green, &Tokens::green_soft};
    case MessageStrip::Kind::kCaution: return {"warning", &Tokens::amber, &Tokens::amber_soft};
    case MessageStrip::Kind::kError: return {"error", &Tokens::red, &Tokens::red_soft};
    case MessageStrip::Kind::kInfo: break;
  }
  return {"info", &Tokens::accent, &Tokens::accent_soft};
}

QLabel* make_text(QWidget* parent, const QFont& font) {
  auto* label = make_owned<QLabel>(parent);
  label->setFont(font);
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);  // guests and files write these texts
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

QPlainTextEdit* make_details(QWidget* parent) {
  auto* details = make_owned<QPlainTextEdit>(parent);
  details->setReadOnly(true);
  details->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  details->setLineWrapMode(QPlainTextEdit::NoWrap);
  details->setFixedHeight(kDetailsHeight);
  details->setAccessibleName(MessageStrip::tr("Details"));
  details->hide();
  return details;
}

}  // namespace

MessageStrip::MessageStrip(QWidget* parent)
    : QFrame{parent},
      icon_{make_owned<QLabel>(this)},
      what_{make_text(this, row_title_font())},
      why_{make_text(this, font())},
      buttons_{make_owned<QHBoxLayout>()},
      details_button_{make_owned<QPushButton>(tr("Details"), this)},
      details_{make_details(this)} {
  set_button_role(details_button_, ButtonRole::kLink);
  details_button_->setCheckable(true);
  connect(details_button_, &QPushButton::toggled, this, &MessageStrip::show_details);
  buttons_->addStretch();
  buttons_->addWidget(details_button_);
  auto* texts = make_owned<QVBoxLayout>();
  texts->setSpacing(3);
  texts->addWidget(what_);
  texts->addWidget(why_);
  texts->addSpacing(4);
  texts->addLayout(buttons_);
  texts->addWidget(details_);
  auto* all = make_owned<QHBoxLayout>(this);
  all->setContentsMargins(14, 12, 14, 10);
  all->setSpacing(12);
  all->addWidget(icon_, 0, Qt::AlignTop);
  all->addLayout(texts, 1);
  hide();
}

void MessageStrip::show_message(const Message& message) {
  message_ = message;
  while (buttons_->count() > 2) {  // the stretch and "Details" stay
    const std::unique_ptr<QLayoutItem> item{buttons_->takeAt(0)};
    item->widget()->deleteLater();
    item->widget()->hide();
  }
  what_->setText(message.what);
  why_->setText(message.why);
  why_->setVisible(!message.why.isEmpty());
  details_->setPlainText(message.details);
  details_button_->setVisible(!message.details.isEmpty());
  details_button_->setChecked(false);
  setAccessibleName(message.what);
  setAccessibleDescription(message.why);
  update_icon();
  show();
  QAccessibleEvent alert{this, QAccessible::Alert};
  QAccessible::updateAccessibility(&alert);
}

void MessageStrip::add_button(const QString& text, const QString& icon, std::function<void()> pressed) {
  auto* button = make_owned<QPushButton>(text, this);
  if (!icon.isEmpty()) button->setIcon(make_icon(icon));
  button->setAutoDefault(false);
  connect(button, &QPushButton::clicked, this, std::move(pressed));
  buttons_->insertWidget(buttons_->count() - 2, button);
}

void MessageStrip::show_details(bool shown) {
  details_->setVisible(shown);
  if (shown) details_->moveCursor(QTextCursor::End);
}

void MessageStrip::update_icon() {
  const KindLook look = look_of(message_.kind);
  icon_->setPixmap(icon_pixmap(QString::fromLatin1(look.icon), kIconSize, devicePixelRatioF(), QColor{tokens_for(palette()).*look.strong}));
}

void MessageStrip::paintEvent(QPaintEvent*) {
  QPainter painter{this};
  draw_rounded(painter, contentsRect(), kCardRadius, QColor{tokens_for(palette()).*look_of(message_.kind).soft});
}

void MessageStrip::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) update_icon();
  QFrame::changeEvent(event);
}

}  // namespace vitrine::frontends::qt
