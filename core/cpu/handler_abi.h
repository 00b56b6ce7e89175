// SPDX-License-Identifier: Apache-2.0
// How the interpreter's instruction handlers call one another.
#pragma once

#include <cstddef>
#include <cstdint>

namespace vitrine::cpu {

struct VcpuState;
struct DecodedInsn;

// With Clang each handler ends in a tail call to the next one and the chain ends by returning nullptr; compilers without guaranteed tail
// calls return the next instruction to a loop.
#if defined(__clang__)
#define VITRINE_TAIL_CALLS 1
#else
#define VITRINE_TAIL_CALLS 0
#endif
#if defined(__clang__) && defined(__x86_64__) && !defined(__SANITIZE_THREAD__) && !defined(_WIN32)
#define VITRINE_HANDLER_ABI __attribute__((preserve_none))
#else
#define VITRINE_HANDLER_ABI
#endif

typedef VITRINE_HANDLER_ABI const DecodedInsn* (*Handler)(VcpuState*, const DecodedInsn*);

// Goes on with the handler of `insn`, or with another function of a handler's kind; the last statement of a handler.
#if VITRINE_TAIL_CALLS
#define VITRINE_DISPATCH(state, insn) [[clang::musttail]] return (insn)->handler((state), (insn))
#define VITRINE_TAIL(function, state, insn) [[clang::musttail]] return function((state), (insn))
#else
#define VITRINE_DISPATCH(state, insn) return (insn)
#define VITRINE_TAIL(function, state, insn) return function((state), (insn))
#endif

// One decoded instruction.  The register numbers are ready for use: a destination that is discarded names the guest's dummy slot.
struct DecodedInsn {
  Handler handler;
  std::int64_t imm;
  std::uint32_t raw;  // the instruction's own bits, as far as they fit
  std::uint8_t rd, rs1, rs2, rs3;
  std::uint16_t pc_offset;  // from the unit's start
  std::uint16_t info;       // index into the guest's instruction table
  std::uint8_t length;      // bytes
  std::uint8_t extra;       // rounding mode, ordering bits: whatever the instruction's semantics name it
  std::uint16_t reserved;
};
static_assert(sizeof(void*) != 8 || sizeof(DecodedInsn) == 32);

// A straight run of decoded instructions, found by its physical address and mode.  Its instructions follow it in memory, the last one a
// pseudo-instruction that leaves the unit.  Thread: the vCPU that decoded it.
struct Unit {
  std::uint64_t physical;         // of the first byte
  std::uint64_t second_physical;  // of the second page's first byte when the last instruction crosses into it, else kOnePage
  std::uint32_t mode;             // VcpuState::mode: whatever decoding depends on
  std::uint16_t count;            // instructions
  std::uint16_t bytes;
  Unit* links[2];      // successors inside the same page: [0] falls through, [1] taken; nullptr until first used
  Unit* next_in_page;  // of the page that `physical` lies in
  Unit* next_in_bucket;
  const std::byte* code;  // its translation's entry, or the way back to the interpreter; nullptr while no engine translates
  Handler first;          // the first instruction's own handler, while another one stands in its place to count or to enter the translation
  std::uint32_t heat;     // entries left until it is translated
  bool valid;
  std::uint32_t translation;  // its number, or kNotTranslated
  std::uint32_t alias;        // 0, or which of the debugger's pages it was decoded in: breakpoints are set by virtual address

  static constexpr std::uint64_t kOnePage = ~std::uint64_t{0};
  static constexpr std::uint32_t kNotTranslated = ~std::uint32_t{0};
  // SAFETY: the arena lays count + 1 instructions directly behind the unit, and Unit's size is a multiple of their alignment.
  [[nodiscard]] DecodedInsn* insns() { return reinterpret_cast<DecodedInsn*>(this + 1); }
  [[nodiscard]] const DecodedInsn* insns() const { return reinterpret_cast<const DecodedInsn*>(this + 1); }
};
static_assert(sizeof(Unit) % alignof(DecodedInsn) == 0);

}  // namespace vitrine::cpu
