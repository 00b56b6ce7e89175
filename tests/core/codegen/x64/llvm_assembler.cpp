// SPDX-License-Identifier: Apache-2.0
// The only file here that sees LLVM's headers.
#include "tests/core/codegen/x64/llvm_assembler.h"

#include <llvm-c/Disassembler.h>
#include <llvm-c/Target.h>
#include <llvm/MC/MCAsmInfo.h>
#include <llvm/MC/MCCodeEmitter.h>
#include <llvm/MC/MCContext.h>
#include <llvm/MC/MCInst.h>
#include <llvm/MC/MCInstrInfo.h>
#include <llvm/MC/MCObjectFileInfo.h>
#include <llvm/MC/MCParser/MCAsmParser.h>
#include <llvm/MC/MCParser/MCTargetAsmParser.h>
#include <llvm/MC/MCRegisterInfo.h>
#include <llvm/MC/MCStreamer.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/MC/MCTargetOptions.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/SourceMgr.h>
#include <llvm/TargetParser/Triple.h>

#include <array>
#include <memory>

#include "core/base/check.h"

namespace vitrine::codegen::x64::test {
namespace {

struct Architecture {
  const char* triple;
  const char* cpu;
  const char* features;
  const char* first_line;
};
constexpr Architecture kHost{"x86_64-unknown-linux-gnu", "x86-64", "+bmi,+bmi2,+lzcnt,+popcnt,+avx,+avx2,+fma", ".intel_syntax noprefix\n"};
constexpr Architecture kGuest{"riscv64-unknown-elf", "generic-rv64", "+m,+a,+f,+d,+zicsr,+zifencei,+zba,+zbb,+zbs", "\n"};
constexpr Architecture kCompressedGuest{"riscv64-unknown-elf", "generic-rv64", "+m,+a,+f,+d,+c,+zicsr,+zifencei,+zba,+zbb,+zbs", "\n"};

void initialize() {
  LLVMInitializeRISCVTargetInfo();
  LLVMInitializeRISCVTarget();
  LLVMInitializeRISCVTargetMC();
  LLVMInitializeRISCVAsmParser();
  LLVMInitializeX86TargetInfo();
  LLVMInitializeX86Target();
  LLVMInitializeX86TargetMC();
  LLVMInitializeX86AsmParser();
  LLVMInitializeX86Disassembler();
}

// Keeps each instruction's bytes under the number of its source line, fixups left zero.
class LineCollector final : public llvm::MCStreamer {
 public:
  LineCollector(llvm::MCContext& context, const llvm::SourceMgr& source, const llvm::MCCodeEmitter& encoder, std::size_t lines)
      : MCStreamer{context}, source_{source}, encoder_{encoder}, bytes_(lines) {}

  void emitInstruction(const llvm::MCInst& instruction, const llvm::MCSubtargetInfo& subtarget) override {
    llvm::SmallVector<char, 16> code;
    llvm::SmallVector<llvm::MCFixup, 2> fixups;
    encoder_.encodeInstruction(instruction, code, fixups, subtarget);
    const unsigned line = source_.FindLineNumber(instruction.getLoc());  // from 1; the first names the syntax
    bytes_.at(line - 2).append(code.begin(), code.end());
  }
  bool emitSymbolAttribute(llvm::MCSymbol*, llvm::MCSymbolAttr) override { return true; }
  void emitCommonSymbol(llvm::MCSymbol*, std::uint64_t, llvm::Align) override {}
  void emitZerofill(llvm::MCSection*, llvm::MCSymbol*, std::uint64_t, llvm::Align, llvm::SMLoc) override {}

  std::vector<std::string> take() { return std::move(bytes_); }

 private:
  const llvm::SourceMgr& source_;
  const llvm::MCCodeEmitter& encoder_;
  std::vector<std::string> bytes_;
};

std::vector<std::string> assemble_for(const Architecture& architecture, const std::vector<std::string>& lines) {
  initialize();
  const char* const triple = architecture.triple;
  std::string text = architecture.first_line;
  for (const std::string& line : lines) text += line + "\n";
  std::string error;
  const llvm::Target* const target = llvm::TargetRegistry::lookupTarget(triple, error);
  CHECK(target != nullptr, error);
  const llvm::MCTargetOptions options;
  const std::unique_ptr<llvm::MCRegisterInfo> registers{target->createMCRegInfo(triple)};
  const std::unique_ptr<llvm::MCAsmInfo> assembly{target->createMCAsmInfo(*registers, triple, options)};
  const std::unique_ptr<llvm::MCSubtargetInfo> subtarget{target->createMCSubtargetInfo(triple, architecture.cpu, architecture.features)};
  const std::unique_ptr<llvm::MCInstrInfo> instructions{target->createMCInstrInfo()};
  llvm::SourceMgr source;
  source.setDiagHandler([](const llvm::SMDiagnostic&, void*) {});  // a refused line shows as one without bytes
  source.AddNewSourceBuffer(llvm::MemoryBuffer::getMemBuffer(text), llvm::SMLoc{});
  llvm::MCContext context{llvm::Triple{triple}, assembly.get(), registers.get(), subtarget.get(), &source};
  const std::unique_ptr<llvm::MCObjectFileInfo> objects{target->createMCObjectFileInfo(context, false)};
  context.setObjectFileInfo(objects.get());
  const std::unique_ptr<llvm::MCCodeEmitter> encoder{target->createMCCodeEmitter(*instructions, context)};
  LineCollector collector{context, source, *encoder, lines.size()};
  target->createNullTargetStreamer(collector);  // the collector owns it
  const std::unique_ptr<llvm::MCAsmParser> parser{llvm::createMCAsmParser(source, context, collector, *assembly)};
  const std::unique_ptr<llvm::MCTargetAsmParser> target_parser{target->createMCAsmParser(*subtarget, *parser, *instructions, options)};
  parser->setTargetParser(*target_parser);
  parser->Run(false);
  return collector.take();
}

}  // namespace

std::vector<std::string> assemble(const std::vector<std::string>& lines) { return assemble_for(kHost, lines); }

std::vector<std::string> assemble_riscv(const std::vector<std::string>& lines, bool compressed) {
  return assemble_for(compressed ? kCompressedGuest : kGuest, lines);
}

std::vector<HostInsn> disassemble_each(const std::string& bytes) {
  initialize();
  const std::unique_ptr<void, decltype(&LLVMDisasmDispose)> context{
      LLVMCreateDisasmCPUFeatures(kHost.triple, kHost.cpu, kHost.features, nullptr, 0, nullptr, nullptr), &LLVMDisasmDispose};
  CHECK(context != nullptr);
  LLVMSetDisasmOptions(context.get(), LLVMDisassembler_Option_AsmPrinterVariant);
  std::vector<std::uint8_t> code{bytes.begin(), bytes.end()};
  std::vector<HostInsn> insns;
  for (std::size_t at = 0; at < code.size();) {
    std::array<char, 128> out{};
    const std::size_t taken = LLVMDisasmInstruction(context.get(), code.data() + at, code.size() - at, at, out.data(), out.size());
    insns.push_back({at, taken, taken != 0 ? std::string{out.data()} : "?"});
    if (taken == 0) break;
    at += taken;
  }
  return insns;
}

std::string disassemble(const std::string& bytes) {
  std::string text;
  for (const HostInsn& insn : disassemble_each(bytes)) text += insn.length != 0 ? insn.text + "\n" : insn.text;
  return text;
}

}  // namespace vitrine::codegen::x64::test
