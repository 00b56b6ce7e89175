// SPDX-License-Identifier: Apache-2.0
// Settings as typed on a command line.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/settings/settings.h"
#include "core/base/result.h"

namespace vitrine::frontends::cli {

// Key of a setting to its text, and to its value.
using SettingTexts = std::map<std::string, std::string>;
using SettingValues = std::map<std::string, app::settings::Value>;

// A file is meant from the current folder and must be there.  Errors name the option or the setting.
base::Result<SettingValues> to_values(const SettingTexts& texts);

// The words that say the same to another `vitrine run`.
std::vector<std::string> to_words(const SettingValues& values);

}  // namespace vitrine::frontends::cli
