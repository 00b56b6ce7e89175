// SPDX-License-Identifier: Apache-2.0
// Writing target descriptions.
#include "core/vm/gdb/target_xml.h"

#include <fmt/format.h>

#include <algorithm>

namespace vitrine::vm::gdb {
namespace {

// GDB wants RISC-V's doubles as a union of both formats; registers refer to it by this name.
constexpr std::string_view kRiscvDouble =
    "    <union id=\"riscv_double\"><field name=\"float\" type=\"ieee_single\"/><field name=\"double\" type=\"ieee_double\"/></union>\n";

std::string register_line(const cpu::RegisterInfo& info) {
  return fmt::format("    <reg name=\"{}\" bitsize=\"{}\" regnum=\"{}\" type=\"{}\"/>\n", xml_escaped(info.name), info.bits, info.number,
                     xml_escaped(info.type));
}

std::vector<std::string> feature_names(const std::vector<cpu::RegisterInfo>& registers) {
  std::vector<std::string> names;
  for (const auto& info : registers)
    if (std::ranges::find(names, info.feature) == names.end()) names.push_back(info.feature);
  return names;
}

std::string feature_block(const std::string& feature, const std::vector<cpu::RegisterInfo>& registers) {
  std::string lines;
  bool has_double_union = false;
  for (const auto& info : registers) {
    if (info.feature != feature) continue;
    lines += register_line(info);
    has_double_union = has_double_union || info.type == "riscv_double";
  }
  return fmt::format("  <feature name=\"{}\">\n{}{}  </feature>\n", xml_escaped(feature), has_double_union ? kRiscvDouble : "", lines);
}

}  // namespace

std::string xml_escaped(std::string_view text) {
  std::string safe;
  for (const char letter : text) {
    switch (letter) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      default: safe += letter;
    }
  }
  return safe;
}

std::string target_xml(std::string_view architecture, const std::vector<cpu::RegisterInfo>& registers) {
  std::string text = "<?xml version=\"1.0\"?>\n<!DOCTYPE target SYSTEM \"gdb-target.dtd\">\n<target version=\"1.0\">\n";
  if (!architecture.empty()) text += fmt::format("  <architecture>{}</architecture>\n", xml_escaped(architecture));
  for (const std::string& feature : feature_names(registers)) text += feature_block(feature, registers);
  return text + "</target>\n";
}

std::string_view architecture_of(const std::vector<cpu::RegisterInfo>& registers) {
  if (registers.empty()) return {};
  const std::string& feature = registers.front().feature;
  if (feature.starts_with("org.gnu.gdb.riscv.")) return registers.front().bits == 64 ? "riscv:rv64" : "riscv:rv32";
  if (feature.starts_with("org.gnu.gdb.i386.")) return "i386:x86-64";
  if (feature.starts_with("org.gnu.gdb.aarch64.")) return "aarch64";
  return {};
}

std::string threads_xml(std::size_t harts) {
  std::string text = "<?xml version=\"1.0\"?>\n<threads>\n";
  for (std::size_t hart = 0; hart < harts; ++hart)
    text += fmt::format("  <thread id=\"{:x}\" core=\"{}\" name=\"hart {}\"/>\n", hart + 1, hart, hart);
  return text + "</threads>\n";
}

}  // namespace vitrine::vm::gdb
