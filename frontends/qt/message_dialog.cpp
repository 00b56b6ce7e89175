// SPDX-License-Identifier: Apache-2.0
// The dialog's layout.
#include "frontends/qt/message_dialog.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QFontDatabase>
#include <QFrame>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>

#include "frontends/qt/fonts.h"
#include "frontends/qt/icons.h"
#include "frontends/qt/owned.h"
#include "frontends/qt/style.h"

namespace vitrine::frontends::qt {

namespace {

constexpr int kWidth = 600;
constexpr int kMargin = 24;
constexpr int kDetailsHeight = 112;

QLabel* make_text(QWidget* parent, const QString& text, const QFont& font) {
  auto* label = make_owned<QLabel>(text, parent);
  label->setFont(font);
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

QLabel* make_icon_label(QWidget* parent, MessageDialog::Kind kind) {
  auto* label = make_owned<QLabel>(parent);
  const Tokens& tokens = tokens_for(parent->palette());
  const bool error = kind == MessageDialog::Kind::kError;
  label->setPixmap(icon_pixmap(error ? QStringLiteral("error") : QStringLiteral("warning"), 28, parent->devicePixelRatioF(),
                               QColor{error ? tokens.red : tokens.amber}));
  return label;
}

}  // namespace

MessageDialog::MessageDialog(const Content& content, QWidget* parent) : QDialog{parent}, actions_{make_owned<QHBoxLayout>()} {
  setAttribute(Qt::WA_DeleteOnClose);
  setModal(true);
  setWindowTitle(content.title);
  setMinimumWidth(kWidth);
  auto* texts = make_owned<QVBoxLayout>();
  texts->setSpacing(6);
  texts->addWidget(make_text(this, content.what, section_font()));
  texts->addWidget(make_text(this, content.why, font()));
  texts->addSpacing(6);
  texts->addLayout(actions_);
  actions_->setSpacing(8);
  actions_->addStretch();
  auto* top = make_owned<QHBoxLayout>();
  top->setContentsMargins(kMargin, kMargin, kMargin, 12);
  top->setSpacing(16);
  top->addWidget(make_icon_label(this, content.kind), 0, Qt::AlignTop);
  top->addLayout(texts, 1);
  auto* all = make_owned<QVBoxLayout>(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(0);
  all->addLayout(top);
  if (!content.details.isEmpty()) add_details(*all, content.details);
  all->addStretch();
  add_foot(*all, content.close.isEmpty() ? tr("Close") : content.close);
}

void MessageDialog::add_details(QVBoxLayout& layout, const QString& details) {
  auto* title = make_owned<QLabel>(tr("Details"), this);
  title->setFont(row_title_font());
  auto* copy = make_owned<QPushButton>(make_icon(QStringLiteral("copy"), &Tokens::accent), tr("Copy"), this);
  set_button_role(copy, ButtonRole::kLink);
  copy->setAutoDefault(false);
  connect(copy, &QPushButton::clicked, this, [details] { QGuiApplication::clipboard()->setText(details); });
  auto* head = make_owned<QHBoxLayout>();
  head->setContentsMargins(kMargin, 4, kMargin, 4);
  head->addWidget(title, 1);
  head->addWidget(copy);
  auto* text = make_owned<QPlainTextEdit>(details, this);
  text->setReadOnly(true);
  text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  text->setFixedHeight(kDetailsHeight);
  text->setAccessibleName(tr("Details"));
  auto* body = make_owned<QHBoxLayout>();
  body->setContentsMargins(kMargin, 0, kMargin, kMargin);
  body->addWidget(text);
  layout.addLayout(head);
  layout.addLayout(body);
}

void MessageDialog::add_foot(QVBoxLayout& layout, const QString& close) {
  auto* line = make_owned<QFrame>(this);
  line->setFixedHeight(1);
  line->setAutoFillBackground(true);
  line->setBackgroundRole(QPalette::Mid);
  auto* button = make_owned<QPushButton>(close, this);
  button->setAutoDefault(false);
  connect(button, &QPushButton::clicked, this, &QDialog::reject);
  auto* foot = make_owned<QHBoxLayout>();
  foot->setContentsMargins(20, 14, 20, 14);
  foot->addStretch();
  foot->addWidget(button);
  layout.addWidget(line);
  layout.addLayout(foot);
}

void MessageDialog::add_action(const QString& text, Action action, std::function<void()> pressed) {
  auto* button = make_owned<QPushButton>(text, this);
  button->setAutoDefault(false);
  button->setDefault(action == Action::kDefault);
  if (action == Action::kDestructive) set_button_role(button, ButtonRole::kDestructive);
  connect(button, &QPushButton::clicked, this, [this, pressed = std::move(pressed)] {
    accept();
    pressed();
  });
  actions_->insertWidget(actions_->count() - 1, button);
}

void show_error(QWidget* parent, const QString& title, const QString& what, const QString& why, const QString& details) {
  auto* dialog =
      make_owned<MessageDialog>(MessageDialog::Content{.title = title, .what = what, .why = why, .details = details, .close = {}}, parent);
  dialog->open();
}

}  // namespace vitrine::frontends::qt
