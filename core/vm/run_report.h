// SPDX-License-Identifier: Apache-2.0
// What a machine did from its start to its end, for `--stats`.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/cpu/counters.h"

namespace vitrine::vm {

// A named step of the start, and when it was done: milliseconds since the process started.
struct StartPhase {
  std::string name;
  double done_ms = 0;
};

// What one engine did.
struct TierReport {
  std::string name = {};
  std::uint64_t blocks = 0;                   // translated or decoded units
  std::uint64_t instructions = 0;             // executed
  std::uint64_t translated_instructions = 0;  // in the units
  std::uint64_t host_bytes = 0;
  double translation_seconds = 0;
  std::uint64_t entries = 0;  // from C++
};

// Where translated code found no answer in its caches, and why what it had was forgotten; of all CPUs.
struct TranslationReport {
  cpu::SlotCounters range_slots;
  std::uint64_t jump_cache_misses = 0;
  std::uint64_t cold_jumps = 0;
  std::uint64_t invalidations = 0;
  cpu::FlushCounters flushes;
};

struct RunReport {
  double wall_seconds = 0;
  std::uint64_t instructions = 0;
  std::vector<TierReport> tiers;
  TranslationReport translation;
  std::uint64_t tlb_misses = 0;
  std::uint64_t mmio_accesses = 0;
  std::uint64_t interrupts = 0;
  std::uint64_t exceptions = 0;
  std::uint64_t verified_units = 0;
  std::map<std::string, std::uint64_t> verified_instructions;  // executions by name, under --verify
  std::vector<std::uint64_t> instructions_by_cpu;
  std::vector<StartPhase> start;
};

// As JSON text, with the keys that the command line's contract names.
std::string to_json(const RunReport& report);

}  // namespace vitrine::vm
