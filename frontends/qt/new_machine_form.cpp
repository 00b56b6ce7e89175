// SPDX-License-Identifier: Apache-2.0
// The form's fields, ranges from the schema, and sentences.
#include "frontends/qt/new_machine_form.h"

#include <QBoxLayout>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include "app/settings/schema.h"
#include "app/settings/settings.h"
#include "frontends/qt/file_field.h"
#include "frontends/qt/fonts.h"
#include "frontends/qt/owned.h"
#include "frontends/qt/sentence.h"
#include "frontends/qt/setting_words.h"
#include "frontends/qt/style.h"
#include "frontends/qt/tokens.h"

namespace vitrine::frontends::qt {

namespace {

using app::settings::Row;
using app::settings::Setting;

constexpr int kMargin = 24;
constexpr int kWidth = 620;
constexpr int kMemoryStepMib = 256;

template <class T> const Row& row_of(const Setting<T>& setting) { return *app::settings::find_row(setting.key); }

template <class T> QString label_of(const Setting<T>& setting) { return label_words(row_of(setting)); }

QSpinBox* make_spin_box(const Setting<std::int64_t>& setting, const QString& suffix, QWidget* parent) {
  auto* box = make_owned<QSpinBox>(parent);
  box->setRange(static_cast<int>(setting.min), static_cast<int>(setting.max));
  box->setValue(static_cast<int>(setting.fallback));
  box->setSuffix(suffix);
  box->setAccessibleName(label_of(setting));
  box->setAlignment(Qt::AlignRight);
  box->setFixedWidth(140);
  return box;
}

QString check_text(const Row& row, const QString& text) {
  const auto status = app::settings::validate(row, text.toStdString());
  return status ? QString{} : as_sentence(status.error().message);
}

QString check_file(const QString& path) {
  if (path.isEmpty()) return {};
  const QFileInfo info{path};
  if (!info.exists()) return NewMachineForm::tr("There is no file “%1”").arg(path);
  if (info.isDir()) return NewMachineForm::tr("“%1” is a folder, not a file").arg(path);
  if (!info.isReadable()) return NewMachineForm::tr("The file “%1” cannot be read by this user").arg(path);
  return {};
}

// The schema's red line below a field; it takes no room while all is well.
QLabel* make_problem_label(QWidget* parent) {
  auto* label = make_owned<QLabel>(parent);
  label->setFont(second_line_font());
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  QPalette palette = label->palette();
  palette.setColor(QPalette::WindowText, QColor{tokens_for(palette).red});
  label->setPalette(palette);
  label->hide();
  return label;
}

}  // namespace

NewMachineForm::NewMachineForm(QWidget* parent)
    : QDialog{parent},
      name_{make_owned<QLineEdit>(this)},
      kernel_{make_owned<FileField>(label_of(app::settings::kKernel), tr("A Linux kernel for RISC-V"), this)},
      initrd_{make_owned<FileField>(label_of(app::settings::kInitrd), tr("None"), this)},
      append_{make_owned<QLineEdit>(this)},
      memory_{make_spin_box(app::settings::kMemoryMib, tr(" MB"), this)},
      cpus_{make_spin_box(app::settings::kCpus, {}, this)},
      problem_{make_problem_label(this)} {
  setWindowTitle(tr("New machine"));
  setMinimumWidth(kWidth);
  name_->setPlaceholderText(tr("What the machine is called"));
  name_->setAccessibleName(label_of(app::settings::kName));
  append_->setPlaceholderText(tr("None"));
  append_->setAccessibleName(label_of(app::settings::kAppend));
  memory_->setSingleStep(kMemoryStepMib);
  auto* title = make_owned<QLabel>(tr("New machine"), this);
  title->setFont(page_title_font());
  auto* form = make_owned<QFormLayout>();
  form->setHorizontalSpacing(16);
  form->setVerticalSpacing(12);
  form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
  make_fields(*form);
  auto* all = make_owned<QVBoxLayout>(this);
  all->setContentsMargins(kMargin, kMargin, kMargin, kMargin - 4);
  all->setSpacing(16);
  all->addWidget(title);
  all->addLayout(form);
  all->addWidget(problem_);
  all->addStretch();
  make_buttons(*all);
  check_all();
}

NewMachineForm::Checked& NewMachineForm::add_row(QFormLayout& form, const QString& label, QWidget* row, QWidget* field,
                                                 std::function<QString()> check) {
  auto* cell = make_owned<QVBoxLayout>();
  cell->setSpacing(4);
  QLabel* problem = make_problem_label(this);
  cell->addWidget(row);
  cell->addWidget(problem);
  auto* text = make_owned<QLabel>(label, this);
  text->setMinimumHeight(32);
  text->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  text->setBuddy(field);
  form.addRow(text, cell);
  return checked_.emplace_back(Checked{.field = field, .problem = problem, .check = std::move(check)});
}

void NewMachineForm::make_fields(QFormLayout& form) {
  const auto touch = [this](std::size_t index) {
    checked_[index].touched = true;
    check_all();
  };
  add_row(form, label_of(app::settings::kName), name_, name_,
          [this] { return name().isEmpty() ? tr("The machine needs a name") : check_text(row_of(app::settings::kName), name()); });
  add_row(form, label_of(app::settings::kKernel), kernel_, &kernel_->edit(),
          [this] { return kernel_->path().isEmpty() ? tr("Choose the kernel that the machine starts") : check_file(kernel_->path()); });
  add_row(form, label_of(app::settings::kInitrd), initrd_, &initrd_->edit(), [this] { return check_file(initrd_->path()); });
  add_row(form, label_of(app::settings::kAppend), append_, append_,
          [this] { return check_text(row_of(app::settings::kAppend), append_->text()); });
  add_row(form, label_of(app::settings::kMemoryMib), memory_, memory_, [] { return QString{}; });
  add_row(form, label_of(app::settings::kCpus), cpus_, cpus_, [] { return QString{}; });
  connect(name_, &QLineEdit::textChanged, this, [touch] { touch(0); });
  connect(kernel_, &FileField::changed, this, [touch] { touch(1); });
  connect(initrd_, &FileField::changed, this, [touch] { touch(2); });
  connect(append_, &QLineEdit::textChanged, this, [touch] { touch(3); });
}

void NewMachineForm::make_buttons(QBoxLayout& layout) {
  auto* cancel = make_owned<QPushButton>(tr("Cancel"), this);
  cancel->setAutoDefault(false);
  create_ = make_owned<QPushButton>(tr("Create"), this);
  create_->setDefault(true);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(create_, &QPushButton::clicked, this, &NewMachineForm::try_create);
  auto* row = make_owned<QHBoxLayout>();
  row->addStretch();
  row->addWidget(cancel);
  row->addWidget(create_);
  row->setSpacing(8);
  layout.addLayout(row);
}

QString NewMachineForm::name() const { return name_->text().trimmed(); }

NewMachineForm::Values NewMachineForm::values() const {
  Values values;
  const auto put = [&values](std::string_view key, app::settings::Value value) {
    if (value != app::settings::find_row(key)->fallback_value()) values.emplace(std::string{key}, std::move(value));
  };
  put(app::settings::kKernel.key, kernel_->path().toStdString());
  put(app::settings::kInitrd.key, initrd_->path().toStdString());
  put(app::settings::kAppend.key, append_->text().toStdString());
  put(app::settings::kMemoryMib.key, std::int64_t{memory_->value()});
  put(app::settings::kCpus.key, std::int64_t{cpus_->value()});
  return values;
}

void NewMachineForm::check_all() {
  for (Checked& checked : checked_) {
    const QString problem = checked.touched ? checked.check() : QString{};  // nobody is scolded for a field not yet reached
    checked.problem->setText(problem);
    checked.problem->setVisible(!problem.isEmpty());
    checked.field->setAccessibleDescription(problem);
    set_field_error(checked.field, !problem.isEmpty());
  }
}

void NewMachineForm::try_create() {
  for (Checked& checked : checked_) checked.touched = true;
  check_all();
  for (const Checked& checked : checked_) {
    if (checked.problem->text().isEmpty()) continue;
    checked.field->setFocus();
    return;
  }
  problem_->hide();
  emit create_requested();
}

void NewMachineForm::show_problem(const QString& sentence) {
  problem_->setText(sentence);
  problem_->show();
}

}  // namespace vitrine::frontends::qt
