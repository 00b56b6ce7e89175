// SPDX-License-Identifier: Apache-2.0
// Emitting the stubs.  System V AMD64 ABI: rbx, rbp and r12 to r15 belong to the caller; all vector registers and MXCSR's flags do not.
#include "core/codegen/x64/stubs.h"

#include "core/codegen/x64/home_table.h"
#include "core/codegen/x64/layout.h"

namespace vitrine::codegen::x64 {
namespace {

constexpr Gpr kSaved[] = {Gpr::rbx, Gpr::rbp, Gpr::r12, Gpr::r13, Gpr::r14, Gpr::r15};
// Six pushes and the return address leave rsp 8 bytes off a multiple of 16; so does this frame, and together they are even.
constexpr std::int32_t kFrame = 8 * kWords + 8;
static_assert(kFrame % 16 == 8);

bool survives_calls(Gpr home) { return home == Gpr::rbx || number(home) >= number(Gpr::r12); }

class StubEmitter {
 public:
  StubEmitter(Emitter& out, const HomeTable& homes, const Callbacks& callbacks) : out_{out}, homes_{homes}, callbacks_{callbacks} {}

  StubSet emit(bool with_float) {
    float_ = with_float;
    StubSet set;
    out_.align(16);
    set.enter = reinterpret_cast<void (*)(cpu::VcpuState*, const std::byte*)>(out_.here());
    enter();
    set.leave_with = out_.here();
    out_.store(Width::k64, homes_.slot(state_offset::kExitValue), Gpr::rax);
    set.leave = out_.here();
    leave();
    set.interpret = out_.here();
    out_.store(Width::k64, homes_.slot(state_offset::kExitValue), Gpr::rcx);
    out_.mov_imm(Gpr::rcx, kExitInterpret);
    out_.jmp(set.leave);
    set.depart = out_.here();
    out_.alu_imm(Alu::add, Width::k64, Gpr::rsp, 16);
    go_home();
    set.go_on = resume(true);
    set.go_to = resume(false);
    set.system = ask(reinterpret_cast<const void*>(callbacks_.system), true);
    set.find = ask(reinterpret_cast<const void*>(callbacks_.find), false);
    set.load = access(Called::kLoad, set.leave);
    set.store = access(Called::kStore, set.leave);
    out_.align(16);
    set.group = out_.here();
    call(reinterpret_cast<const void*>(callbacks_.group), Called::kLoad, set.leave);
    out_.align(16);
    set.atomic = out_.here();
    call(reinterpret_cast<const void*>(callbacks_.atomic), Called::kAtomic, set.leave);
    out_.align(16);
    set.compute = out_.here();
    call(reinterpret_cast<const void*>(callbacks_.compute), Called::kCompute, set.leave);
    return set;
  }

 private:
  void enter() {
    for (const Gpr reg : kSaved) out_.push(reg);
    out_.alu_imm(Alu::sub, Width::k64, Gpr::rsp, kFrame);
    out_.mov(Width::k64, kState, Gpr::rdi);
    out_.mov(Width::k64, Gpr::rax, Gpr::rsi);
    if (float_) {
      out_.stmxcsr(homes_.slot(state_offset::kHostFloatControl));
      out_.ldmxcsr(homes_.slot(state_offset::kGuestFloatControl));
    }
    out_.load(Width::k64, kContext, homes_.slot(state_offset::kData));
    load_homes(true);
    load_floats();
    out_.jmp(Gpr::rax);
  }

  void leave() {
    out_.store(Width::k32, homes_.slot(state_offset::kExitNumber), Gpr::rcx);
    store_homes(true);
    store_floats();
    if (float_) {
      out_.stmxcsr(homes_.slot(state_offset::kGuestFloatControl));
      out_.ldmxcsr(homes_.slot(state_offset::kHostFloatControl));
    }
    go_home();
  }

  void go_home() {
    out_.alu_imm(Alu::add, Width::k64, Gpr::rsp, kFrame);
    for (std::size_t i = std::size(kSaved); i-- > 0;) out_.pop(kSaved[i]);
    out_.ret();
  }

  // rax: the pc, rdx: the context, rcx: the entry that was another pc's.  Its guest entry may be the one.
  void other_jump() {
    Label missed;
    out_.alu_imm(Alu::xor_, Width::k32, Gpr::rcx, 2 * cpu::MmuContext::kOtherJump);
    out_.alu_load(Alu::cmp, Width::k64, Gpr::rax, at(Gpr::rdx, Gpr::rcx, 3, context_offset::kJumps));
    out_.jcc(Cond::ne, missed);
    out_.load(Width::k64, Gpr::rcx, at(Gpr::rdx, Gpr::rcx, 3, context_offset::kJumps + 8));
    out_.alu_imm(Alu::and_, Width::k64, Gpr::rax, -4096);
    out_.store(Width::k64, homes_.slot(state_offset::kPagePc), Gpr::rax);
    out_.jmp(at(Gpr::rcx, kUnitCode));
    out_.bind(missed);
  }

  // The engine answers with the place to go on at: one of the three above.
  const std::byte* ask(const void* function, bool was_called) {
    out_.align(16);
    const std::byte* const start = out_.here();
    if (!was_called) other_jump();
    out_.alu_imm(Alu::sub, Width::k64, Gpr::rsp, was_called ? 8 : 16);
    store_homes(true);
    store_floats();
    if (float_) {
      out_.stmxcsr(homes_.slot(state_offset::kGuestFloatControl));
      out_.ldmxcsr(homes_.slot(state_offset::kHostFloatControl));
    }
    out_.lea(Width::k64, Gpr::rdi, at(kState, -static_cast<std::int32_t>(homes_.bias())));
    if (was_called) out_.mov(Width::k32, Gpr::rsi, Gpr::rcx);
    else out_.mov(Width::k64, Gpr::rsi, Gpr::rax);
    out_.mov_imm(Gpr::rax, reinterpret_cast<std::uintptr_t>(function));
    out_.call(Gpr::rax);
    out_.jmp(Gpr::rax);
    return start;
  }

  // The code before may have run without the guest's floating point: the host's control register is what C++ has now.
  const std::byte* resume(bool behind_the_call) {
    out_.align(16);
    const std::byte* const start = out_.here();
    if (float_) {
      out_.stmxcsr(homes_.slot(state_offset::kHostFloatControl));
      out_.ldmxcsr(homes_.slot(state_offset::kGuestFloatControl));
    }
    out_.load(Width::k64, kContext, homes_.slot(state_offset::kData));
    load_homes(true);
    load_floats();
    out_.alu_imm(Alu::add, Width::k64, Gpr::rsp, behind_the_call ? 8 : 16);
    if (behind_the_call) {
      out_.ret();
      return start;
    }
    out_.load(Width::k64, Gpr::rcx, homes_.slot(state_offset::kKept));  // the unit, as when a jump came by the jump cache
    out_.jmp(homes_.slot(state_offset::kExitValue));
    return start;
  }

  // An access that found neither its range slot nor the TLB to help, or is to fill the slot anew.
  const std::byte* access(Called kind, const std::byte* leave) {
    out_.align(16);
    const std::byte* const start = out_.here();
    const bool is_store = kind == Called::kStore;
    call(is_store ? reinterpret_cast<const void*>(callbacks_.store) : reinterpret_cast<const void*>(callbacks_.load), kind, leave);
    return start;
  }

  // Homes that C++ may use for itself go to the state and come back; the others stay where they are.
  void call(const void* function, Called kind, const std::byte* leave) {
    out_.alu_imm(Alu::sub, Width::k64, Gpr::rsp, 8);
    store_homes(false);
    store_floats();
    if (float_) {
      out_.stmxcsr(homes_.slot(state_offset::kGuestFloatControl));
      out_.ldmxcsr(homes_.slot(state_offset::kHostFloatControl));
    }
    out_.lea(Width::k64, Gpr::rdi, at(kState, -static_cast<std::int32_t>(homes_.bias())));
    if (kind == Called::kCompute) {
      out_.mov(Width::k32, Gpr::rsi, Gpr::rcx);
    } else {
      out_.mov(Width::k64, Gpr::rsi, Gpr::rax);
      out_.mov(Width::k64, Gpr::rax, Gpr::rdx);
      out_.mov(Width::k32, Gpr::rdx, Gpr::rcx);
      out_.mov(Width::k64, Gpr::rcx, Gpr::rax);
    }
    out_.mov_imm(Gpr::rax, reinterpret_cast<std::uintptr_t>(function));
    out_.call(Gpr::rax);
    if (float_) out_.ldmxcsr(homes_.slot(state_offset::kGuestFloatControl));
    load_homes(false);
    load_floats();
    Label faulted;
    out_.test(Width::k8, Gpr::rax, Gpr::rax);
    out_.jcc(Cond::e, faulted);
    out_.load(Width::k64, Gpr::rax, homes_.slot(state_offset::kExitValue));
    out_.alu_imm(Alu::add, Width::k64, Gpr::rsp, 8);
    out_.ret();
    out_.bind(faulted);
    out_.alu_imm(Alu::add, Width::k64, Gpr::rsp, 16);  // and never back to where it was called
    out_.load(Width::k32, Gpr::rcx, homes_.slot(state_offset::kExitNumber));
    out_.jmp(leave);
  }

  void load_homes(bool all) {
    for (std::size_t i = 0; i < homes_.general_slots().size(); ++i)
      if (all || !survives_calls(kHomes[i])) out_.load(Width::k64, kHomes[i], homes_.slot(homes_.general_slots()[i]));
  }
  void store_homes(bool all) {
    for (std::size_t i = 0; i < homes_.general_slots().size(); ++i)
      if (all || !survives_calls(kHomes[i])) out_.store(Width::k64, homes_.slot(homes_.general_slots()[i]), kHomes[i]);
  }
  void load_floats() {
    if (!float_) return;
    for (std::size_t i = 0; i < homes_.float_slots().size(); ++i)
      out_.vmovsd(static_cast<Xmm>(kFloatScratch + i), homes_.slot(homes_.float_slots()[i]));
  }
  void store_floats() {
    if (!float_) return;
    for (std::size_t i = 0; i < homes_.float_slots().size(); ++i)
      out_.vmovsd(homes_.slot(homes_.float_slots()[i]), static_cast<Xmm>(kFloatScratch + i));
  }

  Emitter& out_;
  const HomeTable& homes_;
  const Callbacks& callbacks_;
  bool float_ = false;
};

const std::byte* emit_constants(Emitter& out) {
  constexpr std::uint64_t kBits[kVectorConstants] = {0x7ff8000000000000, 0x7fc00000, 0xffffffff00000000};
  out.align(16);
  const std::byte* const first = out.here();
  for (const std::uint64_t bits : kBits) {
    out.data(bits);
    out.data(0);
  }
  return first;
}

}  // namespace

Stubs emit_stubs(Emitter& out, const HomeMap& map, const Callbacks& callbacks) {
  const HomeTable homes{map};
  Stubs stubs;
  stubs.constants = emit_constants(out);
  StubEmitter emitter{out, homes, callbacks};
  stubs.with_float = emitter.emit(true);
  stubs.without_float = emitter.emit(false);
  return stubs;
}

}  // namespace vitrine::codegen::x64
