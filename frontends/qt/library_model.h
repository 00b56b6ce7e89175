// SPDX-License-Identifier: Apache-2.0
// The machines of the library as a list model: what the disk said last.
#pragma once

#include <QAbstractListModel>

#include <vector>

#include "app/library/machine.h"

namespace vitrine::frontends::qt {

// Rows keep their selection while machines come, go and change.  Thread: ui.
class LibraryModel final : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { kIdRole = Qt::UserRole, kArchitectureRole, kStateRole, kProblemRole };

  explicit LibraryModel(QObject* parent = nullptr) : QAbstractListModel{parent} {}

  void show(std::vector<app::library::Machine> machines);
  [[nodiscard]] const app::library::Machine* machine(const QModelIndex& index) const;
  [[nodiscard]] const app::library::Machine* find(const std::string& id) const;
  [[nodiscard]] QModelIndex index_of(const std::string& id) const;
  [[nodiscard]] int running() const;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<app::library::Machine> machines_;
};

// "RISC-V 64" for a machine's instruction set.
QString architecture_of(const app::library::Machine& machine);

}  // namespace vitrine::frontends::qt
