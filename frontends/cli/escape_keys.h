// SPDX-License-Identifier: Apache-2.0
// The keys that speak to Vitrine instead of the guest: Ctrl-A and a letter.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace vitrine::frontends::cli {

enum class KeyAction : std::uint8_t { kSend, kEndMachine, kToggleMonitor, kHelp };

struct KeyEvent {
  KeyAction action = KeyAction::kSend;
  std::vector<std::uint8_t> bytes;  // for kSend
};

// Splits typed bytes into what the guest gets and what is meant for us.  The prefix may end one read and its letter begin the next.
class EscapeKeys {
 public:
  static constexpr std::uint8_t kPrefix = 1;  // Ctrl-A
  [[nodiscard]] std::vector<KeyEvent> feed(std::span<const std::uint8_t> typed);

 private:
  bool after_prefix_ = false;
};

}  // namespace vitrine::frontends::cli
