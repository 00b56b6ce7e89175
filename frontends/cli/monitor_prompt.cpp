// SPDX-License-Identifier: Apache-2.0
// Line editing of the monitor prompt.
#include "frontends/cli/monitor_prompt.h"

#include <utility>

namespace vitrine::frontends::cli {

std::optional<std::string> MonitorPrompt::feed(std::span<const std::uint8_t>& typed, std::string& echo) {
  while (!typed.empty()) {
    const std::uint8_t byte = typed.front();
    typed = typed.subspan(1);
    if (byte == '\r' || byte == '\n') {
      echo += '\n';
      return std::exchange(line_, {});
    }
    edit(byte, echo);
  }
  return std::nullopt;
}

void MonitorPrompt::edit(std::uint8_t byte, std::string& echo) {
  constexpr std::uint8_t kBackspace = 8, kDelete = 127, kCtrlC = 3, kCtrlU = 21;
  if ((byte == kBackspace || byte == kDelete) && !line_.empty()) {
    line_.pop_back();
    echo += "\b \b";
  } else if (byte == kCtrlU || byte == kCtrlC) {
    for (std::size_t i = 0; i < line_.size(); ++i) echo += "\b \b";
    line_.clear();
  } else if (byte >= ' ' && byte < kDelete && line_.size() < kLongestLine) {
    line_ += static_cast<char>(byte);
    echo += static_cast<char>(byte);
  }
}

}  // namespace vitrine::frontends::cli
