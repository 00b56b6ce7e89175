// SPDX-License-Identifier: Apache-2.0
// Saving and checking a hart's state.
#include "core/guest/riscv64/fields.h"

#include <string_view>

#include "core/guest/riscv64/csr_table.h"
#include "core/guest/riscv64/mmu.h"

namespace vitrine::guest::riscv64 {
namespace {

void csr_fields(Csrs& csr, snapshot::Fields& visitor) {
  visitor.value("mstatus", csr.mstatus);
  visitor.value("mtvec", csr.mtvec);
  visitor.value("mscratch", csr.mscratch);
  visitor.value("mepc", csr.mepc);
  visitor.value("mcause", csr.mcause);
  visitor.value("mtval", csr.mtval);
  visitor.value("medeleg", csr.medeleg);
  visitor.value("mideleg", csr.mideleg);
  visitor.value("mie", csr.mie);
  visitor.value("mcounteren", csr.mcounteren);
  visitor.value("mcountinhibit", csr.mcountinhibit);
  visitor.value("menvcfg", csr.menvcfg);
  visitor.value("stvec", csr.stvec);
  visitor.value("sscratch", csr.sscratch);
  visitor.value("sepc", csr.sepc);
  visitor.value("scause", csr.scause);
  visitor.value("stval", csr.stval);
  visitor.value("scounteren", csr.scounteren);
  visitor.value("senvcfg", csr.senvcfg);
  visitor.value("satp", csr.satp);
  visitor.value("stimecmp", csr.stimecmp);
  visitor.array("pmpcfg", csr.pmpcfg);
  visitor.array("pmpaddr", csr.pmpaddr);
  visitor.value("mcycle_offset", csr.mcycle_offset);
  visitor.value("minstret_offset", csr.minstret_offset);
}

struct Check {
  std::string_view name;
  bool legal;
};

base::Status first_failure(std::initializer_list<Check> checks) {
  for (const Check& check : checks)
    if (!check.legal) return base::fail(base::Errc::kCorrupt, "the saved hart holds a value that {} can't have", check.name);
  return {};
}

// Writing a legal value through its own CSR changes nothing.
bool survives_rewriting(State& state, std::uint32_t number) {
  const auto before = peek_csr(state, number);
  if (!before || !poke_csr(state, number, *before)) return false;
  return peek_csr(state, number) == before;
}

constexpr std::uint64_t kStoredStatus = kStatusWritable & ~std::uint64_t{kStatusFs};
// mip_software may have SSIP, STIP and SEIP.
constexpr std::uint64_t kSoftwareInterrupts = interrupt_bit(kSsip) | interrupt_bit(kStip) | interrupt_bit(kSeip);

bool satp_is_legal(State& state) {
  const std::uint64_t saved = state.csr.satp;
  state.csr.satp = 0;
  return poke_csr(state, kCsrSatp, saved) && state.csr.satp == saved;
}

bool pmp_is_legal(State& state) {
  constexpr std::uint64_t kAddressBits = (std::uint64_t{1} << 54) - 1;
  for (std::size_t i = 0; i < kPmpEntries; ++i) {
    const std::uint8_t config = state.csr.pmpcfg[i];
    if ((config & 0x60) != 0 || (config & (kPmpRead | kPmpWrite)) == kPmpWrite || state.csr.pmpaddr[i] > kAddressBits) return false;
  }
  return true;
}

}  // namespace

void fields(State& state, snapshot::Fields& visitor) {
  visitor.array("x", state.x);
  visitor.array("f", state.f);
  visitor.value("pc", state.pc);
  visitor.value("fflags", state.fflags);
  visitor.value("frm", state.frm);
  visitor.value("fs", state.fs);
  visitor.value("fs_dirty", state.fs_dirty);
  visitor.value("privilege", state.privilege);
  visitor.value("instructions", state.instructions);
  csr_fields(state.csr, visitor);
  std::uint64_t lines = state.mip_lines.load();
  visitor.value("mip_lines", lines);
  visitor.value("mip_software", state.mip_software);
  if (!visitor.restoring()) return;
  state.mip_lines.store(lines);
  state.reservation = cpu::VcpuState::kNoReservation;
}

base::Status restored(State& state) {
  const auto privilege = static_cast<unsigned>(state.privilege);
  TRY(first_failure({
      {"x0", state.x[0] == 0},
      {"pc", (state.pc & 1) == 0},
      {"the privilege", privilege == 0 || privilege == 1 || privilege == 3},
      {"fcsr", state.fflags < 32 && state.frm < 8},
      {"mstatus.FS", state.fs <= 3 && state.fs_dirty <= 1 && (state.fs == 0 || (state.extensions & kExtF) != 0)},
      {"mstatus", (state.csr.mstatus & ~kStoredStatus) == 0 && (state.csr.mstatus & kStatusMpp) >> kStatusMppShift != 2},
      {"mip", (state.mip_software & ~kSoftwareInterrupts) == 0},
      {"satp", satp_is_legal(state)},
      {"a PMP register", pmp_is_legal(state)},
  }));
  pmp_changed(state);
  for (const std::uint32_t number : {kCsrMtvec, kCsrMedeleg, kCsrMideleg, kCsrMie, kCsrMcounteren, kCsrMenvcfg, kCsrMepc, kCsrStvec,
                                     kCsrScounteren, kCsrSenvcfg, kCsrSepc})
    TRY(first_failure({{csr_name(*find_csr(number), number), survives_rewriting(state, number)}}));
  TRY(first_failure({{"mcountinhibit", (state.csr.mcountinhibit & ~std::uint64_t{kCounterCycle | kCounterInstret}) == 0}}));
  arm_stimecmp(state);
  return {};
}

}  // namespace vitrine::guest::riscv64
