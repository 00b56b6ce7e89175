// SPDX-License-Identifier: Apache-2.0
// The layers of settings merged: built-in < user file < machine's file < command line, with "which one wins".
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>

#include "app/settings/document.h"
#include "app/settings/schema.h"
#include "core/base/result.h"
#include "core/vm/machine_config.h"

namespace vitrine::app::settings {

enum class Layer : std::uint8_t { kBuiltIn, kUserFile, kVmFile, kCommandLine };

// What a setting takes, for messages: "a whole number from 1 to 64", "one of virt, q35".
std::string wanted(const Row& row);
// Is the value of the setting's type and inside its range?  The error names the setting, the value and what is allowed.
base::Status validate(const Row& row, const Value& value);
// A value from a command line or a field of a form: "512M" for memory, "yes" for a switch, and so on.
base::Result<Value> parse_value(const Row& row, std::string_view text);

// Thread: any (a value; not shared).
class Settings {
 public:
  // Where a value comes from, for people: "built-in", "/path/vm.toml:3:8" or "command line".
  struct Origin {
    Layer layer = Layer::kBuiltIn;
    std::string place;
  };

  // The layer's values become those of the document, all of them.
  void use(Layer layer, const Document& document);
  base::Status set(Layer layer, std::string_view key, Value value);

  // The winning value.
  [[nodiscard]] Value value(const Row& row) const;
  [[nodiscard]] Origin origin(const Row& row) const;
  [[nodiscard]] bool get(const Setting<bool>& setting) const;
  [[nodiscard]] std::int64_t get(const Setting<std::int64_t>& setting) const;
  [[nodiscard]] std::string get(const Setting<std::string_view>& setting) const;

  // What the core needs.  Relative paths are meant from `folder`.  An error names what this build cannot do, or what does not fit together.
  [[nodiscard]] base::Result<vm::MachineConfig> machine_config(const std::filesystem::path& folder) const;

 private:
  struct Entry {
    Value value;
    std::string place;
  };
  using Entries = std::map<std::string, Entry, std::less<>>;
  [[nodiscard]] const Entry* winner(std::string_view key, Layer* layer) const;
  std::array<Entries, 4> layers_;
};

}  // namespace vitrine::app::settings
