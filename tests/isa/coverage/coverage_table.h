// SPDX-License-Identifier: Apache-2.0
// The instruction coverage table: which opcodes exist under our feature string, and what the translator does with each.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/guest/riscv64/insn_table.h"

namespace vitrine::tests {

// What `--cpu max` advertises, in LLVM's words.
inline constexpr std::string_view kFeatures = "+m,+a,+f,+d,+c,+zicsr,+zifencei,+zba,+zbb,+zbs";

struct CoverageRow {
  std::string opcode;       // LLVM's name
  std::string instruction;  // ours: compressed forms name what they expand to
  std::string group;
  std::string state;  // translated, trapping or missing
  std::string sample;
};
struct CoverageTable {
  std::vector<CoverageRow> rows;  // sorted by opcode
};

CoverageTable find_coverage();
std::string to_markdown(const CoverageTable& table);

std::string display_name(std::string_view name);
std::string group_of(const guest::riscv64::InsnInfo& info);
std::string sample_text(std::uint32_t word);
// LLVM guards all but a few opcodes by features.  Not ours: those of debug mode, and unimp, whose meaning is the illegal-instruction exception.
bool is_advertised(std::string_view opcode);

}  // namespace vitrine::tests
