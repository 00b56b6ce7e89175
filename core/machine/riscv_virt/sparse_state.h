// SPDX-License-Identifier: Apache-2.0
// The contents of RAM and flash as part of a saved machine: the pages that hold something.
#pragma once

#include <array>
#include <cstdint>
#include <functional>

#include "core/base/sys/os.h"
#include "core/memory/guest_memory.h"
#include "core/snapshot/fields.h"

namespace vitrine::machine::riscv_virt {

using Page = std::array<std::uint8_t, memory::kPageSize>;

// A large block, most of which may never have been touched.  Offsets are multiples of a page.
struct SparseBlock {
  std::uint64_t size;
  std::function<void(const std::function<void(std::uint64_t offset)>& visit)> for_each_touched;
  std::function<bool(std::uint64_t offset, Page& page)> read;
  std::function<bool(std::uint64_t offset, const Page& page)> write;
  std::function<void()> clear;
};

// Visits the block's size, the number of its pages that are not zero, and each of them after its index.  False when the saved block does not
// fit this one; a block of another size is left alone.
bool visit_sparse(snapshot::Fields& visitor, const SparseBlock& block);

// Thread: control, while all vCPUs are held.
class RamState final : public snapshot::Stateful {
 public:
  explicit RamState(memory::GuestMemory& memory) : memory_{memory} {}
  void fields(snapshot::Fields& visitor) override;
  base::Status restored() override;

 private:
  SparseBlock sparse(const memory::Block& block);

  memory::GuestMemory& memory_;
  bool fits_ = true;
};

}  // namespace vitrine::machine::riscv_virt
