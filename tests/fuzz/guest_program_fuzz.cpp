// SPDX-License-Identifier: Apache-2.0
// Any bytes as a program in M mode with a little RAM: 10,000 instructions under verification end neither in a crash nor in a difference.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "core/base/check.h"
#include "core/engine/interpreter/riscv_vcpu.h"
#include "tests/core/engine/interpreter/program_maker.h"

using namespace vitrine;

namespace {

constexpr std::uint64_t kRam = tests::interpreter::kProgramRam;
constexpr std::uint64_t kRamSize = tests::interpreter::kProgramRamSize;
constexpr std::uint64_t kBudget = 10'000;

// As they are, or each word made into some instruction.
std::vector<std::uint8_t> program(std::span<const std::uint8_t> input, bool made) {
  static const guest::riscv64::Decoder decoder{~std::uint64_t{0}};
  std::vector<std::uint8_t> code(input.begin(), input.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(input.size(), kRamSize)));
  for (std::size_t at = 0; made && at + 4 <= code.size(); at += 4) {
    std::uint32_t word = 0;
    std::memcpy(&word, &code[at], 4);
    word = tests::interpreter::make_instruction(decoder, word & 0xff, word * 0x9e3779b1);
    std::memcpy(&code[at], &word, 4);
  }
  return code;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  memory::GuestMemory memory;
  bus::SystemBus bus;
  CHECK(memory.add_ram(kRam, kRamSize, "ram").has_value());
  const auto code = program({data + 1, size - 1}, (data[0] & 4) != 0);
  // The program begins anywhere in RAM, so that its end can be RAM's too.
  const std::uint64_t start = kRam + (data[0] & 1) * ((kRamSize - code.size()) & ~std::uint64_t{1});
  CHECK(memory.load(start, std::as_bytes(std::span{code})));
  engine::interpreter::RiscvVcpuConfig config;
  config.extensions = ~std::uint64_t{0};
  config.reset_pc = start;
  config.environment = {[] { return std::uint64_t{0}; }, [](std::uint64_t) {}};
  config.single_threaded = true;
  config.verify = true;
  config.arena_mib = 1;
  const auto vcpu = engine::interpreter::make_riscv_vcpu(engine::interpreter::make_group(memory, bus), config);
  CHECK(tests::interpreter::prepare_registers(*vcpu, kRam + code.size() / 2));
  vcpu->set_interrupt(5, (data[0] & 2) != 0);
  constexpr std::uint64_t kRounds = 100;
  for (std::uint64_t round = 0; round < kRounds; ++round) {
    const cpu::ExitReason reason = vcpu->run(kBudget / kRounds);
    CHECK(reason != cpu::ExitReason::kStopped, vcpu->stop_message());
    if (reason == cpu::ExitReason::kWaiting && !vcpu->has_work()) break;
  }
  return 0;
}
