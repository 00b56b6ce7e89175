// SPDX-License-Identifier: Apache-2.0
// The selected machine in words: state, what is wrong with it, and its settings from the schema.
#pragma once

#include <QScrollArea>

#include <vector>

#include "app/library/machine.h"
#include "app/settings/setting.h"

class QBoxLayout;
class QLabel;

namespace vitrine::frontends::qt {

class Chip;
class MessageStrip;
class Section;

// Thread: ui.
class DetailsPane final : public QScrollArea {
  Q_OBJECT

 public:
  explicit DetailsPane(QWidget* parent = nullptr);
  void show_machine(const app::library::Machine& machine);

 signals:
  void log_requested();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void add_head(QBoxLayout& layout);
  void show_state();
  void show_problem(const app::library::Machine& machine);

  QLabel* title_;
  QLabel* state_icon_;
  QLabel* state_word_;
  Chip* architecture_;
  Chip* engine_;
  MessageStrip* strip_;
  QBoxLayout* columns_;
  std::vector<std::pair<app::settings::Page, Section*>> sections_;
  app::library::MachineState state_ = app::library::MachineState::kOff;
};

}  // namespace vitrine::frontends::qt
