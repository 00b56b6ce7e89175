// SPDX-License-Identifier: Apache-2.0
// The empty library's words and buttons.
#include "frontends/qt/empty_library.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "frontends/qt/fonts.h"
#include "frontends/qt/icons.h"
#include "frontends/qt/owned.h"
#include "frontends/qt/tokens.h"

namespace vitrine::frontends::qt {

namespace {

constexpr int kWidth = 640;
constexpr int kIcon = 72;

}  // namespace

EmptyLibrary::EmptyLibrary(bool with_demo, QWidget* parent) : QWidget{parent} {
  auto* icon = make_owned<QLabel>(this);
  icon->setPixmap(icon_pixmap(QStringLiteral("vitrine"), kIcon, devicePixelRatioF(), {}));
  auto* title = make_owned<QLabel>(tr("No machines yet"), this);
  title->setFont(sized_font(11, QFont::DemiBold));
  auto* text = make_owned<QLabel>(
      tr("A machine appears here with its state. It runs as you: no administrator rights, no service and no kernel module are needed."),
      this);
  text->setWordWrap(true);
  text->setForegroundRole(kSecondText);
  auto* words = make_owned<QVBoxLayout>();
  words->addWidget(title);
  words->addWidget(text);
  auto* head = make_owned<QHBoxLayout>();
  head->setSpacing(20);
  head->addWidget(icon, 0, Qt::AlignTop);
  head->addLayout(words, 1);
  auto* create = make_owned<QPushButton>(tr("New machine…"), this);
  create->setDefault(true);
  connect(create, &QPushButton::clicked, this, &EmptyLibrary::new_requested);
  auto* demo = make_owned<QPushButton>(make_icon(QStringLiteral("gallery")), tr("Set up “Demo Linux (RISC-V)”"), this);
  demo->setVisible(with_demo);
  connect(demo, &QPushButton::clicked, this, &EmptyLibrary::demo_requested);
  auto* buttons = make_owned<QHBoxLayout>();
  buttons->setSpacing(8);
  buttons->addWidget(create);
  buttons->addWidget(demo);
  buttons->addStretch();
  auto* column = make_owned<QWidget>(this);
  column->setFixedWidth(kWidth);
  auto* inside = make_owned<QVBoxLayout>(column);
  inside->setSpacing(24);
  inside->addLayout(head);
  inside->addLayout(buttons);
  auto* all = make_owned<QVBoxLayout>(this);
  all->addStretch(2);
  all->addWidget(column, 0, Qt::AlignHCenter);
  all->addStretch(3);
}

}  // namespace vitrine::frontends::qt
