// SPDX-License-Identifier: Apache-2.0
// The palette of the design as two tables: every colour of a window comes from here.
#pragma once

#include <QColor>
#include <QPalette>

namespace vitrine::frontends::qt {

// One theme's colours, 0xAARRGGBB.  The ratios between them are computed by a test.
struct Tokens {
  QRgb window;       // ground of windows, toolbars, details
  QRgb surface;      // lists, cards, fields
  QRgb raised;       // buttons, popovers, menus
  QRgb sunken;       // evidence, code, logs, empty thumbnail
  QRgb line;         // hairlines, card borders: decoration only
  QRgb control;      // outline of fields, check boxes, button foot
  QRgb hover;        // row or flat button under the pointer
  QRgb select;       // selected row
  QRgb text;         // text
  QRgb text2;        // labels, second lines
  QRgb text3;        // placeholders, least text
  QRgb disabled;     // disabled text and icons
  QRgb accent;       // links, active icons, focus ring
  QRgb accent_fill;  // default button, checked box, text selection
  QRgb on_accent;    // text on accent_fill
  QRgb accent_soft;  // New button, info message, chip
  QRgb green;        // running, holds
  QRgb green_soft;   // ground of a message that holds
  QRgb amber;        // paused, take care
  QRgb amber_soft;   // ground of a message to take care
  QRgb red;          // crashed, missing, blocks
  QRgb red_soft;     // ground of a message that blocks
  QRgb blue;         // saved, saving
  QRgb blue_soft;    // ground of a message about saving
  QRgb console;      // around a guest picture, serial terminal
};

inline constexpr Tokens kLightTokens{
    .window = 0xFFF2F4F5,
    .surface = 0xFFFFFFFF,
    .raised = 0xFFFFFFFF,
    .sunken = 0xFFE9ECEE,
    .line = 0xFFDCE0E3,
    .control = 0xFF828A91,
    .hover = 0xFFEBEEF0,
    .select = 0xFFDCEEF1,
    .text = 0xFF1B1F22,
    .text2 = 0xFF545C63,
    .text3 = 0xFF626A71,
    .disabled = 0xFF8C949B,
    .accent = 0xFF0B6B7A,
    .accent_fill = 0xFF0B6B7A,
    .on_accent = 0xFFFFFFFF,
    .accent_soft = 0xFFDCEEF1,
    .green = 0xFF1A7440,
    .green_soft = 0xFFDFF2E5,
    .amber = 0xFF885200,
    .amber_soft = 0xFFFBEBCF,
    .red = 0xFFB3261E,
    .red_soft = 0xFFFBE3E0,
    .blue = 0xFF2059B5,
    .blue_soft = 0xFFE0EAFA,
    .console = 0xFF0C0E10,
};

inline constexpr Tokens kDarkTokens{
    .window = 0xFF1B1E20,
    .surface = 0xFF232729,
    .raised = 0xFF2A2E31,
    .sunken = 0xFF151718,
    .line = 0xFF363B3F,
    .control = 0xFF7F878E,
    .hover = 0xFF2C3134,
    .select = 0xFF1B4048,
    .text = 0xFFECEEEF,
    .text2 = 0xFFA8B0B6,
    .text3 = 0xFF9FA7AD,
    .disabled = 0xFF71787E,
    .accent = 0xFF62C6D4,
    .accent_fill = 0xFF15798A,
    .on_accent = 0xFFFFFFFF,
    .accent_soft = 0xFF173C43,
    .green = 0xFF6CCB8A,
    .green_soft = 0xFF1B3A27,
    .amber = 0xFFEBB458,
    .amber_soft = 0xFF40300F,
    .red = 0xFFF59A92,
    .red_soft = 0xFF4A211F,
    .blue = 0xFF8DB6F5,
    .blue_soft = 0xFF1D3152,
    .console = 0xFF0C0E10,
};

// The palette's role for text2: labels and second lines (Qt has none; nothing else here uses bright text).
inline constexpr QPalette::ColorRole kSecondText = QPalette::BrightText;

// The theme's palette for QApplication::setPalette().
QPalette make_palette(const Tokens& tokens);

// The tokens behind a palette made by make_palette(): what a painted widget draws with.
const Tokens& tokens_for(const QPalette& palette);

// Whether the desktop's own palette is a dark one.
bool is_dark(const QPalette& palette);

// WCAG 2.1's contrast ratio of two opaque colours, 1 to 21.
double contrast_ratio(QRgb first, QRgb second);

}  // namespace vitrine::frontends::qt
