// SPDX-License-Identifier: Apache-2.0
// Prints the instructions that `--cpu max` has, a name a line.
#include <cstdio>

#include "core/guest/riscv64/decoder.h"
#include "core/guest/riscv64/model.h"

int main() {
  namespace riscv = vitrine::guest::riscv64;
  const auto model = riscv::parse_cpu_model("max");
  if (!model) return 1;
  const riscv::Decoder decoder{model->extensions};
  for (const riscv::InsnInfo* const info : decoder.table())
    if (info->name != "illegal") std::printf("%s\n", riscv::assembler_name(info->name).c_str());
  return 0;
}
