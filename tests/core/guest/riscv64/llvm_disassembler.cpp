// SPDX-License-Identifier: Apache-2.0
// The only file here that sees LLVM's headers.
#include "tests/core/guest/riscv64/llvm_disassembler.h"

#include <llvm-c/Disassembler.h>
#include <llvm-c/Target.h>

#include <array>
#include <cstring>

#include "core/base/check.h"

namespace vitrine::guest::riscv64::test {

LlvmDisassembler::LlvmDisassembler() {
  LLVMInitializeRISCVTargetInfo();
  LLVMInitializeRISCVTargetMC();
  LLVMInitializeRISCVDisassembler();
  context_ = LLVMCreateDisasmCPUFeatures("riscv64-unknown-elf", "generic-rv64", "+m,+a,+f,+d,+c,+zicsr,+zifencei,+zba,+zbb,+zbs", nullptr,
                                         0, nullptr, nullptr);
  CHECK(context_ != nullptr, "LLVM has no RISC-V disassembler");
}

LlvmDisassembler::~LlvmDisassembler() { LLVMDisasmDispose(context_); }

std::string LlvmDisassembler::text(std::uint32_t raw, unsigned length) const {
  std::array<std::uint8_t, 4> bytes{};
  std::memcpy(bytes.data(), &raw, length);
  std::array<char, 128> out{};
  const std::size_t taken = LLVMDisasmInstruction(context_, bytes.data(), length, 0, out.data(), out.size());
  return taken == length ? std::string{out.data()} : std::string{};
}

}  // namespace vitrine::guest::riscv64::test
