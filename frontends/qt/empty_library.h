// SPDX-License-Identifier: Apache-2.0
// What the library window shows while there is no machine: what this is, and one click that leads on.
#pragma once

#include <QWidget>

namespace vitrine::frontends::qt {

// Thread: ui.
class EmptyLibrary final : public QWidget {
  Q_OBJECT

 public:
  // The demo is offered only where its files are there.
  explicit EmptyLibrary(bool with_demo, QWidget* parent = nullptr);

 signals:
  void new_requested();
  void demo_requested();
};

}  // namespace vitrine::frontends::qt
