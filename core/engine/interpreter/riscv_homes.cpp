// SPDX-License-Identifier: Apache-2.0
// Chosen by how often compilers use them: the registers of compressed instructions, the stack pointer, the return address.
#include "core/engine/interpreter/riscv_homes.h"

#include "core/guest/riscv64/domain.h"

namespace vitrine::engine::interpreter {

codegen::HomeMap riscv_homes() {
  using codegen::HomeKind;
  namespace riscv = guest::riscv64;
  codegen::HomeMap map;
  // The first ones get host registers that survive calls of C++, which matters for those that are live everywhere.
  for (const unsigned number : {2u, 8u, 9u, 1u, 15u, 14u, 10u, 11u, 12u, 13u})
    map.homes.push_back({riscv::kSlotX + 8 * number, HomeKind::kGeneral});
  for (const unsigned number : {15u, 14u, 13u, 12u, 11u, 10u, 16u, 17u, 0u, 1u, 2u, 3u})
    map.homes.push_back({riscv::kSlotF + 8 * number, HomeKind::kFloat});
  map.first_float = riscv::kSlotF;
  map.end_float = riscv::kSlotF + 8 * 32;
  map.state_bias = riscv::kSlotX + 128;
  return map;
}

}  // namespace vitrine::engine::interpreter
