// SPDX-License-Identifier: Apache-2.0
// A message in place: soft ground, icon, what in bold, why, buttons, and details that unfold.
#pragma once

#include <QFrame>

#include <functional>

class QHBoxLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace vitrine::frontends::qt {

// One at a time per place; hidden until show_message().  Announced to screen readers as an alert.  Thread: ui.
class MessageStrip final : public QFrame {
  Q_OBJECT

 public:
  enum class Kind { kInfo, kGood, kCaution, kError };
  struct Message {
    Kind kind = Kind::kInfo;
    QString what;
    QString why;
    QString details;  // last lines of a console or a log; empty: no "Details"
  };

  explicit MessageStrip(QWidget* parent = nullptr);

  // Replaces the message and takes its buttons away.
  void show_message(const Message& message);
  void add_button(const QString& text, const QString& icon, std::function<void()> pressed);
  [[nodiscard]] const Message& message() const { return message_; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void update_icon();
  void show_details(bool shown);

  Message message_;
  QLabel* icon_;
  QLabel* what_;
  QLabel* why_;
  QHBoxLayout* buttons_;
  QPushButton* details_button_;
  QPlainTextEdit* details_;
};

}  // namespace vitrine::frontends::qt
