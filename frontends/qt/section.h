// SPDX-License-Identifier: Apache-2.0
// A section of the details: icon, title, hairline, and lines of key and value.
#pragma once

#include <QWidget>

class QFormLayout;
class QLabel;

namespace vitrine::frontends::qt {

// Thread: ui.
class Section final : public QWidget {
  Q_OBJECT

 public:
  Section(const QString& icon, const QString& title, QWidget* parent = nullptr);
  // Shows these lines; an empty section hides.
  void show_lines(const QList<std::pair<QString, QString>>& lines);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void update_icon();

  QString icon_name_;
  QLabel* icon_;
  QFormLayout* form_;
  QList<std::pair<QString, QString>> lines_;
};

}  // namespace vitrine::frontends::qt
