// SPDX-License-Identifier: Apache-2.0
// The code that stands once in the code memory: into translated code, out of it, and from its accesses to C++.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/codegen/common/home_map.h"
#include "core/codegen/common/translation.h"
#include "core/codegen/x64/emitter.h"
#include "core/cpu/state.h"

namespace vitrine::codegen::x64 {

// Every general register has one purpose in translated code.
inline constexpr Gpr kState = Gpr::rbp;    // VcpuState + HomeMap::state_bias
inline constexpr Gpr kContext = Gpr::r15;  // VcpuState::data
inline constexpr Gpr kScratch[] = {Gpr::rax, Gpr::rcx, Gpr::rdx};
inline constexpr Gpr kHomes[] = {Gpr::rbx, Gpr::rsi, Gpr::rdi, Gpr::r12, Gpr::r13, Gpr::r14, Gpr::r8, Gpr::r9, Gpr::r10, Gpr::r11};
inline constexpr unsigned kFloatScratch = 4;  // xmm0 to xmm3; the others are homes
inline constexpr unsigned kFloatHomes = 12;
inline constexpr unsigned kSpills = 13;     // 8-byte words at rsp
inline constexpr unsigned kColdSpill = 13;  // behind them, one for each scratch register
inline constexpr unsigned kGroupWord = 16;  // behind those, the addends of groups of accesses
inline constexpr unsigned kWords = 24;

// What translated code calls.  `state` is the vCPU's; the result, if there is one, goes to VcpuState::exit_value.
struct Callbacks {
  bool (*load)(cpu::VcpuState* state, std::uint64_t address, std::uint32_t site);
  bool (*store)(cpu::VcpuState* state, std::uint64_t address, std::uint32_t site, std::uint64_t value);
  // `address` is where the bytes of the site's group begin.  The result is their addend, or kNoAddend.
  bool (*group)(cpu::VcpuState* state, std::uint64_t address, std::uint32_t site);
  bool (*atomic)(cpu::VcpuState* state, std::uint64_t address, std::uint32_t site, std::uint64_t value);
  // Operands in VcpuState::float_operands.
  bool (*compute)(cpu::VcpuState* state, std::uint32_t site);
  // VcpuState::run_system and find_code.
  const std::byte* (*system)(cpu::VcpuState* state, std::uint32_t exit);
  const std::byte* (*find)(cpu::VcpuState* state, std::uint64_t pc);
};

// Constants in the code memory.
enum class VectorConstant : std::uint8_t { kNanDouble, kNanSingle, kBox };
inline constexpr std::size_t kVectorConstants = 3;
inline constexpr std::size_t kVectorConstantBytes = 16;

enum class Called : std::uint8_t { kLoad, kStore, kAtomic, kCompute };

// The stubs of code that runs with the guest's floating point on (its registers in their homes, the guest's mode in MXCSR) or off.
struct StubSet {
  void (*enter)(cpu::VcpuState* biased, const std::byte* code) = nullptr;
  const std::byte* leave = nullptr;       // ecx: the exit's number
  const std::byte* leave_with = nullptr;  // the same, rax: VcpuState::exit_value
  const std::byte* interpret = nullptr;   // what an untranslated unit's code is; rcx: the unit
  // Calls Callbacks::system with ecx: the exit's number, and comes back when nothing but registers changed.
  const std::byte* system = nullptr;
  // Jumped to, not called, from a look into the jump cache that failed: Callbacks::find with rax: the pc.
  const std::byte* find = nullptr;
  // What those two answer, with all registers in the state: go on behind the call, at VcpuState::exit_value, or leave by VcpuState::exit_number.
  const std::byte* go_on = nullptr;
  const std::byte* go_to = nullptr;
  const std::byte* depart = nullptr;
  // Accesses, atomics and computations.  rax: address, ecx: site, rdx: value.  Comes back with the result in rax; rcx and rdx are lost, homes are kept.
  const std::byte* load = nullptr;
  const std::byte* store = nullptr;
  const std::byte* group = nullptr;
  const std::byte* atomic = nullptr;
  const std::byte* compute = nullptr;
};

struct Stubs {
  StubSet with_float, without_float;
  // Constants for vector instructions, 16 bytes each.
  const std::byte* constants = nullptr;
};

Stubs emit_stubs(Emitter& out, const HomeMap& homes, const Callbacks& callbacks);

}  // namespace vitrine::codegen::x64
