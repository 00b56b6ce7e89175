// SPDX-License-Identifier: Apache-2.0
// A guest of one hart whose program loads operands, executes the instruction under test and stores result and fflags, for each case of an array.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/bus/system_bus.h"
#include "core/cpu/vcpu.h"
#include "core/memory/guest_memory.h"
#include "tests/isa/float/instructions.h"

namespace vitrine::tests::isa {

struct GuestCase {
  Operands registers;  // rs1 (f1 and x5), f2, f3
  u64 flags_before;
};
struct GuestResult {
  u64 value;  // of the result register
  u64 flags_after;
};
static_assert(sizeof(GuestCase) == 32 && sizeof(GuestResult) == 16);

struct GuestSetup {
  u32 instruction;  // with its rm field
  bool writes_integer;
  u32 frm = 0;
  u32 fs = 1;                         // mstatus.FS
  bool verify = false;                // every unit also on the evaluator
  bool stores = false;                // the result stands where the first operand stood
  std::uint32_t translate_after = 0;  // as in RiscvVcpuConfig
};

class GuestLoop {
 public:
  static constexpr std::size_t kMaxCases = 4096;

  explicit GuestLoop(const GuestSetup& setup);
  // Fills `results`, one a case; at most kMaxCases.  False if the guest did not reach its end: see problem().
  bool run(std::span<const GuestCase> cases, std::span<GuestResult> results);
  // In words; empty when all went well.
  [[nodiscard]] const std::string& problem() const { return problem_; }
  // mcause and mtval of the trap that ended the last run, if one did.
  [[nodiscard]] bool trapped() const { return trapped_; }
  [[nodiscard]] u64 trap_cause();
  [[nodiscard]] u64 trap_value();
  [[nodiscard]] u64 verified_units() const { return vcpu_->counters().verified_units; }

 private:
  void load_program(const GuestSetup& setup);
  u64 read(unsigned number);
  void write(unsigned number, u64 value);

  memory::GuestMemory memory_;
  bus::SystemBus bus_;
  std::unique_ptr<cpu::Vcpu> vcpu_;
  std::string problem_;
  bool trapped_ = false;
  u64 end_ = 0;       // where the program waits when it is done
  u64 trap_end_ = 0;  // and where after a trap
};

}  // namespace vitrine::tests::isa
