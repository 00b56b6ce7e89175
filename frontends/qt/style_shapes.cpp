// SPDX-License-Identifier: Apache-2.0
// Rounded shapes without gradients or shadows.
#include "frontends/qt/style_shapes.h"

namespace vitrine::frontends::qt {

void draw_rounded(QPainter& painter, const QRect& rect, int radius, QColor fill, QColor border, int border_width) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const bool bordered = border.alpha() > 0;
  painter.setPen(bordered ? QPen{border, static_cast<qreal>(border_width)} : QPen{Qt::NoPen});
  painter.setBrush(fill);
  const qreal inset = bordered ? border_width / 2.0 : 0.0;
  painter.drawRoundedRect(QRectF{rect}.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset);
  painter.restore();
}

void draw_focus_ring(QPainter& painter, const QRect& rect, const Tokens& tokens, int radius) {
  draw_rounded(painter, rect, radius, Qt::transparent, QColor{tokens.accent}, 2);
}

void draw_button(QPainter& painter, const QRect& rect, const Tokens& tokens, const ButtonLook& look) {
  const QRect face = look.focus_ring ? rect.adjusted(4, 4, -4, -4) : rect;
  if (look.accent && look.enabled) {
    const QColor fill{tokens.accent_fill};
    draw_rounded(painter, face, kButtonRadius, look.pressed ? fill.darker(115) : look.hover ? fill.lighter(108) : fill);
  } else {
    const QRgb fill = look.enabled && (look.hover || look.pressed) ? tokens.hover : tokens.raised;
    // The foot is the control's outline; the other edges are decoration.
    draw_rounded(painter, face, kButtonRadius, QColor{look.enabled ? tokens.control : tokens.line});
    draw_rounded(painter, face.adjusted(0, 0, 0, -1), kButtonRadius, QColor{fill}, QColor{tokens.line});
  }
  if (look.focus_ring) draw_focus_ring(painter, rect, tokens, kButtonRadius + 2);
}

void draw_field(QPainter& painter, const QRect& rect, const Tokens& tokens, bool focused, bool error, bool enabled) {
  const QRgb border = error ? tokens.red : focused ? tokens.accent : enabled ? tokens.control : tokens.line;
  draw_rounded(painter, rect, kButtonRadius, QColor{enabled ? tokens.surface : tokens.window}, QColor{border}, focused ? 2 : 1);
}

}  // namespace vitrine::frontends::qt
