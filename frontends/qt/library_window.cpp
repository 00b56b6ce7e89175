// SPDX-License-Identifier: Apache-2.0
// The library window's parts and how they follow the list.
#include "frontends/qt/library_window.h"

#include <QActionGroup>
#include <QBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenuBar>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolBar>
#include <QToolButton>

#include "frontends/qt/details_pane.h"
#include "frontends/qt/empty_library.h"
#include "frontends/qt/fonts.h"
#include "frontends/qt/icons.h"
#include "frontends/qt/library_feed.h"
#include "frontends/qt/library_model.h"
#include "frontends/qt/machine_delegate.h"
#include "frontends/qt/machine_sessions.h"
#include "frontends/qt/owned.h"
#include "frontends/qt/style.h"
#include "frontends/qt/theme.h"

namespace vitrine::frontends::qt {

namespace {

constexpr QSize kFirstSize{1180, 760};
constexpr QSize kLeastSize{720, 480};
constexpr int kListWidth = 384;
constexpr int kLeastListWidth = 320;
constexpr int kMostListWidth = 520;
constexpr int kToolBarHeight = 52;
constexpr int kStatusHeight = 30;

QLabel* make_count_label(QWidget* parent) {
  auto* label = make_owned<QLabel>(parent);
  label->setFont(second_line_font());
  label->setContentsMargins(16, 0, 16, 0);
  label->setForegroundRole(kSecondText);
  label->setMinimumHeight(kStatusHeight);
  return label;
}

void add_theme_menu(QMenu& view, QObject* owner) {
  auto* group = make_owned<QActionGroup>(owner);
  const auto add = [&view, group](const QString& text, ThemeChoice choice) {
    QAction* action = group->addAction(text);
    action->setCheckable(true);
    action->setChecked(chosen_theme() == choice);
    QObject::connect(action, &QAction::triggered, group, [choice] { choose_theme(choice); });
    view.addAction(action);
  };
  add(LibraryWindow::tr("As the desktop"), ThemeChoice::kSystem);
  add(LibraryWindow::tr("Light"), ThemeChoice::kLight);
  add(LibraryWindow::tr("Dark"), ThemeChoice::kDark);
}

}  // namespace

LibraryWindow::LibraryWindow(const app::library::Library& library, app::session::VmFactory factory, QWidget* parent)
    : QMainWindow{parent},
      library_{library},
      model_{make_owned<LibraryModel>(this)},
      filter_{make_owned<QSortFilterProxyModel>(this)},
      sessions_{make_owned<MachineSessions>(library, std::move(factory), this)},
      pages_{make_owned<QStackedWidget>()},
      empty_{make_owned<EmptyLibrary>(app::library::demo_files_present(library).has_value())},
      search_{make_owned<QLineEdit>()},
      list_{make_owned<QListView>()},
      details_{make_owned<DetailsPane>()},
      count_{make_count_label(nullptr)} {
  setWindowTitle(QStringLiteral("Vitrine"));
  setWindowIcon(program_icon());
  setMinimumSize(kLeastSize);
  resize(kFirstSize);
  setContextMenuPolicy(Qt::NoContextMenu);
  filter_->setSourceModel(model_);
  filter_->setFilterCaseSensitivity(Qt::CaseInsensitive);
  make_actions();
  make_menus();
  make_tool_bar();
  setCentralWidget(make_pages());
  connect_parts();
  feed_ = make_owned<LibraryFeed>(library_, this);
  connect(feed_, &LibraryFeed::listed, this, &LibraryWindow::show_machines);
  connect(feed_, &LibraryFeed::failed, this, [this](const QString& why) { show_failure(tr("The library cannot be read"), why); });
  connect(sessions_, &MachineSessions::changed, feed_, &LibraryFeed::refresh);
  update_actions();
  list_->setFocus();
}

LibraryWindow::~LibraryWindow() = default;

void LibraryWindow::make_actions() {
  const auto make = [this](const QString& icon, const QString& text, void (LibraryWindow::*slot)(), QRgb Tokens::* colour = &Tokens::text) {
    auto* action = make_owned<QAction>(make_icon(icon, colour), text, this);
    connect(action, &QAction::triggered, this, slot);
    return action;
  };
  new_ = make(QStringLiteral("new"), tr("New"), &LibraryWindow::open_form, &Tokens::accent);
  new_->setShortcut(QKeySequence::New);
  new_->setToolTip(tr("Makes a new machine"));
  first_ = make(QStringLiteral("start"), tr("Start"), &LibraryWindow::first_action);
  pause_ = make(QStringLiteral("pause"), tr("Pause"), &LibraryWindow::toggle_pause);
  power_off_ = make(QStringLiteral("poweroff"), tr("Power off"), &LibraryWindow::power_off);
  power_off_->setToolTip(tr("Ends the machine at once, as pulling its plug would"));
  delete_ = make(QStringLiteral("trash"), tr("Delete…"), &LibraryWindow::ask_to_delete);
}

void LibraryWindow::make_menus() {
  QMenu* file = menuBar()->addMenu(tr("File"));
  file->addAction(new_);
  file->addSeparator();
  file->addAction(tr("Close"), QKeySequence::Close, this, &QWidget::close);
  QMenu* machine = menuBar()->addMenu(tr("Machine"));
  machine->addActions({first_, pause_, power_off_});
  machine->addSeparator();
  machine->addAction(make_icon(QStringLiteral("folder")), tr("Show its folder"), this, &LibraryWindow::show_folder);
  machine->addAction(delete_);
  add_theme_menu(*menuBar()->addMenu(tr("View")), this);
}

void LibraryWindow::make_tool_bar() {
  tool_bar_ = addToolBar(tr("Machine"));
  tool_bar_->setMovable(false);
  tool_bar_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  tool_bar_->setFixedHeight(kToolBarHeight);
  tool_bar_->setIconSize({18, 18});
  tool_bar_->setContentsMargins(4, 0, 4, 0);
  tool_bar_->addAction(new_);
  auto* button = qobject_cast<QToolButton*>(tool_bar_->widgetForAction(new_));
  set_button_role(button, ButtonRole::kSoftAccent);
  button->setFont(row_title_font());
  tool_bar_->addSeparator();
  tool_bar_->addActions({first_, pause_, power_off_});
  tool_bar_->addSeparator();
  tool_bar_->addAction(delete_);
}

QWidget* LibraryWindow::make_list() {
  search_->setPlaceholderText(tr("Search machines"));
  search_->setAccessibleName(tr("Search machines"));
  search_->setClearButtonEnabled(true);
  search_->addAction(make_icon(QStringLiteral("search"), &Tokens::text2), QLineEdit::LeadingPosition);
  list_->setModel(filter_);
  list_->setItemDelegate(make_owned<MachineDelegate>(list_));
  list_->setUniformItemSizes(true);
  list_->setMouseTracking(true);
  list_->setFrameShape(QFrame::NoFrame);
  list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  list_->setAccessibleName(tr("Machines"));
  auto* search_place = make_owned<QHBoxLayout>();
  search_place->setContentsMargins(16, 14, 16, 10);
  search_place->addWidget(search_);
  auto* side = make_owned<QWidget>();
  side->setAutoFillBackground(true);
  side->setBackgroundRole(QPalette::Base);
  side->setMinimumWidth(kLeastListWidth);
  side->setMaximumWidth(kMostListWidth);
  auto* layout = make_owned<QVBoxLayout>(side);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addLayout(search_place);
  layout->addWidget(list_, 1);
  return side;
}

QWidget* LibraryWindow::make_pages() {
  auto* splitter = make_owned<QSplitter>();
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(make_list());
  splitter->addWidget(details_);
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({kListWidth, kFirstSize.width() - kListWidth});
  pages_->addWidget(empty_);
  pages_->addWidget(splitter);
  auto* line = make_owned<QFrame>();
  line->setFixedHeight(1);
  line->setAutoFillBackground(true);
  line->setBackgroundRole(QPalette::Mid);
  auto* all = make_owned<QWidget>();
  auto* layout = make_owned<QVBoxLayout>(all);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(pages_, 1);
  layout->addWidget(line);
  layout->addWidget(count_);
  return all;
}

void LibraryWindow::connect_parts() {
  connect(search_, &QLineEdit::textChanged, filter_, &QSortFilterProxyModel::setFilterFixedString);
  connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, &LibraryWindow::update_selection);
  connect(list_, &QListView::activated, this, &LibraryWindow::first_action);
  connect(empty_, &EmptyLibrary::new_requested, this, &LibraryWindow::open_form);
  connect(empty_, &EmptyLibrary::demo_requested, this, &LibraryWindow::start_demo);
  connect(details_, &DetailsPane::log_requested, this, &LibraryWindow::show_folder);
  connect(sessions_, &MachineSessions::failed, this, &LibraryWindow::show_failure);
}

void LibraryWindow::show_machines(const std::vector<app::library::Machine>& machines) {
  model_->show(machines);
  sessions_->note(machines);
  listed_ = true;
  if (!wanted_.empty() && model_->index_of(wanted_).isValid()) select(std::exchange(wanted_, {}));
  if (!list_->currentIndex().isValid() && filter_->rowCount() > 0) list_->setCurrentIndex(filter_->index(0, 0));
  update_selection();
}

void LibraryWindow::update_selection() {
  if (const auto* machine = selected()) details_->show_machine(*machine);
  update_actions();
}

const app::library::Machine* LibraryWindow::selected() const { return model_->machine(filter_->mapToSource(list_->currentIndex())); }

void LibraryWindow::select(const std::string& id) {
  search_->clear();
  list_->setCurrentIndex(filter_->mapFromSource(model_->index_of(id)));
}

void LibraryWindow::update_actions() {
  using app::library::MachineState;
  const bool some = model_->rowCount() > 0;
  pages_->setCurrentIndex(some ? 1 : 0);
  pages_->setVisible(listed_);
  tool_bar_->setVisible(some);
  const auto* machine = selected();
  details_->setVisible(machine != nullptr);
  const bool alive = machine != nullptr && machine->has_process();
  const bool paused = alive && machine->state == MachineState::kPaused;
  first_->setText(!alive ? tr("Start") : paused ? tr("Resume") : tr("Show window"));
  first_->setIcon(make_icon(alive && !paused ? QStringLiteral("window") : QStringLiteral("start")));
  first_->setEnabled(machine != nullptr && machine->state != MachineState::kBroken);
  pause_->setEnabled(alive && !paused);
  power_off_->setEnabled(alive);
  delete_->setEnabled(machine != nullptr && !alive);
  delete_->setToolTip(alive ? tr("A machine that runs cannot be deleted") : tr("Deletes the machine with its files, after a question"));
  count_->setText(some ? tr("%n machine(s), %1 running", nullptr, model_->rowCount()).arg(model_->running()) : QString{});
}

}  // namespace vitrine::frontends::qt
