// SPDX-License-Identifier: Apache-2.0
// The report as JSON.
#include "core/vm/run_report.h"

#include <nlohmann/json.hpp>

namespace vitrine::vm {

namespace {

nlohmann::ordered_json flushes_to_json(const cpu::FlushCounters& flushes) {
  return {{"fence_all", flushes.fence_all},
          {"fence_address", flushes.fence_address},
          {"fence_asid", flushes.fence_asid},
          {"fence_address_asid", flushes.fence_address_asid},
          {"control_registers", flushes.control_registers},
          {"root_changes", flushes.root_changes},
          {"code_fences", flushes.code_fences},
          {"code_stores", flushes.code_stores},
          {"code_memory_full", flushes.code_memory_full},
          {"unit_memory_full", flushes.unit_memory_full},
          {"context_evictions", flushes.context_evictions}};
}

}  // namespace

std::string to_json(const RunReport& report) {
  using nlohmann::ordered_json;
  ordered_json tiers = ordered_json::object();
  for (const TierReport& tier : report.tiers)
    tiers[tier.name] = {{"blocks", tier.blocks},
                        {"guest_instructions", tier.instructions},
                        {"translated_instructions", tier.translated_instructions},
                        {"host_bytes", tier.host_bytes},
                        {"entries", tier.entries},
                        {"translation_seconds", tier.translation_seconds}};
  ordered_json phases = ordered_json::object();
  for (const StartPhase& phase : report.start) phases[phase.name] = phase.done_ms;
  const ordered_json all{{"wall_seconds", report.wall_seconds},
                         {"guest_instructions", report.instructions},
                         {"guest_instructions_by_cpu", report.instructions_by_cpu},
                         {"tiers", tiers},
                         {"slot_misses", report.translation.range_slots.misses},
                         {"slot_calls", report.translation.range_slots.calls},
                         {"slot_fills", report.translation.range_slots.fills},
                         {"jump_cache_misses", report.translation.jump_cache_misses},
                         {"cold_jumps", report.translation.cold_jumps},
                         {"invalidated_translations", report.translation.invalidations},
                         {"flushes", flushes_to_json(report.translation.flushes)},
                         {"tlb_misses", report.tlb_misses},
                         {"mmio_accesses", report.mmio_accesses},
                         {"interrupts", report.interrupts},
                         {"exceptions", report.exceptions},
                         {"verified_units", report.verified_units},
                         {"verified_instructions", report.verified_instructions},
                         {"start_ms", phases}};
  return all.dump(2) + "\n";
}

}  // namespace vitrine::vm
