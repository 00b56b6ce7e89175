// SPDX-License-Identifier: Apache-2.0
// Each function is called on the vCPU's thread with the homes that it could lose saved, and with the host's floating-point mode.
#include "core/engine/jit/callbacks.h"

#include "core/cpu/float_evaluator.h"
#include "core/cpu/memory_path.h"
#include "core/engine/jit/jit.h"
#include "core/ir/pure.h"

namespace vitrine::engine::jit {
namespace {

using codegen::Site;
using cpu::VcpuState;

// A site whose slot moves to another place so often, with so few instructions in between, is better off without: what runs through memory
// page by page moves its slot less often.
constexpr unsigned kManyMoves = 24;
constexpr std::uint64_t kFewInstructions = std::uint64_t{768} * kManyMoves;

Jit& jit_of(const VcpuState& state) { return *static_cast<Jit*>(state.translations); }
Site& site_of(const VcpuState& state, std::uint32_t number) { return jit_of(state).site(number); }

cpu::RangeUse range_of(VcpuState& state, const Site& site) {
  return {.slot = site.probes ? nullptr : &state.data->ranges[site.range], .span = site.span};
}

void note_move(VcpuState& state, Site& site) {
  if (site.moves++ == 0) site.moving_since = state.instructions;
  if (site.moves < kManyMoves) return;
  if (state.instructions - site.moving_since < kFewInstructions) jit_of(state).let_probe(site);
  site.moves = 0;
}

// Likewise for groups that fail: those that store beside code do so again and again.
void note_failure(VcpuState& state, Site& site) {
  if (site.failures++ == 0) site.failing_since = state.instructions;
  if (site.failures < kManyMoves) return;
  if (state.instructions - site.failing_since < kFewInstructions) jit_of(state).let_part(site);
  site.failures = 0;
}

bool finish(VcpuState& state, const Site& site, bool ok) {
  if (ok) [[likely]]
    return true;
  state.pc = state.page_pc + site.page_offset;
  state.instructions += static_cast<std::uint64_t>(static_cast<std::int64_t>(site.retired));
  state.leave = cpu::Leave::kFault;
  state.exit_number = codegen::kExitFault;
  return false;
}

// Comes out of translated code behind the instruction, which is complete.
bool leave_behind(VcpuState& state, const Site& site) {
  state.exit_value = state.page_pc + site.page_offset + site.length;
  state.instructions += static_cast<std::uint64_t>(static_cast<std::int64_t>(site.retired)) + 1;
  state.exit_number = codegen::kExitPollAt;
  return false;
}

bool load(VcpuState* state, std::uint64_t address, std::uint32_t number) {
  Site& site = site_of(*state, number);
  cpu::RangeUse range = range_of(*state, site);
  const bool ok = cpu::load_ranged(*state, range, address, site.size_bytes, state->exit_value);
  if (range.moved) note_move(*state, site);
  return finish(*state, site, ok);
}

// Registers carry more than a narrow store takes.
std::uint64_t low_bytes(std::uint64_t value, unsigned size_bytes) {
  return size_bytes >= 8 ? value : value & ((std::uint64_t{1} << (8 * size_bytes)) - 1);
}

bool store(VcpuState* state, std::uint64_t address, std::uint32_t number, std::uint64_t value) {
  Site& site = site_of(*state, number);
  value = low_bytes(value, site.size_bytes);
  cpu::RangeUse range = range_of(*state, site);
  const std::uint64_t forgotten = state->contexts->forgotten();
  const bool ok = cpu::store_ranged(*state, range, address, site.size_bytes, value);
  if (range.moved) note_move(*state, site);
  // A group may have looked already at what the store made a device hide.
  if (ok && state->contexts->forgotten() != forgotten) return leave_behind(*state, site);
  return finish(*state, site, ok);
}

bool group(VcpuState* state, std::uint64_t address, std::uint32_t number) {
  Site& site = site_of(*state, number);
  cpu::RangeUse range = range_of(*state, site);
  const std::uint64_t leader = address - static_cast<std::uint64_t>(std::int64_t{site.group_begin});
  const cpu::GroupReach reach{.begin = address,
                              .bytes = site.group_bytes,
                              .has_store = site.has_store,
                              .leader = leader,
                              .leader_bytes = site.size_bytes,
                              .leader_stores = site.op == ir::Op::kStore};
  const bool ok = cpu::reach_group(*state, range, reach, state->exit_value);
  if (range.moved) note_move(*state, site);
  if (ok && state->exit_value == cpu::kNoAddend && state->observer == nullptr) note_failure(*state, site);
  return finish(*state, site, ok);
}

bool atomic(VcpuState* state, std::uint64_t address, std::uint32_t number, std::uint64_t value) {
  const Site& site = site_of(*state, number);
  value = low_bytes(value, site.size_bytes);
  std::uint64_t& result = state->exit_value;
  switch (site.op) {
    case ir::Op::kAmo:
      return finish(*state, site, cpu::amo(*state, static_cast<ir::AmoOp>(site.aux), address, site.size_bytes, value, result));
    case ir::Op::kLoadReserved: return finish(*state, site, cpu::load_reserved(*state, address, site.size_bytes, result));
    default: return finish(*state, site, cpu::store_conditional(*state, address, site.size_bytes, value, result));
  }
}

bool compute(VcpuState* state, std::uint32_t number) {
  const Site& site = site_of(*state, number);
  ir::Node node;
  node.op = site.op;
  node.type = site.type;
  node.aux = site.aux;
  node.imm = site.imm;
  cpu::FloatOperands operands{.type = site.operand, .values = {}, .frm = state->frm};
  for (unsigned i = 0; i < operands.values.size(); ++i) operands.values[i] = ir::truncate_to(site.operand, state->float_operands[i]);
  if (node.op == ir::Op::kFClass) state->exit_value = *ir::evaluate_pure(node, site.operand, operands.values[0], 0, 0);
  else state->exit_value = cpu::evaluate_float(node, operands, state->fflags);
  return true;
}

const std::byte* system(VcpuState* state, std::uint32_t exit) { return state->run_system(*state, exit); }
const std::byte* find(VcpuState* state, std::uint64_t pc) { return state->find_code(*state, pc); }

}  // namespace

codegen::x64::Callbacks callbacks() {
  return {.load = &load, .store = &store, .group = &group, .atomic = &atomic, .compute = &compute, .system = &system, .find = &find};
}

}  // namespace vitrine::engine::jit
