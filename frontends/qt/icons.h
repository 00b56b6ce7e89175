// SPDX-License-Identifier: Apache-2.0
// Icons drawn from the SVG files in the theme's colours, crisp at every device ratio.
#pragma once

#include <QIcon>
#include <QPixmap>
#include <QString>

#include "frontends/qt/tokens.h"

namespace vitrine::frontends::qt {

// An icon that takes a token's colour; disabled it takes `disabled`.  The theme is read from the application's palette at each paint.
QIcon make_icon(const QString& name, QRgb Tokens::* colour = &Tokens::text);

// One picture of an icon, `size` logical pixels square, for painted widgets.
QPixmap icon_pixmap(const QString& name, int size, qreal device_ratio, QColor colour);

// The program's own icon, in its own colours.
QIcon program_icon();

}  // namespace vitrine::frontends::qt
