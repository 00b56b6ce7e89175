// SPDX-License-Identifier: Apache-2.0
// Fills the details from the schema: a new setting appears here by itself.
#include "frontends/qt/details_pane.h"

#include <QBoxLayout>
#include <QEvent>
#include <QLabel>

#include "app/settings/schema.h"
#include "frontends/qt/chip.h"
#include "frontends/qt/fonts.h"
#include "frontends/qt/icons.h"
#include "frontends/qt/library_model.h"
#include "frontends/qt/message_strip.h"
#include "frontends/qt/owned.h"
#include "frontends/qt/section.h"
#include "frontends/qt/sentence.h"
#include "frontends/qt/setting_words.h"
#include "frontends/qt/state_look.h"
#include "frontends/qt/tab_label.h"

namespace vitrine::frontends::qt {

namespace {

constexpr int kPageMargin = 28;
constexpr int kColumnGap = 40;
constexpr int kTwoColumnsFrom = 620;
constexpr int kStateIcon = 14;

using app::settings::Page;

// What a person asks of a machine; the rest (format, an empty text) says nothing.
bool is_worth_a_line(const app::settings::Row& row, const QString& value) {
  return row.key != app::settings::kFormat.key && row.key != app::settings::kName.key && !value.isEmpty();
}

QList<std::pair<QString, QString>> lines_of(Page page, const app::library::Machine& machine) {
  QList<std::pair<QString, QString>> lines;
  for (const app::settings::Row& row : app::settings::schema()) {
    if (row.page != page) continue;
    const QString value = value_words(row, machine.settings);
    if (is_worth_a_line(row, value)) lines.append({label_words(row), value});
  }
  if (page == Page::kGeneral) lines.append({DetailsPane::tr("Folder"), QString::fromStdString(machine.folder.string())});
  return lines;
}

}  // namespace

DetailsPane::DetailsPane(QWidget* parent)
    : QScrollArea{parent},
      title_{make_owned<QLabel>()},
      state_icon_{make_owned<QLabel>()},
      state_word_{make_owned<QLabel>()},
      architecture_{make_owned<Chip>(Chip::Kind::kFact)},
      engine_{make_owned<Chip>(Chip::Kind::kHow)},
      strip_{make_owned<MessageStrip>()},
      columns_{make_owned<QBoxLayout>(QBoxLayout::LeftToRight)} {
  setFrameShape(NoFrame);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* page = make_owned<QWidget>();
  auto* layout = make_owned<QVBoxLayout>(page);
  layout->setContentsMargins(kPageMargin, 20, kPageMargin, kPageMargin);
  layout->setSpacing(16);
  add_head(*layout);
  layout->addWidget(strip_);
  sections_ = {{Page::kSystem, make_owned<Section>(QStringLiteral("cpu"), tr("System"))},
               {Page::kEngine, make_owned<Section>(QStringLiteral("engine"), tr("Engine"))},
               {Page::kBoot, make_owned<Section>(QStringLiteral("start"), tr("Start"))},
               {Page::kGeneral, make_owned<Section>(QStringLiteral("info"), tr("General"))}};
  columns_->setSpacing(kColumnGap);
  for (std::size_t first = 0; first < sections_.size(); first += 2) {
    auto* column = make_owned<QVBoxLayout>();
    column->setSpacing(16);
    column->addWidget(sections_[first].second);
    column->addWidget(sections_[first + 1].second);
    column->addStretch();
    columns_->addLayout(column, 1);
  }
  layout->addLayout(columns_);
  layout->addStretch();
  setWidget(page);
}

void DetailsPane::add_head(QBoxLayout& layout) {
  title_->setFont(page_title_font());
  title_->setTextFormat(Qt::PlainText);
  title_->setWordWrap(true);
  state_word_->setFont(sized_font(0, QFont::DemiBold));
  auto* state = make_owned<QHBoxLayout>();
  state->setSpacing(6);
  state->addWidget(state_icon_);
  state->addWidget(state_word_);
  state->addSpacing(6);
  state->addWidget(architecture_);
  state->addSpacing(4);
  state->addWidget(engine_);
  state->addStretch();
  auto* head = make_owned<QVBoxLayout>();
  head->setSpacing(6);
  head->addWidget(title_);
  head->addLayout(state);
  auto* tabs = make_owned<QHBoxLayout>();
  tabs->addWidget(make_owned<TabLabel>(tr("Overview")));
  tabs->addStretch();
  head->addLayout(tabs);
  layout.addLayout(head);
}

void DetailsPane::show_machine(const app::library::Machine& machine) {
  state_ = machine.state;
  title_->setText(QString::fromStdString(machine.name));
  architecture_->setText(architecture_of(machine));
  engine_->setText(tr("Interpreter"));  // the only engine of this build
  show_state();
  show_problem(machine);
  for (const auto& [page, section] : sections_) section->show_lines(lines_of(page, machine));
}

void DetailsPane::show_state() {
  const StateLook look = look_of(state_);
  const QColor colour{tokens_for(palette()).*look.colour};
  state_icon_->setPixmap(icon_pixmap(look.icon, kStateIcon, devicePixelRatioF(), colour));
  state_word_->setText(look.word);
  QPalette own = state_word_->palette();
  own.setColor(QPalette::WindowText, colour);
  state_word_->setPalette(own);
}

void DetailsPane::show_problem(const app::library::Machine& machine) {
  if (machine.problem.empty()) {
    strip_->hide();
    return;
  }
  const bool broken = machine.state == app::library::MachineState::kBroken;
  const QString why = as_sentence(machine.problem);
  if (!strip_->isHidden() && strip_->message().why == why) return;
  strip_->show_message({.kind = MessageStrip::Kind::kError,
                        .what = broken ? tr("The settings of this machine cannot be read") : tr("This machine stopped unexpectedly"),
                        .why = why,
                        .details = {}});
  strip_->add_button(broken ? tr("Show its folder") : tr("Show its log"), QStringLiteral("folder"), [this] { emit log_requested(); });
}

void DetailsPane::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  columns_->setDirection(viewport()->width() >= kTwoColumnsFrom ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void DetailsPane::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) show_state();
  QScrollArea::changeEvent(event);
}

}  // namespace vitrine::frontends::qt
