// SPDX-License-Identifier: Apache-2.0
// Text sizes from the application's font; nothing is smaller than 11 px.
#include "frontends/qt/fonts.h"

#include <QFontInfo>
#include <QGuiApplication>

#include <algorithm>

namespace vitrine::frontends::qt {

QFont sized_font(int offset, QFont::Weight weight) {
  constexpr int kLeastPixels = 11;
  QFont font = QGuiApplication::font();
  font.setPixelSize(std::max(kLeastPixels, QFontInfo{font}.pixelSize() + offset));
  font.setWeight(weight);
  return font;
}

}  // namespace vitrine::frontends::qt
