// SPDX-License-Identifier: Apache-2.0
// Palettes from tokens, and the contrast of two colours.
#include "frontends/qt/tokens.h"

#include <algorithm>
#include <cmath>

namespace vitrine::frontends::qt {

namespace {

void set_disabled(QPalette& palette, const Tokens& tokens) {
  for (const auto role :
       {QPalette::Text, QPalette::WindowText, QPalette::ButtonText, QPalette::HighlightedText, QPalette::PlaceholderText}) {
    palette.setColor(QPalette::Disabled, role, QColor{tokens.disabled});
  }
  palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor{tokens.line});
}

// WCAG 2.1, "relative luminance".
double linear(int channel) {
  const double value = channel / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(QRgb colour) { return 0.2126 * linear(qRed(colour)) + 0.7152 * linear(qGreen(colour)) + 0.0722 * linear(qBlue(colour)); }

}  // namespace

QPalette make_palette(const Tokens& tokens) {
  QPalette palette;
  const auto set = [&palette](QPalette::ColorRole role, QRgb colour) { palette.setColor(role, QColor{colour}); };
  set(QPalette::Window, tokens.window);
  set(QPalette::Base, tokens.surface);
  set(QPalette::Button, tokens.surface);
  set(QPalette::AlternateBase, tokens.sunken);
  set(QPalette::ToolTipBase, tokens.raised);
  set(QPalette::Text, tokens.text);
  set(QPalette::WindowText, tokens.text);
  set(QPalette::ButtonText, tokens.text);
  set(QPalette::ToolTipText, tokens.text);
  set(kSecondText, tokens.text2);
  set(QPalette::PlaceholderText, tokens.text3);
  set(QPalette::Link, tokens.accent);
  set(QPalette::LinkVisited, tokens.accent);
  set(QPalette::Highlight, tokens.accent_fill);
  set(QPalette::HighlightedText, tokens.on_accent);
  set(QPalette::Light, tokens.raised);
  set(QPalette::Midlight, tokens.hover);
  set(QPalette::Mid, tokens.line);
  set(QPalette::Dark, tokens.control);
  set(QPalette::Shadow, tokens.control);
  set_disabled(palette, tokens);
  return palette;
}

const Tokens& tokens_for(const QPalette& palette) { return is_dark(palette) ? kDarkTokens : kLightTokens; }

bool is_dark(const QPalette& palette) {
  return luminance(palette.color(QPalette::Window).rgb()) < luminance(palette.color(QPalette::WindowText).rgb());
}

double contrast_ratio(QRgb first, QRgb second) {
  const auto [darker, lighter] = std::minmax({luminance(first), luminance(second)});
  return (lighter + 0.05) / (darker + 0.05);
}

}  // namespace vitrine::frontends::qt
