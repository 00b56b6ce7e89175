// SPDX-License-Identifier: Apache-2.0
// The table of all settings and the search in it.
#include "app/settings/schema.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace vitrine::app::settings {
namespace {

constexpr std::array kRows{
#define SETTING(name, type, ...) Row{name},
#include "app/settings/schema.def"
#undef SETTING
};

// How many letters must be put in, taken out or changed to make b of a (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row.back();
}

}  // namespace

Value Row::fallback_value() const {
  if (const auto* text = std::get_if<std::string_view>(&fallback)) return std::string{*text};
  if (const auto* number = std::get_if<std::int64_t>(&fallback)) return *number;
  return std::get<bool>(fallback);
}

std::span<const Row> schema() { return kRows; }

const Row* find_row(std::string_view key) {
  const auto found = std::ranges::find(kRows, key, &Row::key);
  return found == kRows.end() ? nullptr : &*found;
}

std::string_view nearest_key(std::string_view key) {
  if (key.size() > 64) return {};
  const auto best = std::ranges::min_element(kRows, {}, [&](const Row& row) { return distance(row.key, key); });
  return distance(best->key, key) <= 3 ? best->key : std::string_view{};
}

}  // namespace vitrine::app::settings
