// SPDX-License-Identifier: Apache-2.0
// LLVM's RISC-V disassembler behind a face without LLVM.
#include "tests/isa/coverage/llvm_opcodes.h"

#include <llvm/MC/MCAsmInfo.h>
#include <llvm/MC/MCContext.h>
#include <llvm/MC/MCDisassembler/MCDisassembler.h>
#include <llvm/MC/MCInst.h>
#include <llvm/MC/MCInstrInfo.h>
#include <llvm/MC/MCRegisterInfo.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/MC/MCTargetOptions.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/TargetParser/Triple.h>

#include <array>
#include <cstring>

namespace vitrine::tests {

struct LlvmDisassembler::Parts {
  llvm::MCTargetOptions options;
  std::unique_ptr<llvm::MCRegisterInfo> registers;
  std::unique_ptr<llvm::MCAsmInfo> assembly;
  std::unique_ptr<llvm::MCSubtargetInfo> subtarget;
  std::unique_ptr<llvm::MCInstrInfo> instructions;
  std::unique_ptr<llvm::MCContext> context;
  std::unique_ptr<llvm::MCDisassembler> disassembler;
};

LlvmDisassembler::LlvmDisassembler(const std::string& features) : parts_{std::make_unique<Parts>()} {
  LLVMInitializeRISCVTargetInfo();
  LLVMInitializeRISCVTargetMC();
  LLVMInitializeRISCVDisassembler();
  const std::string triple = "riscv64-unknown-linux-gnu";
  std::string error;
  const llvm::Target* const target = llvm::TargetRegistry::lookupTarget(triple, error);
  Parts& p = *parts_;
  p.registers.reset(target->createMCRegInfo(triple));
  p.assembly.reset(target->createMCAsmInfo(*p.registers, triple, p.options));
  p.subtarget.reset(target->createMCSubtargetInfo(triple, "generic-rv64", features));
  p.instructions.reset(target->createMCInstrInfo());
  p.context = std::make_unique<llvm::MCContext>(llvm::Triple{triple}, p.assembly.get(), p.registers.get(), p.subtarget.get());
  p.disassembler.reset(target->createMCDisassembler(*p.subtarget, *p.context));
}

LlvmDisassembler::~LlvmDisassembler() = default;

std::optional<std::string> LlvmDisassembler::opcode(std::uint32_t word) {
  std::array<std::uint8_t, 4> bytes{};
  std::memcpy(bytes.data(), &word, bytes.size());
  llvm::MCInst instruction;
  std::uint64_t size = 0;
  const llvm::ArrayRef<std::uint8_t> code{bytes.data(), (word & 3) == 3 ? 4U : 2U};
  const auto status = parts_->disassembler->getInstruction(instruction, size, code, 0, llvm::nulls());
  if (status != llvm::MCDisassembler::Success) return std::nullopt;
  std::string name = parts_->instructions->getName(instruction.getOpcode()).str();
  for (const std::string_view suffix : {"_AQ_RL", "_AQ", "_RL"})
    if (name.ends_with(suffix)) return name.substr(0, name.size() - suffix.size());
  return name;
}

}  // namespace vitrine::tests
