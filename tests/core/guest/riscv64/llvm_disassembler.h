// SPDX-License-Identifier: Apache-2.0
// LLVM's opinion of RV64 instruction bits.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace vitrine::guest::riscv64::test {

// RV64IMAFDC_Zicsr_Zifencei_Zba_Zbb_Zbs.
class LlvmDisassembler {
 public:
  LlvmDisassembler();
  ~LlvmDisassembler();
  LlvmDisassembler(const LlvmDisassembler&) = delete;
  LlvmDisassembler& operator=(const LlvmDisassembler&) = delete;

  // The assembly text of one instruction of 2 or 4 bytes, a compressed one as what it stands for; empty where it is none.
  [[nodiscard]] std::string text(std::uint32_t raw, unsigned length) const;

 private:
  void* context_;
};

}  // namespace vitrine::guest::riscv64::test
