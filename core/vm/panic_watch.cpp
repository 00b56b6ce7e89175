// SPDX-License-Identifier: Apache-2.0
// Looks for Linux's words of a panic.
#include "core/vm/panic_watch.h"

#include <utility>

namespace vitrine::vm {
namespace {

constexpr std::string_view kFirst = "Kernel panic - not syncing";
constexpr std::string_view kLast = "---[ end Kernel panic";
constexpr std::string_view kRebooting = "Rebooting in ";

}  // namespace

std::optional<std::string> PanicWatch::feed(std::span<const std::uint8_t> bytes) {
  for (const std::uint8_t byte : bytes) {
    if (byte == '\n') {
      end_line();
    } else if (byte != '\r' && line_.size() < kLongestLine) {
      line_.push_back(static_cast<char>(byte));
    }
  }
  if (!std::exchange(complete_, false)) return std::nullopt;
  return text();
}

std::optional<std::string> PanicWatch::finish() {
  if (!std::exchange(panicking_, false)) return std::nullopt;
  return text();
}

void PanicWatch::end_line() {
  const bool first = line_.find(kFirst) != std::string::npos && line_.find(kLast) == std::string::npos;
  const bool last = line_.find(kLast) != std::string::npos || line_.find(kRebooting) != std::string::npos;
  lines_.push_back(std::exchange(line_, {}));
  if (lines_.size() > kLines) lines_.pop_front();
  if (first && !panicking_) {
    panicking_ = true;
    lines_since_ = 0;
  } else if (panicking_ && (last || ++lines_since_ >= kLines)) {
    panicking_ = false;
    complete_ = true;
  }
}

std::string PanicWatch::text() const {
  std::string all;
  for (const std::string& line : lines_) all.append(line).push_back('\n');
  return all;
}

}  // namespace vitrine::vm
