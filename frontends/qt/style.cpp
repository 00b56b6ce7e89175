// SPDX-License-Identifier: Apache-2.0
// The style's sizes and what it draws itself; all else is Fusion's.
#include "frontends/qt/style.h"

#include <QApplication>
#include <QMenuBar>
#include <QPainter>
#include <QPushButton>
#include <QStyleFactory>
#include <QStyleOption>
#include <QToolBar>
#include <QToolButton>

#include <algorithm>

#include "frontends/qt/icons.h"
#include "frontends/qt/style_labels.h"
#include "frontends/qt/style_shapes.h"

namespace vitrine::frontends::qt {

namespace {

constexpr char kRoleProperty[] = "vitrine_role";
constexpr char kErrorProperty[] = "vitrine_error";
constexpr int kControlHeight = 32;
constexpr int kToolHeight = 36;
constexpr int kMenuBarItemHeight = 30;
constexpr int kScrollBarExtent = 10;

ButtonRole role_of(const QWidget* widget) {
  return widget == nullptr ? ButtonRole::kPlain : static_cast<ButtonRole>(widget->property(kRoleProperty).toInt());
}

const Tokens& tokens_of(const QStyleOption& option) { return tokens_for(option.palette); }
bool is_on(const QStyleOption& option, QStyle::StateFlag flag) { return option.state.testFlag(flag); }
bool shows_keyboard_focus(const QStyleOption& option) {
  return is_on(option, QStyle::State_HasFocus) && is_on(option, QStyle::State_KeyboardFocusChange);
}

void draw_push_button(const QStyleOption& option, QPainter& painter, const QWidget* widget) {
  const auto* button = qstyleoption_cast<const QStyleOptionButton*>(&option);
  const bool is_default = button != nullptr && button->features.testFlag(QStyleOptionButton::DefaultButton);
  if (role_of(widget) == ButtonRole::kLink) {
    if (shows_keyboard_focus(option)) draw_focus_ring(painter, option.rect, tokens_of(option), kButtonRadius);
    return;
  }
  draw_button(painter, option.rect, tokens_of(option),
              {.accent = is_default,
               .hover = is_on(option, QStyle::State_MouseOver),
               .pressed = is_on(option, QStyle::State_Sunken),
               .enabled = is_on(option, QStyle::State_Enabled),
               .focus_ring = shows_keyboard_focus(option)});
}

void draw_tool_button(const QStyleOption& option, QPainter& painter, const QWidget* widget) {
  const Tokens& tokens = tokens_of(option);
  const bool enabled = is_on(option, QStyle::State_Enabled);
  const bool down = is_on(option, QStyle::State_Sunken) || is_on(option, QStyle::State_On);
  if (role_of(widget) == ButtonRole::kSoftAccent) {
    draw_rounded(painter, option.rect, kButtonRadius, QColor{enabled ? tokens.accent_soft : tokens.window});
  } else if (enabled && (down || is_on(option, QStyle::State_MouseOver))) {
    draw_rounded(painter, option.rect, kButtonRadius, QColor{down ? tokens.line : tokens.hover});
  }
  if (shows_keyboard_focus(option)) draw_focus_ring(painter, option.rect, tokens, kButtonRadius);
}

void draw_check_box(const QStyleOption& option, QPainter& painter) {
  const Tokens& tokens = tokens_of(option);
  const bool checked = is_on(option, QStyle::State_On);
  const QRgb border = is_on(option, QStyle::State_Enabled) ? tokens.control : tokens.line;
  draw_rounded(painter, option.rect, kChipRadius, QColor{checked ? tokens.accent_fill : tokens.surface},
               checked ? QColor{Qt::transparent} : QColor{border});
  if (!checked) return;
  const QPixmap tick =
      icon_pixmap(QStringLiteral("check"), option.rect.height() - 2, painter.device()->devicePixelRatioF(), QColor{tokens.on_accent});
  painter.drawPixmap(option.rect.topLeft() + QPoint{1, 1}, tick);
}

bool is_strong(const QStyleOptionButton& option, const QWidget* widget) {
  return option.features.testFlag(QStyleOptionButton::DefaultButton) || role_of(widget) == ButtonRole::kLink;
}

QFont button_font(const QStyleOptionButton& option, const QWidget* widget, QFont font) {
  font.setWeight(is_strong(option, widget) ? QFont::DemiBold : QFont::Normal);
  return font;
}

// The word of a push button takes its role's colour; a default one is white and semibold.
void draw_push_label(const QStyleOptionButton& option, QPainter& painter, const QWidget* widget) {
  const Tokens& tokens = tokens_of(option);
  const bool enabled = is_on(option, QStyle::State_Enabled);
  QRgb colour = enabled ? tokens.text : tokens.disabled;
  if (enabled && option.features.testFlag(QStyleOptionButton::DefaultButton)) colour = tokens.on_accent;
  if (enabled && role_of(widget) == ButtonRole::kDestructive) colour = tokens.red;
  if (enabled && role_of(widget) == ButtonRole::kLink) colour = tokens.accent;
  painter.save();
  painter.setFont(button_font(option, widget, painter.font()));
  draw_button_label(painter, option, {.colour = QColor{colour}, .enabled = enabled});
  painter.restore();
}

QSize push_button_size(const QStyleOptionButton& option, const QWidget* widget) {
  constexpr int kSide = 15;
  const QFontMetrics metrics{button_font(option, widget, widget == nullptr ? QFont{} : widget->font())};
  const QSize text = metrics.size(Qt::TextShowMnemonic, option.text);
  const int icon = option.icon.isNull() ? 0 : option.iconSize.width() + kIconGap;
  const int side = role_of(widget) == ButtonRole::kLink ? kIconGap : kSide;
  return {text.width() + icon + 2 * side, std::max(kControlHeight, text.height() + 14)};
}

void draw_whole_tool_button(const QStyleOptionToolButton& option, QPainter& painter, const QWidget* widget) {
  const Tokens& tokens = tokens_of(option);
  const bool enabled = is_on(option, QStyle::State_Enabled);
  draw_tool_button(option, painter, widget);
  const QRgb colour = !enabled ? tokens.disabled : role_of(widget) == ButtonRole::kSoftAccent ? tokens.accent : tokens.text;
  painter.save();
  draw_tool_label(painter, option, {.colour = QColor{colour}, .enabled = enabled});
  painter.restore();
}

void draw_scroll_bar(const QStyleOptionComplex& option, QPainter& painter, const QRect& handle) {
  const Tokens& tokens = tokens_of(option);
  painter.fillRect(option.rect, QColor{tokens.window});
  const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(&option);
  if (slider == nullptr || slider->maximum <= slider->minimum) return;
  const bool active = is_on(option, QStyle::State_MouseOver) || is_on(option, QStyle::State_Sunken);
  draw_rounded(painter, handle.adjusted(2, 2, -2, -2), 3, QColor{active ? tokens.text3 : tokens.control});
}

void draw_menu_bar_item(const QStyleOptionMenuItem& option, QPainter& painter) {
  const Tokens& tokens = tokens_of(option);
  painter.fillRect(option.rect, QColor{tokens.window});
  if (is_on(option, QStyle::State_Selected)) draw_rounded(painter, option.rect.adjusted(1, 2, -1, -2), kChipRadius, QColor{tokens.line});
  painter.setPen(QColor{is_on(option, QStyle::State_Enabled) ? tokens.text : tokens.disabled});
  painter.drawText(option.rect, Qt::AlignCenter | Qt::TextShowMnemonic, option.text);
}

}  // namespace

void set_button_role(QAbstractButton* button, ButtonRole role) { button->setProperty(kRoleProperty, static_cast<int>(role)); }

void set_field_error(QWidget* field, bool error) {
  if (field->property(kErrorProperty).toBool() == error) return;
  field->setProperty(kErrorProperty, error);
  field->update();
}

VitrineStyle::VitrineStyle() : QProxyStyle{QStyleFactory::create(QStringLiteral("Fusion"))} {}

void VitrineStyle::polish(QWidget* widget) {
  if (qobject_cast<QAbstractButton*>(widget) != nullptr || widget->inherits("QScrollBar")) widget->setAttribute(Qt::WA_Hover);
  QProxyStyle::polish(widget);
}

int VitrineStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
  switch (metric) {
    case PM_ButtonIconSize: return 18;
    case PM_ToolBarIconSize: return 20;
    case PM_SmallIconSize: return 18;
    case PM_ButtonMargin: return 16;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_ToolBarFrameWidth:
    case PM_ToolBarHandleExtent:
    case PM_MenuBarPanelWidth: return 0;
    case PM_MenuBarHMargin: return 8;
    case PM_MenuBarItemSpacing: return 2;
    case PM_ToolBarItemSpacing: return 8;
    case PM_ToolBarItemMargin: return 8;
    case PM_ScrollBarExtent: return kScrollBarExtent;
    case PM_SplitterWidth: return 1;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight: return 18;
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin: return 12;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing: return 8;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
  }
}

int VitrineStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const {
  if (hint == SH_EtchDisabledText || hint == SH_DitherDisabledText) return 0;
  if (hint == SH_UnderlineShortcut) return 0;
  return QProxyStyle::styleHint(hint, option, widget, data);
}

QSize VitrineStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size, const QWidget* widget) const {
  QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
  switch (type) {
    case CT_PushButton:
      if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) return push_button_size(*button, widget);
      return result;
    case CT_LineEdit:
    case CT_ComboBox:
    case CT_SpinBox: return {result.width() + 8, std::max(kControlHeight, option->fontMetrics.height() + 14)};
    case CT_ToolButton: return {size.width() + kIconGap + 16, std::max(kToolHeight, size.height() + 8)};
    case CT_MenuBarItem: return {size.width() + 18, std::max(kMenuBarItemHeight, size.height() + 8)};
    default: return result;
  }
}

QRect VitrineStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
  if (element == SE_LineEditContents) return option->rect.adjusted(8, 1, -8, -1);
  return QProxyStyle::subElementRect(element, option, widget);
}

QRect VitrineStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                                   const QWidget* widget) const {
  if (control == CC_SpinBox && part == SC_SpinBoxEditField) return option->rect.adjusted(1, 1, -24, -1);
  if (control == CC_ScrollBar && (part == SC_ScrollBarAddLine || part == SC_ScrollBarSubLine)) return {};
  if (control == CC_ScrollBar && part == SC_ScrollBarGroove) return option->rect;
  if (control == CC_ScrollBar && part == SC_ScrollBarSlider) {
    const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (slider == nullptr) return {};
    const bool vertical = slider->orientation == Qt::Vertical;
    const int extent = vertical ? option->rect.height() : option->rect.width();
    const int range = slider->maximum - slider->minimum;
    const int length = range <= 0 ? extent
                                  : std::clamp(static_cast<int>(qint64{extent} * slider->pageStep / (qint64{range} + slider->pageStep)), 32,
                                               std::max(32, extent));
    const int start =
        sliderPositionFromValue(slider->minimum, slider->maximum, slider->sliderPosition, extent - length, slider->upsideDown);
    return vertical ? QRect{0, start, option->rect.width(), length} : QRect{start, 0, length, option->rect.height()};
  }
  return QProxyStyle::subControlRect(control, option, part, widget);
}

void VitrineStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const {
  switch (element) {
    case PE_PanelButtonCommand: return draw_push_button(*option, *painter, widget);
    case PE_PanelButtonTool: return draw_tool_button(*option, *painter, widget);
    case PE_IndicatorCheckBox: return draw_check_box(*option, *painter);
    case PE_FrameStatusBarItem:
    case PE_FrameFocusRect:
    case PE_FrameLineEdit: return;
    case PE_PanelLineEdit:
      if (widget != nullptr && widget->parentWidget() != nullptr && widget->parentWidget()->inherits("QAbstractSpinBox")) return;
      return draw_field(*painter, option->rect, tokens_of(*option), is_on(*option, State_HasFocus),
                        widget != nullptr && widget->property(kErrorProperty).toBool(), is_on(*option, State_Enabled));
    case PE_PanelMenuBar:
    case PE_PanelStatusBar:
      painter->fillRect(option->rect, QColor{tokens_of(*option).window});
      painter->fillRect(QRect{option->rect.left(), option->rect.top(), option->rect.width(), element == PE_PanelStatusBar ? 1 : 0},
                        QColor{tokens_of(*option).line});
      return;
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
  }
}

void VitrineStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const {
  switch (element) {
    case CE_PushButtonLabel:
      if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) return draw_push_label(*button, *painter, widget);
      break;
    case CE_MenuBarEmptyArea: painter->fillRect(option->rect, QColor{tokens_of(*option).window}); return;
    case CE_MenuBarItem:
      if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) return draw_menu_bar_item(*item, *painter);
      break;
    case CE_Splitter: painter->fillRect(option->rect, QColor{tokens_of(*option).line}); return;
    case CE_ToolBar:
      painter->fillRect(option->rect, QColor{tokens_of(*option).window});
      painter->fillRect(QRect{option->rect.bottomLeft(), QSize{option->rect.width(), 1}}, QColor{tokens_of(*option).line});
      return;
    default: break;
  }
  QProxyStyle::drawControl(element, option, painter, widget);
}

void VitrineStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                      const QWidget* widget) const {
  if (control == CC_ScrollBar) return draw_scroll_bar(*option, *painter, subControlRect(control, option, SC_ScrollBarSlider, widget));
  if (control == CC_ToolButton) {
    if (const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option))
      return draw_whole_tool_button(*button, *painter, widget);
  }
  if (control == CC_SpinBox) {
    const Tokens& tokens = tokens_of(*option);
    draw_field(*painter, option->rect, tokens, is_on(*option, State_HasFocus),
               widget != nullptr && widget->property(kErrorProperty).toBool(), is_on(*option, State_Enabled));
    const qreal ratio = painter->device()->devicePixelRatioF();
    const QColor colour{is_on(*option, State_Enabled) ? tokens.text2 : tokens.disabled};
    const QRect up = subControlRect(control, option, SC_SpinBoxUp, widget);
    const QRect down = subControlRect(control, option, SC_SpinBoxDown, widget);
    painter->drawPixmap(up.center() - QPoint{6, 5}, icon_pixmap(QStringLiteral("chevron-up"), 12, ratio, colour));
    painter->drawPixmap(down.center() - QPoint{6, 7}, icon_pixmap(QStringLiteral("chevron-down"), 12, ratio, colour));
    return;
  }
  QProxyStyle::drawComplexControl(control, option, painter, widget);
}

}  // namespace vitrine::frontends::qt
