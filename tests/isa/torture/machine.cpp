// SPDX-License-Identifier: Apache-2.0
// RAM, the witness and one hart.
#include "tests/isa/torture/machine.h"

#include <fmt/format.h>

#include <QTest>
#include <fstream>
#include <iterator>
#include <random>

#include "core/guest/riscv64/model.h"

namespace vitrine::tests::torture {
namespace {

constexpr unsigned kPc = 32, kPrivilege = 4161;
constexpr unsigned csr(unsigned number) { return 65 + number; }
// fflags, frm, sstatus, stvec, sepc, scause, stval, satp, mstatus, medeleg, mtvec, menvcfg, mepc, mcause, mtval, mip, minstret, pmpcfg0, pmpaddr0.
constexpr unsigned kCsrs[] = {csr(0x001), csr(0x002), csr(0x100), csr(0x105), csr(0x141), csr(0x142), csr(0x143),
                              csr(0x180), csr(0x300), csr(0x302), csr(0x305), csr(0x30a), csr(0x341), csr(0x342),
                              csr(0x343), csr(0x344), csr(0xb02), csr(0x3a0), csr(0x3b0)};

std::vector<char> image() {
  std::ifstream file{VITRINE_TORTURE_IMAGE, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

// The functions of a page of data, see kFunction and kCrossing: an instruction's low half at its end, the high half and a return at the beginning.
void put_functions(std::vector<u32>& words, u64 page) {
  const std::size_t first = page * 1024;
  const auto addition = static_cast<u32>(0x00050513 | (page & 0x7ff) << 20);  // addi a0, a0, page
  constexpr u32 kReturn = 0x00008067;
  words[first] = addition >> 16 | kReturn << 16;
  words[first + 1] = (words[first + 1] & 0xffff0000) | kReturn >> 16;
  words[first + kFunction / 4] = addition;
  words[first + kFunction / 4 + 1] = kReturn;
  words[first + 1023] = (words[first + 1023] & 0xffff) | addition << 16;
}

}  // namespace

Machine::Machine(const Way& way) {
  if (!memory_.add_ram(kRam, kRamSize, "ram") || !bus_.map(kDevice, 0x1000, witness_, "witness")) qFatal("no machine");
  engine::interpreter::RiscvVcpuConfig config;
  config.extensions = guest::riscv64::parse_cpu_model("max").value().extensions;
  config.reset_pc = kRam;
  config.environment = {[] { return u64{0}; }, [](u64) {}};
  config.translate_after = way.translate_after;
  config.single_threaded = way.exact;
  config.verify = way.verify;
  config.slots_of_pages = way.slots_of_pages;
  config.arena_mib = config.code_mib = 1;
  group_ = engine::interpreter::make_group(memory_, bus_);
  vcpu_ = engine::interpreter::make_riscv_vcpu(group_, config);
}

Machine::Machine(const Program& program, const Way& way) : Machine{way} {
  const std::vector<char> code = image();
  load(kRam, std::as_bytes(std::span{code}));
  load(kRam + kVariables, std::as_bytes(std::span{&program.variables, 1}));
  for (std::size_t i = 0; i < program.blocks.size(); ++i) load(kRam + kBlocks + kBlockBytes * i, program.blocks[i]);
  load(kRam + kScript, std::as_bytes(std::span{program.script}));
  for (const auto& [offset, value] : program.words) load(kRam + offset, std::as_bytes(std::span{&value, 1}));
  std::mt19937 random{program.seed};
  std::vector<u32> data((kRamSize - kData) / 4);
  for (u32& word : data) word = static_cast<u32>(random());
  for (u64 page = 0; page < data.size() / 1024; ++page) put_functions(data, page);
  load(kRam + kData, data);
  for (unsigned number = 10; number < 18; ++number) set(number, random());
}

void Machine::load(u64 address, std::span<const std::byte> bytes) {
  if (!memory_.load(address, bytes)) qFatal("outside of memory");
}

void Machine::set(unsigned number, u64 value) {
  if (!vcpu_->write_register(number, value)) qFatal("no register %u", number);
}

bool Machine::run_to_end(u64 limit) {
  constexpr u64 kSlice = 10'000;  // exceptions count in it, also where no instruction is ever executed
  for (u64 done = 0; done < limit; done += kSlice) {
    const cpu::ExitReason reason = vcpu_->run(kSlice);
    if (reason == cpu::ExitReason::kWaiting) return true;
    if (reason != cpu::ExitReason::kKicked) return false;
  }
  return false;
}

std::string Machine::register_difference(Machine& other) {
  const auto compare = [&](unsigned number) {
    const u64 mine = get(number), theirs = other.get(number);
    if (mine == theirs) return std::string{};
    const std::string name = number < 32   ? fmt::format("x{}", number)
                             : number < 65 ? fmt::format("register {}", number)
                                           : fmt::format("CSR {:#x}", number - 65);
    return fmt::format("{} is {:#x} and {:#x}, pc {:#x} and {:#x}, privilege {}", name, mine, theirs, get(kPc), other.get(kPc),
                       get(kPrivilege));
  };
  for (unsigned number = 0; number < 65; ++number)
    if (auto found = compare(number); !found.empty()) return found;
  for (const unsigned number : kCsrs)
    if (auto found = compare(number); !found.empty()) return found;
  return compare(kPrivilege);
}

std::string Machine::whereabouts() {
  return fmt::format(
      "the program does not end: pc {:#x}, privilege {}, script {:#x}, ra {:#x}, mcause {:#x}, mepc {:#x}, scause {:#x}, sepc {:#x}, satp {:#x}",
      get(kPc), get(kPrivilege), get(27), get(1), get(csr(0x342)), get(csr(0x341)), get(csr(0x142)), get(csr(0x141)), get(csr(0x180)));
}

std::string Machine::memory_difference(const Machine& other) const {
  if (witness_.digest() != other.witness_.digest()) return "the device saw different accesses";
  const std::byte *mine = memory_.find(kRam)->host, *theirs = other.memory_.find(kRam)->host;
  for (u64 at = 0; at < kRamSize; at += 8) {
    u64 a = 0, b = 0;
    std::memcpy(&a, mine + at, 8);
    std::memcpy(&b, theirs + at, 8);
    if (a != b) return fmt::format("memory at {:#x} is {:#x} and {:#x}", kRam + at, a, b);
  }
  return {};
}

}  // namespace vitrine::tests::torture
