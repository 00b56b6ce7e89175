// SPDX-License-Identifier: Apache-2.0
// From interpreted units to translated ones and back: what is worth translating, and what happens when translated code comes out.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "core/base/log.h"
#include "core/base/result.h"
#include "core/cpu/vcpu.h"
#include "core/engine/jit/jit.h"
#include "core/guest/riscv64/decoder.h"
#include "core/guest/riscv64/state.h"
#include "core/ir/node.h"

namespace vitrine::engine::interpreter {

class RiscvTranslator;

struct TierConfig {
  std::uint32_t heat = 0;                // a unit is translated when it is entered for the heat-th time
  bool exact = false;                    // translations look at the limit wherever the interpreter does
  std::size_t code_mib = 64;             // of host code; everything is forgotten when it is full
  base::LogCategory log = {};            // lists every translation
  cpu::CodeListener code_listener = {};  // hears of every translation, which then have so much room that their addresses serve once
};

// Thread: the vCPU's own.
class RiscvTiers {
 public:
  static base::Result<std::unique_ptr<RiscvTiers>> create(guest::riscv64::State& state, RiscvTranslator& translator,
                                                          const TierConfig& config);

  // A unit is new: from now on its entries are counted.  translatable: it is there for good and begins with no breakpoint.
  void adopt(cpu::Unit& unit, bool translatable);
  // The translations that stand in these lines of a physical page are void.
  void invalidate(std::uint64_t page, std::uint64_t lines);
  // Every unit is gone.
  void clear();
  // The code memory is full: the owner has to clear everything as soon as no unit runs.
  [[nodiscard]] bool full() const { return full_; }
  [[nodiscard]] cpu::TierCounters counters() const;

  // Handlers that stand in the place of a unit's first.
  VITRINE_HANDLER_ABI static const cpu::DecodedInsn* count_entry(cpu::VcpuState* state, const cpu::DecodedInsn* insn);
  VITRINE_HANDLER_ABI static const cpu::DecodedInsn* enter_translation(cpu::VcpuState* state, const cpu::DecodedInsn* insn);

 private:
  // What a translation was made of.
  struct Source {
    cpu::Unit* unit = nullptr;
    std::uint64_t page = 0;
    std::uint64_t lines = 0;
    bool is_twin = false;
    std::unique_ptr<std::byte[]> helper;  // a unit of its own for the instruction that C++ executes, the last one
  };
  // Where to go on: with an instruction of the interpreter, or not at all.
  struct Next {
    cpu::Unit* unit = nullptr;  // to enter at state.pc
    const cpu::DecodedInsn* insn = nullptr;
    const std::byte* twin = nullptr;  // code, of a twin
  };
  // What is to be translated.
  struct Draft {
    cpu::Unit* unit = nullptr;
    std::uint64_t pc = 0;  // virtual and physical address of the first instruction
    std::uint64_t physical = 0;
    std::span<const cpu::DecodedInsn> insns;
    bool is_twin = false;
  };

  RiscvTiers(guest::riscv64::State& state, RiscvTranslator& translator, const TierConfig& config, std::unique_ptr<jit::Jit> jit);
  bool translate(cpu::Unit& unit);
  bool generate(const Draft& draft, std::uint32_t& number);
  std::span<const cpu::DecodedInsn> all_insns(const cpu::Unit& unit, std::uint64_t pc);
  void tell(const Draft& draft, std::uint32_t number, std::uint64_t ns) const;
  void keep_source(const Draft& draft);
  Next run(cpu::Unit& unit);
  Next come_out(const codegen::Exit& exit);
  Next follow_link(const codegen::Exit& exit);
  Next follow_twin(const codegen::Exit& exit);
  const std::byte* make_twin(cpu::Unit& unit, std::uint64_t start, std::uint32_t skipped, std::uint32_t exit);
  Next run_helper(const codegen::Exit& exit);
  const std::byte* run_system(std::uint32_t number);
  const std::byte* find_code(std::uint64_t pc);
  const std::byte* done() { return jit_->depart(state_, codegen::kExitDone); }
  Next leave(cpu::Leave why, std::uint64_t pc);
  Next poll(std::uint64_t pc);
  [[nodiscard]] std::uint64_t target_of(const codegen::Exit& exit) const {
    return state_.page_pc + static_cast<std::uint64_t>(static_cast<std::int64_t>(exit.target));
  }
  [[nodiscard]] bool has_float(const cpu::Unit& unit) const;
  [[nodiscard]] bool is_translated(const cpu::Unit& unit) const { return unit.valid && unit.translation != cpu::Unit::kNotTranslated; }

  guest::riscv64::State& state_;
  RiscvTranslator& translator_;
  TierConfig config_;
  std::unique_ptr<jit::Jit> jit_;
  ir::UnitIr ir_;
  std::vector<std::uint32_t> marks_;  // of the translation that is being made, for the log
  std::vector<cpu::DecodedInsn> draft_;
  std::vector<Source> sources_;  // by number of the translation
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> pages_;
  cpu::TierCounters counters_;
  bool full_ = false;
};

}  // namespace vitrine::engine::interpreter
