// SPDX-License-Identifier: Apache-2.0
// Names of operands, the memory operands worth trying, and the comparison with LLVM.
#include "tests/core/codegen/x64/form_book.h"

#include <limits>
#include <string_view>

#include "tests/core/codegen/x64/llvm_assembler.h"

namespace vitrine::codegen::x64::test {
namespace {

constexpr std::array<std::int32_t, 8> kDisplacements{
    0, 1, -128, 127, 128, -129, std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()};
constexpr std::array<std::string_view, 8> kOldNames{"ax", "cx", "dx", "bx", "sp", "bp", "si", "di"};

Gpr gpr(std::size_t i) { return static_cast<Gpr>(i % 16); }

std::vector<Mem> few_operands() {
  std::vector<Mem> list;
  for (std::size_t round = 0; round < 3; ++round)
    for (std::size_t base = 0; base < 16; ++base)
      list.push_back(at(gpr(base), kDisplacements[round == 0 ? 0 : (base + base / 8 + 3 * round) % 8]));
  for (std::size_t round = 0; round < 4; ++round)
    for (std::size_t base = 0; base < 16; ++base) {
      const Gpr index = gpr(base * 5 + round * 3 + 1);
      if (index != Gpr::rsp) list.push_back(at(gpr(base), index, (base / 4 + round) % 4, kDisplacements[(base + 3 * round) % 8]));
    }
  list.push_back(at(Gpr::rbp, Gpr::r12, 3));
  list.push_back(at(Gpr::r13, Gpr::rbp));
  // SAFETY: an address to count with, never read.
  list.push_back(Mem::rip(reinterpret_cast<const void*>(FormBook::kRipTarget)));
  return list;
}

std::vector<Mem> many_operands() {
  std::vector<Mem> list;
  for (std::size_t base = 0; base < 16; ++base)
    for (const std::int32_t disp : kDisplacements) {
      list.push_back(at(gpr(base), disp));
      for (std::size_t index = 0; index < 16; ++index)
        for (unsigned scale = 0; scale < 4; ++scale)
          if (gpr(index) != Gpr::rsp) list.push_back(at(gpr(base), gpr(index), scale, disp));
    }
  return list;
}

std::string hex(const std::string& bytes) {
  std::string out;
  for (const char c : bytes) out += fmt::format("{:02x} ", static_cast<unsigned char>(c));
  return out;
}

}  // namespace

std::string name_of(Gpr reg, Width width) {
  const unsigned n = number(reg);
  if (n >= 8) {
    constexpr std::array<std::string_view, 4> kSuffixes{"b", "w", "d", ""};
    return fmt::format("r{}{}", n, kSuffixes[static_cast<unsigned>(width)]);
  }
  const std::string old{kOldNames[n]};
  switch (width) {
    case Width::k8: return n < 4 ? old.substr(0, 1) + "l" : old + "l";
    case Width::k16: return old;
    case Width::k32: return "e" + old;
    default: return "r" + old;
  }
}

std::string name_of(Xmm reg, Block size) { return fmt::format("{}mm{}", size == Block::k32 ? "y" : "x", number(reg)); }

std::string name_of(Cond cond) {
  constexpr std::array<const char*, 16> kNames{"o", "no", "b", "ae", "e", "ne", "be", "a", "s", "ns", "p", "np", "l", "ge", "le", "g"};
  return kNames[static_cast<unsigned>(cond)];
}

std::string text_of(Mem mem, unsigned bytes, std::int64_t rip_distance) {
  std::string text = "[";
  if (mem.rip_target != nullptr) text += fmt::format("rip + {}", rip_distance);
  else text += name_of(mem.base, Width::k64);
  if (mem.has_index) text += fmt::format(" + {}*{}", 1U << mem.scale_log2, name_of(mem.index, Width::k64));
  if (mem.disp != 0) text += fmt::format(" + {}", mem.disp);
  text += "]";
  switch (bytes) {
    case 1: return "byte ptr " + text;
    case 2: return "word ptr " + text;
    case 4: return "dword ptr " + text;
    case 8: return "qword ptr " + text;
    case 16: return "xmmword ptr " + text;
    case 32: return "ymmword ptr " + text;
    default: return text;
  }
}

const std::vector<Mem>& memory_operands() {
  static const std::vector<Mem> kList = few_operands();
  return kList;
}

const std::vector<Mem>& all_memory_operands() {
  static const std::vector<Mem> kList = many_operands();
  return kList;
}

std::string disagreements(const Form& form) {
  std::vector<std::string> lines;
  for (const Sample& sample : form.samples) lines.push_back(sample.text);
  const std::vector<std::string> expected = assemble(lines);
  std::string report;
  unsigned reported = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string& ours = form.samples[i].bytes;
    if (!ours.empty() && ours == expected[i]) continue;
    if (++reported <= 5) report += fmt::format("\n{}: ours {}, LLVM's {}", lines[i], hex(ours), hex(expected[i]));
  }
  return reported == 0 ? report : fmt::format("{} of {} differ{}", reported, lines.size(), report);
}

}  // namespace vitrine::codegen::x64::test
