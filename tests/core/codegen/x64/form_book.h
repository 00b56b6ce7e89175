// SPDX-License-Identifier: Apache-2.0
// Instruction forms for the referee: each one emitted with its operands swept through all that changes an encoding.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/args.h>
#include <fmt/format.h>

#include "core/codegen/x64/emitter.h"

namespace vitrine::codegen::x64::test {

struct Sample {
  std::string text;   // as LLVM's assembler reads it
  std::string bytes;  // as our emitter wrote it
};
struct Form {
  std::string name;
  std::vector<Sample> samples;
};

std::string name_of(Gpr reg, Width width);
std::string name_of(Xmm reg, Block size);
std::string name_of(Cond cond);
// "qword ptr [rax + 4*rcx + 8]"; `bytes` 0 leaves the size out.  A rip-relative operand is written with `rip_distance`.
std::string text_of(Mem mem, unsigned bytes, std::int64_t rip_distance);
// Every base with every displacement size, every index and scale; entries without base are rip-relative, their target a distance.
const std::vector<Mem>& memory_operands();
// Every base, index, scale and displacement size with each other.
const std::vector<Mem>& all_memory_operands();

// The values that one operand takes.
struct Gprs {
  Width width;
  [[nodiscard]] static std::size_t size() { return 16; }
  [[nodiscard]] static Gpr value(std::size_t i) { return static_cast<Gpr>(i); }
  [[nodiscard]] std::string text(std::size_t i, std::int64_t) const { return name_of(value(i), width); }
};
struct Xmms {
  Block block = Block::k16;
  [[nodiscard]] static std::size_t size() { return 16; }
  [[nodiscard]] static Xmm value(std::size_t i) { return static_cast<Xmm>(i); }
  [[nodiscard]] std::string text(std::size_t i, std::int64_t) const { return name_of(value(i), block); }
};
struct Mems {
  unsigned bytes;
  const std::vector<Mem>* list = &memory_operands();
  [[nodiscard]] std::size_t size() const { return list->size(); }
  [[nodiscard]] Mem value(std::size_t i) const { return (*list)[i]; }
  [[nodiscard]] std::string text(std::size_t i, std::int64_t rip_distance) const { return text_of((*list)[i], bytes, rip_distance); }
};
struct Numbers {
  std::vector<std::int64_t> list;
  [[nodiscard]] std::size_t size() const { return list.size(); }
  [[nodiscard]] std::int64_t value(std::size_t i) const { return list[i]; }
  [[nodiscard]] std::string text(std::size_t i, std::int64_t) const { return fmt::format("{}", list[i]); }
};

// Collects forms.
class FormBook {
 public:
  // `pattern` is the assembly with {} for each axis; write(Emitter&, value…) writes it.  Any two axes of up to 16 values meet in all pairs.
  template <typename Emit, typename... Axes> void form(const std::string& pattern, const Emit& write, const Axes&... axes) {
    constexpr std::size_t kAxes = sizeof...(Axes);
    const std::array<std::size_t, kAxes + 1> sizes{axes.size()..., 1};
    const std::size_t largest = static_cast<std::size_t>(std::ranges::max_element(sizes) - sizes.begin());
    Form form{.name = pattern + describe(sizes), .samples = {}};
    const std::size_t turns = kAxes < 2 ? 1 : sizes[largest] > 16 ? 4 : 16;
    for (std::size_t i = 0; i < sizes[largest]; ++i)
      for (std::size_t j = 0; j < turns; ++j) {
        std::array<std::size_t, kAxes + 1> at{};
        std::size_t factor = 1;
        for (std::size_t axis = 0; axis < kAxes; ++axis)
          at[axis] = axis == largest ? i : (factor++ * i + i / 16 + j * (16 / turns)) % sizes[axis];
        form.samples.push_back(sample(pattern, write, at, std::index_sequence_for<Axes...>{}, axes...));
      }
    forms_.push_back(std::move(form));
  }
  std::vector<Form> take() { return std::move(forms_); }

 private:
  template <std::size_t N> static std::string describe(const std::array<std::size_t, N>& sizes) {
    return fmt::format("  ({})", fmt::join(sizes.begin(), sizes.end() - 1, "x"));
  }

  template <typename Emit, typename At, std::size_t... I, typename... Axes>
  static Sample sample(const std::string& pattern, const Emit& write, const At& at, std::index_sequence<I...>, const Axes&... axes) {
    const std::string bytes = emitted([&](Emitter& emitter) { write(emitter, axes.value(at[I])...); });
    // A rip-relative operand aims at a fixed place, so the distance depends on the length.
    [[maybe_unused]] const std::int64_t rip_distance = kRipTarget - (kExecute + static_cast<std::int64_t>(bytes.size()));
    fmt::dynamic_format_arg_store<fmt::format_context> arguments;
    (arguments.push_back(axes.text(at[I], rip_distance)), ...);
    return {.text = fmt::vformat(pattern, arguments), .bytes = bytes};
  }

  template <typename Emit> static std::string emitted(const Emit& write) {
    std::array<std::byte, 64> buffer{};
    // SAFETY: the executable address is only counted with, and the byte view of the buffer is read within its bounds.
    Emitter emitter{buffer.data(), reinterpret_cast<std::byte*>(kExecute), buffer.size()};
    write(emitter);
    return {reinterpret_cast<const char*>(buffer.data()), emitter.position()};
  }

 public:
  static constexpr std::int64_t kExecute = 0x10000000;
  static constexpr std::int64_t kRipTarget = 0x0FFF1234;

 private:
  std::vector<Form> forms_;
};

// Compares every sample with LLVM; empty where all agree, else the first few that do not.
std::string disagreements(const Form& form);

}  // namespace vitrine::codegen::x64::test
