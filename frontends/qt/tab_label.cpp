// SPDX-License-Identifier: Apache-2.0
// A label with a line.
#include "frontends/qt/tab_label.h"

#include <QPainter>

#include "frontends/qt/fonts.h"
#include "frontends/qt/tokens.h"

namespace vitrine::frontends::qt {

TabLabel::TabLabel(const QString& text, QWidget* parent) : QLabel{text, parent} {
  setFont(row_title_font());
  setContentsMargins(2, 8, 2, 8);
}

void TabLabel::paintEvent(QPaintEvent* event) {
  QLabel::paintEvent(event);
  QPainter painter{this};
  painter.fillRect(0, height() - 2, width(), 2, QColor{tokens_for(palette()).accent});
}

}  // namespace vitrine::frontends::qt
