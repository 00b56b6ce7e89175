// SPDX-License-Identifier: Apache-2.0
// The bar above a terminal in which one searches its lines.
#pragma once

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;

namespace vitrine::frontends::qt {

// Thread: ui.
class SearchBar final : public QWidget {
  Q_OBJECT

 public:
  explicit SearchBar(QWidget* parent = nullptr);

  [[nodiscard]] QString needle() const;
  [[nodiscard]] Qt::CaseSensitivity sensitivity() const;
  void take_focus();
  // "3 of 10"; position is 1-based, 0 where nothing was found.
  void show_count(int position, int count);
  void show_kept_lines(qint64 lines);

 signals:
  void changed();
  void step_requested(int by);
  void copy_requested();
  void closed();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  QLineEdit* field_;
  QCheckBox* match_case_;
  QLabel* count_;
  QLabel* kept_;
};

}  // namespace vitrine::frontends::qt
