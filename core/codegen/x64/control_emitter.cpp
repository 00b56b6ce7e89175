// SPDX-License-Identifier: Apache-2.0
// Relative transfers, the chains of waiting labels, and multi-byte nops.
#include "core/codegen/x64/control_emitter.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/base/bits.h"
#include "core/base/check.h"

namespace vitrine::codegen::x64 {
namespace {

constexpr std::size_t kLongestNop = 9;
// Intel SDM volume 2, NOP, table 4-12.
constexpr std::array<std::array<std::uint8_t, kLongestNop>, kLongestNop> kNops{{{0x90},
                                                                                {0x66, 0x90},
                                                                                {0x0F, 0x1F, 0x00},
                                                                                {0x0F, 0x1F, 0x40, 0x00},
                                                                                {0x0F, 0x1F, 0x44, 0x00, 0x00},
                                                                                {0x66, 0x0F, 0x1F, 0x44, 0x00, 0x00},
                                                                                {0x0F, 0x1F, 0x80, 0x00, 0x00, 0x00, 0x00},
                                                                                {0x0F, 0x1F, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00},
                                                                                {0x66, 0x0F, 0x1F, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00}}};

// The rel32 of an instruction whose next one starts at `next`.
std::uint32_t distance(const std::byte* next, const std::byte* target) {
  const auto bytes = static_cast<std::int64_t>(reinterpret_cast<std::uintptr_t>(target) - reinterpret_cast<std::uintptr_t>(next));
  CHECK(bytes == static_cast<std::int32_t>(bytes), "a jump's target is out of reach");
  return static_cast<std::uint32_t>(bytes);
}

}  // namespace

void ControlEmitter::bind(Label& label) {
  CHECK(!label.bound_, "a label is bound twice");
  const std::uint32_t here = position();
  for (std::uint32_t field = label.place_; field != Label::kNone;) {
    const auto next = base::load_le<std::uint32_t>(begin_ + field);
    base::store_le(begin_ + field, here - (field + 4));
    field = next;
  }
  label.place_ = here;
  label.bound_ = true;
}

void ControlEmitter::label_transfer(std::uint32_t opcode, unsigned length, Label& label) {
  if (!room()) return;
  base::store_le(cursor_, opcode);
  cursor_ += length;
  const std::uint32_t field = position();
  if (label.bound_) {
    base::store_le(cursor_, label.place_ - (field + 4));
  } else {
    base::store_le(cursor_, label.place_);
    label.place_ = field;
  }
  cursor_ += 4;
}

void ControlEmitter::jmp(Label& label) {
  const std::int64_t short_distance = std::int64_t{label.place_} - (position() + 2);
  if (label.bound_ && short_distance >= -128) {
    append(0xEBU | (static_cast<std::uint64_t>(short_distance) & 0xFF) << 8, 2);
  } else {
    label_transfer(0xE9, 1, label);
  }
}

void ControlEmitter::jcc(Cond cond, Label& label) {
  const std::int64_t short_distance = std::int64_t{label.place_} - (position() + 2);
  if (label.bound_ && short_distance >= -128) {
    append((0x70U | static_cast<unsigned>(cond)) | (static_cast<std::uint64_t>(short_distance) & 0xFF) << 8, 2);
  } else {
    label_transfer(0x800FU | static_cast<unsigned>(cond) << 8, 2, label);
  }
}

void ControlEmitter::call(Label& label) { label_transfer(0xE8, 1, label); }

// REX.W 8D with the rip-relative ModRM.
void ControlEmitter::lea(Gpr to, Label& label) {
  const unsigned reg = number(to);
  label_transfer((0x48U | (reg >> 3) << 2) | 0x8DU << 8 | (5U | (reg & 7U) << 3) << 16, 3, label);
}

void ControlEmitter::relative_transfer(std::uint32_t opcode, unsigned length, const void* target) {
  if (!room()) return;
  base::store_le(cursor_, opcode);
  std::uint8_t* const field = cursor_ + length;
  base::store_le(field, relative(field, 0, target));
  cursor_ = field + 4;
}

void ControlEmitter::nop(std::size_t count) {
  while (count > 0 && room()) {
    const std::size_t length = std::min(count, kLongestNop);
    std::memcpy(cursor_, kNops[length - 1].data(), kLongestNop);
    cursor_ += length;
    count -= length;
  }
}

void ControlEmitter::align(std::size_t alignment) {
  const auto address = reinterpret_cast<std::uintptr_t>(here());
  nop(base::align_up(address, alignment) - address);
}

void ControlEmitter::patch_jump(std::byte* write_at, const std::byte* execute_at, const std::byte* target) {
  const std::uint32_t rel32 = distance(execute_at + 5, target);
  *write_at = std::byte{0xE9};
  base::store_le(write_at + 1, rel32);
}

void ControlEmitter::patch_jcc(std::byte* write_at, const std::byte* execute_at, const std::byte* target) {
  base::store_le(write_at + 2, distance(execute_at + 6, target));
}

}  // namespace vitrine::codegen::x64
