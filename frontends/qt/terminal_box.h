// SPDX-License-Identifier: Apache-2.0
// Line-drawing and block characters, drawn to the cell's edges so that they join across lines whatever the font.
#pragma once

#include <QColor>
#include <QPainter>
#include <QRect>

namespace vitrine::frontends::qt {

// Draws the character and returns true if it is one that is drawn here (Unicode blocks "Box Drawing", solid lines, and "Block Elements").
bool draw_box_character(QPainter& painter, const QRect& cell, char32_t character, const QColor& colour);

}  // namespace vitrine::frontends::qt
