// SPDX-License-Identifier: Apache-2.0
// The RV64 registers that live in host registers while translated code runs.
#pragma once

#include "core/codegen/common/home_map.h"

namespace vitrine::engine::interpreter {

codegen::HomeMap riscv_homes();

}  // namespace vitrine::engine::interpreter
