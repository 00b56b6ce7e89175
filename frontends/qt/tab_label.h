// SPDX-License-Identifier: Apache-2.0
// The heading of a page among others: semibold, with the accent's line below.
#pragma once

#include <QLabel>

namespace vitrine::frontends::qt {

// Thread: ui.
class TabLabel final : public QLabel {
  Q_OBJECT

 public:
  explicit TabLabel(const QString& text, QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace vitrine::frontends::qt
