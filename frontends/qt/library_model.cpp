// SPDX-License-Identifier: Apache-2.0
// Rows from machines, changed one by one so that views keep their place.
#include "frontends/qt/library_model.h"

#include <algorithm>
#include <utility>

#include "frontends/qt/setting_words.h"
#include "frontends/qt/state_look.h"

namespace vitrine::frontends::qt {

using app::library::Machine;
using app::library::MachineState;

void LibraryModel::show(std::vector<Machine> machines) {
  for (int row = static_cast<int>(machines_.size()) - 1; row >= 0; --row) {
    const std::string& id = machines_[static_cast<std::size_t>(row)].id;
    if (std::ranges::any_of(machines, [&id](const Machine& machine) { return machine.id == id; })) continue;
    beginRemoveRows({}, row, row);
    machines_.erase(machines_.begin() + row);
    endRemoveRows();
  }
  for (std::size_t row = 0; row < machines.size(); ++row) {
    const auto place = static_cast<int>(row);
    if (const QModelIndex old = index_of(machines[row].id); old.isValid() && old.row() != place) {  // renamed: it moved
      beginRemoveRows({}, old.row(), old.row());
      machines_.erase(machines_.begin() + old.row());
      endRemoveRows();
    }
    if (row < machines_.size() && machines_[row].id == machines[row].id) {
      machines_[row] = std::move(machines[row]);
      emit dataChanged(index(place), index(place));
    } else {
      beginInsertRows({}, place, place);
      machines_.insert(machines_.begin() + place, std::move(machines[row]));
      endInsertRows();
    }
  }
}

const Machine* LibraryModel::machine(const QModelIndex& index) const {
  const bool inside = index.isValid() && index.row() < static_cast<int>(machines_.size());
  return inside ? &machines_[static_cast<std::size_t>(index.row())] : nullptr;
}

const Machine* LibraryModel::find(const std::string& id) const { return machine(index_of(id)); }

QModelIndex LibraryModel::index_of(const std::string& id) const {
  const auto place = std::ranges::find_if(machines_, [&id](const Machine& machine) { return machine.id == id; });
  return place == machines_.end() ? QModelIndex{} : index(static_cast<int>(place - machines_.begin()));
}

int LibraryModel::running() const {
  return static_cast<int>(std::ranges::count_if(machines_, [](const Machine& machine) { return machine.has_process(); }));
}

int LibraryModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(machines_.size()); }

QVariant LibraryModel::data(const QModelIndex& index, int role) const {
  const Machine* machine = this->machine(index);
  if (machine == nullptr) return {};
  switch (role) {
    case Qt::DisplayRole: return QString::fromStdString(machine->name);
    case kIdRole: return QString::fromStdString(machine->id);
    case kArchitectureRole: return architecture_of(*machine);
    case kStateRole: return static_cast<int>(machine->state);
    case kProblemRole: return QString::fromStdString(machine->problem);
    case Qt::AccessibleTextRole:
      return tr("%1, %2, %3").arg(QString::fromStdString(machine->name), architecture_of(*machine), look_of(machine->state).word);
    default: return {};
  }
}

QString architecture_of(const Machine& machine) { return value_words(*app::settings::find_row(app::settings::kIsa.key), machine.settings); }

}  // namespace vitrine::frontends::qt
