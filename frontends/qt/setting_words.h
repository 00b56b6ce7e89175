// SPDX-License-Identifier: Apache-2.0
// A setting's label and value in words, translated, with unit.
#pragma once

#include <QString>

#include "app/settings/settings.h"

namespace vitrine::frontends::qt {

// The translation of a text that the schema marks as translatable.
QString schema_words(std::string_view text);
QString label_words(const app::settings::Row& row);
// "2 GB", "Interpreter", "Yes"; empty where the setting is an empty text.
QString value_words(const app::settings::Row& row, const app::settings::Settings& settings);
QString mebibyte_words(std::int64_t mebibytes);

}  // namespace vitrine::frontends::qt
