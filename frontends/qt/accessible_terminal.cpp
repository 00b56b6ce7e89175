// SPDX-License-Identifier: Apache-2.0
// A QAccessibleWidget for TerminalWidget.
#include "frontends/qt/accessible_terminal.h"

#include <QAccessibleWidget>

#include "frontends/qt/owned.h"
#include "frontends/qt/terminal_widget.h"

namespace vitrine::frontends::qt {

namespace {

// Thread: ui.
class AccessibleTerminal final : public QAccessibleWidget {
 public:
  explicit AccessibleTerminal(TerminalWidget* terminal) : QAccessibleWidget{terminal, QAccessible::Terminal}, terminal_{terminal} {}

  QString text(QAccessible::Text kind) const override { return kind == QAccessible::Value ? shown_lines() : QAccessibleWidget::text(kind); }

 private:
  QString shown_lines() const {
    QStringList lines;
    const TerminalScreen& screen = terminal_->screen();
    for (std::int64_t line = terminal_->top_line(); line < terminal_->top_line() + screen.rows(); ++line) {
      std::u32string text = screen.text(line);
      std::erase(text, U'\0');
      lines += QString::fromUcs4(text.data(), static_cast<qsizetype>(text.size()));
    }
    return lines.join(QLatin1Char{'\n'}).trimmed();
  }

  TerminalWidget* terminal_;
};

QAccessibleInterface* make_interface(const QString&, QObject* object) {
  auto* terminal = qobject_cast<TerminalWidget*>(object);
  return terminal == nullptr ? nullptr : make_owned<AccessibleTerminal>(terminal);  // Qt's cache owns it
}

}  // namespace

void install_accessible_terminal() { QAccessible::installFactory(make_interface); }

}  // namespace vitrine::frontends::qt
