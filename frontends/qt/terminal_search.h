// SPDX-License-Identifier: Apache-2.0
// Finding text in a terminal's kept lines and screen.
#pragma once

#include <QString>

#include <cstdint>
#include <vector>

#include "frontends/qt/terminal_screen.h"

namespace vitrine::frontends::qt {

struct TerminalMatch {
  std::int64_t line = 0;
  int column = 0;
  int length = 0;
};

// Every place where the text stands, from the oldest line on; a place never crosses a line's end.
std::vector<TerminalMatch> find_in_terminal(const TerminalScreen& screen, const QString& needle, Qt::CaseSensitivity sensitivity);

}  // namespace vitrine::frontends::qt
