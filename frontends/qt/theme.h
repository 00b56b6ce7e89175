// SPDX-License-Identifier: Apache-2.0
// Puts style, palette and colours of one theme on the application, and follows a change at once.
#pragma once

#include <QString>

class QApplication;

namespace vitrine::frontends::qt {

enum class ThemeChoice : int { kSystem, kLight, kDark };

// Once, before the first window: remembers whether the desktop's own palette is dark.
void install_theme(QApplication& application);
// The user's choice, kept between starts; every window changes at once.
void choose_theme(ThemeChoice choice);
ThemeChoice chosen_theme();

}  // namespace vitrine::frontends::qt
