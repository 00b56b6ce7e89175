// SPDX-License-Identifier: Apache-2.0
// CPU models: the table of extensions, `--cpu` texts, and the strings of the device tree.
#include "core/guest/riscv64/model.h"

#include <algorithm>
#include <optional>

#include "core/guest/riscv64/state.h"

namespace vitrine::guest::riscv64 {
namespace {

struct Extension {
  std::string_view name;
  std::uint64_t bit;  // 0: always there
  bool fallback;      // on in the model "max"
  bool in_isa_string;
};

// In canonical order: single letters, Zi…, Zb…, S….  Unprivileged ISA, chapter "ISA Extension Naming Conventions".
// Svadu without Svade says that hardware always updates A and D: menvcfg.ADUE resets to 1 then (with both to 0, and the guest has to ask).
constexpr Extension kExtensions[] = {
    {"i", 0, true, true},
    {"m", kExtM, true, true},
    {"a", kExtA, true, true},
    {"f", kExtF, true, true},
    {"d", kExtD, true, true},
    {"c", kExtC, true, true},
    {"zicntr", kExtZicntr, true, true},
    {"zicsr", 0, true, true},
    {"zifencei", 0, true, true},
    {"zihpm", kExtZihpm, true, true},
    {"zba", kExtZba, true, true},
    {"zbb", kExtZbb, true, true},
    {"zbs", kExtZbs, true, true},
    {"sstc", kExtSstc, true, true},
    {"svade", kExtSvade, false, true},
    {"svadu", kExtSvadu, true, true},
    {"sv39", kExtSv39, true, false},
    {"sv48", kExtSv48, true, false},
    {"sv57", kExtSv57, true, false},
    {"pmp", kExtPmp, true, false},
};

// Named by common command lines, and not offered: they can be turned off.
constexpr std::string_view kAbsent[] = {"h",       "v",      "zfh",    "zfhmin",    "zfa",     "zbc",     "zicond",
                                        "zicbom",  "zicboz", "zicbop", "zawrs",     "zacas",   "svnapot", "svpbmt",
                                        "svinval", "smaia",  "ssaia",  "smstateen", "sscofpmf"};

constexpr struct {
  std::string_view upper, lower;
  std::uint64_t upper_bit, lower_bit;
} kNeeds[] = {{"d", "f", kExtD, kExtF}, {"sv48", "sv39", kExtSv48, kExtSv39}, {"sv57", "sv48", kExtSv57, kExtSv48}};

bool has(std::uint64_t extensions, const Extension& extension) { return (extensions & extension.bit) == extension.bit; }

struct Option {
  std::string_view name;
  bool on;
};

// "+name", "-name", "name=on", "name=off" (and true, false).
base::Result<Option> parse_option(std::string_view text) {
  if (text.starts_with('+')) return Option{text.substr(1), true};
  if (text.starts_with('-')) return Option{text.substr(1), false};
  const std::size_t equals = text.find('=');
  const std::string_view value = equals == std::string_view::npos ? "" : text.substr(equals + 1);
  if (value == "on" || value == "true") return Option{text.substr(0, equals), true};
  if (value == "off" || value == "false") return Option{text.substr(0, equals), false};
  return base::fail(base::Errc::kInvalidArgument, "--cpu: \"{}\" is not understood; write NAME=on, NAME=off, +NAME or -NAME", text);
}

base::Status apply_option(const Option& option, std::uint64_t& extensions) {
  const auto* const known = std::ranges::find(kExtensions, option.name, &Extension::name);
  if (known == std::end(kExtensions)) {
    if (std::ranges::find(kAbsent, option.name) == std::end(kAbsent))
      return base::fail(base::Errc::kInvalidArgument, "--cpu: there is no RISC-V extension named \"{}\"", option.name);
    if (option.on) return base::fail(base::Errc::kUnsupported, "--cpu: the extension \"{}\" is not supported yet", option.name);
    return {};
  }
  if (known->bit == 0 && !option.on)
    return base::fail(base::Errc::kUnsupported, "--cpu: the extension \"{}\" can't be turned off", option.name);
  extensions = option.on ? extensions | known->bit : extensions & ~known->bit;
  return {};
}

base::Status check_needs(std::uint64_t extensions) {
  for (const auto& need : kNeeds)
    if ((extensions & need.upper_bit) != 0 && (extensions & need.lower_bit) == 0)
      return base::fail(base::Errc::kInvalidArgument, "--cpu: {} needs {}; turn {} off too", need.upper, need.lower, need.upper);
  return {};
}

std::string_view next_part(std::string_view& text) {
  const std::size_t comma = text.find(',');
  const std::string_view part = text.substr(0, comma);
  text = comma == std::string_view::npos ? "" : text.substr(comma + 1);
  return part;
}

}  // namespace

base::Result<CpuModel> parse_cpu_model(std::string_view text) {
  const std::string_view name = next_part(text);
  if (name != "max" && name != "rv64")
    return base::fail(base::Errc::kInvalidArgument, "--cpu: there is no RISC-V processor model named \"{}\"; there are max and rv64", name);
  CpuModel model;
  for (const Extension& extension : kExtensions)
    if (extension.fallback) model.extensions |= extension.bit;
  while (!text.empty()) {
    TRY_ASSIGN(const Option option, parse_option(next_part(text)));
    TRY(apply_option(option, model.extensions));
  }
  TRY(check_needs(model.extensions));
  return model;
}

std::vector<std::string> isa_extensions(const CpuModel& model) {
  std::vector<std::string> names;
  for (const Extension& extension : kExtensions)
    if (extension.in_isa_string && has(model.extensions, extension)) names.emplace_back(extension.name);
  return names;
}

std::string isa_string(const CpuModel& model) {
  std::string text = "rv64";
  for (const std::string& name : isa_extensions(model)) text += name.size() == 1 ? name : "_" + name;
  return text;
}

std::string mmu_type(const CpuModel& model) {
  if ((model.extensions & kExtSv57) != 0) return "riscv,sv57";
  if ((model.extensions & kExtSv48) != 0) return "riscv,sv48";
  return (model.extensions & kExtSv39) != 0 ? "riscv,sv39" : "riscv,none";
}

}  // namespace vitrine::guest::riscv64
