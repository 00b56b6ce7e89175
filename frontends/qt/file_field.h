// SPDX-License-Identifier: Apache-2.0
// A field for a file's path with a button that opens the desktop's file dialog.
#pragma once

#include <QWidget>

class QLineEdit;

namespace vitrine::frontends::qt {

// Thread: ui.
class FileField final : public QWidget {
  Q_OBJECT

 public:
  FileField(const QString& name, const QString& placeholder, QWidget* parent = nullptr);
  [[nodiscard]] QString path() const;
  void set_path(const QString& path);
  [[nodiscard]] QLineEdit& edit() { return *edit_; }

 signals:
  void changed();

 private:
  void browse();

  QString name_;
  QLineEdit* edit_;
};

}  // namespace vitrine::frontends::qt
