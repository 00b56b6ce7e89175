// SPDX-License-Identifier: Apache-2.0
// A dialog of the same anatomy as a message in place: icon, what, why, actions; details below; Close at the foot.
#pragma once

#include <QDialog>

#include <functional>

class QHBoxLayout;
class QVBoxLayout;

namespace vitrine::frontends::qt {

// Deletes itself when it is closed; open() it, nothing waits for it.  Thread: ui.
class MessageDialog final : public QDialog {
  Q_OBJECT

 public:
  enum class Kind { kError, kQuestion };
  enum class Action { kDefault, kPlain, kDestructive };
  struct Content {
    Kind kind = Kind::kError;
    QString title;
    QString what;
    QString why;
    QString details;
    QString close;  // what the button at the foot says; empty: "Close"
  };

  MessageDialog(const Content& content, QWidget* parent);
  // A button under the text; pressing it closes the dialog, then acts.
  void add_action(const QString& text, Action action, std::function<void()> pressed);

 private:
  void add_details(QVBoxLayout& layout, const QString& details);
  void add_foot(QVBoxLayout& layout, const QString& close);

  QHBoxLayout* actions_;
};

// What failed and why, with nothing to choose.
void show_error(QWidget* parent, const QString& title, const QString& what, const QString& why, const QString& details = {});

}  // namespace vitrine::frontends::qt
