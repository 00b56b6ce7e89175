// SPDX-License-Identifier: Apache-2.0
// A machine's window: its serial terminal, its buttons, and what became of it.
#pragma once

#include <QMainWindow>
#include <QTimer>

#include "frontends/qt/message_strip.h"
#include "frontends/qt/vm_bridge.h"

class QAction;

namespace vitrine::frontends::qt {

class StatusFacts;
class TerminalView;

// A view of a machine, whoever runs it: closing it stops nothing.  Thread: ui.
class MachineWindow final : public QMainWindow {
  Q_OBJECT

 public:
  static constexpr QSize kFirstSize{900, 700};

  // The name is shown as it is.  `can_restart`: an ended machine offers to be started again (start_requested).
  MachineWindow(const QString& name, bool can_restart, QWidget* parent = nullptr);
  ~MachineWindow() override;

  // Shows that machine from now on; the machine must outlive the window or the next call.  nullptr: none.
  void show_machine(vm::Vm* machine);
  // There is no machine to show: why, in a sentence.
  void show_start_error(const QString& sentence);
  [[nodiscard]] TerminalView& terminal_view() { return *view_; }

 signals:
  void start_requested();
  void closed();
  void machine_ended(const vitrine::vm::EndStatus& end);

 protected:
  void closeEvent(QCloseEvent* event) override;
  void changeEvent(QEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void make_actions();
  void make_menus();
  void make_tool_bar();
  void connect_terminal();
  void connect_bridge();
  void show_status(const vm::Status& status);
  void show_end(const vm::Status& status);
  void show_panic(const QString& last_lines);
  void update_stats_timer();
  [[nodiscard]] QString last_lines() const;

  QString name_;
  bool can_restart_;
  std::unique_ptr<VmBridge> bridge_;
  MessageStrip* strip_;
  TerminalView* view_;
  StatusFacts* facts_;
  QAction* pause_ = nullptr;
  QAction* reset_ = nullptr;
  QAction* power_off_ = nullptr;
  QAction* search_ = nullptr;
  QTimer stats_timer_;  // once a second, only while somebody can see the figures and the machine runs
  bool ended_ = false;
};

}  // namespace vitrine::frontends::qt
