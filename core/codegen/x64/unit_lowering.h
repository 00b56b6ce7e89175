// SPDX-License-Identifier: Apache-2.0
// One forward pass from a unit's IR to host code.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/codegen/common/translation.h"
#include "core/codegen/x64/access_groups.h"
#include "core/codegen/x64/home_table.h"
#include "core/codegen/x64/layout.h"
#include "core/codegen/x64/stubs.h"
#include "core/ir/node.h"

namespace vitrine::codegen::x64 {

// How a unit is to be translated.
struct UnitRequest {
  const ir::UnitIr* ir = nullptr;
  std::uint32_t translation = 0;  // its number, for its exits
  std::uint32_t page_offset = 0;  // of its first instruction inside its page
  bool exact = false;             // looks at the limit at every exit and counts on entry: deterministic machines, verification
  bool with_float = false;        // the guest's floating point is on
  std::uint8_t rounding = 0;      // the dynamic rounding mode, with_float
  bool host_fuses = false;        // the host has fused multiply-add
  bool is_twin = false;           // of the end of another translation, whose groups of accesses did not hold: has none
  // For listings: gets where each guest instruction's code begins, in bytes from the entry.
  std::vector<std::uint32_t>* marks = nullptr;
};

// What emitting needs of the engine.
struct LoweringContext {
  const HomeTable* homes = nullptr;
  const Stubs* stubs = nullptr;
  SiteTable* table = nullptr;
  std::uint32_t origin = 0;  // bytes of the code memory before the emitter's
};

// Where a node's value is.
enum class Where : std::uint8_t {
  kNowhere,
  kConst,
  kHome,     // a guest register's home, general or vector
  kSlot,     // the vCPU's state in memory
  kTemp,     // a scratch register, general
  kVector,   // a vector scratch register
  kSpill,    // the stack
  kCompare,  // not computed: compares its operands where it is used
  kSum,      // not computed: operand a plus the constant b
};

struct Value {
  Where where = Where::kNowhere;
  bool is_vector = false;  // kHome: a vector register
  std::uint8_t reg = 0;
  std::uint8_t spill = 0;
  std::uint32_t slot = 0;  // kHome, kSlot
};

// Code behind the unit's end that the straight path jumps to.
struct ColdPath {
  enum class Kind : std::uint8_t { kLoad, kStore, kGroup, kExit, kPoll, kPollAt, kMiss, kTakenExit, kFloat, kDivision };
  Kind kind = Kind::kExit;
  Label entry;
  Label back;
  Gpr base = Gpr::rax;  // address
  Gpr work = Gpr::rax;  // an access's own scratch register
  std::int32_t disp = 0;
  std::uint32_t number = 0;  // site, or the target of an exit
  std::uint8_t live = 0;     // scratch registers to keep, as bits of their index in kScratch
  std::uint8_t reg = 0;      // the result's, or the value's, register
  bool reg_is_vector = false;
  bool has_constant = false;  // a store of `constant`
  bool is_signed = false;
  Width width = Width::k64;
  std::int64_t constant = 0;
  std::uint32_t retired = 0;
  ir::NodeId node = 0;
  std::array<std::uint8_t, 3> operands{};  // vector registers
};

// Values live in registers between the nodes of one instruction only; guest registers are in their homes at every instruction's end.
// Thread: the vCPU that translates.
class UnitLowering {
 public:
  UnitLowering(const LoweringContext& context, const UnitRequest& request, Emitter& out);
  // False: the unit has something that is not translated, or the buffer was too small.
  bool run(Emitted& emitted);

 private:
  using NodeId = ir::NodeId;
  using Node = ir::Node;

  // Uses and lifetimes: lifetimes.cpp.
  void find_lifetimes();
  [[nodiscard]] bool stays_open(NodeId id) const;
  [[nodiscard]] bool set_between(NodeId from, NodeId to) const;
  [[nodiscard]] const Node& node(NodeId id) const { return ir_.nodes[id]; }

  // Values: values.cpp.
  [[nodiscard]] NodeId root(NodeId id) const;
  [[nodiscard]] bool is_in(NodeId id, Gpr reg) const;
  [[nodiscard]] bool is_const(NodeId id, std::int64_t& value) const;
  [[nodiscard]] bool is_imm32(NodeId id, std::int32_t& value) const;
  Gpr take_temp();
  void claim(Gpr reg);
  void keep(NodeId id, Gpr reg);
  void keep_vector(NodeId id, Xmm reg);
  Xmm take_vector();
  void release_after(NodeId id);
  void spill_temp(unsigned index);
  void unalias(std::uint32_t slot, NodeId at);
  Gpr gpr(NodeId id);
  void into(Gpr target, NodeId id);
  Xmm xmm(NodeId id);
  std::optional<Mem> memory_of(NodeId id) const;
  Gpr destination(NodeId id);
  [[nodiscard]] std::optional<std::uint32_t> set_of_result(NodeId id) const;
  [[nodiscard]] std::optional<Gpr> home_of_result(NodeId id) const;
  Xmm vector_destination(NodeId id);
  void finish(NodeId id, Gpr reg);
  void finish_vector(NodeId id, Xmm reg);
  [[nodiscard]] std::uint8_t live_scratch(Gpr except) const;
  [[nodiscard]] Mem spill_slot(unsigned index) const { return at(Gpr::rsp, static_cast<std::int32_t>(8 * index)); }

  // Nodes.
  bool lower(NodeId id);
  bool lower_pure(NodeId id);
  bool lower_binary(NodeId id);
  void lower_add(NodeId id, Gpr target, Width width);
  void lower_sub(NodeId id, Gpr target, Width width);
  void lower_commutative(NodeId id, Alu op, Gpr target, Width width);
  void lower_shift(NodeId id, Shift op, Gpr target, Width width);
  void lower_multiply(NodeId id, Gpr target, Width width);
  bool lower_multiply_high(NodeId id);
  bool lower_or_combine(NodeId id);
  bool lower_division(NodeId id);
  bool lower_unary(NodeId id);
  bool lower_select(NodeId id);
  bool lower_compare(NodeId id);
  Cond compare(NodeId id);
  Cond condition(NodeId id);
  void lower_get(NodeId id);
  bool lower_set(NodeId id);

  // Memory: memory.cpp.
  struct Address {
    Gpr base;
    std::int32_t disp;
  };
  // What a look at the TLB is about: the page of the first byte, and whether the last one lies there, too.
  struct Reach {
    std::uint32_t bytes;
    bool is_store;
  };
  Address address_of(NodeId id);
  [[nodiscard]] bool is_boxed_at_once(NodeId id) const;
  bool lower_load(NodeId id);
  bool lower_store(NodeId id);
  bool lower_atomic(NodeId id);
  std::uint32_t new_site(NodeId id, unsigned size_bytes, bool is_store);
  std::uint32_t new_site(NodeId id, unsigned size_bytes, unsigned kind, bool for_stores);
  Gpr check_range(const Address& address, std::uint32_t site, ColdPath& cold);
  void load_from(const ColdPath& cold, Mem source);
  void store_to(const ColdPath& cold, Mem target);
  [[nodiscard]] Gpr second_scratch(const ColdPath& cold, bool& is_taken) const;
  void emit_probe(const ColdPath& cold, Reach reach, Label& slow);
  void emit_cold_group(ColdPath& cold);
  void emit_cold_load(ColdPath& cold);
  void emit_cold_store(ColdPath& cold);
  void begin_cold_access(const ColdPath& cold);
  void end_cold_access(ColdPath& cold);

  // Groups of accesses: group_access.cpp.
  Gpr group_addend(NodeId id, const Address& address);
  Gpr lead_group(NodeId id, const Address& address);
  Gpr load_target(NodeId id, Gpr addend);
  std::uint32_t new_group_site(NodeId id, const AccessGroup& group);
  void put_away(unsigned index);
  void put_all_away();
  [[nodiscard]] std::uint8_t scratch_in_use(Gpr except) const;
  [[nodiscard]] Mem group_word(std::uint32_t group) const {
    return at(Gpr::rsp, static_cast<std::int32_t>(8 * (kGroupWord + groups_.groups[group].word)));
  }

  // Floating point: vector.cpp.
  bool lower_float(NodeId id);
  bool lower_float_binary(NodeId id);
  bool lower_square_root(NodeId id);
  bool lower_fused(NodeId id);
  bool lower_min_max(NodeId id);
  bool lower_float_compare(NodeId id);
  bool lower_float_convert(NodeId id);
  bool lower_float_to_integer(NodeId id);
  bool lower_integer_to_float(NodeId id);
  bool lower_computed(NodeId id);
  bool lower_unbox(NodeId id);
  bool lower_box(NodeId id);
  bool lower_vector_logic(NodeId id);
  void finish_float(NodeId id, Xmm raw);
  void settle(NodeId id, Xmm raw);
  void compute_out_of_line(NodeId id, Cond when, std::array<unsigned, 3> operands, Xmm result);
  void emit_cold_float(ColdPath& cold);
  [[nodiscard]] bool rounds_as_host(const Node& it) const;
  [[nodiscard]] Mem constant(VectorConstant which) const;

  // Control: control.cpp.
  bool lower_control(NodeId id);
  void count(std::uint32_t retired);
  void take_back(NodeId id);
  void count_and_compare(std::uint32_t retired);
  [[nodiscard]] bool is_loop() const;
  void count_and_poll(std::uint32_t retired, ColdPath::Kind kind, std::int32_t target);
  void leave_to(std::int32_t target, std::uint32_t retired, bool backward);
  void jump_to_virtual();
  bool lower_branch(NodeId id);
  void emit_cold_division(ColdPath& cold);
  void jump_by_link(ExitKind kind, std::int32_t target, std::uint16_t insn);
  void emit_exit(ExitKind kind, std::int32_t target, std::uint16_t insn, std::uint64_t cause);
  std::uint32_t new_exit(ExitKind kind, std::int32_t target, std::uint16_t insn, std::uint64_t cause);
  void emit_cold(ColdPath& cold);
  void mark_insn(std::uint32_t position);
  [[nodiscard]] std::uint32_t retired_before(NodeId id) const { return node(id).insn; }
  [[nodiscard]] std::uint32_t retired_with(NodeId id) const { return node(id).insn + 1; }
  [[nodiscard]] std::int32_t page_target(std::uint64_t unit_offset) const {
    return static_cast<std::int32_t>(request_.page_offset) + static_cast<std::int32_t>(static_cast<std::int64_t>(unit_offset));
  }

  const HomeTable& homes_;
  const StubSet& stubs_;
  const Stubs& all_stubs_;
  SiteTable& table_;
  std::uint32_t origin_;
  const UnitRequest& request_;
  const ir::UnitIr& ir_;
  Emitter& out_;

  std::vector<Value> values_;
  std::vector<NodeId> last_use_, user_;
  std::vector<std::uint16_t> uses_;
  std::vector<bool> done_;  // lowered together with another node
  std::vector<ColdPath> cold_;
  NodeId temp_owner_[3] = {ir::kNoNode, ir::kNoNode, ir::kNoNode};
  bool temp_locked_[3] = {};
  AccessGroups groups_;
  std::uint32_t temp_group_[3] = {AccessGroups::kNone, AccessGroups::kNone, AccessGroups::kNone};  // whose addend stands there
  std::vector<bool> in_word_;  // by group: its addend is in its word, too
  NodeId vector_owner_[kFloatScratch] = {ir::kNoNode, ir::kNoNode, ir::kNoNode, ir::kNoNode};
  bool vector_locked_[kFloatScratch] = {};
  unsigned spills_ = 0;
  NodeId now_ = 0;
  NodeId insn_start_ = 0;
  std::vector<std::uint32_t> boxed_;  // slots of floating-point registers that hold a boxed single for certain
  std::uint32_t marked_slot_ = ~std::uint32_t{0};
  std::int32_t marked_value_ = 0;
  bool failed_ = false;
  Label start_;
  Label after_count_;
};

}  // namespace vitrine::codegen::x64
