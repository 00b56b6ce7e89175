// SPDX-License-Identifier: Apache-2.0
// Putting names where the disassembler has numbers.
#include "tests/core/codegen/x64/host_listing.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstring>
#include <regex>
#include <set>

#include "core/codegen/x64/layout.h"

namespace vitrine::codegen::x64::test {
namespace {

std::uintptr_t address(const void* place) { return reinterpret_cast<std::uintptr_t>(place); }

constexpr std::array<const char*, cpu::kRangeClasses> kWidths{"8", "16", "32", "64", "64x", "256x"};

// "load64_3.base": the field of a range slot at an offset in the context; empty where there is none.
std::string range_field(std::int64_t offset) {
  const std::int64_t inside = offset - context_offset::kRanges;
  if (inside < 0 || inside >= static_cast<std::int64_t>(cpu::kRanges * sizeof(cpu::RangeSlot))) return {};
  const std::size_t slot = static_cast<std::size_t>(inside) / sizeof(cpu::RangeSlot);
  const std::size_t field = static_cast<std::size_t>(inside) % sizeof(cpu::RangeSlot);
  const char* const name = field == offsetof(cpu::RangeSlot, base)     ? "base"
                           : field == offsetof(cpu::RangeSlot, size)   ? "size"
                           : field == offsetof(cpu::RangeSlot, addend) ? "addend"
                                                                       : "?";
  const bool is_store = slot >= cpu::kFirstStoreRange;
  const auto& classes = is_store ? cpu::kStoreRanges : cpu::kLoadRanges;
  for (std::size_t i = cpu::kRangeClasses; i-- > 0;)
    if (slot >= classes[i].first) return fmt::format("{}{}_{}.{}", is_store ? "store" : "load", kWidths[i], slot - classes[i].first, name);
  return {};
}

std::string context_field(std::int64_t offset) {
  if (const std::string range = range_field(offset); !range.empty()) return range;
  const std::int64_t tlb = offset - context_offset::kTlb;
  if (tlb == offsetof(cpu::TlbEntry, read_tag)) return "tlb.read_tag";
  if (tlb == offsetof(cpu::TlbEntry, write_tag)) return "tlb.write_tag";
  if (tlb == offsetof(cpu::TlbEntry, addend)) return "tlb.addend";
  return {};
}

std::string jump_field(std::int64_t offset) {
  if (offset == context_offset::kJumps) return "jumps.pc";
  if (offset == context_offset::kJumps + 8) return "jumps.unit";
  return {};
}

}  // namespace

bool jump_distance(const std::string& code, const HostInsn& insn, std::int64_t& distance) {
  const auto byte = [&](std::size_t index) { return static_cast<std::uint8_t>(code[insn.at + index]); };
  const auto field = [&](std::size_t index) {
    std::int32_t value = 0;
    std::memcpy(&value, code.data() + insn.at + index, sizeof value);
    return std::int64_t{value};
  };
  if (insn.length == 5 && (byte(0) == 0xe8 || byte(0) == 0xe9)) distance = field(1);
  else if (insn.length == 6 && byte(0) == 0x0f && (byte(1) & 0xf0) == 0x80) distance = field(2);
  else if (insn.length == 2 && (byte(0) == 0xeb || (byte(0) & 0xf0) == 0x70)) distance = static_cast<std::int8_t>(byte(1));
  else return false;
  return true;
}

HostNames::HostNames(const Stubs& stubs, std::uint32_t state_bias) : constants_{address(stubs.constants)}, bias_{state_bias} {
  name_stub_set(stubs.with_float, ".float");
  name_stub_set(stubs.without_float, "");
  using namespace state_offset;
  for (const auto& [offset, name] : {std::pair{kInstructions, "instructions"},
                                     {kLimit, "limit"},
                                     {kData, "data"},
                                     {kFetch, "fetch"},
                                     {kPagePc, "page_pc"},
                                     {kExitNumber, "exit_number"},
                                     {kExitValue, "exit_value"},
                                     {kGuestFloatControl, "guest_float_control"},
                                     {kHostFloatControl, "host_float_control"},
                                     {kFloatOperands, "float_operand0"},
                                     {kFloatOperands + 8, "float_operand1"},
                                     {kFloatOperands + 16, "float_operand2"},
                                     {kKept, "kept0"},
                                     {kKept + 8, "kept1"},
                                     {kMissesUntilFill, "misses_until_fill"}})
    name_slot(offset, name);
}

void HostNames::name_stub_set(const StubSet& set, const std::string& suffix) {
  // Two names of one place: the last one counts.
  places_[address(reinterpret_cast<const void*>(set.enter))] = "enter" + suffix;
  places_[address(set.leave_with)] = "leave_with" + suffix;
  places_[address(set.leave)] = "leave" + suffix;
  places_[address(set.interpret)] = "interpret" + suffix;
  places_[address(set.system)] = "system" + suffix;
  places_[address(set.find)] = "find" + suffix;
  places_[address(set.load)] = "load" + suffix;
  places_[address(set.store)] = "store" + suffix;
  places_[address(set.group)] = "group" + suffix;
  places_[address(set.atomic)] = "atomic" + suffix;
  places_[address(set.compute)] = "compute" + suffix;
}

std::string HostNames::place(std::uintptr_t target) const {
  if (target - constants_ < kVectorConstants * kVectorConstantBytes) {
    static constexpr std::array<const char*, kVectorConstants> kNames{"nan_double", "nan_single", "box"};
    return kNames[(target - constants_) / kVectorConstantBytes];
  }
  const auto known = places_.find(target);
  return known != places_.end() ? known->second : "?";
}

// What stands between the brackets of a memory operand.
std::string HostNames::operand(const std::string& inside, std::uintptr_t next) const {
  static const std::regex shape{R"(^(r\w+)(?: \+ ((?:\d\*)?r\w+))?(?: ([+-]) (\d+))?$)"};
  std::smatch parts;
  if (!std::regex_match(inside, parts, shape)) return inside;
  const std::string base = parts[1], index = parts[2], digits = parts[4];
  std::int64_t offset = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), offset);
  if (parts[3] == "-") offset = -offset;
  if (base == "rip") return place(next + static_cast<std::uintptr_t>(offset));
  std::string name;
  if (base == "rbp" && index.empty()) {
    // The slot at the offset, or the one of eight bytes around it.
    const auto behind = slots_.upper_bound(offset + bias_);
    if (behind == slots_.begin()) return inside;
    const auto& [at, slot] = *std::prev(behind);
    const std::int64_t into = offset + bias_ - at;
    if (into < 8) name = into == 0 ? slot : fmt::format("{} + {}", slot, into);
  } else if (base == "r15") {
    name = context_field(offset);
  } else if (index.starts_with("8*")) {
    name = jump_field(offset);
  }
  if (name.empty()) return inside;
  return index.empty() ? name : fmt::format("{} + {}", index, name);
}

std::string HostNames::with_names(const std::string& text, std::uintptr_t next) const {
  const std::size_t open = text.find('['), close = text.find(']');
  if (open == std::string::npos || close == std::string::npos) return text;
  return text.substr(0, open + 1) + operand(text.substr(open + 1, close - open - 1), next) + text.substr(close);
}

std::string HostNames::listing(const std::byte* at, const std::string& code, const Notes& notes) const {
  const auto insns = disassemble_each(code);
  std::set<std::int64_t> labels;
  std::int64_t distance = 0;
  const auto target_of = [&](const HostInsn& insn) { return static_cast<std::int64_t>(insn.at + insn.length) + distance; };
  const auto is_inside = [&](std::int64_t target) { return target >= 0 && target < static_cast<std::int64_t>(code.size()); };
  for (const HostInsn& insn : insns)
    if (jump_distance(code, insn, distance) && is_inside(target_of(insn))) labels.insert(target_of(insn));
  const auto label = [&](std::int64_t target) { return fmt::format("L{}", std::distance(labels.begin(), labels.find(target)) + 1); };
  std::string text;
  auto note = notes.begin();
  for (const HostInsn& insn : insns) {
    for (; note != notes.end() && note->first <= insn.at; ++note) text += "  ; " + note->second + "\n";
    const std::uintptr_t next = address(at) + insn.at + insn.length;
    std::string line = insn.text;
    line.erase(0, line.find_first_not_of('\t'));
    if (jump_distance(code, insn, distance)) {
      const std::int64_t target = target_of(insn);
      line =
          line.substr(0, line.find('\t')) + " " + (is_inside(target) ? label(target) : place(next + static_cast<std::uintptr_t>(distance)));
    } else {
      line = with_names(std::regex_replace(line, std::regex{"\t"}, " "), next);
    }
    if (labels.contains(static_cast<std::int64_t>(insn.at))) text += "  " + label(static_cast<std::int64_t>(insn.at)) + ":\n";
    text += "    " + line + "\n";
  }
  return text;
}

}  // namespace vitrine::codegen::x64::test
