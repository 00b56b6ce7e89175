// SPDX-License-Identifier: Apache-2.0
// The emitter of x86-64 code: what a code generator includes.
#pragma once

#include "core/codegen/x64/vector_emitter.h"

namespace vitrine::codegen::x64 {

// Integer, control and vector instructions in one.  No allocation, no virtual call, no state but the cursor: make one a translation.
// Whoever calls vets the instructions that not every processor has against HostFeatures.  Thread: the one that translates.
class Emitter final : public VectorEmitter {
 public:
  using VectorEmitter::VectorEmitter;

  // Eight bytes that are no instruction.
  void data(std::uint64_t bytes) { append(bytes, 8); }
};

}  // namespace vitrine::codegen::x64
