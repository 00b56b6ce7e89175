// SPDX-License-Identifier: Apache-2.0
// The baseline translator of one vCPU: code memory, translations by number, their exits and links.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/result.h"
#include "core/base/sys/code_memory.h"
#include "core/codegen/common/home_map.h"
#include "core/codegen/common/translation.h"
#include "core/codegen/x64/home_table.h"
#include "core/codegen/x64/stubs.h"
#include "core/cpu/state.h"
#include "core/cpu/vcpu.h"
#include "core/ir/node.h"

namespace vitrine::engine::jit {

// What to translate.
struct Request {
  const ir::UnitIr* ir = nullptr;
  std::uint32_t page_offset = 0;  // of the first instruction in its page
  bool exact = false;
  bool with_float = false;
  std::uint8_t rounding = 0;
  bool is_twin = false;                         // see codegen::x64::UnitRequest
  std::vector<std::uint32_t>* marks = nullptr;  // gets where each guest instruction's code begins, in bytes from the entry
};

// One translation.
struct Translation {
  const std::byte* entry = nullptr;
  std::byte* entry_write = nullptr;
  const std::byte* stale = nullptr;
  std::uint32_t bytes = 0;
  std::uint32_t straight_bytes = 0;  // of them: before the paths that are seldom taken
  bool valid = false;
  std::vector<std::uint32_t> incoming;  // exits whose jumps lead here
};

// Thread: the vCPU's own.
class Jit {
 public:
  // Fails where the host has no executable memory or lacks instructions that translated code uses.
  // for_profilers: see base::sys::CodeMemory.
  static base::Result<std::unique_ptr<Jit>> create(const codegen::HomeMap& homes, std::size_t code_bytes, bool for_profilers = false);

  enum class Outcome : std::uint8_t { kDone, kUntranslatable, kFull };
  // On success `number` is the new translation's.
  Outcome translate(const Request& request, std::uint32_t& number);
  [[nodiscard]] const Translation& translation(std::uint32_t number) const { return translations_[number]; }
  // Its entry leads out from now on, and so do the jumps to it.
  void invalidate(std::uint32_t number);
  // Lets the exit's jump lead to a translation.  Nothing happens when the exit's own translation is no longer valid.
  void link(std::uint32_t exit, std::uint32_t target);
  // Drops every translation.  Never while one runs.
  void clear();

  // Runs code from state.page_pc's page until it comes back, and tells by which exit.
  const codegen::Exit& run(cpu::VcpuState& state, const std::byte* code, bool with_float);
  // For VcpuState::run_system and find_code, which are called with all registers in the state.  First the guest's floating-point flags:
  static void collect_flags(cpu::VcpuState& state);
  // Then one of these is the answer: behind the instruction, at other code, or out, by an exit that run() tells of.
  const std::byte* go_on(cpu::VcpuState& state, bool with_float) const;
  const std::byte* go_to(cpu::VcpuState& state, const cpu::Unit& unit, bool with_float) const;
  const std::byte* depart(cpu::VcpuState& state, std::uint32_t exit) const;

  // Where units without a translation lead.
  [[nodiscard]] const std::byte* interpret(bool with_float) const {
    return with_float ? stubs_.with_float.interpret : stubs_.without_float.interpret;
  }

  [[nodiscard]] codegen::Site& site(std::uint32_t number) { return table_.sites[number]; }
  // From now on the site's accesses look into the TLB at once.
  void let_probe(codegen::Site& site);
  // The site's group goes on in its twin at once.
  void let_part(codegen::Site& site);
  [[nodiscard]] const codegen::Exit& exit(std::uint32_t number) const { return table_.exits[number]; }
  [[nodiscard]] std::uint64_t bytes_used() const { return used_; }
  // Tells of the code that stands there once.
  void name_stubs(const cpu::CodeListener& listener) const;

 private:
  Jit(const codegen::HomeMap& homes, base::sys::CodeMemory memory);
  void restart();

  codegen::HomeMap map_;
  codegen::x64::HomeTable homes_;
  base::sys::CodeMemory memory_;
  codegen::x64::Stubs stubs_;
  codegen::SiteTable table_;
  std::vector<Translation> translations_;
  std::size_t used_ = 0;
  std::size_t stub_bytes_ = 0;
  bool fuses_ = false;
};

}  // namespace vitrine::engine::jit
