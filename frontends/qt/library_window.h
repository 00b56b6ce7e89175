// SPDX-License-Identifier: Apache-2.0
// The library window: the machines on disk, what they do, and what can be done with them.
#pragma once

#include <QMainWindow>

#include <string>
#include <vector>

#include "app/library/library.h"
#include "app/session/session.h"

class QAction;
class QLabel;
class QLineEdit;
class QListView;
class QSortFilterProxyModel;
class QStackedWidget;
class QToolBar;

namespace vitrine::frontends::qt {

class DetailsPane;
class EmptyLibrary;
class LibraryFeed;
class LibraryModel;
class MachineSessions;
class NewMachineForm;

// Never waits: scans, starts and commands run elsewhere and come back as signals.  Thread: ui.
class LibraryWindow final : public QMainWindow {
  Q_OBJECT

 public:
  LibraryWindow(const app::library::Library& library, app::session::VmFactory factory, QWidget* parent = nullptr);
  ~LibraryWindow() override;

  // Makes the demo machine where it is missing, starts it and opens its window.
  void start_demo();
  [[nodiscard]] LibraryModel& model() { return *model_; }
  // What a scan found.
  void show_machines(const std::vector<app::library::Machine>& machines);

 protected:
  void closeEvent(QCloseEvent* event) override;

 private:
  void make_actions();
  void make_menus();
  void make_tool_bar();
  QWidget* make_pages();
  QWidget* make_list();
  void connect_parts();

  void update_selection();
  void update_actions();
  [[nodiscard]] const app::library::Machine* selected() const;
  void select(const std::string& id);

  void open_form();
  void create_machine(NewMachineForm& form);
  void first_action();
  void toggle_pause();
  void power_off();
  void ask_to_delete();
  void confirm_delete(const app::library::Machine& machine, const app::library::DeletePlan& plan);
  void remove(const app::library::Machine& machine);
  void show_folder();
  void show_failure(const QString& what, const QString& why);

  app::library::Library library_;
  LibraryModel* model_;
  QSortFilterProxyModel* filter_;
  LibraryFeed* feed_ = nullptr;
  MachineSessions* sessions_;
  QToolBar* tool_bar_ = nullptr;
  QStackedWidget* pages_;
  EmptyLibrary* empty_;
  QLineEdit* search_;
  QListView* list_;
  DetailsPane* details_;
  QLabel* count_;
  QAction* new_ = nullptr;
  QAction* first_ = nullptr;
  QAction* pause_ = nullptr;
  QAction* power_off_ = nullptr;
  QAction* delete_ = nullptr;
  std::string wanted_;  // a machine to select as soon as it is listed
  bool listed_ = false;
};

}  // namespace vitrine::frontends::qt
