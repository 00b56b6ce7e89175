// SPDX-License-Identifier: Apache-2.0
// Draws labels: icon, gap, word, centred together.
#include "frontends/qt/style_labels.h"

#include <QFontMetrics>
#include <QIcon>

#include <algorithm>

namespace vitrine::frontends::qt {

namespace {

struct Label {
  QIcon icon;
  QSize icon_size;
  QString text;
};

void draw_label(QPainter& painter, const QRect& rect, const Label& label, const LabelLook& look) {
  const int icon_width = label.icon.isNull() ? 0 : label.icon_size.width();
  const int gap = icon_width > 0 && !label.text.isEmpty() ? kIconGap : 0;
  const int text_width = painter.fontMetrics().size(Qt::TextShowMnemonic, label.text).width();
  int left = rect.left() + std::max(0, (rect.width() - icon_width - gap - text_width) / 2);
  if (icon_width > 0) {
    const QRect place{left, rect.top() + (rect.height() - label.icon_size.height()) / 2, icon_width, label.icon_size.height()};
    label.icon.paint(&painter, place, Qt::AlignCenter, look.enabled ? QIcon::Normal : QIcon::Disabled);
    left += icon_width + gap;
  }
  painter.setPen(look.colour);
  painter.drawText(QRect{left, rect.top(), rect.right() - left + 1, rect.height()}, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextHideMnemonic,
                   label.text);
}

}  // namespace

void draw_tool_label(QPainter& painter, const QStyleOptionToolButton& option, const LabelLook& look) {
  const bool with_text = option.toolButtonStyle != Qt::ToolButtonIconOnly || option.icon.isNull();
  painter.setFont(option.font);
  draw_label(painter, option.rect, {option.icon, option.iconSize, with_text ? option.text : QString{}}, look);
}

void draw_button_label(QPainter& painter, const QStyleOptionButton& option, const LabelLook& look) {
  draw_label(painter, option.rect, {option.icon, option.iconSize, option.text}, look);
}

}  // namespace vitrine::frontends::qt
