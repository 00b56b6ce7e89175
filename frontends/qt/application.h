// SPDX-License-Identifier: Apache-2.0
// What every window program of ours does first and last.
#pragma once

#include "core/base/result.h"

class QApplication;

namespace vitrine::frontends::qt {

// Names, icon, translations and theme.
void set_up(QApplication& application);

// "vitrine: SENTENCE" as the last line on stderr; returns the exit status 1.
int say(const base::Error& error);

}  // namespace vitrine::frontends::qt
