// SPDX-License-Identifier: Apache-2.0
// The options of `vitrine run`, as the design's contract lists them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/vm/machine_config.h"
#include "frontends/cli/typed_settings.h"

namespace vitrine::frontends::cli {

enum class Display : std::uint8_t { kNone, kQt };

struct RunOptions {
  std::string name;         // a saved machine; empty: the machine that the other options describe
  SettingValues overrides;  // of the saved machine's settings, this once
  bool headless = false;
  vm::MachineConfig machine;
  Display display = Display::kNone;
  std::string serial = "stdio";
  std::string qmp_socket;
  std::string stats_file;
  bool perf_map = false;  // /tmp/perf-PID.map names generated code
  std::optional<double> timeout_seconds;
  bool sandbox = true;
};

// What follows `run`.  Errors are sentences that name the option; what the contract has and this build cannot do is kUnsupported.
// A request for help is answered with the text instead of options.
struct ParsedRun {
  std::optional<RunOptions> options;
  std::string help;
};
base::Result<ParsedRun> parse_run(const std::vector<std::string>& words);

// "512M", "1G", "64K" or a plain number of MiB, in bytes.
base::Result<std::uint64_t> parse_memory(const std::string& text);

}  // namespace vitrine::frontends::cli
