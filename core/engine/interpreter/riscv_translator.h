// SPDX-License-Identifier: Apache-2.0
// Finds or decodes the unit at a guest pc: fetch, decode, cache.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "core/engine/interpreter/unit_cache.h"
#include "core/engine/interpreter/vcpu_group.h"
#include "core/guest/riscv64/decoder.h"
#include "core/guest/riscv64/state.h"

namespace vitrine::engine::interpreter {

class RiscvTiers;

// Thread: the vCPU's own.
class RiscvTranslator {
 public:
  RiscvTranslator(guest::riscv64::State& state, VcpuGroup& group, GroupMember& member, std::size_t arena_mib);

  // The unit at virtual pc in the state's mode; nullptr with state.fault and state.leave set when the fetch faults.
  cpu::Unit* find(std::uint64_t pc);
  // The same, by the jump cache where it knows.
  cpu::Unit* find_cached(std::uint64_t pc);
  // The instructions of a unit and those that follow its conditional branches inside its page: what is translated as one.
  void decode_further(const cpu::Unit& unit, std::uint64_t pc, std::vector<cpu::DecodedInsn>& insns);
  // From now on units are handed to the tiers, which outlive the translator's use.
  void set_tiers(RiscvTiers* tiers);
  [[nodiscard]] RiscvTiers* tiers() const { return tiers_; }
  // Carries out what other vCPUs and stores posted.
  void apply(const std::vector<Invalidation>& invalidations);
  // This vCPU made a device ROM hidden.
  void others_forget(const memory::Block& hidden) { group_.others_forget(member_, hidden); }
  // Forgets every unit: breakpoints changed, or the state was restored.
  void clear();
  void set_breakpoint(std::uint64_t address, bool on);

  [[nodiscard]] const guest::riscv64::Decoder& decoder() const { return decoder_; }
  [[nodiscard]] const UnitCache& cache() const { return cache_; }
  [[nodiscard]] std::uint64_t translated_instructions() const { return translated_; }
  [[nodiscard]] std::uint64_t translation_ns() const { return translation_ns_; }
  // Counts clear(): units found before are gone.
  [[nodiscard]] std::uint64_t generation() const { return generation_; }

 private:
  // A place to fetch from.  lasting: holds for the page, until the translation is invalidated.
  struct Page {
    std::uint64_t physical;
    bool lasting;
  };
  bool fetch_page(std::uint64_t pc, Page& page);
  bool read_half(std::uint64_t pc, std::uint16_t& half, Page& page);
  cpu::Unit* decode(std::uint64_t pc, const Page& first);
  bool decode_one(std::uint64_t pc, std::uint16_t pc_offset, std::uint64_t& second_physical);
  [[nodiscard]] std::uint32_t alias_of(std::uint64_t pc) const;
  cpu::Unit* fail(std::uint64_t pc);
  void remember(std::uint64_t pc, cpu::Unit& unit);
  void withhold_writes(std::uint64_t page);
  void forget(std::uint64_t page, std::uint64_t lines);
  void hide(const memory::Block& block);

  guest::riscv64::State& state_;
  VcpuGroup& group_;
  GroupMember& member_;
  guest::riscv64::Decoder decoder_;
  UnitCache cache_;
  std::set<std::uint64_t> breakpoints_;
  std::vector<cpu::DecodedInsn> draft_;
  std::uint64_t translated_ = 0;
  std::uint64_t translation_ns_ = 0;
  std::uint64_t generation_ = 0;
  RiscvTiers* tiers_ = nullptr;
};

}  // namespace vitrine::engine::interpreter
