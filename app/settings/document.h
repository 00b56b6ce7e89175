// SPDX-License-Identifier: Apache-2.0
// A settings file (vm.toml) as text with known positions: parsed strictly, and edited so that one changed setting changes one line.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "app/settings/setting.h"
#include "core/base/result.h"

namespace vitrine::app::settings {

// A file of settings is small; a larger one is refused before it is parsed.
inline constexpr std::size_t kMaxFileBytes = std::size_t{64} << 10;

// Where a value stands: 1-based line and column of its first character, and the byte range of its text.
struct Position {
  std::size_t line = 0, column = 0;
  std::size_t begin = 0, end = 0;
};

// Thread: any (a value; not shared).
class Document {
 public:
  // Errors read "FILE:LINE:COLUMN: what is wrong".  `name` is the file as people know it; the scope says which settings it may carry.
  static base::Result<Document> parse(std::string text, std::string name, Scope file_scope = Scope::kVm);
  // Reads and parses; kNotFound when there is no such file.
  static base::Result<Document> load(const std::filesystem::path& path, Scope file_scope = Scope::kVm);

  // Puts the value into the text: the old one is replaced where it stands, a new one gets a line of its own, all else stays as it is.
  // An error (a value outside the setting's range) leaves the document unchanged.
  base::Status set(std::string_view key, const Value& value);
  // Takes the setting's line out, so that the layers below show through; no such setting is no error.
  base::Status unset(std::string_view key);

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  // The value in the file, or null; likewise its position.
  [[nodiscard]] const Value* find(std::string_view key) const;
  [[nodiscard]] const Position* position(std::string_view key) const;
  [[nodiscard]] const std::map<std::string, Value, std::less<>>& values() const { return values_; }

  // Replaces the file by this text, atomically.
  base::Status save(const std::filesystem::path& path) const;

 private:
  std::string text_;
  std::string name_;
  Scope scope_ = Scope::kVm;
  std::map<std::string, Value, std::less<>> values_;
  std::map<std::string, Position, std::less<>> positions_;
};

}  // namespace vitrine::app::settings
