// SPDX-License-Identifier: Apache-2.0
// Registers as slots of an image.
#include "core/guest/riscv64/register_image.h"

#include <fmt/format.h>

#include <cstring>

#include "core/guest/riscv64/domain.h"

namespace vitrine::guest::riscv64 {
namespace {

std::uint64_t slot_value(const cpu::RegisterImage& image, std::uint32_t slot) {
  std::uint64_t value = 0;
  std::memcpy(&value, &image.bytes[slot], sizeof value);
  return value;
}

std::string difference(std::string_view name, std::uint64_t interpreted, std::uint64_t evaluated) {
  return interpreted == evaluated ? ""
                                  : fmt::format("{} is {:#x} by the interpreter, {:#x} by the evaluator", name, interpreted, evaluated);
}

}  // namespace

void capture(const State& state, cpu::RegisterImage& image) {
  image.bytes.resize(sizeof(State));
  std::memcpy(&image.bytes[kSlotX], state.x, sizeof state.x);
  std::memcpy(&image.bytes[kSlotF], state.f, sizeof state.f);
  image.bytes[kSlotFsDirty] = std::byte{state.fs_dirty};
  image.fflags = state.fflags;
  image.frm = state.frm;
}

// The 32 registers of one file.
static constexpr std::size_t kFileBytes = std::size_t{32} * 8;

std::string describe_difference(const cpu::RegisterImage& interpreted, const cpu::RegisterImage& evaluated) {
  const auto same = [&](std::uint32_t slot, std::size_t size) {
    return std::memcmp(&interpreted.bytes[slot], &evaluated.bytes[slot], size) == 0;
  };
  const bool equal =
      same(kSlotX, kFileBytes) && same(kSlotF, kFileBytes) && same(kSlotFsDirty, 1) && interpreted.fflags == evaluated.fflags;
  if (equal) return {};
  for (unsigned number = 0; number < 32; ++number) {
    auto found =
        difference(fmt::format("x{}", number), slot_value(interpreted, kSlotX + 8 * number), slot_value(evaluated, kSlotX + 8 * number));
    if (found.empty())
      found =
          difference(fmt::format("f{}", number), slot_value(interpreted, kSlotF + 8 * number), slot_value(evaluated, kSlotF + 8 * number));
    if (!found.empty()) return found;
  }
  if (interpreted.fflags != evaluated.fflags) return difference("fflags", interpreted.fflags, evaluated.fflags);
  return "the FPU's dirty marks differ";
}

}  // namespace vitrine::guest::riscv64
