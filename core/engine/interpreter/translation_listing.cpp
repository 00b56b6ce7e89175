// SPDX-License-Identifier: Apache-2.0
// Setting guest code, IR and host bytes beside one another.  Host code is shown as bytes: a disassembler is no part of the program.
#include "core/engine/interpreter/translation_listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "core/guest/riscv64/disassembler.h"
#include "core/guest/riscv64/mmu.h"
#include "core/ir/printer.h"

namespace vitrine::engine::interpreter {
namespace {

namespace riscv = guest::riscv64;

constexpr std::size_t kBytesInLine = 16;
constexpr std::size_t kLeftWidth = 48;

char privilege_of(std::uint32_t mode) { return "us?m"[mode & 3]; }

// Rows of host bytes.
std::vector<std::string> rows_of_bytes(const std::byte* code, std::size_t first, std::size_t end) {
  std::vector<std::string> rows;
  for (; first < end; first += kBytesInLine) {
    std::string row = fmt::format("{:6x}:", first);
    for (std::size_t at = first; at < std::min(end, first + kBytesInLine); ++at)
      fmt::format_to(std::back_inserter(row), " {:02x}", static_cast<unsigned>(code[at]));
    rows.push_back(std::move(row));
  }
  return rows;
}

// The nodes of one instruction, without the printer's indentation.
std::vector<std::string> rows_of_nodes(const ir::UnitIr& unit, std::size_t index) {
  const std::size_t end = index + 1 < unit.insns.size() ? unit.insns[index + 1].first_node : unit.nodes.size();
  std::vector<std::string> rows;
  for (std::size_t id = unit.insns[index].first_node; id < end; ++id) {
    std::string row;
    ir::print_node(row, unit, static_cast<ir::NodeId>(id));
    row.pop_back();
    rows.push_back(std::move(row));
  }
  return rows;
}

void print_beside(std::string& out, const std::vector<std::string>& left, const std::vector<std::string>& right) {
  static const std::string kNothing;
  for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    const std::string& a = i < left.size() ? left[i] : kNothing;
    const std::string& b = i < right.size() ? right[i] : kNothing;
    if (b.empty()) fmt::format_to(std::back_inserter(out), "\n{}", a);
    else fmt::format_to(std::back_inserter(out), "\n{:<{}}{}", a, kLeftWidth, b);
  }
}

}  // namespace

std::string profiler_name(std::uint32_t mode, std::uint64_t pc) { return fmt::format("riscv64:{}:{:x}", privilege_of(mode), pc); }

std::string list_translation(const ListedTranslation& listed) {
  const auto ends_block = [&](const cpu::DecodedInsn& insn) { return listed.decoder.info(insn.info).shape != cpu::InsnShape::kStraight; };
  const auto blocks = std::ranges::count_if(listed.insns, ends_block) + (ends_block(listed.insns.back()) ? 0 : 1);
  const jit::Translation& made = listed.made;
  std::string out = fmt::format(
      "{:#x} ({:#x}) in {} mode, floating point {}: {} instructions in {} blocks, {} bytes at {}, {} of them straight, {} ns", listed.pc,
      listed.unit.physical, privilege_of(listed.unit.mode), (listed.unit.mode & riscv::kModeFpuOn) != 0 ? "on" : "off", listed.insns.size(),
      blocks, made.bytes, static_cast<const void*>(made.entry), made.straight_bytes, listed.translation_ns);
  for (std::size_t i = 0; i < listed.insns.size(); ++i) {
    const cpu::DecodedInsn& insn = listed.insns[i];
    const std::uint64_t at = listed.pc + insn.pc_offset;
    fmt::format_to(std::back_inserter(out), "\n{:#x}: {:0{}x}  {}", at, insn.raw, insn.length * 2,
                   riscv::disassemble(listed.decoder.info(insn.info), insn, at));
    const std::size_t first = i < listed.marks.size() ? listed.marks[i] : made.straight_bytes;
    const std::size_t end = i + 1 < listed.marks.size() ? listed.marks[i + 1] : made.straight_bytes;
    print_beside(out, rows_of_nodes(listed.ir, i), rows_of_bytes(made.entry, first, end));
  }
  out += "\nseldom:";
  print_beside(out, {}, rows_of_bytes(made.entry, made.straight_bytes, made.bytes));
  return out;
}

}  // namespace vitrine::engine::interpreter
