// SPDX-License-Identifier: Apache-2.0
// From Qt's key events to what is typed into a terminal.
#pragma once

#include <QKeyEvent>

#include "frontends/qt/terminal_screen.h"

namespace vitrine::frontends::qt {

// Types the key; false if it means nothing to a terminal (a modifier alone, a media key).
bool type_key_event(TerminalScreen& screen, const QKeyEvent& event);

// Ctrl+Shift combinations belong to the window, everything else to the guest.
bool belongs_to_window(const QKeyEvent& event);

}  // namespace vitrine::frontends::qt
