// SPDX-License-Identifier: Apache-2.0
// Reading vCont's list of actions.
#include "core/vm/gdb/resume_plan.h"

#include "core/vm/gdb/hex.h"

namespace vitrine::vm::gdb {
namespace {

struct Action {
  cpu::HartAction what = cpu::HartAction::kRun;
  std::size_t hart = kAllHarts;
};

// ";c", ";C05", ";s:2" …  Signals mean nothing to a machine.
std::optional<Action> take_action(std::string_view& text) {
  if (!take(text, ';') || text.empty()) return std::nullopt;
  Action action;
  const char letter = text.front();
  text.remove_prefix(1);
  if (letter == 's' || letter == 'S') action.what = cpu::HartAction::kStep;
  else if (letter != 'c' && letter != 'C') return std::nullopt;
  if ((letter == 'C' || letter == 'S') && !take_number(text)) return std::nullopt;
  if (take(text, ':')) {
    const auto hart = take_thread(text);
    if (!hart) return std::nullopt;
    action.hart = *hart == kAnyHart ? kAllHarts : *hart;
  }
  return action;
}

}  // namespace

std::optional<std::size_t> take_thread(std::string_view& text) {
  if (text.starts_with("-1")) {
    text.remove_prefix(2);
    return kAllHarts;
  }
  const auto number = take_number(text);
  if (!number) return std::nullopt;
  return *number == 0 ? kAnyHart : static_cast<std::size_t>(*number - 1);
}

std::optional<std::vector<cpu::HartAction>> parse_resume(std::string_view text, std::size_t harts) {
  std::vector<std::optional<cpu::HartAction>> chosen(harts);
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    const auto action = take_action(text);
    if (!action || (action->hart != kAllHarts && action->hart >= harts)) return std::nullopt;
    for (std::size_t hart = 0; hart < harts; ++hart)
      if ((action->hart == kAllHarts || action->hart == hart) && !chosen[hart]) chosen[hart] = action->what;
  }
  std::vector<cpu::HartAction> plan;
  plan.reserve(harts);
  for (const auto& action : chosen) plan.push_back(action.value_or(cpu::HartAction::kStay));
  return plan;
}

}  // namespace vitrine::vm::gdb
