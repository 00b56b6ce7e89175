// SPDX-License-Identifier: Apache-2.0
// Reading a settings file: strict, with the place of every error and of every value.
#include "app/settings/document.h"

#include <algorithm>

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include "app/settings/key_depth.h"
#include "app/settings/schema.h"
#include "app/settings/settings.h"
#include "core/base/file.h"

namespace vitrine::app::settings {
namespace {

using base::Errc;
using base::fail;

// The parser's own words, made fit for one line of a message.
std::string one_line(std::string_view text) {
  std::string line{text.substr(0, 200)};
  std::ranges::replace_if(line, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  return line;
}

// Walks the parsed tables once and collects what the schema knows; the first thing it does not know ends the walk.
class Collector {
 public:
  Collector(std::string_view text, std::string_view name, Scope scope) : text_{text}, name_{name}, scope_{scope} {}

  base::Status collect(const toml::table& root) {
    // First of all: in a file from a newer version everything else may be unknown, and that would be the wrong complaint.
    if (const auto* format = root.get(kFormat.key); format != nullptr) TRY(check_format(*format));
    return walk(root, "");
  }

  std::map<std::string, Value, std::less<>> values;
  std::map<std::string, Position, std::less<>> positions;

 private:
  base::Status check_format(const toml::node& node) {
    const auto number = node.value_exact<std::int64_t>();
    if (number && *number > kFormat.max)
      return fail(Errc::kUnsupported, "{}: written by a newer Vitrine (format {}; this one reads up to {})", place(node), *number, kFormat.max);
    return {};
  }

  base::Status walk(const toml::table& table, const std::string& prefix) {
    for (auto&& [key, node] : table) {
      const std::string path = prefix + std::string{key.str()};
      if (const Row* row = find_row(path); row != nullptr) {
        TRY(take(*row, node));
      } else if (const auto* inner = node.as_table(); inner != nullptr && is_table_name(path)) {
        TRY(walk(*inner, path + "."));
      } else {
        return unknown(path, key);
      }
    }
    return {};
  }

  static bool is_table_name(std::string_view path) {
    return std::ranges::any_of(schema(), [&](const Row& row) { return row.key.starts_with(path) && row.key.substr(path.size()).starts_with('.'); });
  }

  base::Status unknown(std::string_view path, const toml::key& key) {
    const std::string_view near = nearest_key(path);
    const auto& begin = key.source().begin;
    return fail(Errc::kInvalidArgument, "{}:{}:{}: there is no setting \"{}\"{}", name_, begin.line, begin.column, one_line(path),
                near.empty() ? "" : fmt::format(" (did you mean \"{}\"?)", near));
  }

  base::Status take(const Row& row, const toml::node& node) {
    if (scope_ == Scope::kUser && row.scope != Scope::kUser)
      return fail(Errc::kInvalidArgument, "{}: {} belongs to one machine and cannot be set for all", place(node), row.key);
    Value value;
    if (const auto flag = node.value_exact<bool>()) value = *flag;
    else if (const auto number = node.value_exact<std::int64_t>()) value = *number;
    else if (auto string = node.value_exact<std::string>()) value = std::move(*string);
    else return fail(Errc::kInvalidArgument, "{}: {} must be {}", place(node), row.key, wanted(row));
    if (auto valid = validate(row, value); !valid)
      return fail(Errc::kInvalidArgument, "{}: {}", place(node), valid.error().message);
    const auto& source = node.source();
    positions[std::string{row.key}] = {source.begin.line, source.begin.column, offset(source.begin), offset(source.end)};
    values[std::string{row.key}] = std::move(value);
    return {};
  }

  std::string place(const toml::node& node) const {
    return fmt::format("{}:{}:{}", name_, node.source().begin.line, node.source().begin.column);
  }

  // Byte offset of a position, whose column counts code points.
  std::size_t offset(const toml::source_position& position) const {
    std::size_t at = text_.starts_with("\xef\xbb\xbf") ? 3 : 0;
    for (auto line = position.line; line > 1 && at < text_.size(); --line) at = std::min(text_.size(), text_.find('\n', at)) + 1;
    for (auto column = position.column; column > 1 && at < text_.size(); --column) {
      ++at;
      while (at < text_.size() && (static_cast<unsigned char>(text_[at]) & 0xc0) == 0x80) ++at;
    }
    return std::min(at, text_.size());
  }

  std::string_view text_, name_;
  Scope scope_;
};

}  // namespace

base::Result<Document> Document::parse(std::string text, std::string name, Scope file_scope) {
  if (text.size() > kMaxFileBytes)
    return fail(Errc::kInvalidArgument, "{}: {} bytes are too many for a settings file, at most {} are read", name, text.size(), kMaxFileBytes);
  if (const auto deep = find_deep_key(text))
    return fail(Errc::kInvalidArgument, "{}:{}:{}: a name of so many parts is no setting", name, deep->line, deep->column);
  const toml::parse_result result = toml::parse(std::string_view{text});
  if (!result) {
    const auto& error = result.error();
    return fail(Errc::kInvalidArgument, "{}:{}:{}: {}", name, error.source().begin.line, error.source().begin.column, one_line(error.description()));
  }
  Collector collector{text, name, file_scope};
  TRY(collector.collect(result.table()));
  Document document;
  document.values_ = std::move(collector.values);
  document.positions_ = std::move(collector.positions);
  document.text_ = std::move(text);
  document.name_ = std::move(name);
  document.scope_ = file_scope;
  return document;
}

base::Result<Document> Document::load(const std::filesystem::path& path, Scope file_scope) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) return fail(Errc::kNotFound, "{}: there is no such file", path.string());
  if (status.type() != std::filesystem::file_type::regular) return fail(Errc::kIo, "{}: not a plain file", path.string());
  TRY_ASSIGN(std::string text, base::read_text_file(path, kMaxFileBytes));
  return parse(std::move(text), path.string(), file_scope);
}

const Value* Document::find(std::string_view key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? nullptr : &found->second;
}

const Position* Document::position(std::string_view key) const {
  const auto found = positions_.find(key);
  return found == positions_.end() ? nullptr : &found->second;
}

}  // namespace vitrine::app::settings
