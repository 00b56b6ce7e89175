// SPDX-License-Identifier: Apache-2.0
// translatable(): marks a text for the translators; the tools find it by name, and whoever shows it looks its translation up.
#pragma once

#include <string_view>

namespace vitrine::app::settings {

// The text itself, unchanged.  Context of every such text in the translation files: "settings".
constexpr std::string_view translatable(std::string_view text) { return text; }

}  // namespace vitrine::app::settings
