// SPDX-License-Identifier: Apache-2.0
// The instructions of RV64 as LLVM's MC library knows them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace vitrine::tests {

// Decodes under one feature string, e.g. "+m,+a,+c".  Thread: one.
class LlvmDisassembler {
 public:
  explicit LlvmDisassembler(const std::string& features);
  ~LlvmDisassembler();
  LlvmDisassembler(const LlvmDisassembler&) = delete;
  LlvmDisassembler& operator=(const LlvmDisassembler&) = delete;
  // LLVM's name of the opcode, ordering suffixes (_AQ, _RL) left off; nothing where it is no instruction.
  std::optional<std::string> opcode(std::uint32_t word);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace vitrine::tests
