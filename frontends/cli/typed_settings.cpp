// SPDX-License-Identifier: Apache-2.0
// From words to the values of settings, and back.
#include "frontends/cli/typed_settings.h"

#include <fmt/format.h>

#include <filesystem>

namespace vitrine::frontends::cli {
namespace {

namespace settings = app::settings;

// Not a file, although the setting takes one.
bool is_word(const settings::Row& row, const std::string& text) {
  return text.empty() || !row.path || (row.key == settings::kFirmware.key && (text == "default" || text == "none"));
}

std::string to_text(const settings::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  return std::get<bool>(value) ? "true" : "false";
}

}  // namespace

base::Result<SettingValues> to_values(const SettingTexts& texts) {
  SettingValues values;
  for (const auto& [key, text] : texts) {
    const settings::Row& row = *settings::find_row(key);
    std::error_code error;
    const std::string meant = is_word(row, text) ? text : std::filesystem::absolute(text, error).lexically_normal().string();
    TRY_ASSIGN(values[key], settings::parse_value(row, meant));
    if (!is_word(row, text) && row.key != settings::kPflashVars.key && !std::filesystem::is_regular_file(meant, error))
      return base::fail(base::Errc::kNotFound, "{} {}: there is no such file", row.flag, text);
  }
  return values;
}

std::vector<std::string> to_words(const SettingValues& values) {
  std::vector<std::string> words;
  for (const auto& [key, value] : values) {
    const settings::Row& row = *settings::find_row(key);
    if (row.flag.empty()) continue;
    words.emplace_back(row.flag);
    if (row.kind != settings::Row::Kind::kBool) words.push_back(to_text(value));
    // The flash's two files share one option.
    if (const auto variables = values.find(std::string{settings::kPflashVars.key});
        row.key == settings::kPflashCode.key && variables != values.end())
      words.back() += ",vars=" + to_text(variables->second);
  }
  return words;
}

}  // namespace vitrine::frontends::cli
