// SPDX-License-Identifier: Apache-2.0
// Placing code, linking it, running it.
#include "core/engine/jit/jit.h"

#include <utility>

#include "core/codegen/x64/emitter.h"
#include "core/codegen/x64/host_features.h"
#include "core/codegen/x64/unit_lowering.h"
#include "core/engine/jit/callbacks.h"
#include "core/engine/jit/float_control.h"

namespace vitrine::engine::jit {

using codegen::x64::Emitter;

base::Result<std::unique_ptr<Jit>> Jit::create(const codegen::HomeMap& homes, std::size_t code_bytes, bool for_profilers) {
  const codegen::x64::HostFeatures host = codegen::x64::HostFeatures::detect();
  if (!host.avx || !host.bmi1 || !host.bmi2 || !host.lzcnt || !host.popcnt)
    return base::fail(base::Errc::kUnsupported, "translated code needs a processor with AVX, BMI1, BMI2, LZCNT and POPCNT");
  TRY_ASSIGN(base::sys::CodeMemory memory, base::sys::CodeMemory::create("vitrine-code", code_bytes, for_profilers));
  return std::unique_ptr<Jit>{new Jit{homes, std::move(memory)}};
}

Jit::Jit(const codegen::HomeMap& homes, base::sys::CodeMemory memory)
    : map_{homes}, homes_{homes}, memory_{std::move(memory)}, fuses_{codegen::x64::HostFeatures::detect().fma} {
  Emitter out{memory_.writable(), memory_.executable(), memory_.size()};
  stubs_ = codegen::x64::emit_stubs(out, map_, callbacks());
  stub_bytes_ = out.position();
  restart();
}

void Jit::restart() {
  used_ = (stub_bytes_ + 63) & ~std::size_t{63};
  translations_.clear();
  table_.sites.clear();
  table_.exits.assign(codegen::kCommonExits, {});
  table_.exits[codegen::kExitPollAt].kind = codegen::ExitKind::kPollAt;
  table_.exits[codegen::kExitInterpret].kind = codegen::ExitKind::kInterpret;
  table_.exits[codegen::kExitFault].kind = codegen::ExitKind::kFault;
  table_.exits[codegen::kExitDone].kind = codegen::ExitKind::kDone;
}

void Jit::clear() { restart(); }

Jit::Outcome Jit::translate(const Request& request, std::uint32_t& number) {
  const std::size_t exits = table_.exits.size(), sites = table_.sites.size();
  number = static_cast<std::uint32_t>(translations_.size());
  Emitter out{memory_.writable() + used_, memory_.executable() + used_, memory_.size() - used_};
  const codegen::x64::UnitRequest unit{.ir = request.ir,
                                       .translation = number,
                                       .page_offset = request.page_offset,
                                       .exact = request.exact,
                                       .with_float = request.with_float,
                                       .rounding = request.rounding,
                                       .host_fuses = fuses_,
                                       .is_twin = request.is_twin,
                                       .marks = request.marks};
  codegen::x64::UnitLowering lowering{
      {.homes = &homes_, .stubs = &stubs_, .table = &table_, .origin = static_cast<std::uint32_t>(used_)}, unit, out};
  codegen::Emitted emitted;
  if (!lowering.run(emitted)) {
    table_.exits.resize(exits);
    table_.sites.resize(sites);
    return out.overflowed() ? Outcome::kFull : Outcome::kUntranslatable;
  }
  used_ = (used_ + out.position() + 15) & ~std::size_t{15};
  translations_.push_back({.entry = emitted.entry,
                           .entry_write = emitted.entry_write,
                           .stale = emitted.stale,
                           .bytes = emitted.bytes,
                           .straight_bytes = emitted.straight_bytes,
                           .valid = true,
                           .incoming = {}});
  return Outcome::kDone;
}

void Jit::invalidate(std::uint32_t number) {
  Translation& translation = translations_[number];
  if (!translation.valid) return;
  translation.valid = false;
  Emitter::patch_jump(translation.entry_write, translation.entry, translation.stale);
  for (const std::uint32_t incoming : translation.incoming) {
    const codegen::Exit& exit = table_.exits[incoming];
    Emitter::patch_jump(exit.jump, exit.jump_at, exit.thunk);
  }
  translation.incoming.clear();
}

void Jit::link(std::uint32_t exit, std::uint32_t target) {
  const codegen::Exit& from = table_.exits[exit];
  Translation& to = translations_[target];
  if (from.jump == nullptr || !translations_[from.translation].valid || !to.valid) return;
  Emitter::patch_jump(from.jump, from.jump_at, to.entry);
  to.incoming.push_back(exit);
}

void Jit::let_probe(codegen::Site& site) {
  site.probes = true;
  Emitter::patch_jump(memory_.writable() + site.check, memory_.executable() + site.check, memory_.executable() + site.probe);
}

void Jit::let_part(codegen::Site& site) {
  site.probes = true;
  Emitter::patch_jump(memory_.writable() + site.check, memory_.executable() + site.check, memory_.executable() + site.apart);
}

const codegen::Exit& Jit::run(cpu::VcpuState& state, const std::byte* code, bool with_float) {
  // SAFETY: the biased pointer stays inside the guest's state, of which VcpuState is the beginning.
  auto* const biased = reinterpret_cast<cpu::VcpuState*>(reinterpret_cast<std::byte*>(&state) + map_.state_bias);
  state.guest_float_control = control_for(state.frm);
  (with_float ? stubs_.with_float : stubs_.without_float).enter(biased, code);
  collect_flags(state);
  return table_.exits[state.exit_number];
}

void Jit::collect_flags(cpu::VcpuState& state) {
  state.fflags |= flags_of(state.guest_float_control);
  state.guest_float_control = control_for(state.frm);
}

const std::byte* Jit::go_on(cpu::VcpuState& state, bool with_float) const {
  state.guest_float_control = control_for(state.frm);
  return with_float ? stubs_.with_float.go_on : stubs_.without_float.go_on;
}

const std::byte* Jit::go_to(cpu::VcpuState& state, const cpu::Unit& unit, bool with_float) const {
  state.guest_float_control = control_for(state.frm);
  state.exit_value = reinterpret_cast<std::uintptr_t>(unit.code);
  state.kept[0] = reinterpret_cast<std::uintptr_t>(&unit);
  return with_float ? stubs_.with_float.go_to : stubs_.without_float.go_to;
}

const std::byte* Jit::depart(cpu::VcpuState& state, std::uint32_t exit) const {
  state.exit_number = exit;
  return stubs_.without_float.depart;
}

}  // namespace vitrine::engine::jit
