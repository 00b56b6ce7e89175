// SPDX-License-Identifier: Apache-2.0
// Paints a machine's row.
#include "frontends/qt/machine_delegate.h"

#include <QPainter>

#include "frontends/qt/fonts.h"
#include "frontends/qt/icons.h"
#include "frontends/qt/library_model.h"
#include "frontends/qt/state_look.h"
#include "frontends/qt/style_shapes.h"

namespace vitrine::frontends::qt {

namespace {

constexpr int kRowHeight = 78;
constexpr int kRowRadius = 7;
constexpr int kInset = 8;  // from the row's edge to the selection's ground, and again to the picture
constexpr QSize kThumbnail{96, 60};
constexpr int kThumbnailRadius = 5;
constexpr int kStateIcon = 14;

void draw_ground(QPainter& painter, const QStyleOptionViewItem& option, const Tokens& tokens) {
  const QRect ground = option.rect.adjusted(kInset, 1, -kInset, -1);
  if (option.state.testFlag(QStyle::State_Selected)) {
    draw_rounded(painter, ground, kRowRadius, QColor{tokens.select});
  } else if (option.state.testFlag(QStyle::State_MouseOver)) {
    draw_rounded(painter, ground, kRowRadius, QColor{tokens.hover});
  }
  if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
    draw_focus_ring(painter, ground, tokens, kRowRadius);
  }
}

void draw_thumbnail(QPainter& painter, const QRect& rect, const Tokens& tokens) {
  constexpr int kIcon = 24;
  draw_rounded(painter, rect, kThumbnailRadius, QColor{tokens.sunken}, QColor{tokens.line});
  const QPixmap icon = icon_pixmap(QStringLiteral("machine"), kIcon, painter.device()->devicePixelRatioF(), QColor{tokens.text2});
  painter.drawPixmap(rect.center() - QPoint{kIcon / 2 - 1, kIcon / 2 - 1}, icon);
}

void draw_elided(QPainter& painter, const QRect& rect, const QString& text, const QFont& font, QRgb colour) {
  painter.setFont(font);
  painter.setPen(QColor{colour});
  painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics{font}.elidedText(text, Qt::ElideRight, rect.width()));
}

}  // namespace

void MachineDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const Tokens& tokens = tokens_for(option.palette);
  draw_ground(*painter, option, tokens);
  const int top = option.rect.top() + (option.rect.height() - kThumbnail.height()) / 2;
  const QRect thumbnail{QPoint{option.rect.left() + 2 * kInset, top}, kThumbnail};
  draw_thumbnail(*painter, thumbnail, tokens);
  const int left = thumbnail.right() + 1 + 12;
  const QRect line{left, thumbnail.top(), option.rect.right() - 2 * kInset - left, kThumbnail.height() / 3};
  draw_elided(*painter, line, index.data(Qt::DisplayRole).toString(), row_title_font(), tokens.text);
  draw_elided(*painter, line.translated(0, line.height()), index.data(LibraryModel::kArchitectureRole).toString(), second_line_font(),
              tokens.text2);
  const StateLook look = look_of(static_cast<app::library::MachineState>(index.data(LibraryModel::kStateRole).toInt()));
  const QRect third = line.translated(0, 2 * line.height());
  const QPixmap icon = icon_pixmap(look.icon, kStateIcon, painter->device()->devicePixelRatioF(), QColor{tokens.*look.colour});
  painter->drawPixmap(third.left(), third.center().y() - kStateIcon / 2 + 1, icon);
  draw_elided(*painter, third.adjusted(kStateIcon + 6, 0, 0, 0), look.word, sized_font(-1, QFont::Medium), tokens.*look.colour);
}

QSize MachineDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
  return {option.rect.width(), std::max(kRowHeight, 3 * option.fontMetrics.height() + 18)};  // a large desktop font makes rows taller
}

}  // namespace vitrine::frontends::qt
