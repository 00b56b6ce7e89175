// SPDX-License-Identifier: Apache-2.0
// The CSRs of machine mode.  Privileged ISA, chapter "Machine-Level ISA".
#include "core/base/bits.h"
#include "core/guest/riscv64/csr_table.h"

namespace vitrine::guest::riscv64 {
namespace {

// Exceptions that can be delegated: all but the environment call from M mode.
constexpr std::uint64_t kDelegableExceptions = 0xb3ff;
constexpr std::uint64_t kSupervisorInterrupts = interrupt_bit(kSsip) | interrupt_bit(kStip) | interrupt_bit(kSeip);
constexpr std::uint64_t kAllInterrupts = kSupervisorInterrupts | interrupt_bit(kMsip) | interrupt_bit(kMtip) | interrupt_bit(kMeip);

std::uint64_t letter(char name) { return std::uint64_t{1} << (name - 'A'); }

std::uint64_t read_misa(const State& state, std::uint32_t) {
  constexpr std::uint64_t kXlen64 = std::uint64_t{2} << 62;
  constexpr std::uint64_t kAllOfB = kExtZba | kExtZbb | kExtZbs;
  std::uint64_t misa = kXlen64 | letter('I') | letter('S') | letter('U');
  const auto add = [&](std::uint64_t needed, char name) {
    if ((state.extensions & needed) == needed) misa |= letter(name);
  };
  add(kExtM, 'M');
  add(kExtA, 'A');
  add(kExtF, 'F');
  add(kExtD, 'D');
  add(kExtC, 'C');
  add(kAllOfB, 'B');
  return misa;
}

// tinfo of a trigger that does not exist.  Debug specification, section "Trigger Info".
std::uint64_t read_tinfo(const State&, std::uint32_t) { return 1; }

std::uint64_t read_mstatus(const State& state, std::uint32_t) { return mstatus_value(state); }
void write_mstatus(State& state, std::uint32_t, std::uint64_t value) { set_mstatus(state, value, kStatusWritable); }
std::uint64_t read_mhartid(const State& state, std::uint32_t) { return state.hart_id; }
std::uint64_t read_mip(const State& state, std::uint32_t) { return state.mip(); }
void write_mip_row(State& state, std::uint32_t, std::uint64_t value) { write_mip(state, value); }
void write_mepc(State& state, std::uint32_t, std::uint64_t value) { state.csr.mepc = legal_epc(state, value); }

// Turning Sstc on hands STIP from software to the comparator, turning it off hands it back.
void write_menvcfg(State& state, std::uint32_t, std::uint64_t value) {
  std::uint64_t writable = kEnvFiom;
  if ((state.extensions & kExtSvadu) != 0) writable |= kEnvAdue;
  if ((state.extensions & kExtSstc) != 0) writable |= kEnvStce;
  const std::uint64_t before = state.csr.menvcfg;
  state.csr.menvcfg = value & writable;
  if (((before ^ state.csr.menvcfg) & kEnvStce) == 0) return;
  state.mip_software &= ~interrupt_bit(kStip);
  arm_stimecmp(state);
}

constexpr std::uint64_t kTvecWritable = ~std::uint64_t{2};  // direct and vectored; modes 2 and 3 are reserved
constexpr std::uint64_t kCounterEnables = 0xffffffff;

constexpr std::uint8_t kStatusEffect = kChangesContexts | kChangesInterrupts;
constexpr CsrRow kRows[] = {
    {kCsrMvendorid, "mvendorid", read_zero},
    {kCsrMarchid, "marchid", read_zero},
    {kCsrMimpid, "mimpid", read_zero},
    {kCsrMhartid, "mhartid", read_mhartid},
    {kCsrMconfigptr, "mconfigptr", read_zero},
    {kCsrMstatus, "mstatus", read_mstatus, write_mstatus, kStatusEffect},
    {kCsrMisa, "misa", read_misa},
    {kCsrMedeleg, "medeleg", read_member<&Csrs::medeleg>, write_member<&Csrs::medeleg, kDelegableExceptions>},
    {kCsrMideleg, "mideleg", read_member<&Csrs::mideleg>, write_member<&Csrs::mideleg, kSupervisorInterrupts>, kChangesInterrupts},
    {kCsrMie, "mie", read_member<&Csrs::mie>, write_member<&Csrs::mie, kAllInterrupts>, kChangesInterrupts},
    {kCsrMtvec, "mtvec", read_member<&Csrs::mtvec>, write_member<&Csrs::mtvec, kTvecWritable>},
    {kCsrMcounteren, "mcounteren", read_member<&Csrs::mcounteren>, write_member<&Csrs::mcounteren, kCounterEnables>},
    {kCsrMenvcfg, "menvcfg", read_member<&Csrs::menvcfg>, write_menvcfg, kChangesInterrupts},
    {kCsrMscratch, "mscratch", read_member<&Csrs::mscratch>, write_member<&Csrs::mscratch>},
    {kCsrMepc, "mepc", read_member<&Csrs::mepc>, write_mepc},
    {kCsrMcause, "mcause", read_member<&Csrs::mcause>, write_member<&Csrs::mcause>},
    {kCsrMtval, "mtval", read_member<&Csrs::mtval>, write_member<&Csrs::mtval>},
    // A trigger module without triggers: type 0 at index 0 ends the enumeration that the debug specification describes.
    {kCsrTselect, "tselect", read_zero},
    {.first = kCsrTdata1, .name = "tdata", .read = read_zero, .count = 3, .first_suffix = 1},
    {kCsrTinfo, "tinfo", read_tinfo},
    {kCsrMip, "mip", read_mip, write_mip_row, kChangesInterrupts},
};

}  // namespace

std::span<const CsrRow> machine_csrs() { return kRows; }

std::uint64_t mip_writable(const State& state) {
  const bool comparator = (state.csr.menvcfg & kEnvStce) != 0;
  return kSupervisorInterrupts & ~(comparator ? interrupt_bit(kStip) : 0);
}

void write_mip(State& state, std::uint64_t value) { state.mip_software = base::merge_bits(state.mip_software, value, mip_writable(state)); }

}  // namespace vitrine::guest::riscv64
