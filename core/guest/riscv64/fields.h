// SPDX-License-Identifier: Apache-2.0
// A hart's architectural state as fields of a snapshot.
#pragma once

#include "core/base/result.h"
#include "core/guest/riscv64/state.h"
#include "core/snapshot/fields.h"

namespace vitrine::guest::riscv64 {

// All that software can observe.  A reservation is not kept: store-conditional may always fail.
void fields(State& state, snapshot::Fields& visitor);
// After restoring: refuses values that no register write could have left, and derives PMP regions and the timer comparator.  The hart's owner
// calls update_contexts (with flushed contexts) after it.
base::Status restored(State& state);

}  // namespace vitrine::guest::riscv64
