// SPDX-License-Identifier: Apache-2.0
// Field and button.
#include "frontends/qt/file_field.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>

#include "frontends/qt/icons.h"
#include "frontends/qt/owned.h"

namespace vitrine::frontends::qt {

FileField::FileField(const QString& name, const QString& placeholder, QWidget* parent)
    : QWidget{parent}, name_{name}, edit_{make_owned<QLineEdit>(this)} {
  edit_->setPlaceholderText(placeholder);
  edit_->setAccessibleName(name);
  auto* button = make_owned<QPushButton>(make_icon(QStringLiteral("folder")), tr("Choose…"), this);
  button->setAutoDefault(false);
  button->setAccessibleName(tr("Choose: %1").arg(name));
  auto* layout = make_owned<QHBoxLayout>(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(edit_, 1);
  layout->addWidget(button);
  setFocusProxy(edit_);
  connect(edit_, &QLineEdit::textChanged, this, &FileField::changed);
  connect(button, &QPushButton::clicked, this, &FileField::browse);
}

QString FileField::path() const { return edit_->text().trimmed(); }
void FileField::set_path(const QString& path) { edit_->setText(path); }

void FileField::browse() {
  auto* dialog = make_owned<QFileDialog>(this, name_, path());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &FileField::set_path);
  dialog->open();
}

}  // namespace vitrine::frontends::qt
