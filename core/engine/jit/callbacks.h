// SPDX-License-Identifier: Apache-2.0
// The C++ behind translated code: accesses that miss their range, atomics, floating point that the host does not do.
#pragma once

#include "core/codegen/x64/stubs.h"

namespace vitrine::engine::jit {

codegen::x64::Callbacks callbacks();

}  // namespace vitrine::engine::jit
