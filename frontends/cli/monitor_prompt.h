// SPDX-License-Identifier: Apache-2.0
// The small line editor behind `Ctrl-A C`.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace vitrine::frontends::cli {

inline constexpr const char* kMonitorPrompt = "(vitrine) ";

// Collects one line at a time from keys and says what to echo.
class MonitorPrompt {
 public:
  static constexpr std::size_t kLongestLine = 1000;
  // Takes bytes up to and including the end of a line; `typed` is advanced past them.  The finished line, if there is one.
  [[nodiscard]] std::optional<std::string> feed(std::span<const std::uint8_t>& typed, std::string& echo);
  void clear() { line_.clear(); }

 private:
  void edit(std::uint8_t byte, std::string& echo);
  std::string line_;
};

}  // namespace vitrine::frontends::cli
