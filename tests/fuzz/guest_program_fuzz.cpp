// SPDX-License-Identifier: Apache-2.0
// Any bytes as a program in M mode with a little RAM: 10,000 instructions under verification end neither in a crash nor in a difference.
#include <algorithm>
#include <cstdint>
#include <span>

#include "core/base/check.h"
#include "core/engine/interpreter/riscv_vcpu.h"
#include "core/guest/riscv64/state.h"

using namespace vitrine;

namespace {

constexpr std::uint64_t kRam = 0x80000000;
constexpr std::uint64_t kRamSize = 0x4000;
constexpr std::uint64_t kBudget = 10'000;
constexpr unsigned kMtvec = 65 + 0x305, kMstatus = 65 + 0x300;

// Registers point into RAM, most of them, so that accesses hit something; traps go on in the program's middle; the FPU is on.
void prepare(cpu::Vcpu& vcpu, std::size_t size) {
  for (unsigned number = 1; number < 32; ++number) CHECK(vcpu.write_register(number, kRam + number * 0x1f8 % kRamSize).has_value());
  CHECK(vcpu.write_register(kMstatus, 1u << 13).has_value());
  CHECK(vcpu.write_register(kMtvec, kRam + (size / 2 & ~std::size_t{3})).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  memory::GuestMemory memory;
  bus::SystemBus bus;
  CHECK(memory.add_ram(kRam, kRamSize, "ram").has_value());
  const std::size_t length = std::min<std::size_t>(size - 1, kRamSize);
  // The program begins anywhere in RAM, so that its end can be RAM's too.
  const std::uint64_t start = kRam + (data[0] & 1) * ((kRamSize - length) & ~std::uint64_t{1});
  CHECK(memory.load(start, std::as_bytes(std::span{data + 1, length})));
  engine::interpreter::RiscvVcpuConfig config;
  config.extensions = ~std::uint64_t{0};
  config.reset_pc = start;
  config.environment = {[] { return std::uint64_t{0}; }, [](std::uint64_t) {}};
  config.single_threaded = true;
  config.verify = true;
  config.arena_mib = 1;
  const auto vcpu = engine::interpreter::make_riscv_vcpu(engine::interpreter::make_group(memory, bus), config);
  prepare(*vcpu, length);
  vcpu->set_interrupt(5, (data[0] & 2) != 0);
  constexpr std::uint64_t kRounds = 100;
  for (std::uint64_t round = 0; round < kRounds; ++round) {
    const cpu::ExitReason reason = vcpu->run(kBudget / kRounds);
    CHECK(reason != cpu::ExitReason::kStopped, vcpu->stop_message());
    if (reason == cpu::ExitReason::kWaiting && !vcpu->has_work()) break;
  }
  return 0;
}
