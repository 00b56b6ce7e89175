// SPDX-License-Identifier: Apache-2.0
// Paints chips.
#include "frontends/qt/chip.h"

#include <QPainter>

#include "frontends/qt/fonts.h"
#include "frontends/qt/style_shapes.h"

namespace vitrine::frontends::qt {

Chip::Chip(Kind kind, QWidget* parent) : QLabel{parent}, kind_{kind} {
  setFont(chip_font());
  setContentsMargins(8, 2, 8, 3);
  setTextFormat(Qt::PlainText);
}

void Chip::paintEvent(QPaintEvent*) {
  QPainter painter{this};
  const Tokens& tokens = tokens_for(palette());
  const bool how = kind_ == Kind::kHow;
  draw_rounded(painter, rect(), kChipRadius, how ? QColor{tokens.accent_soft} : QColor{Qt::transparent},
               how ? QColor{Qt::transparent} : QColor{tokens.line});
  painter.setPen(QColor{how ? tokens.accent : tokens.text2});
  painter.drawText(contentsRect(), Qt::AlignCenter, text());
}

}  // namespace vitrine::frontends::qt
