// SPDX-License-Identifier: Apache-2.0
// The contents of RAM as part of a saved machine: the pages that hold something.
#pragma once

#include "core/memory/guest_memory.h"
#include "core/snapshot/fields.h"

namespace vitrine::machine::riscv_virt {

// Thread: control, while all vCPUs are held.
class RamState final : public snapshot::Stateful {
 public:
  explicit RamState(memory::GuestMemory& memory) : memory_{memory} {}
  // For each RAM block: its size, the number of pages that are not zero, and each of them after its index.
  void fields(snapshot::Fields& visitor) override;
  base::Status restored() override;

 private:
  void save_block(snapshot::Fields& visitor, const memory::Block& block);
  void restore_block(snapshot::Fields& visitor, const memory::Block& block);

  memory::GuestMemory& memory_;
  bool fits_ = true;
};

}  // namespace vitrine::machine::riscv_virt
