// SPDX-License-Identifier: Apache-2.0
// Splitting typed bytes at Ctrl-A.
#include "frontends/cli/escape_keys.h"

namespace vitrine::frontends::cli {
namespace {

void send(std::vector<KeyEvent>& events, std::uint8_t byte) {
  if (events.empty() || events.back().action != KeyAction::kSend) events.emplace_back();
  events.back().bytes.push_back(byte);
}

void after_prefix(std::vector<KeyEvent>& events, std::uint8_t byte) {
  switch (byte) {
    case 'x':
    case 'X': events.push_back({KeyAction::kEndMachine, {}}); return;
    case 'c':
    case 'C': events.push_back({KeyAction::kToggleMonitor, {}}); return;
    case 'h':
    case 'H':
    case '?': events.push_back({KeyAction::kHelp, {}}); return;
    case EscapeKeys::kPrefix: send(events, byte); return;
    default: return;  // an unknown letter is swallowed together with its prefix
  }
}

}  // namespace

std::vector<KeyEvent> EscapeKeys::feed(std::span<const std::uint8_t> typed) {
  std::vector<KeyEvent> events;
  for (const std::uint8_t byte : typed) {
    if (after_prefix_) {
      after_prefix_ = false;
      after_prefix(events, byte);
    } else if (byte == kPrefix) {
      after_prefix_ = true;
    } else {
      send(events, byte);
    }
  }
  return events;
}

}  // namespace vitrine::frontends::cli
