// SPDX-License-Identifier: Apache-2.0
// The device tree of the board `virt`.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/machine/riscv_virt/layout.h"

namespace vitrine::machine::riscv_virt {

struct TreeInputs {
  unsigned cpus = 1;
  std::uint64_t memory_bytes = 0;
  std::string isa;                      // "rv64imafdc_…"
  std::vector<std::string> extensions;  // "i", "m", … "zicsr"
  std::string mmu_type;                 // "riscv,sv57"; empty: no address translation
  std::string bootargs;
  std::optional<Window> initrd;
  std::array<std::byte, 32> rng_seed{};
};

base::Result<std::vector<std::byte>> build_tree(const TreeInputs& inputs);

}  // namespace vitrine::machine::riscv_virt
