// SPDX-License-Identifier: Apache-2.0
// The machine window's parts and how a machine's life shows in them.
#include "frontends/qt/machine_window.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QLabel>
#include <QMenuBar>
#include <QToolBar>

#include <algorithm>

#include "frontends/qt/end_words.h"
#include "frontends/qt/icons.h"
#include "frontends/qt/owned.h"
#include "frontends/qt/search_bar.h"
#include "frontends/qt/status_facts.h"
#include "frontends/qt/tab_label.h"
#include "frontends/qt/terminal_view.h"
#include "frontends/qt/terminal_widget.h"

namespace vitrine::frontends::qt {

namespace {

constexpr int kStatsMs = 1000;
constexpr int kLastLines = 24;

}  // namespace

MachineWindow::MachineWindow(const QString& name, bool can_restart, QWidget* parent)
    : QMainWindow{parent},
      name_{name},
      can_restart_{can_restart},
      strip_{make_owned<MessageStrip>()},
      view_{make_owned<TerminalView>()},
      facts_{make_owned<StatusFacts>()} {
  setWindowTitle(name);
  setWindowIcon(program_icon());
  setContextMenuPolicy(Qt::NoContextMenu);
  strip_->setContentsMargins(12, 8, 12, 8);
  auto* centre = make_owned<QWidget>();
  auto* layout = make_owned<QVBoxLayout>(centre);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(strip_);
  layout->addWidget(view_, 1);
  layout->addWidget(facts_);
  setCentralWidget(centre);
  make_actions();
  make_menus();
  make_tool_bar();
  connect_terminal();
  stats_timer_.setInterval(kStatsMs);
  stats_timer_.setTimerType(Qt::VeryCoarseTimer);
  connect(&stats_timer_, &QTimer::timeout, this, [this] {
    if (bridge_) bridge_->request_stats();
  });
  show_status({});
  view_->setFocus();
}

MachineWindow::~MachineWindow() = default;

void MachineWindow::make_actions() {
  pause_ = make_owned<QAction>(this);
  reset_ = make_owned<QAction>(make_icon(QStringLiteral("reset")), tr("Reset"), this);
  power_off_ = make_owned<QAction>(make_icon(QStringLiteral("poweroff")), tr("Power off"), this);
  search_ = make_owned<QAction>(make_icon(QStringLiteral("search")), tr("Search"), this);
  reset_->setToolTip(tr("Resets the machine at once, as its reset button would"));
  power_off_->setToolTip(tr("Ends the machine at once, as pulling its plug would"));
  search_->setShortcut(QKeySequence{QStringLiteral("Ctrl+Shift+F")});
  connect(pause_, &QAction::triggered, this, [this] {
    if (!bridge_) return;
    if (bridge_->status().state == vm::RunState::kPaused) {
      bridge_->resume();
    } else {
      bridge_->pause();
    }
  });
  connect(reset_, &QAction::triggered, this, [this] {
    if (bridge_) bridge_->reset();
  });
  connect(power_off_, &QAction::triggered, this, [this] {
    if (bridge_) bridge_->power_off();
  });
  connect(search_, &QAction::triggered, view_, &TerminalView::open_search);
}

void MachineWindow::make_menus() {
  QMenu* machine = menuBar()->addMenu(tr("Machine"));
  machine->addActions({pause_, reset_, power_off_});
  machine->addSeparator();
  machine->addAction(tr("Close window"), QKeySequence{QStringLiteral("Ctrl+Shift+W")}, this, &QWidget::close);
  QMenu* view = menuBar()->addMenu(tr("View"));
  view->addAction(search_);
  QMenu* input = menuBar()->addMenu(tr("Input"));
  TerminalWidget& terminal = view_->terminal();
  input->addAction(make_icon(QStringLiteral("copy")), tr("Copy"), QKeySequence{QStringLiteral("Ctrl+Shift+C")}, &terminal,
                   &TerminalWidget::copy);
  input->addAction(tr("Paste"), QKeySequence{QStringLiteral("Ctrl+Shift+V")}, &terminal, &TerminalWidget::paste);
  input->addAction(tr("Select all"), QKeySequence{QStringLiteral("Ctrl+Shift+A")}, &terminal, &TerminalWidget::select_all);
}

void MachineWindow::make_tool_bar() {
  QToolBar* bar = addToolBar(tr("Machine"));
  bar->setMovable(false);
  bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  bar->setIconSize({18, 18});
  bar->addWidget(make_owned<TabLabel>(tr("Serial 1")));
  auto* gap = make_owned<QWidget>();
  gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  bar->addWidget(gap);
  bar->addActions({search_, pause_, reset_, power_off_});
  bar->setFixedHeight(44);
  bar->setContentsMargins(8, 0, 4, 0);
}

void MachineWindow::connect_terminal() {
  TerminalWidget& terminal = view_->terminal();
  connect(&terminal, &TerminalWidget::typed, this, [this](const QByteArray& bytes) {
    if (bridge_ && !ended_) bridge_->type(bytes);
  });
  connect(&terminal, &TerminalWidget::grid_changed, facts_, &StatusFacts::show_grid);
}

void MachineWindow::show_machine(vm::Vm* machine) {
  bridge_.reset();
  ended_ = false;
  strip_->hide();
  show_status({});
  if (machine == nullptr) return;
  bridge_ = std::make_unique<VmBridge>(*machine);
  connect_bridge();
  bridge_->attach();
  update_stats_timer();
}

void MachineWindow::connect_bridge() {
  connect(bridge_.get(), &VmBridge::serial_output, &view_->terminal(), &TerminalWidget::feed);
  connect(bridge_.get(), &VmBridge::serial_restarted, &view_->terminal(), &TerminalWidget::restart);
  connect(bridge_.get(), &VmBridge::stats_changed, facts_, &StatusFacts::show_stats);
  connect(bridge_.get(), &VmBridge::status_changed, this, &MachineWindow::show_status);
  connect(bridge_.get(), &VmBridge::guest_panicked, this, &MachineWindow::show_panic);
  connect(bridge_.get(), &VmBridge::command_failed, this, [this](const QString& sentence) {
    if (!ended_)
      strip_->show_message(
          {.kind = MessageStrip::Kind::kCaution, .what = tr("The machine did not do that"), .why = sentence, .details = {}});
  });
}

void MachineWindow::show_status(const vm::Status& status) {
  const bool paused = status.state == vm::RunState::kPaused;
  const bool alive = bridge_ != nullptr && (paused || status.state == vm::RunState::kRunning || status.state == vm::RunState::kStarting);
  pause_->setIcon(make_icon(paused ? QStringLiteral("start") : QStringLiteral("pause")));
  pause_->setText(paused ? tr("Resume") : tr("Pause"));
  for (QAction* action : {pause_, reset_, power_off_}) action->setEnabled(alive);
  facts_->show_state(status.state);
  if (!paused && status.state != vm::RunState::kRunning) facts_->show_stats({});
  update_stats_timer();
  if (bridge_ != nullptr && !alive) show_end(status);
}

void MachineWindow::show_end(const vm::Status& status) {
  if (ended_) return;
  ended_ = true;
  const EndWords words = words_for_end(name_, status);
  const bool bad = words.unexpected;
  strip_->show_message({.kind = bad ? MessageStrip::Kind::kError : MessageStrip::Kind::kInfo,
                        .what = words.what,
                        .why = words.why,
                        .details = bad ? last_lines() : QString{}});
  if (can_restart_) strip_->add_button(tr("Start again"), QStringLiteral("start"), [this] { emit start_requested(); });
  emit machine_ended(status.end);
}

void MachineWindow::show_panic(const QString& lines) {
  const QStringList all = lines.split(QLatin1Char{'\n'}, Qt::SkipEmptyParts);
  const auto words =
      std::ranges::find_if(all, [](const QString& line) { return line.contains(QStringLiteral("panic"), Qt::CaseInsensitive); });
  strip_->show_message({.kind = MessageStrip::Kind::kError,
                        .what = tr("The guest's kernel panicked"),
                        .why = words != all.end() ? *words : all.value(all.size() - 1),
                        .details = lines});
  strip_->add_button(tr("Reset"), QStringLiteral("reset"), [this] { reset_->trigger(); });
  strip_->add_button(tr("Power off"), QStringLiteral("poweroff"), [this] { power_off_->trigger(); });
}

void MachineWindow::show_start_error(const QString& sentence) {
  ended_ = true;
  show_status({.state = vm::RunState::kPoweredOff, .end = {}});
  strip_->show_message({.kind = MessageStrip::Kind::kError, .what = tr("“%1” did not start").arg(name_), .why = sentence, .details = {}});
  if (can_restart_) strip_->add_button(tr("Try again"), QStringLiteral("start"), [this] { emit start_requested(); });
}

QString MachineWindow::last_lines() const {
  const TerminalScreen& screen = view_->terminal().screen();
  QStringList lines;
  for (std::int64_t line = screen.oldest_line(); line < screen.end_line(); ++line) {
    const std::u32string text = screen.text(line);
    lines += QString::fromUcs4(text.data(), static_cast<qsizetype>(text.size()));
  }
  while (!lines.isEmpty() && lines.back().isEmpty()) lines.removeLast();
  return lines.mid(std::max<qsizetype>(0, lines.size() - kLastLines)).join(QLatin1Char{'\n'});
}

void MachineWindow::update_stats_timer() {
  const bool wanted = bridge_ != nullptr && isVisible() && !isMinimized() && bridge_->status().state == vm::RunState::kRunning;
  if (wanted == stats_timer_.isActive()) return;
  if (wanted) {
    stats_timer_.start();
  } else {
    stats_timer_.stop();
  }
}

void MachineWindow::closeEvent(QCloseEvent* event) {
  QMainWindow::closeEvent(event);
  emit closed();
}

void MachineWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::WindowStateChange) update_stats_timer();
  QMainWindow::changeEvent(event);
}

void MachineWindow::showEvent(QShowEvent* event) {
  QMainWindow::showEvent(event);
  update_stats_timer();
}

void MachineWindow::hideEvent(QHideEvent* event) {
  QMainWindow::hideEvent(event);
  update_stats_timer();
}

}  // namespace vitrine::frontends::qt
