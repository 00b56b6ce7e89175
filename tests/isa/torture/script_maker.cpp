// SPDX-License-Identifier: Apache-2.0
// Edits of page tables with the fences they need, toggles, and accesses and calls in all modes.
#include "tests/isa/torture/script_maker.h"

#include <optional>

#include "tests/core/engine/interpreter/assembler.h"
#include "tests/isa/torture/access_blocks.h"
#include "tests/isa/torture/address_space.h"

namespace vitrine::tests::torture {
namespace {

constexpr unsigned kUser = 0, kSupervisor = 1, kMachine = 3;
constexpr u64 kSum = 1u << 18, kMxr = 1u << 19, kMprv = 1u << 17;
constexpr u64 kUserCalls = 1u << 8;
constexpr u64 kAdue = u64{1} << 61;

class ScriptMaker {
 public:
  ScriptMaker(u32 seed, const ProgramStyle& style) : random_{seed}, style_{style}, shape_{make_shape(random_)} {
    program_.seed = seed;
    has_global_ = chance(40);
    calls_ = chance(75);
    crossing_calls_ = calls_ && chance(30);
    guards_tables_ = chance(20);
    const u64 global = has_global_ && chance(50) ? u64{kG} : 0;
    spaces_.emplace_back(shape_, kTables, chance(50), global);
    spaces_.emplace_back(shape_, spaces_[0].end(), chance(50), global);
    first_asid_ = 1 + below(60'000);
  }

  Program make() {
    program_.variables = {shape_.supervisor_window, shape_.user_window, 0, 0};
    if (style_.has_interrupts) {
      program_.variables.mie = 0xaaa;
      program_.variables.mideleg = chance(50) ? 0x222 : 0;
    }
    make_blocks();
    for (AddressSpace& space : spaces_) fill(space);
    emit(Operation::kUpdating, {chance(50) ? kAdue : 0});
    for (unsigned step = 0; step < style_.steps && program_.script.size() + 40 < kMaxRecords; ++step) add_step();
    enter(kMachine);
    emit(Operation::kEnd, {});
    for (const AddressSpace& space : spaces_) program_.words.insert(program_.words.end(), space.words().begin(), space.words().end());
    return std::move(program_);
  }

 private:
  u32 below(u64 count) { return static_cast<u32>(random_() % count); }
  bool chance(u32 percent) { return below(100) < percent; }
  void emit(Operation operation, std::array<u64, 7> fields) { program_.script.push_back({static_cast<u64>(operation), fields}); }

  void make_blocks() {
    const unsigned count = 4 + below(5);
    for (unsigned i = 0; i < count; ++i) {
      const BlockStyle block{.reach = calls_ || chance(50) ? 64 : 2000,
                             .moves_by_pages = chance(70),
                             .has_floats = chance(60),
                             .has_atomics = chance(60),
                             .instructions = 8 + below(60)};
      program_.blocks.push_back(make_block(random_, block));
    }
  }

  u64 random_flags() {
    u64 flags = kV;
    if (chance(92)) flags |= kR;
    if (chance(75)) flags |= kW;
    if (chance(75)) flags |= kX;
    if (chance(50)) flags |= kU;
    if (chance(75)) flags |= kA;
    if (chance(70)) flags |= kD;
    if (has_global_ && chance(20)) flags |= kG;
    if (chance(4)) flags &= ~u64{kV};
    if (chance(2)) flags |= u64{1} << (54 + below(10));
    return flags;
  }
  // Where a page of the region may lead to.
  u64 random_target() {
    const u32 what = below(100);
    if (what < 88) return kRam + kData + u64{0x1000} * below(64);
    if (what < 92) return kDevice;
    if (what < 94) return 0x70000000;                // nothing is there
    if (what < 97) return kRam + kRamSize - 0x1000;  // the last page of RAM
    return kRam + kDataEnd - u64{0x1000} * (1 + below(4));
  }
  u64 large_leaf(const Slot& slot) {
    const u64 flags = random_flags();
    u64 target = slot.level == 1 ? kRam + kData : slot.level == 2 ? kRam : 0;
    if (slot.level == 1 && chance(20)) target = kRam + kDataEnd;
    if (chance(4)) target |= 0x1000;  // misaligned
    return leaf(target, flags);
  }

  void fill(AddressSpace& space) {
    for (unsigned used = 0; used < kPages;) {
      const u64 target = random_target(), flags = random_flags();
      for (unsigned run = 0, length = 1 + below(10); run < length && used < kPages; ++run, ++used)
        space.set_first(space.pages()[used], leaf(target + u64{0x1000} * run, flags));
    }
  }

  // Changes of mode.
  u64 asid_of(unsigned context) const { return first_asid_ + context; }
  u64 satp_of(unsigned context) const { return spaces_[context == 1 ? 1 : 0].satp(asid_of(context)); }
  void enter(unsigned mode) {
    if (mode != kMachine) context_ = below(3);
    move_to(mode);
  }
  // In the space that is on.
  void move_to(unsigned mode) {
    if (mode_ == kUser && (delegation_ & kUserCalls) != 0) rise();
    emit(Operation::kSwitch, {mode, satp_of(context_)});
    mode_ = mode;
  }
  void rise() {
    emit(Operation::kRise, {});
    mode_ = kSupervisor;
  }
  void drop() {
    emit(Operation::kDrop, {});
    mode_ = kUser;
  }
  void need(unsigned mode) {
    if (mode_ != mode) enter(mode);
  }

  // Edits.
  struct Edit {
    unsigned space;
    Slot slot;  // as it was
    u64 value;
  };
  void store(Edit& edit, Slot& slot) {
    edit.slot = slot;
    slot.value = edit.value;
    emit(Operation::kStore, {slot.table_offset, edit.value});
  }
  u64 inside(const Slot& slot) {
    const u64 size = u64{0x1000} << (9 * slot.level);
    return (slot.address & ~(size - 1)) + (slot.level == 0 ? below(0x1000) : random_() % size);
  }
  static bool is_leaf(u64 value) { return (value & (kR | kW | kX)) != 0; }
  void fence(const Edit& edit) {
    const bool by_address = edit.slot.level == 0 || (is_leaf(edit.slot.value) && is_leaf(edit.value));
    const auto kind = static_cast<Fence>(has_global_ ? below(by_address ? 2 : 1) : by_address ? below(4) : below(2) * 2);
    const bool by_asid = kind == Fence::kAsid || kind == Fence::kBoth;
    const u64 address = inside(edit.slot);
    emit(Operation::kFence, {static_cast<u64>(kind), address, asid_of(edit.space)});
    if (by_asid && edit.space == 0) emit(Operation::kFence, {static_cast<u64>(kind), address, asid_of(2)});
  }
  // Changes entries of a space and fences.  In the mode that is on, if that may.
  void edit(unsigned space, std::optional<u32> page) {
    if (mode_ == kUser && (delegation_ & kUserCalls) != 0 && chance(50)) rise();
    if (mode_ == kUser || (guards_tables_ && mode_ != kMachine)) move_to(guards_tables_ || chance(30) ? kMachine : kSupervisor);
    std::vector<Edit> edits;
    if (page || chance(75)) edit_pages(space, edits, page);
    else edit_large(space, edits);
    if (chance(30) && edits.front().slot.level == 0) far_block(edits.front().slot);
    if (edits.size() > 2 && chance(50)) {
      emit(Operation::kFence, {static_cast<u64>(Fence::kAll)});
    } else {
      for (const Edit& edit : edits) fence(edit);
    }
  }
  void add_edit() { edit(below(2), {}); }
  // The very same accesses before and after a change of what they reach, in the same mode and space.
  void add_watched_edit() {
    const unsigned mode = chance(65) ? kSupervisor : kUser;
    if (mode_ != mode) enter(mode);
    const u32 page = below(kPages);
    auto fields = block_fields(region_address(page), any_address());
    fields[3] = 2 + below(5);
    if (chance(60)) fields[4] = 0;
    emit(Operation::kBlock, fields);
    edit(context_ == 1 ? 1 : 0, chance(80) ? std::optional{page} : std::nullopt);
    if (mode_ == kSupervisor && mode == kUser && chance(50)) drop();
    if (mode_ != mode) move_to(mode);
    emit(Operation::kBlock, fields);
  }
  // A run of pages, all of the first ones or all at the border.
  void edit_pages(unsigned space, std::vector<Edit>& edits, std::optional<u32> page) {
    auto& pages = spaces_[space].pages();
    const u32 any = page.value_or(below(kPages));
    const unsigned first = any / kFirstPages * kFirstPages, start = any % kFirstPages, length = chance(40) ? 1 : 1 + below(8);
    const u64 target = random_target(), flags = random_flags(), what = below(4);
    for (unsigned i = start; i < start + length && i < kFirstPages; ++i) {
      Slot& slot = pages[first + i];
      u64 value = leaf(target + u64{0x1000} * (i - start), flags);
      if (what == 0) value = slot.value ^ (u64{1} << below(8) & ~(has_global_ ? u64{0} : u64{kG}));  // a single right
      if (what == 1) value = (slot.value & ~u64{0xff}) | flags;
      edits.push_back({space, {}, value});
      store(edits.back(), slot);
    }
  }
  void edit_large(unsigned space, std::vector<Edit>& edits) {
    auto& larges = spaces_[space].larges();
    Slot& slot = larges[chance(70) ? below(2) : below(larges.size())];
    edits.push_back({space, {}, slot.value == slot.pointer || chance(30) ? large_leaf(slot) : slot.pointer});
    store(edits.back(), slot);
  }

  // Accesses.
  u64 page_offset() {
    if (chance(35) && !crossing_calls_) return 0x1000 - below(24);
    const u64 offset = 0x300 + below(0x900);
    return chance(60) ? offset & ~u64{7} : offset;
  }
  u64 region_address(unsigned used) { return shape_.region + page_number(used) * 0x1000 + page_offset(); }
  u64 any_address() {
    if (mode_ != kMachine) return region_address(below(kPages));
    if (chance(8)) return kDevice + page_offset();
    if (chance(8)) return kRam + kRamSize - (0x1000 - page_offset());
    return kRam + kData + u64{0x1000} * below(64) + page_offset();
  }
  std::array<u64, 7> block_fields(u64 first, u64 second) {
    static constexpr int kStrides[] = {0, 8, 16, 4096, 4096, -4096, 4, 1};
    const auto stride = static_cast<u64>(std::int64_t{kStrides[below(std::size(kStrides))]});
    return {below(program_.blocks.size()), first, second, 1 + u64{below(6)}, stride, 0, 0};
  }
  void add_block() { emit(Operation::kBlock, block_fields(any_address(), any_address())); }
  // Accesses that cannot reach what was edited.
  void far_block(const Slot& slot) {
    const bool is_first = slot.address < shape_.region + kFirstPages * 0x1000;
    const unsigned used = is_first ? kFirstPages + below(kBorderPages) : below(kFirstPages);
    if (mode_ == kMachine) return add_block();
    emit(Operation::kBlock, block_fields(region_address(used), region_address(used)));
  }
  void add_block_as() {
    need(kMachine);
    const u64 mode = below(2);
    mode_ = kSupervisor;  // for the addresses
    auto fields = block_fields(any_address(), any_address());
    mode_ = kMachine;
    fields[5] = kMprv | mode << 11;
    emit(Operation::kBlockAs, fields);
  }
  u64 function_page() {
    return mode_ == kMachine ? kRam + kData + u64{0x1000} * below(64) : shape_.region + page_number(below(kPages)) * 0x1000;
  }
  void add_call() {
    const u64 page = function_page();
    if (chance(25)) emit(Operation::kPatch, {page + kFunction, interpreter::addi(10, 10, static_cast<int>(below(2000)))});
    if (chance(20)) emit(Operation::kPatch, {function_page() + kFunction, interpreter::addi(11, 10, static_cast<int>(below(2000)))});
    emit(Operation::kCall, {page + (crossing_calls_ && chance(50) ? kCrossing : kFunction)});
  }

  // Toggles.
  void add_status() {
    const u64 mask = (chance(70) ? kSum : 0) | (chance(50) ? kMxr : 0);
    const u64 bits = mask & ((chance(50) ? kSum : 0) | (chance(50) ? kMxr : 0));
    if (mode_ == kUser) enter(chance(50) ? kSupervisor : kMachine);
    emit(mode_ == kMachine ? Operation::kMachineStatus : Operation::kSupervisorStatus, {mask, bits});
  }
  // One region of physical memory: its address register (or two), and its configuration.
  void add_region(std::array<u64, 4>& addresses, u64& configuration, unsigned entry) {
    const bool is_table = guards_tables_ && chance(40);  // of the region's pages alone: the windows stay
    const u64 page = is_table ? kRam + (spaces_[below(2)].pages()[chance(50) ? 0 : kPages - 1].table_offset & ~u64{0xfff})
                              : kRam + kData + u64{0x1000} * below(64);
    const u64 inside_page = 8 * u64{below(512)};
    u64 rights = below(8);
    if ((rights & 3) == 2) rights |= 1;  // W without R is reserved
    if (const u32 what = below(3); what == 0 || is_table) {
      const u64 size = u64{8} << below(is_table ? 10 : 13);
      addresses[entry] = ((page + inside_page) & ~(size - 1)) >> 2 | (size / 8 - 1);
      configuration |= (rights | 0x18) << (8 * entry);
    } else if (what == 1 || entry == 0) {
      addresses[entry] = (page + inside_page) >> 2;
      configuration |= (rights | 0x10) << (8 * entry);
    } else {
      addresses[entry - 1] = (page + inside_page) >> 2;
      addresses[entry] = addresses[entry - 1] + below(0x800);
      configuration &= ~(u64{0xff} << (8 * (entry - 1)));
      configuration |= (rights | 0x08) << (8 * entry);
    }
  }
  void add_protection() {
    need(kMachine);
    std::array<u64, 4> addresses{};
    u64 configuration = 0;
    if (chance(70))
      for (unsigned entry = 0; entry < 4; ++entry)
        if (chance(40)) add_region(addresses, configuration, entry);
    emit(Operation::kProtection, {configuration, addresses[0], addresses[1], addresses[2], addresses[3]});
  }
  void add_delegation() {
    need(kMachine);
    static constexpr u64 kChoices[] = {0, 0xb000, 0xb1ff & ~u64{0x800}, kUserCalls, 0xb0f3};
    delegation_ = kChoices[below(std::size(kChoices))];
    emit(Operation::kDelegation, {delegation_});
  }
  void add_mode() {
    const u32 what = below(10);
    if (what < 2 && mode_ == kSupervisor) {
      drop();
    } else if (what < 4 && mode_ == kUser) {
      rise();
    } else {
      enter(chance(60) ? kSupervisor : chance(70) ? kUser : kMachine);
    }
  }

  void add_step() {
    const u32 what = below(100);
    if (what < 26) add_block();
    else if (what < 48) add_watched_edit();
    else if (what < 60) add_edit();
    else if (what < 72) add_mode();
    else if (what < 78) add_status();
    else if (what < 82) add_block_as();
    else if (what < 84) add_protection();
    else if (what < 86) emit_updating();
    else if (what < 88) add_delegation();
    else if (what < 90) emit(Operation::kRounding, {below(5)});
    else if (calls_) add_call();
  }
  void emit_updating() {
    need(kMachine);
    emit(Operation::kUpdating, {chance(50) ? kAdue : 0});
  }

  std::mt19937 random_;
  ProgramStyle style_;
  Shape shape_;
  Program program_;
  std::vector<AddressSpace> spaces_;
  u64 first_asid_ = 0;
  unsigned mode_ = kMachine;
  unsigned context_ = 0;
  u64 delegation_ = 0;
  bool has_global_ = false, calls_ = false, crossing_calls_ = false, guards_tables_ = false;
};

}  // namespace

Program make_program(u32 seed, const ProgramStyle& style) { return ScriptMaker{seed, style}.make(); }

}  // namespace vitrine::tests::torture
