// SPDX-License-Identifier: Apache-2.0
// Where translated code finds the fields of the shared vCPU state, MMU context and unit.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/cpu/state.h"

namespace vitrine::codegen::x64 {

// SAFETY: these types are not standard-layout everywhere; our compilers support offsetof for members of a class without virtual bases.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
namespace state_offset {
inline constexpr std::uint32_t kInstructions = offsetof(cpu::VcpuState, instructions);
inline constexpr std::uint32_t kLimit = offsetof(cpu::VcpuState, limit);
inline constexpr std::uint32_t kData = offsetof(cpu::VcpuState, data);
inline constexpr std::uint32_t kFetch = offsetof(cpu::VcpuState, fetch);
inline constexpr std::uint32_t kPagePc = offsetof(cpu::VcpuState, page_pc);
inline constexpr std::uint32_t kExitNumber = offsetof(cpu::VcpuState, exit_number);
inline constexpr std::uint32_t kExitValue = offsetof(cpu::VcpuState, exit_value);
inline constexpr std::uint32_t kGuestFloatControl = offsetof(cpu::VcpuState, guest_float_control);
inline constexpr std::uint32_t kHostFloatControl = offsetof(cpu::VcpuState, host_float_control);
inline constexpr std::uint32_t kFloatOperands = offsetof(cpu::VcpuState, float_operands);
inline constexpr std::uint32_t kKept = offsetof(cpu::VcpuState, kept);
inline constexpr std::uint32_t kMissesUntilFill = offsetof(cpu::VcpuState, misses_until_fill);
}  // namespace state_offset
namespace context_offset {
inline constexpr std::int32_t kJumps = offsetof(cpu::MmuContext, jumps);
inline constexpr std::int32_t kTlb = offsetof(cpu::MmuContext, tlb);
inline constexpr std::int32_t kRanges = offsetof(cpu::MmuContext, ranges);
}  // namespace context_offset
inline constexpr std::int32_t kUnitCode = offsetof(cpu::Unit, code);
#pragma GCC diagnostic pop

}  // namespace vitrine::codegen::x64
