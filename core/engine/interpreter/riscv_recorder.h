// SPDX-License-Identifier: Apache-2.0
// From decoded RV64 instructions to the IR that is translated.
#pragma once

#include <span>

#include "core/guest/riscv64/decoder.h"
#include "core/ir/node.h"

namespace vitrine::engine::interpreter {

// Replaces what `unit` holds.  Instructions that end in a straight one go on at the address behind it.
void record_unit(const guest::riscv64::Decoder& decoder, std::span<const cpu::DecodedInsn> insns, ir::UnitIr& unit);

}  // namespace vitrine::engine::interpreter
