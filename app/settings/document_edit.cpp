// SPDX-License-Identifier: Apache-2.0
// Editing a settings file in place.  Every edit is a guess about the text that is parsed again and kept only if it says exactly what was wanted.
#include <algorithm>
#include <vector>

#include "app/settings/document.h"
#include "app/settings/schema.h"
#include "app/settings/settings.h"
#include "core/base/file.h"

namespace vitrine::app::settings {
namespace {

using base::Errc;
using base::fail;
using Values = std::map<std::string, Value, std::less<>>;
using Positions = std::map<std::string, Position, std::less<>>;

std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += {'\\', c};
    else if (c == '\n') out += "\\n";
    else if (c == '\t') out += "\\t";
    else out += c;  // other control characters do not pass validate()
  }
  return out + '"';
}

std::string to_toml(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return toml_text(*text);
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  return std::get<bool>(value) ? "true" : "false";
}

std::string_view table_of(std::string_view key) {
  const auto dot = key.rfind('.');
  return dot == std::string_view::npos ? std::string_view{} : key.substr(0, dot);
}

std::string with(std::string_view text, std::size_t at, std::size_t length, std::string_view replacement) {
  return std::string{text.substr(0, at)}.append(replacement).append(text.substr(at + length));
}

std::size_t line_begin(std::string_view text, std::size_t at) {
  const auto newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  return newline == std::string_view::npos ? 0 : newline + 1;
}

// Behind the line break of the line that holds `at`; the text's size on its last line.
std::size_t next_line(std::string_view text, std::size_t at) {
  const auto newline = text.find('\n', at);
  return newline == std::string_view::npos ? text.size() : newline + 1;
}

// The value that stands last among those of one table; null where there is none.
const Position* last_of_table(const Positions& positions, std::string_view table) {
  const Position* last = nullptr;
  for (const auto& [key, position] : positions)
    if (table_of(key) == table && (last == nullptr || position.begin > last->begin)) last = &position;
  return last;
}

// Where a line "[table]" ends, or the text's size.
std::size_t behind_header(std::string_view text, std::string_view table) {
  const std::string header = fmt::format("[{}]", table);
  for (std::size_t at = 0; at < text.size(); at = next_line(text, at))
    if (const auto start = text.find_first_not_of(" \t", at); start != std::string_view::npos && text.substr(start).starts_with(header))
      return next_line(text, at);
  return text.size();
}

// Puts a line before the line that starts at `at`.
std::string with_line(std::string_view text, std::size_t at, std::string_view line) {
  const std::string_view end = text.find("\r\n") == std::string_view::npos ? "\n" : "\r\n";
  const bool unfinished = at > 0 && text[at - 1] != '\n';
  return with(text, at, 0, fmt::format("{}{}{}", unfinished ? end : "", line, end));
}

// Texts that may hold the new value, the nicest first.
std::vector<std::string> insertions(std::string_view text, const Positions& positions, std::string_view key, const std::string& value) {
  const std::string_view table = table_of(key);
  const std::string_view name = table.empty() ? key : key.substr(table.size() + 1);
  const std::string bare = fmt::format("{} = {}", name, value), dotted = fmt::format("{} = {}", key, value);
  std::vector<std::string> candidates;
  if (const Position* last = last_of_table(positions, table); last != nullptr) {
    const std::size_t below = next_line(text, last->end);
    candidates.push_back(with_line(text, below, bare));
    candidates.push_back(with_line(text, below, dotted));
    candidates.push_back(with(text, last->end, 0, ", " + bare));  // an inline table
  }
  if (table.empty()) {
    candidates.push_back(with_line(text, text.starts_with("\xef\xbb\xbf") ? 3 : 0, bare));
  } else {
    candidates.push_back(with_line(text, behind_header(text, table), bare));
    const std::string section = with_line(text, text.size(), fmt::format("{}[{}]", text.empty() ? "" : "\n", table));
    candidates.push_back(with_line(section, section.size(), bare));
  }
  return candidates;
}

}  // namespace

base::Status Document::set(std::string_view key, const Value& value) {
  const Row* row = find_row(key);
  if (row == nullptr) return fail(Errc::kInvalidArgument, "there is no setting \"{}\"", key);
  TRY(validate(*row, value));
  Values wanted = values_;
  wanted.insert_or_assign(std::string{key}, value);
  std::vector<std::string> candidates;
  if (const Position* old = position(key); old != nullptr)
    candidates.push_back(with(text_, old->begin, old->end - old->begin, to_toml(value)));
  else candidates = insertions(text_, positions_, key, to_toml(value));
  for (auto& candidate : candidates) {
    auto edited = parse(std::move(candidate), name_, scope_);
    if (!edited || edited->values_ != wanted) continue;
    *this = std::move(*edited);
    return {};
  }
  return fail(Errc::kUnsupported, "{}: {} cannot be put into this file; edit it by hand", name_, key);
}

base::Status Document::unset(std::string_view key) {
  const Position* old = position(key);
  if (old == nullptr) return {};
  Values wanted = values_;
  wanted.erase(wanted.find(key));
  const std::size_t begin = line_begin(text_, old->begin);
  auto edited = parse(with(text_, begin, next_line(text_, old->end) - begin, ""), name_, scope_);
  if (!edited || edited->values_ != wanted)
    return fail(Errc::kUnsupported, "{}:{}: {} shares its line and cannot be taken out; edit the file by hand", name_, old->line, key);
  *this = std::move(*edited);
  return {};
}

base::Status Document::save(const std::filesystem::path& path) const { return base::replace_file(path, text_); }

}  // namespace vitrine::app::settings
