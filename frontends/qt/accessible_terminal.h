// SPDX-License-Identifier: Apache-2.0
// The terminal for screen readers: what it is, its name, and the lines on it.
#pragma once

namespace vitrine::frontends::qt {

// Once for a program: terminals answer screen readers from now on.
void install_accessible_terminal();

}  // namespace vitrine::frontends::qt
