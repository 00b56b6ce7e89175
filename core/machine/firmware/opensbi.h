// SPDX-License-Identifier: Apache-2.0
// How a RISC-V machine starts: the reset code in the mask ROM and what it hands to OpenSBI's fw_dynamic.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/result.h"

namespace vitrine::machine::firmware {

struct ResetTargets {
  std::uint64_t first = 0;  // where every hart jumps to, in M mode, with a0 = hart id, a1 = device tree, a2 = dynamic info
  std::uint64_t device_tree = 0;
  std::uint64_t next = 0;  // what the firmware starts in S mode
};

inline constexpr std::size_t kResetRomBytes = 0x28 + 0x30;
// The ROM's contents: code of 28h bytes, then the dynamic info (OpenSBI, docs/firmware/fw_dynamic.md, version 2).
std::array<std::byte, kResetRomBytes> reset_rom(const ResetTargets& targets);

// Debian's fw_dynamic.bin: beside the program's data, in the guests' cache, or where the package puts it.  The error says how to get it.
base::Result<std::string> find_default_opensbi();

}  // namespace vitrine::machine::firmware
