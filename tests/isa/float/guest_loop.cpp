// SPDX-License-Identifier: Apache-2.0
// The guest's program, encoded by hand, and its run.
#include "tests/isa/float/guest_loop.h"

#include <fmt/format.h>

#include "core/base/check.h"
#include "core/engine/interpreter/riscv_vcpu.h"

namespace vitrine::tests::isa {
namespace {

constexpr u64 kProgram = 0x80000000;
constexpr u64 kTrapOffset = 0x200;
constexpr u64 kCases = 0x80010000;
constexpr u64 kResults = 0x80030000;
constexpr u64 kRamSize = 0x40000;
static_assert(kCases + GuestLoop::kMaxCases * sizeof(GuestCase) <= kResults);
static_assert(kResults + GuestLoop::kMaxCases * sizeof(GuestResult) <= kProgram + kRamSize);

// The program's registers.
constexpr u32 kFlagsBefore = 6, kFlagsAfter = 8, kCase = kCaseAddress, kResult = 11, kCount = 12, kScratch = 13, kCause = 15, kValue = 16;
constexpr unsigned kPc = 32;

constexpr u32 kFflags = 0x001, kFrm = 0x002, kMstatus = 0x300, kMtvec = 0x305, kMcause = 0x342, kMtval = 0x343;

constexpr u32 i_type(u32 opcode, u32 funct3, u32 rd, u32 rs1, u32 imm) { return imm << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode; }
constexpr u32 s_type(u32 opcode, u32 funct3, u32 rs1, u32 rs2, u32 imm) {
  return (imm >> 5) << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | (imm & 31) << 7 | opcode;
}
constexpr u32 addi(u32 rd, u32 rs1, u32 imm) { return i_type(0x13, 0, rd, rs1, imm & 0xfff); }
constexpr u32 slli(u32 rd, u32 rs1, u32 count) { return i_type(0x13, 1, rd, rs1, count); }
constexpr u32 auipc(u32 rd) { return rd << 7 | 0x17; }
constexpr u32 ld(u32 rd, u32 rs1, u32 imm) { return i_type(0x03, 3, rd, rs1, imm); }
constexpr u32 fld(u32 rd, u32 rs1, u32 imm) { return i_type(0x07, 3, rd, rs1, imm); }
constexpr u32 sd(u32 rs2, u32 rs1, u32 imm) { return s_type(0x23, 3, rs1, rs2, imm); }
constexpr u32 fsd(u32 rs2, u32 rs1, u32 imm) { return s_type(0x27, 3, rs1, rs2, imm); }
constexpr u32 csrrw(u32 rd, u32 csr, u32 rs1) { return i_type(0x73, 1, rd, rs1, csr); }
constexpr u32 csrrs(u32 rd, u32 csr, u32 rs1) { return i_type(0x73, 2, rd, rs1, csr); }
constexpr u32 csrrwi(u32 csr, u32 imm) { return i_type(0x73, 5, 0, imm, csr); }
// bnez rs1, -distance: the scattered immediate of a B-type.
constexpr u32 bnez_back(u32 rs1, u32 distance) {
  const u32 imm = 0u - distance;
  return (imm >> 12 & 1) << 31 | (imm >> 5 & 0x3f) << 25 | rs1 << 15 | 1u << 12 | (imm >> 1 & 15) << 8 | (imm >> 11 & 1) << 7 | 0x63;
}
constexpr u32 kJumpToSelf = 0x0000006f;

}  // namespace

GuestLoop::GuestLoop(const GuestSetup& setup) {
  CHECK(memory_.add_ram(kProgram, kRamSize, "ram").has_value());
  load_program(setup);
  engine::interpreter::RiscvVcpuConfig config;
  config.extensions = guest::riscv64::kExtF | guest::riscv64::kExtD | guest::riscv64::kExtM | guest::riscv64::kExtA | guest::riscv64::kExtC;
  config.reset_pc = kProgram;
  config.verify = setup.verify;
  config.translate_after = setup.translate_after;
  config.environment = {[] { return u64{0}; }, [](u64) {}};
  vcpu_ = engine::interpreter::make_riscv_vcpu(engine::interpreter::make_group(memory_, bus_), config);
  vcpu_->reset();
}

void GuestLoop::load_program(const GuestSetup& setup) {
  std::vector<u32> code{auipc(kScratch),
                        addi(kScratch, kScratch, kTrapOffset),
                        csrrw(0, kMtvec, kScratch),
                        addi(kScratch, 0, 3),
                        slli(kScratch, kScratch, 13),
                        i_type(0x73, 3, 0, kScratch, kMstatus),  // csrc: FS off
                        addi(kScratch, 0, setup.fs),
                        slli(kScratch, kScratch, 13)};
  if (setup.fs != 0) {
    code.push_back(csrrs(0, kMstatus, kScratch));
    code.push_back(csrrwi(kFrm, setup.frm));
  }
  const auto loop = static_cast<u32>(code.size());
  if (setup.fs != 0)
    code.insert(code.end(), {fld(kFloatSource1, kCase, 0), fld(kFloatSource2, kCase, 8), fld(kFloatSource3, kCase, 16),
                             ld(kIntegerSource, kCase, 0), ld(kFlagsBefore, kCase, 24), csrrw(0, kFflags, kFlagsBefore)});
  code.insert(code.end(), {setup.instruction, csrrs(kFlagsAfter, kFflags, 0)});
  if (setup.stores) code.push_back(ld(kIntegerResult, kCase, 0));
  code.insert(code.end(),
              {setup.writes_integer ? sd(kIntegerResult, kResult, 0) : fsd(kFloatResult, kResult, 0), sd(kFlagsAfter, kResult, 8),
               addi(kCase, kCase, sizeof(GuestCase)), addi(kResult, kResult, sizeof(GuestResult)), addi(kCount, kCount, 0xfff)});
  code.push_back(bnez_back(kCount, 4 * (static_cast<u32>(code.size()) - loop)));
  end_ = kProgram + 4 * code.size();
  code.push_back(kJumpToSelf);
  const std::vector<u32> trap{csrrs(kCause, kMcause, 0), csrrs(kValue, kMtval, 0), kJumpToSelf};
  trap_end_ = kProgram + kTrapOffset + 8;
  CHECK(4 * code.size() <= kTrapOffset);
  CHECK(memory_.load(kProgram, std::as_bytes(std::span{code})));
  CHECK(memory_.load(kProgram + kTrapOffset, std::as_bytes(std::span{trap})));
}

bool GuestLoop::run(std::span<const GuestCase> cases, std::span<GuestResult> results) {
  CHECK(cases.size() <= kMaxCases && results.size() == cases.size());
  CHECK(memory_.load(kCases, std::as_bytes(cases)));
  write(kPc, kProgram);
  write(kCase, kCases);
  write(kResult, kResults);
  write(kCount, cases.size());
  problem_.clear();
  trapped_ = false;
  // A loop takes at most 15 instructions a case; what is left of the limit is spent in a jump to itself.
  for (int round = 0; round < 8 && read(kPc) != end_; ++round) {
    const auto reason = vcpu_->run(16 * cases.size() + 64);
    trapped_ = read(kPc) == trap_end_;
    if (reason == cpu::ExitReason::kStopped || trapped_) break;
  }
  if (read(kPc) != end_) {
    problem_ = trapped_ ? fmt::format("the guest trapped: mcause {}, mtval {:#x}", trap_cause(), trap_value())
                        : fmt::format("the guest is at {:#x}; {}", read(kPc), vcpu_->stop_message());
    return false;
  }
  CHECK(memory_.read(kResults, std::as_writable_bytes(results)));
  return true;
}

u64 GuestLoop::trap_cause() { return read(kCause); }
u64 GuestLoop::trap_value() { return read(kValue); }

u64 GuestLoop::read(unsigned number) {
  const auto value = vcpu_->read_register(number);
  CHECK(value.has_value());
  return *value;
}

void GuestLoop::write(unsigned number, u64 value) { CHECK(vcpu_->write_register(number, value).has_value()); }

}  // namespace vitrine::tests::isa
