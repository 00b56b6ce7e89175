// SPDX-License-Identifier: Apache-2.0
// The status bar's facts and their words.
#include "frontends/qt/status_facts.h"

#include <QBoxLayout>
#include <QEvent>
#include <QFontMetrics>
#include <QLabel>
#include <QLocale>
#include <QPainter>

#include <algorithm>

#include "frontends/qt/fonts.h"
#include "frontends/qt/icons.h"
#include "frontends/qt/owned.h"
#include "frontends/qt/state_look.h"

namespace vitrine::frontends::qt {

namespace {

constexpr int kIconSize = 16;
constexpr int kBarHeight = 36;

// Only what is complete shows as 100.
int whole_percent(double share) { return share >= 1 ? 100 : std::clamp(qRound(share * 100), 0, 99); }

}  // namespace

StatusFact::StatusFact(const QString& icon, const QString& name, const QString& widest, QWidget* parent)
    : QWidget{parent}, icon_name_{icon}, icon_{make_owned<QLabel>(this)}, text_{make_owned<QLabel>(this)} {
  setToolTip(name);
  text_->setFont(sized_font(-1, QFont::DemiBold));
  text_->setMinimumWidth(QFontMetrics{text_->font()}.horizontalAdvance(widest) + 4);
  auto* layout = make_owned<QHBoxLayout>(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  layout->addWidget(icon_);
  layout->addWidget(text_);
  set_look(icon, &Tokens::text2);
}

void StatusFact::set(const QString& text) {
  if (text_->text() == text) return;
  text_->setText(text);
  text_->setAccessibleName(tr("%1: %2").arg(toolTip(), text));
}

void StatusFact::set_look(const QString& icon, QRgb Tokens::* colour) {
  if (icon == icon_name_ && colour == colour_) return;
  icon_name_ = icon;
  colour_ = colour;
  update_icon();
}

void StatusFact::update_icon() {
  const QColor colour{tokens_for(palette()).*colour_};
  icon_->setPixmap(icon_pixmap(icon_name_, icon_name_.startsWith(QStringLiteral("state-")) ? 14 : kIconSize, devicePixelRatioF(), colour));
  if (icon_name_.startsWith(QStringLiteral("state-"))) {
    QPalette own = text_->palette();
    own.setColor(QPalette::WindowText, colour);
    text_->setPalette(own);
  }
}

void StatusFact::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange && colour_ != nullptr) update_icon();
  QWidget::changeEvent(event);
}

QString StatusFacts::widest_tier() {
  const QString translated = tr("Translated: %1 %").arg(100), interpreted = tr("Interpreter");
  return translated.size() > interpreted.size() ? translated : interpreted;
}

StatusFacts::StatusFacts(QWidget* parent)
    : QWidget{parent},
      state_{make_owned<StatusFact>(QStringLiteral("state-off"), tr("State"), tr("Stopped unexpectedly"), this)},
      cpu_{make_owned<StatusFact>(QStringLiteral("cpu"), tr("Processor time of this computer"), tr("%1 %").arg(1600), this)},
      speed_{make_owned<StatusFact>(QStringLiteral("engine"), tr("Million guest instructions a second"),
                                    tr("%1 MIPS").arg(QLocale{}.toString(9999)), this)},
      tier_{make_owned<StatusFact>(QStringLiteral("tiers"), tr("How guest code is executed"), widest_tier(), this)},
      grid_{make_owned<StatusFact>(QStringLiteral("scale"), tr("Size of the terminal"), tr("%1 × %2 characters").arg(999).arg(999), this)} {
  setMinimumHeight(kBarHeight);
  tier_->set(tr("Translated: %1 %").arg(0));
  auto* layout = make_owned<QHBoxLayout>(this);
  layout->setContentsMargins(16, 4, 16, 4);
  layout->setSpacing(16);
  for (StatusFact* fact : {state_, cpu_, speed_, tier_}) layout->addWidget(fact);
  layout->addStretch();
  layout->addWidget(grid_);
  show_state(vm::RunState::kStarting);
  show_stats({});
}

void StatusFacts::show_state(vm::RunState state) {
  const StateLook look = look_of(state);
  state_->set_look(look.icon, look.colour);
  state_->set(look.word);
}

void StatusFacts::show_stats(const vm::Stats& stats) {
  cpu_->set(tr("%1 %").arg(qRound(stats.cpu_load * 100)));
  speed_->set(tr("%1 MIPS").arg(QLocale{}.toString(qRound(stats.mips))));
  if (stats.wall_seconds == 0) return;  // nothing was said yet, or the machine has ended: how it ran stands
  tier_->set(stats.translates ? tr("Translated: %1 %").arg(whole_percent(stats.translated_share)) : tr("Interpreter"));
}

void StatusFacts::show_grid(int columns, int rows) { grid_->set(tr("%1 × %2 characters").arg(columns).arg(rows)); }

void StatusFacts::paintEvent(QPaintEvent*) {
  QPainter painter{this};
  const Tokens& tokens = tokens_for(palette());
  painter.fillRect(rect(), QColor{tokens.window});
  painter.fillRect(0, 0, width(), 1, QColor{tokens.line});
}

}  // namespace vitrine::frontends::qt
