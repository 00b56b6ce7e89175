// SPDX-License-Identifier: Apache-2.0
// CPU models: which extensions `--cpu` gives, and the ISA string that tells the guest.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace vitrine::guest::riscv64 {

// A model after QEMU's spelling: "max" or "rv64", then ",zbb=off", ",+zbs", ",-sstc", ",svadu=on" …
struct CpuModel {
  std::uint64_t extensions = 0;  // ExtensionBit set
};
base::Result<CpuModel> parse_cpu_model(std::string_view text);
// "rv64imafdc_zicntr_zicsr_…" in canonical order, for riscv,isa; and the list for riscv,isa-extensions.
std::string isa_string(const CpuModel& model);
std::vector<std::string> isa_extensions(const CpuModel& model);
// "riscv,sv57", "riscv,sv48", "riscv,sv39" for mmu-type.
std::string mmu_type(const CpuModel& model);

}  // namespace vitrine::guest::riscv64
