// SPDX-License-Identifier: Apache-2.0
// The machine window's status bar: state, processor, speed, tier, size, each in a place of fixed width.
#pragma once

#include <QWidget>

#include "core/vm/command.h"
#include "frontends/qt/tokens.h"

class QLabel;

namespace vitrine::frontends::qt {

// An icon and a word whose width is reserved for the widest value, so that nothing jumps.  Thread: ui.
class StatusFact final : public QWidget {
  Q_OBJECT

 public:
  StatusFact(const QString& icon, const QString& name, const QString& widest, QWidget* parent);
  // Repaints only where something changed.
  void set(const QString& text);
  void set_look(const QString& icon, QRgb Tokens::* colour);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void update_icon();

  QString icon_name_;
  QRgb Tokens::* colour_ = nullptr;
  QLabel* icon_;
  QLabel* text_;
};

// Thread: ui.
class StatusFacts final : public QWidget {
  Q_OBJECT

 public:
  explicit StatusFacts(QWidget* parent = nullptr);
  void show_state(vm::RunState state);
  void show_stats(const vm::Stats& stats);
  void show_grid(int columns, int rows);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  static QString widest_tier();

  StatusFact* state_;
  StatusFact* cpu_;
  StatusFact* speed_;
  StatusFact* tier_;
  StatusFact* grid_;
};

}  // namespace vitrine::frontends::qt
