// SPDX-License-Identifier: Apache-2.0
// The factory of real machines, in a file of its own so that programs without one link no core.
#include "app/session/session.h"
#include "core/vm/local_vm.h"

namespace vitrine::app::session {

base::Result<std::unique_ptr<vm::Vm>> local_machine(const vm::MachineConfig& config) {
  TRY_ASSIGN(auto machine, vm::LocalVm::create(config));
  machine->start(/*paused=*/true);
  return machine;
}

}  // namespace vitrine::app::session
