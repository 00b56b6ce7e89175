// SPDX-License-Identifier: Apache-2.0
// What one setting is: its key, type, range, default, words for people, and when a change takes effect.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace vitrine::app::settings {

using Value = std::variant<bool, std::int64_t, std::string>;

enum class Scope : std::uint8_t { kVm, kUser };  // kUser: also a sensible default for all machines, so the user file may carry it
enum class Unit : std::uint8_t { kNone, kMebibyte, kSeconds };         // what a number counts
enum class Apply : std::uint8_t { kAtOnce, kNextBoot };                // when a change reaches a running machine
enum class Page : std::uint8_t { kGeneral, kSystem, kBoot, kEngine };  // where the settings dialog shows it

// One of the values that a text may have.
struct Choice {
  std::string_view value;
  std::string_view label;  // translatable
};

// One setting, declared once (schema.def).  T is bool, std::int64_t or std::string_view; min and max bound a number, or the length of a text.
template <class T> struct Setting {
  std::string_view key;  // "table.name" as in vm.toml; no dot = at the top of the file
  Page page = Page::kGeneral;
  Scope scope = Scope::kVm;
  T fallback{};
  std::int64_t min = 0;
  std::int64_t max = std::is_same_v<T, std::string_view> ? 4096 : std::numeric_limits<std::int64_t>::max();
  std::string_view label;  // translatable
  std::string_view help;   // translatable; one sentence
  Unit unit = Unit::kNone;
  Apply apply = Apply::kNextBoot;
  std::span<const Choice> choices = {};  // empty = any text
  bool path = false;                     // the text names a file; a relative one is meant from the machine's folder
  bool multiline = false;                // the text may have line breaks
  std::string_view flag = {};            // the command line's name for it, "--memory"; empty = none
};

// The same with the type erased: what dialogs, parsers and the reference page walk over.
struct Row {
  enum class Kind : std::uint8_t { kBool, kInteger, kText };
  std::string_view key;
  Page page;
  Scope scope;
  Kind kind;
  std::variant<bool, std::int64_t, std::string_view> fallback;
  std::int64_t min, max;
  std::string_view label, help;
  Unit unit;
  Apply apply;
  std::span<const Choice> choices;
  bool path;
  bool multiline;
  std::string_view flag;

  template <class T>
  constexpr explicit Row(const Setting<T>& s)
      : key{s.key},
        page{s.page},
        scope{s.scope},
        kind{kind_of<T>()},
        fallback{s.fallback},
        min{s.min},
        max{s.max},
        label{s.label},
        help{s.help},
        unit{s.unit},
        apply{s.apply},
        choices{s.choices},
        path{s.path},
        multiline{s.multiline},
        flag{s.flag} {}

  // The default as an own value.
  [[nodiscard]] Value fallback_value() const;

 private:
  template <class T> static constexpr Kind kind_of() {
    if constexpr (std::is_same_v<T, bool>) return Kind::kBool;
    if constexpr (std::is_same_v<T, std::int64_t>) return Kind::kInteger;
    return Kind::kText;
  }
};

}  // namespace vitrine::app::settings
