// SPDX-License-Identifier: Apache-2.0
// The host-target interface of RISC-V test programs: a mailbox word in RAM.
#pragma once

#include <cstdint>
#include <functional>

#include "core/base/result.h"
#include "core/memory/guest_memory.h"
#include "core/ports/serial_port.h"

namespace vitrine::machine::riscv_virt {

// Watches the stores to `tohost`, at its physical address, whatever the program's mode and translation: bits 63:56 name a device, 55:48 a
// command.  Device 0, command 0, payload odd: the program ends with payload >> 1.  Device 1, command 1: prints a character.  System calls by
// proxy (device 0, payload even): write(1 or 2, …) alone.  Thread: the vCPU that stores.
class Htif {
 public:
  using Exit = std::function<void(std::uint64_t code)>;
  static base::Status attach(memory::GuestMemory& memory, std::uint64_t tohost, ports::SerialPort& console, Exit exit);

 private:
  Htif(memory::GuestMemory& memory, std::uint64_t tohost, ports::SerialPort& console, Exit exit)
      : memory_{memory}, tohost_{tohost}, console_{console}, exit_{std::move(exit)} {}
  void stored();
  void system_call(std::uint64_t block);
  void print(std::uint64_t address, std::uint64_t size);

  memory::GuestMemory& memory_;
  std::uint64_t tohost_;
  ports::SerialPort& console_;
  Exit exit_;
};

}  // namespace vitrine::machine::riscv_virt
