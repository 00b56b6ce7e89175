// SPDX-License-Identifier: Apache-2.0
// Icon and word of a button, with the design's gap between them.
#pragma once

#include <QPainter>
#include <QStyleOptionButton>
#include <QStyleOptionToolButton>

namespace vitrine::frontends::qt {

inline constexpr int kIconGap = 8;

// How icon and word of a button look.
struct LabelLook {
  QColor colour;
  bool enabled = true;
};
void draw_tool_label(QPainter& painter, const QStyleOptionToolButton& option, const LabelLook& look);
void draw_button_label(QPainter& painter, const QStyleOptionButton& option, const LabelLook& look);

}  // namespace vitrine::frontends::qt
