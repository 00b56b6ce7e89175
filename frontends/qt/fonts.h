// SPDX-License-Identifier: Apache-2.0
// The design's text sizes, as offsets from the desktop's own font.
#pragma once

#include <QFont>

namespace vitrine::frontends::qt {

// The application's font, `offset` pixels larger.
QFont sized_font(int offset, QFont::Weight weight = QFont::Normal);

inline QFont page_title_font() { return sized_font(7, QFont::DemiBold); }
inline QFont section_font() { return sized_font(2, QFont::DemiBold); }
inline QFont row_title_font() { return sized_font(0, QFont::DemiBold); }
inline QFont second_line_font() { return sized_font(-1); }
inline QFont chip_font() { return sized_font(-2, QFont::Medium); }

}  // namespace vitrine::frontends::qt
