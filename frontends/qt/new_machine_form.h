// SPDX-License-Identifier: Apache-2.0
// The form for a new machine: a few fields, each checked where it stands.
#pragma once

#include <QDialog>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "app/settings/setting.h"

class QBoxLayout;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace vitrine::frontends::qt {

class FileField;

// Thread: ui.
class NewMachineForm final : public QDialog {
  Q_OBJECT

 public:
  using Values = std::map<std::string, app::settings::Value>;

  explicit NewMachineForm(QWidget* parent = nullptr);
  [[nodiscard]] QString name() const;
  // What differs from the schema's defaults.
  [[nodiscard]] Values values() const;
  // Why the machine could not be made, said inside the form.
  void show_problem(const QString& sentence);

 signals:
  // The fields are fit; close the form once the machine exists.
  void create_requested();

 private:
  // A field with the line below it that says what is wrong.
  struct Checked {
    QWidget* field;
    QLabel* problem;
    std::function<QString()> check;
    bool touched = false;
  };

  Checked& add_row(QFormLayout& form, const QString& label, QWidget* row, QWidget* field, std::function<QString()> check);
  void make_fields(QFormLayout& form);
  void make_buttons(QBoxLayout& layout);
  void check_all();
  void try_create();

  QLineEdit* name_;
  FileField* kernel_;
  FileField* initrd_;
  QLineEdit* append_;
  QSpinBox* memory_;
  QSpinBox* cpus_;
  QLabel* problem_;
  QPushButton* create_ = nullptr;
  std::vector<Checked> checked_;
};

}  // namespace vitrine::frontends::qt
