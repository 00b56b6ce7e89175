// SPDX-License-Identifier: Apache-2.0
// The look of buttons, fields, tool bars and scroll bars: Fusion's behaviour in the design's shapes.
#pragma once

#include <QAbstractButton>
#include <QProxyStyle>

namespace vitrine::frontends::qt {

// What a button is for; the style draws it so.
enum class ButtonRole : int { kPlain, kSoftAccent, kDestructive, kLink };
void set_button_role(QAbstractButton* button, ButtonRole role);

// A field whose content cannot be used has a red border.
void set_field_error(QWidget* field, bool error);

// Thread: ui.
class VitrineStyle final : public QProxyStyle {
  Q_OBJECT

 public:
  VitrineStyle();

  void polish(QWidget* widget) override;
  using QProxyStyle::polish;
  int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const override;
  QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size, const QWidget* widget) const override;
  QRect subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const override;
  QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part, const QWidget* widget) const override;
  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
  void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
  void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                          const QWidget* widget) const override;
};

}  // namespace vitrine::frontends::qt
