// SPDX-License-Identifier: Apache-2.0
// A short fact in a frame of its own: "ARM64", "Interpreter".
#pragma once

#include <QLabel>

namespace vitrine::frontends::qt {

// An outline states a fact, the soft accent says how the machine runs.  Thread: ui.
class Chip final : public QLabel {
  Q_OBJECT

 public:
  enum class Kind { kFact, kHow };
  explicit Chip(Kind kind, QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Kind kind_;
};

}  // namespace vitrine::frontends::qt
