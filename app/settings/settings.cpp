// SPDX-License-Identifier: Apache-2.0
// Layers, validation and the values of command lines.
#include "app/settings/settings.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <system_error>

#include "core/base/check.h"

namespace vitrine::app::settings {
namespace {

using base::Errc;
using base::fail;

// A value for a message: short, and without anything that a terminal would act on.
std::string shown(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  std::string text = std::get<std::string>(value).substr(0, 60);
  std::ranges::replace_if(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  return '"' + text + '"';
}

bool is_control(unsigned char c) { return c < 0x20 || c == 0x7f; }

bool text_fits(const Row& row, const std::string& text) {
  const auto length = static_cast<std::int64_t>(text.size());
  if (length < row.min || length > row.max) return false;
  if (!row.choices.empty()) return std::ranges::find(row.choices, text, &Choice::value) != row.choices.end();
  return std::ranges::none_of(
      text, [&](char c) { return is_control(static_cast<unsigned char>(c)) && !(row.multiline && (c == '\n' || c == '\t')); });
}

std::optional<bool> parse_switch(std::string_view text) {
  for (const auto* yes : {"true", "yes", "on", "1"})
    if (text == yes) return true;
  for (const auto* no : {"false", "no", "off", "0"})
    if (text == no) return false;
  return std::nullopt;
}

// "2048", or for memory also "2G" and "512M".
std::optional<std::int64_t> parse_number(const Row& row, std::string_view text) {
  std::int64_t scale = 1;
  if (row.unit == Unit::kMebibyte && !text.empty()) {
    const char suffix = text.back();
    if (suffix == 'G' || suffix == 'g') scale = 1024;
    if (scale != 1 || suffix == 'M' || suffix == 'm') text.remove_suffix(1);
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  if (number > std::numeric_limits<std::int64_t>::max() / scale || number < std::numeric_limits<std::int64_t>::min() / scale)
    return std::nullopt;
  return number * scale;
}

}  // namespace

std::string wanted(const Row& row) {
  if (row.kind == Row::Kind::kBool) return "true or false";
  if (row.kind == Row::Kind::kInteger)
    return fmt::format("a whole number from {} to {}{}", row.min, row.max, row.unit == Unit::kMebibyte ? " (MiB)" : "");
  if (row.choices.empty()) return fmt::format("a text of {} to {} characters{}", row.min, row.max, row.multiline ? "" : " on one line");
  std::string list = "one of ";
  for (const auto& choice : row.choices) list += fmt::format("{}{}", &choice == &row.choices.front() ? "" : ", ", choice.value);
  return list;
}

base::Status validate(const Row& row, const Value& value) {
  bool fits = false;
  if (row.kind == Row::Kind::kBool) {
    fits = std::holds_alternative<bool>(value);
  } else if (row.kind == Row::Kind::kInteger) {
    const auto* number = std::get_if<std::int64_t>(&value);
    fits = number != nullptr && *number >= row.min && *number <= row.max;
  } else {
    const auto* text = std::get_if<std::string>(&value);
    fits = text != nullptr && text_fits(row, *text);
  }
  if (!fits) return fail(Errc::kInvalidArgument, "{} must be {}, not {}", row.key, wanted(row), shown(value));
  return {};
}

base::Result<Value> parse_value(const Row& row, std::string_view text) {
  Value value = std::string{text};
  if (row.kind == Row::Kind::kBool) {
    if (const auto flag = parse_switch(text)) value = *flag;
  } else if (row.kind == Row::Kind::kInteger) {
    if (const auto number = parse_number(row, text)) value = *number;
  }
  TRY(validate(row, value));
  return value;
}

void Settings::use(Layer layer, const Document& document) {
  Entries entries;
  for (const auto& [key, value] : document.values()) {
    const Position* at = document.position(key);
    entries[key] = {value, fmt::format("{}:{}:{}", document.name(), at->line, at->column)};
  }
  layers_[static_cast<std::size_t>(layer)] = std::move(entries);
}

base::Status Settings::set(Layer layer, std::string_view key, Value value) {
  const Row* row = find_row(key);
  if (row == nullptr) return fail(Errc::kInvalidArgument, "there is no setting \"{}\"", key);
  TRY(validate(*row, value));
  layers_[static_cast<std::size_t>(layer)].insert_or_assign(
      std::string{key}, Entry{std::move(value), layer == Layer::kCommandLine ? "command line" : "built-in"});
  return {};
}

const Settings::Entry* Settings::winner(std::string_view key, Layer* layer) const {
  for (std::size_t index = layers_.size(); index-- > 0;) {
    const auto found = layers_[index].find(key);
    if (found == layers_[index].end()) continue;
    if (layer != nullptr) *layer = static_cast<Layer>(index);
    return &found->second;
  }
  return nullptr;
}

Value Settings::value(const Row& row) const {
  const Entry* entry = winner(row.key, nullptr);
  return entry != nullptr ? entry->value : row.fallback_value();
}

Settings::Origin Settings::origin(const Row& row) const {
  Origin origin{Layer::kBuiltIn, "built-in"};
  if (const Entry* entry = winner(row.key, &origin.layer); entry != nullptr) origin.place = entry->place;
  return origin;
}

bool Settings::get(const Setting<bool>& setting) const { return std::get<bool>(value(Row{setting})); }
std::int64_t Settings::get(const Setting<std::int64_t>& setting) const { return std::get<std::int64_t>(value(Row{setting})); }
std::string Settings::get(const Setting<std::string_view>& setting) const { return std::get<std::string>(value(Row{setting})); }

}  // namespace vitrine::app::settings
