// SPDX-License-Identifier: Apache-2.0
// A translation as people read it: guest code, IR and host code side by side.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/engine/jit/jit.h"
#include "core/guest/riscv64/decoder.h"
#include "core/ir/node.h"

namespace vitrine::engine::interpreter {

struct ListedTranslation {
  const cpu::Unit& unit;
  std::uint64_t pc;
  std::span<const cpu::DecodedInsn> insns;
  const guest::riscv64::Decoder& decoder;
  const ir::UnitIr& ir;
  const jit::Translation& made;
  std::span<const std::uint32_t> marks;  // where each instruction's code begins, in bytes from the entry
  std::uint64_t translation_ns;
};

// Several lines: what it is; each instruction with its nodes on the left and its host bytes on the right; the paths that are seldom taken.
std::string list_translation(const ListedTranslation& listed);

// "riscv64:s:ffffffff80001234": architecture, privilege and address.
std::string profiler_name(std::uint32_t mode, std::uint64_t pc);

}  // namespace vitrine::engine::interpreter
