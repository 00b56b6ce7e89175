// SPDX-License-Identifier: Apache-2.0
// Any machine and any kernel command line: the tree is refused or well-formed.
#include <libfdt.h>

#include <algorithm>

#include "core/machine/riscv_virt/tree.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vitrine::machine::riscv_virt;
  if (size < 4) return 0;
  const std::string text{data + 4, data + size};
  TreeInputs inputs;
  inputs.cpus = 1 + data[0] % kMaxHarts;
  inputs.memory_bytes = std::uint64_t{data[1]} << 24;
  inputs.isa = text.substr(0, data[2]);
  inputs.extensions = {text.substr(0, data[3]), text};
  inputs.mmu_type = text.substr(0, 8);
  inputs.bootargs = text;
  if ((data[0] & 0x80) != 0) inputs.initrd = Window{inputs.memory_bytes, size};
  const auto tree = build_tree(inputs);
  if (tree && fdt_check_full(tree->data(), tree->size()) != 0) __builtin_trap();
  return 0;
}
