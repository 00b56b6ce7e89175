// SPDX-License-Identifier: Apache-2.0
// Addresses and interrupt sources of the board `virt`, as QEMU's machine of the same name has them.
#pragma once

#include <cstdint>

namespace vitrine::machine::riscv_virt {

struct Window {
  std::uint64_t base;
  std::uint64_t size;
};
inline constexpr Window kResetRom{0x1000, 0xf000};
inline constexpr Window kTest{0x100000, 0x1000};
inline constexpr Window kRtc{0x101000, 0x1000};
inline constexpr Window kClint{0x2000000, 0x10000};
inline constexpr Window kPlic{0xc000000, 0x600000};
inline constexpr Window kUart{0x10000000, 0x100};
inline constexpr Window kFwCfg{0x10100000, 0x18};
inline constexpr Window kFlash0{0x20000000, 0x2000000};
inline constexpr Window kFlash1{0x22000000, 0x2000000};
inline constexpr std::uint64_t kRamBase = 0x80000000;

inline constexpr unsigned kUartSource = 10, kRtcSource = 11;
inline constexpr unsigned kPlicSources = 96;
inline constexpr std::uint32_t kTimebaseHz = 10'000'000;
inline constexpr std::uint32_t kUartHz = 3'686'400;

inline constexpr unsigned kMaxHarts = 64;
inline constexpr std::uint64_t kMinRam = std::uint64_t{16} << 20;
inline constexpr std::uint64_t kMaxRam = std::uint64_t{1} << 40;

}  // namespace vitrine::machine::riscv_virt
