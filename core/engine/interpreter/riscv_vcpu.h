// SPDX-License-Identifier: Apache-2.0
// Makes RV64 harts that the interpreter runs.
#pragma once

#include <cstdint>
#include <memory>

#include "core/base/log.h"
#include "core/bus/system_bus.h"
#include "core/cpu/vcpu.h"
#include "core/guest/riscv64/state.h"
#include "core/memory/guest_memory.h"

namespace vitrine::engine::interpreter {

class VcpuGroup;

// The harts of one machine: they share guest memory and tell one another of stores into translated code.  Outlives its vCPUs.
std::shared_ptr<VcpuGroup> make_group(memory::GuestMemory& memory, bus::SystemBus& bus);

struct RiscvVcpuConfig {
  std::uint64_t hart_id = 0;
  std::uint64_t extensions = 0;  // guest::riscv64::ExtensionBit set; see guest/riscv64/model.h
  std::uint64_t reset_pc = 0x1000;
  guest::riscv64::HartEnvironment environment;
  bool single_threaded = false;         // deterministic machines: all harts run on one thread, in turn
  std::uint32_t translate_after = 0;    // a unit is translated when it is entered for the so-manieth time; 0: never
  bool verify = false;                  // every unit also on the IR evaluator
  base::LogCategory traps = {};         // exceptions and interrupts that are taken
  base::LogCategory mmu = {};           // translations that no TLB had
  base::LogCategory translations = {};  // guest code, IR and host code of what is translated
  cpu::CodeListener code_listener = {};
  std::size_t arena_mib = 96;   // for decoded units; at least 1.  All are forgotten when it is full
  std::size_t code_mib = 64;    // for host code; at least 1.  Likewise
  bool slots_of_pages = false;  // range slots never reach over a page's end: a twin that tests compare with
};
std::unique_ptr<cpu::Vcpu> make_riscv_vcpu(std::shared_ptr<VcpuGroup> group, const RiscvVcpuConfig& config);

}  // namespace vitrine::engine::interpreter
