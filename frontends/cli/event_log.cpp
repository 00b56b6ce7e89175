// SPDX-License-Identifier: Apache-2.0
// Writes events as log lines.
#include "frontends/cli/event_log.h"

#include <array>
#include <cstdio>
#include <string>

namespace vitrine::frontends::cli {
namespace {

// The terminal may be in raw mode, and some messages have several lines.
void print_line(std::string_view line) {
  std::string text{line};
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.insert(at, 1, '\r');
  fmt::print(stderr, "{}\r\n", text);
}

std::string_view name_of(vm::RunState state) {
  static constexpr std::array<std::string_view, 5> kNames{"starting", "running", "paused", "powered off", "crashed"};
  return kNames[static_cast<std::size_t>(state)];
}

}  // namespace

EventLog::EventLog(const std::vector<std::string>& categories) : log_{print_line} {
  log_.enable(categories);
  machine_ = log_.category("machine");
}

void EventLog::on_event(const vm::Event& event) {
  if (const auto* const changed = std::get_if<vm::StateChanged>(&event)) {
    LOG_INFO(machine_, "{}{}{}", name_of(changed->status.state), changed->status.end.message.empty() ? "" : ": ",
             changed->status.end.message);
  } else if (std::holds_alternative<vm::ResetHappened>(event)) {
    LOG_INFO(machine_, "reset");
  } else if (std::holds_alternative<vm::GuestPanicked>(event)) {
    LOG_INFO(machine_, "the guest's kernel panicked");
  }
}

}  // namespace vitrine::frontends::cli
