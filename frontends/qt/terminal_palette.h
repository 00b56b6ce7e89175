// SPDX-License-Identifier: Apache-2.0
// The serial terminal's own colours: the same in both themes, 4.5:1 on its ground.
#pragma once

#include <QColor>

#include <array>

namespace vitrine::frontends::qt {

// The sixteen ANSI colours; 0 is a ground, not a text colour.
inline constexpr std::array<QRgb, 16> kTerminalPalette{0xFF22272B, 0xFFE8776F, 0xFF62B677, 0xFFD5A348, 0xFF6FA1EA, 0xFFB08FE6,
                                                       0xFF4FB3C2, 0xFFC9CFD3, 0xFF7F878E, 0xFFF59A92, 0xFF8BE09F, 0xFFF2C76E,
                                                       0xFF93BDF7, 0xFFCDB6FA, 0xFF7FDCE9, 0xFFF2F4F5};

inline constexpr QRgb kTerminalGround = 0xFF0C0E10;
inline constexpr QRgb kTerminalText = 0xFFC9CFD3;
inline constexpr QRgb kTerminalCursor = 0xFF62C6D4;
inline constexpr QRgb kTerminalSelection = 0xFF1F5B66;
inline constexpr QRgb kTerminalMatch = 0xFF5A4A1E;         // every place that a search found
inline constexpr QRgb kTerminalCurrentMatch = 0xFFE9B44C;  // the one that it stands on; its text takes the ground's colour

}  // namespace vitrine::frontends::qt
