// SPDX-License-Identifier: Apache-2.0
// --verify: every unit that the interpreter runs is run by the IR evaluator too, and the two have to agree.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/cpu/memory_observer.h"
#include "core/cpu/unit_evaluator.h"
#include "core/engine/interpreter/riscv_translator.h"
#include "core/guest/riscv64/register_image.h"
#include "core/guest/riscv64/state.h"
#include "core/ir/node.h"

namespace vitrine::engine::interpreter {

// Records what the interpreter does with memory while it runs one unit, replays it to the evaluator, and compares registers, memory
// values, faults and the next pc.  The first difference stops the vCPU with a report.  Thread: the vCPU's own.
class UnitCheck final : public cpu::MemoryObserver {
 public:
  UnitCheck(guest::riscv64::State& state, RiscvTranslator& translator);
  ~UnitCheck() override;
  UnitCheck(const UnitCheck&) = delete;
  UnitCheck& operator=(const UnitCheck&) = delete;

  // run_chain runs one unit from state.pc (the vCPU's limit sees to that) and returns.
  void run(const std::function<void()>& run_chain);
  [[nodiscard]] std::uint64_t units_checked() const { return units_checked_; }
  // By name: how often each instruction was executed and compared.
  [[nodiscard]] std::map<std::string, std::uint64_t> instructions_checked() const;

  void accessed(const cpu::AccessRecord& record) override {
    if (checking_ && !helper_ran_) accesses_.push_back(record);
  }
  void before_helper() override;

 private:
  // What is kept of a unit, which may be gone once it has run: its IR, and its instructions by index of the decoder's table.
  struct Recorded {
    ir::UnitIr ir;
    std::vector<std::uint16_t> infos;
  };
  const Recorded* recording_of(cpu::Unit& unit);
  void compare(const ir::UnitIr& unit, const cpu::UnitOutcome& outcome);
  void stop(const ir::UnitIr& unit, const std::string& what);

  guest::riscv64::State& state_;
  RiscvTranslator& translator_;
  std::unordered_map<const cpu::Unit*, Recorded> units_;
  std::uint64_t generation_ = 0;
  std::vector<cpu::AccessRecord> accesses_;
  cpu::RegisterImage at_helper_;
  cpu::RegisterImage evaluated_;
  cpu::RegisterImage interpreted_;
  std::vector<std::uint64_t> values_;  // the evaluator's
  bool checking_ = false;              // between the start and the end of run(): single steps are not checked
  bool helper_ran_ = false;
  std::uint64_t start_pc_ = 0;
  std::uint64_t units_checked_ = 0;
  std::vector<std::uint64_t> executions_;  // by index of the decoder's table
};

}  // namespace vitrine::engine::interpreter
