// SPDX-License-Identifier: Apache-2.0
// The shapes that the style and the painted widgets are made of, each edge on a device pixel.
#pragma once

#include <QPainter>
#include <QRect>

#include "frontends/qt/tokens.h"

namespace vitrine::frontends::qt {

inline constexpr int kButtonRadius = 6;
inline constexpr int kCardRadius = 8;
inline constexpr int kChipRadius = 4;

// A filled rounded rectangle with a border of 1 px; transparent colours draw nothing.
void draw_rounded(QPainter& painter, const QRect& rect, int radius, QColor fill, QColor border = Qt::transparent, int border_width = 1);

// A button's ground: raised, with a stronger foot; `accent` is the one default button of a window.
struct ButtonLook {
  bool accent = false;
  bool hover = false;
  bool pressed = false;
  bool enabled = true;
  bool focus_ring = false;
};
void draw_button(QPainter& painter, const QRect& rect, const Tokens& tokens, const ButtonLook& look);

// A field's ground and border; the focus takes the border's place.
void draw_field(QPainter& painter, const QRect& rect, const Tokens& tokens, bool focused, bool error, bool enabled);

// The ring of the keyboard focus, 2 px, just inside the rectangle.
void draw_focus_ring(QPainter& painter, const QRect& rect, const Tokens& tokens, int radius);

}  // namespace vitrine::frontends::qt
