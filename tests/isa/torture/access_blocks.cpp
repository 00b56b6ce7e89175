// SPDX-License-Identifier: Apache-2.0
// Groups of accesses that share a base, stores that are read again by another width or by the other base, atomics, and a little arithmetic.
#include "tests/isa/torture/access_blocks.h"

#include "tests/core/engine/interpreter/assembler.h"

namespace vitrine::tests::torture {
namespace {

namespace rv = vitrine::tests::interpreter;
using rv::i_type;
using rv::s_type;

constexpr u32 kS0 = 8, kS1 = 9, kT0 = 5, kT1 = 6, kReturn = 26;
// Some have a host register of their own in translated code, some have none.
constexpr u32 kScratch[] = {6, 7, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20};

class Maker {
 public:
  Maker(std::mt19937& random, const BlockStyle& style) : random_{random}, style_{style} {}

  std::vector<u32> make() {
    code_.push_back(rv::addi(kT0, kS0, 0));
    while (code_.size() < style_.instructions) add_something();
    code_.push_back(rv::jalr(0, kReturn));
    return std::move(code_);
  }

 private:
  u32 below(u32 count) { return static_cast<u32>(random_() % count); }
  bool chance(u32 percent) { return below(100) < percent; }
  u32 scratch() { return kScratch[below(std::size(kScratch))]; }
  u32 base() {
    if (chance(25)) return kT0;
    return chance(60) ? kS0 : kS1;
  }
  // Neighbours more often than not.
  int distance(u32 bytes) {
    const int reach = style_.reach;
    if (chance(70)) centre_ += static_cast<int>(bytes) * static_cast<int>(below(3));
    else centre_ = static_cast<int>(below(static_cast<u32>(2 * reach))) - reach;
    if (chance(15)) centre_ += static_cast<int>(below(8));
    if (centre_ >= reach || centre_ < -reach) centre_ = -reach + static_cast<int>(below(static_cast<u32>(2 * reach)));
    if (chance(60)) centre_ &= ~static_cast<int>(bytes - 1);
    return centre_;
  }

  void add_load(u32 from, u32 to) {
    static constexpr u32 kKinds[] = {3, 3, 3, 2, 6, 1, 5, 0, 4};
    const u32 kind = kKinds[below(std::size(kKinds))];
    code_.push_back(i_type(0x03, kind, to, from, distance(1u << (kind & 3))));
  }
  void add_store(u32 from) {
    static constexpr u32 kKinds[] = {3, 3, 3, 2, 1, 0};
    const u32 kind = kKinds[below(std::size(kKinds))];
    code_.push_back(s_type(kind, from, chance(10) ? 0 : scratch(), distance(1u << kind)));
  }
  void add_group() {
    const u32 from = base();
    for (u32 left = 2 + below(5); left > 0; --left) {
      if (chance(50)) add_load(from, scratch());
      else add_store(from);
      if (chance(15)) add_arithmetic();
    }
  }
  void add_float() {
    const u32 width = 2 + below(2);
    const u32 reg = below(32);
    const int at = distance(1u << width);
    if (chance(50)) code_.push_back(i_type(0x07, width, reg, base(), at));
    else code_.push_back(s_type(width, base(), reg, at) | 0x04);
    if (chance(30)) code_.push_back((chance(50) ? 0x02000053u : 0x53u) | 7u << 12 | below(32) << 20 | below(32) << 15 | below(32) << 7);
  }
  void add_atomic() {
    static constexpr u32 kKinds[] = {0, 1, 4, 8, 12, 16, 20, 24, 28, 2, 3};
    const u32 kind = kKinds[below(std::size(kKinds))];
    const u32 width = 2 + below(2), source = kind == 2 ? 0 : scratch(), from = base();
    code_.push_back(kind << 27 | below(4) << 25 | source << 20 | from << 15 | width << 12 | scratch() << 7 | 0x2f);
    if (kind == 2 && chance(70)) code_.push_back(3u << 27 | scratch() << 20 | from << 15 | width << 12 | scratch() << 7 | 0x2f);
  }
  void add_move() {
    if (style_.moves_by_pages && chance(70)) {
      code_.push_back((below(7) - 3) << 12 | kT1 << 7 | 0x37);  // lui
      code_.push_back(rv::add(kT0, chance(50) ? kS0 : kS1, kT1));
    } else {
      code_.push_back(rv::addi(kT0, chance(50) ? kS0 : kS1, static_cast<int>(below(33)) - 16));
    }
  }
  void add_arithmetic() {
    static constexpr u32 kKinds[] = {0x33, 0x40000033, 0x4033, 0x6033, 0x7033, 0x02000033, 0x3b, 0x1033, 0x2033};
    code_.push_back(kKinds[below(std::size(kKinds))] | scratch() << 20 | scratch() << 15 | scratch() << 7);
  }
  void add_something() {
    const u32 what = below(100);
    if (what < 35) add_group();
    else if (what < 50) add_load(base(), scratch());
    else if (what < 62) add_store(base());
    else if (what < 70 && style_.has_floats) add_float();
    else if (what < 76 && style_.has_atomics) add_atomic();
    else if (what < 84) add_move();
    else if (what < 88) add_branch();
    else if (what < 91) replace_base();
    else add_arithmetic();
  }
  // Past a few instructions; never between those that belong together.
  void add_branch() {
    const std::size_t at = code_.size();
    const u32 first = scratch(), second = scratch(), kind = below(2) * 4 + below(2);
    code_.push_back(0);
    for (u32 left = 1 + below(3); left > 0; --left) {
      if (chance(40)) add_load(base(), scratch());
      else if (chance(40)) add_store(base());
      else add_arithmetic();
    }
    code_[at] = rv::b_type(kind, first, second, 4 * static_cast<int>(code_.size() - at));
  }
  // A load onto its own base; where it faults, the base has to be what it was.
  void replace_base() {
    add_load(kT0, kT0);
    add_move();
  }

  std::mt19937& random_;
  BlockStyle style_;
  std::vector<u32> code_;
  int centre_ = 0;
};

}  // namespace

std::vector<u32> make_block(std::mt19937& random, const BlockStyle& style) { return Maker{random, style}.make(); }

}  // namespace vitrine::tests::torture
