// SPDX-License-Identifier: Apache-2.0
// Registers by GDB's numbers.
#include "core/guest/riscv64/registers.h"

#include <array>
#include <string_view>

#include "core/guest/riscv64/csr_table.h"

namespace vitrine::guest::riscv64 {
namespace {

constexpr unsigned kPc = 32;
constexpr unsigned kFirstFloat = 33;
constexpr unsigned kFirstCsr = 65;
constexpr unsigned kPrivilege = kFirstCsr + 4096;

constexpr std::array<std::string_view, 32> kIntegerNames = {"zero", "ra", "sp", "gp", "tp",  "t0",  "t1", "t2", "fp", "s1", "a0",
                                                            "a1",   "a2", "a3", "a4", "a5",  "a6",  "a7", "s2", "s3", "s4", "s5",
                                                            "s6",   "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6"};
constexpr std::array<std::string_view, 32> kFloatNames = {"ft0", "ft1", "ft2", "ft3", "ft4",  "ft5",  "ft6", "ft7", "fs0",  "fs1", "fa0",
                                                          "fa1", "fa2", "fa3", "fa4", "fa5",  "fa6",  "fa7", "fs2", "fs3",  "fs4", "fs5",
                                                          "fs6", "fs7", "fs8", "fs9", "fs10", "fs11", "ft8", "ft9", "ft10", "ft11"};
constexpr unsigned kRa = 1, kSp = 2, kGp = 3, kTp = 4, kFp = 8;

std::string_view integer_type(unsigned number) {
  if (number == kRa) return "code_ptr";
  return number == kSp || number == kGp || number == kTp || number == kFp ? "data_ptr" : "int";
}

void add_csrs(std::vector<cpu::RegisterInfo>& out, std::span<const CsrRow> rows, std::uint64_t extensions, const std::string& feature) {
  for (const CsrRow& row : rows) {
    if ((extensions & row.needs) != row.needs) continue;
    for (std::uint32_t number = row.first; number < std::uint32_t{row.first} + row.count; ++number)
      out.push_back({csr_name(row, number), 64, feature, "int", kFirstCsr + number});
  }
}

base::Error no_register(unsigned number) {
  return {base::Errc::kNotFound, fmt::format("this processor has no register number {}", number)};
}

bool has_float(const State& state, unsigned number) {
  return number >= kFirstFloat && number < kFirstCsr && (state.extensions & kExtF) != 0;
}

}  // namespace

std::string_view integer_register_name(unsigned number) { return kIntegerNames[number & 31]; }
std::string_view float_register_name(unsigned number) { return kFloatNames[number & 31]; }

std::vector<cpu::RegisterInfo> debug_registers(std::uint64_t extensions) {
  const std::string cpu = "org.gnu.gdb.riscv.cpu";
  const std::string fpu = "org.gnu.gdb.riscv.fpu";
  const std::string csr = "org.gnu.gdb.riscv.csr";
  std::vector<cpu::RegisterInfo> out;
  out.reserve(kFirstCsr);  // and some CSRs
  for (unsigned i = 0; i < kPc; ++i) out.push_back({std::string{kIntegerNames[i]}, 64, cpu, std::string{integer_type(i)}, i});
  out.push_back({"pc", 64, cpu, "code_ptr", kPc});
  if ((extensions & kExtF) != 0)
    for (unsigned i = 0; i < kFloatNames.size(); ++i) out.push_back({std::string{kFloatNames[i]}, 64, fpu, "ieee_double", kFirstFloat + i});
  add_csrs(out, float_csrs(), extensions, fpu);
  for (const auto rows : {machine_csrs(), supervisor_csrs(), counter_csrs(), pmp_csrs()}) add_csrs(out, rows, extensions, csr);
  out.push_back({"priv", 8, "org.gnu.gdb.riscv.virtual", "int", kPrivilege});
  return out;
}

base::Result<std::uint64_t> read_debug_register(State& state, unsigned number) {
  if (number < kPc) return state.x[number];
  if (number == kPc) return state.pc;
  if (has_float(state, number)) return state.f[number - kFirstFloat];
  if (number == kPrivilege) return static_cast<std::uint64_t>(state.privilege);
  if (number < kFirstCsr) return std::unexpected{no_register(number)};
  if (const auto value = peek_csr(state, number - kFirstCsr)) return *value;
  return std::unexpected{no_register(number)};
}

base::Status write_debug_register(State& state, unsigned number, std::uint64_t value) {
  if (number < kPc) {
    if (number != 0) state.x[number] = value;
  } else if (number == kPc) {
    state.pc = value & ~std::uint64_t{1};
  } else if (has_float(state, number)) {
    state.f[number - kFirstFloat] = value;
    state.fs_dirty = 1;
  } else if (number == kPrivilege) {
    if (value > 3 || value == 2)
      return base::fail(base::Errc::kInvalidArgument, "{} is no privilege: 0 is user, 1 supervisor, 3 machine", value);
    state.privilege = static_cast<Privilege>(value);
  } else if (number < kFirstCsr) {
    return std::unexpected{no_register(number)};
  } else if (!poke_csr(state, number - kFirstCsr, value)) {
    return base::fail(base::Errc::kInvalidArgument, "register number {} can't be written", number);
  }
  return {};
}

}  // namespace vitrine::guest::riscv64
