// SPDX-License-Identifier: Apache-2.0
// An error's words as a sentence for a window.
#pragma once

#include <QString>

#include <string>

namespace vitrine::frontends::qt {

// Errors start small and end without a full stop, as a line after "vitrine:" wants them; a window shows "The kernel is missing."
QString as_sentence(const std::string& words);

}  // namespace vitrine::frontends::qt
