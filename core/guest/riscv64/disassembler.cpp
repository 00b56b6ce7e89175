// SPDX-License-Identifier: Apache-2.0
// Text from the tables that decode: a register is an operand where its field is none of the encoding's fixed bits.
#include "core/guest/riscv64/disassembler.h"

#include <fmt/format.h>

#include <array>

#include "core/guest/riscv64/csr_table.h"
#include "core/guest/riscv64/registers.h"

namespace vitrine::guest::riscv64 {
namespace {

constexpr std::uint32_t kRs1Bits = 31u << 15, kRs2Bits = 31u << 20;

// Which file rs1 and rs2 name: of a load or store the base is an integer, of a conversion the name's last part tells.
bool source_is_float(const InsnInfo& info, bool second) {
  if (!info.needs_fpu || info.format == Format::kI) return false;
  if (info.format == Format::kS) return second;
  const std::string_view source = info.name.substr(info.name.rfind('_') + 1);
  return source == "s" || source == "d";
}

constexpr unsigned kFramePointer = 8;  // which assemblers call s0

std::string name_of(unsigned number, bool is_float) {
  if (!is_float && number == kFramePointer) return "s0";
  return std::string{is_float ? float_register_name(number) : integer_register_name(number)};
}

std::string destination(const InsnInfo& info, const cpu::DecodedInsn& insn) {
  if (info.destination == Destination::kF) return name_of(insn.rd, true);
  return name_of(insn.rd == kDiscard ? 0 : insn.rd, false);
}

std::string rounding(std::uint8_t mode) {
  static constexpr std::array<std::string_view, 8> kNames{"rne", "rtz", "rdn", "rup", "rmm", "?", "?", ""};
  return std::string{kNames[mode & 7]};
}

// Registers that the encoding leaves open, rd first, and the rounding mode where one is given.
std::string registers(const InsnInfo& info, const cpu::DecodedInsn& insn) {
  std::string text;
  const auto add = [&](const std::string& operand) { text += (text.empty() || operand.empty() ? "" : ", ") + operand; };
  if (info.destination != Destination::kNone) add(destination(info, insn));
  if ((info.mask & kRs1Bits) == 0) add(name_of(insn.rs1, source_is_float(info, false)));
  if ((info.mask & kRs2Bits) == 0) add(name_of(insn.rs2, source_is_float(info, true)));
  if (info.format == Format::kR4) add(name_of(insn.rs3, true));
  if (info.format == Format::kR4 || info.format == Format::kRFloat) add(rounding(insn.extra));
  return text;
}

std::string csr_text(std::uint32_t number) {
  const CsrRow* const row = find_csr(number);
  return row == nullptr ? fmt::format("{:#x}", number) : csr_name(*row, number);
}

std::string csr_operands(const InsnInfo& info, const cpu::DecodedInsn& insn) {
  const bool immediate = info.name.ends_with('i');
  const std::string source = immediate ? std::to_string(insn.rs1) : name_of(insn.rs1, false);
  return fmt::format("{}, {}, {}", destination(info, insn), csr_text(static_cast<std::uint32_t>(insn.imm)), source);
}

bool is_memory_access(const InsnInfo& info) {
  constexpr std::uint32_t kOpcode = 0x7f, kLoad = 0x03, kLoadFloat = 0x07, kJumpRegister = 0x67;
  const std::uint32_t opcode = info.match & kOpcode;
  return opcode == kLoad || opcode == kLoadFloat || opcode == kJumpRegister;
}

std::string operands(const InsnInfo& info, const cpu::DecodedInsn& insn, std::uint64_t pc) {
  const std::string rd = destination(info, insn), base = name_of(insn.rs1, false);
  const std::uint64_t target = pc + static_cast<std::uint64_t>(insn.imm);
  switch (info.format) {
    case Format::kR:
    case Format::kR4:
    case Format::kRFloat: return registers(info, insn);
    case Format::kI:
      return is_memory_access(info) ? fmt::format("{}, {}({})", rd, insn.imm, base) : fmt::format("{}, {}, {}", rd, base, insn.imm);
    case Format::kShift:
    case Format::kShiftW: return fmt::format("{}, {}, {}", rd, base, insn.imm);
    case Format::kS: return fmt::format("{}, {}({})", name_of(insn.rs2, source_is_float(info, true)), insn.imm, base);
    case Format::kB: return fmt::format("{}, {}, {:#x}", base, name_of(insn.rs2, false), target);
    case Format::kU: return fmt::format("{}, {:#x}", rd, static_cast<std::uint64_t>(insn.imm) >> 12 & 0xfffff);
    case Format::kJ: return fmt::format("{}, {:#x}", rd, target);
    case Format::kCsr: return csr_operands(info, insn);
    case Format::kAtomic: {
      const bool has_value = (info.mask & kRs2Bits) == 0;
      return has_value ? fmt::format("{}, {}, ({})", rd, name_of(insn.rs2, false), base) : fmt::format("{}, ({})", rd, base);
    }
    case Format::kNone: return {};
  }
  return {};
}

}  // namespace

std::string disassemble(const InsnInfo& info, const cpu::DecodedInsn& insn, std::uint64_t pc) {
  std::string text = assembler_name(info.name);
  if (info.format == Format::kAtomic) {
    static constexpr std::array<std::string_view, 4> kOrder{"", ".rl", ".aq", ".aqrl"};
    text += kOrder[insn.extra & 3];
  }
  const std::string rest = operands(info, insn, pc);
  return rest.empty() ? text : text + " " + rest;
}

}  // namespace vitrine::guest::riscv64
