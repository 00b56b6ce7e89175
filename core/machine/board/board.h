// SPDX-License-Identifier: Apache-2.0
// A wired machine as the layer above sees it, whatever board it is.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/base/result.h"
#include "core/bus/system_bus.h"
#include "core/machine/board/vcpu_runner.h"
#include "core/memory/guest_memory.h"
#include "core/ports/serial_port.h"
#include "core/snapshot/fields.h"

namespace vitrine::machine::board {

enum class RequestKind : std::uint8_t {
  kPowerOff,
  kExit,  // a test finisher was written: the guest's own code
  kReset,
  kError,  // the machine cannot go on; message says why
};
struct GuestRequest {
  RequestKind kind = RequestKind::kPowerOff;
  int code = 0;
  std::string message;
};

// What the owner of a board wants to hear; on vCPU threads, so only to be noted.
struct BoardHooks {
  std::function<void(const GuestRequest&)> on_request;
  std::function<void()> on_first_instruction;
  // A step of the start is done ("memory", "firmware", …); on the thread that makes the board.
  std::function<void(const char* phase)> on_phase;
};

// Owns memory, bus, devices and vCPUs.  The wiring is made once, before anything runs.  Thread: control, where nothing else is said.
class Board : public snapshot::Stateful {
 public:
  [[nodiscard]] virtual VcpuRunner& runner() = 0;
  [[nodiscard]] virtual bus::SystemBus& bus() = 0;
  [[nodiscard]] virtual memory::GuestMemory& memory() = 0;
  // Under the device lock.
  [[nodiscard]] virtual ports::SerialInput& serial_input() = 0;
  // As the reset button: devices and vCPUs, and what was loaded is loaded again.  Only while the runner holds all vCPUs.
  virtual base::Status reset() = 0;
};

}  // namespace vitrine::machine::board
