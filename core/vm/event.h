// SPDX-License-Identifier: Apache-2.0
// What a running machine tells of itself.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "core/vm/command.h"

namespace vitrine::vm {

struct StateChanged {
  Status status;
};
struct SerialOutput {
  unsigned port = 0;
  std::vector<std::uint8_t> bytes;
};
// The guest's kernel panicked: its last lines.
struct GuestPanicked {
  std::string last_lines;
};
struct ResetHappened {};

using Event = std::variant<StateChanged, SerialOutput, GuestPanicked, ResetHappened>;

// Called on a thread of the machine; must return quickly and must not call back into the machine.
using EventSink = std::function<void(const Event&)>;

}  // namespace vitrine::vm
