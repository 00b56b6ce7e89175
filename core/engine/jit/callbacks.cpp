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

const Site& site_of(const VcpuState& state, std::uint32_t number) { return static_cast<const Jit*>(state.translations)->site(number); }

bool finish(VcpuState& state, const Site& site, bool ok) {
  if (ok) [[likely]]
    return true;
  state.pc = state.page_pc + site.page_offset;
  state.instructions += static_cast<std::uint64_t>(static_cast<std::int64_t>(site.retired));
  state.leave = cpu::Leave::kFault;
  return false;
}

bool load(VcpuState* state, std::uint64_t address, std::uint32_t number) {
  const Site& site = site_of(*state, number);
  return finish(*state, site, cpu::load_ranged(*state, state->data->ranges[site.range], address, site.size_bytes, state->exit_value));
}

// Registers carry more than a narrow store takes.
std::uint64_t low_bytes(std::uint64_t value, unsigned size_bytes) {
  return size_bytes >= 8 ? value : value & ((std::uint64_t{1} << (8 * size_bytes)) - 1);
}

bool store(VcpuState* state, std::uint64_t address, std::uint32_t number, std::uint64_t value) {
  const Site& site = site_of(*state, number);
  value = low_bytes(value, site.size_bytes);
  return finish(*state, site, cpu::store_ranged(*state, state->data->ranges[site.range], address, site.size_bytes, value));
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
  return {.load = &load, .store = &store, .atomic = &atomic, .compute = &compute, .system = &system, .find = &find};
}

}  // namespace vitrine::engine::jit
