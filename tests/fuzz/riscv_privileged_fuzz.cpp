// SPDX-License-Identifier: Apache-2.0
// CSR instructions, traps, returns and page walks in any order: the state stays one that register writes can reach.
#include "core/base/bits.h"
#include "core/base/check.h"
#include "core/guest/riscv64/fields.h"
#include "core/guest/riscv64/mmu.h"
#include "core/guest/riscv64/model.h"
#include "core/guest/riscv64/privileged.h"

using namespace vitrine;
using namespace vitrine::guest::riscv64;

namespace {

constexpr std::uint64_t kRam = 0x80000000;

// Reads the input from its front; zeros behind its end.
struct Input {
  std::span<const std::uint8_t> rest;
  std::uint64_t next(std::size_t bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes && !rest.empty(); ++i, rest = rest.subspan(1)) value |= std::uint64_t{rest[0]} << (8 * i);
    return value;
  }
};

void step(State& state, Input& input) {
  const std::uint64_t kind = input.next(1);
  switch (kind & 7) {
    case 0:
    case 1:
    case 2: {
      const auto number = static_cast<std::uint32_t>(input.next(2) & 0xfff);
      const auto operation = static_cast<CsrOperation>((kind & 7) % 3);
      if (const CsrValue old = access_csr(state, number, operation, input.next(8), (kind & 8) != 0); !old.legal)
        take_exception(state, {.cause = kIllegalInsn, .value = number});
      break;
    }
    case 3: take_exception(state, {.cause = input.next(1) & 15, .value = input.next(8)}); break;
    case 4:
      state.mip_lines.store(input.next(2) & 0xaaa);
      if (const auto interrupt = pending_interrupt(state)) take_interrupt(state, *interrupt);
      break;
    case 5:
      if ((kind & 8) != 0 ? return_from_machine(state) : return_from_supervisor(state)) state.pc = state.next_pc;
      break;
    case 6: {
      const std::uint64_t value = input.next(8);
      CHECK(state.memory->write_value(kRam + (input.next(2) & 0xfff8), value));
      break;
    }
    default: {
      const std::uint64_t address = input.next(8);
      const auto access = static_cast<cpu::Access>(input.next(1) % 3);
      const cpu::Translation found = translate(state, address, access, 1u << (kind >> 3 & 3));
      CHECK(found.ok || (found.fault.value == address && found.fault.cause != 0));
      (void)probe(state, address);
    }
  }
  ++state.instructions;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static memory::GuestMemory memory;  // kept between inputs: mapping it costs more than a run
  if (memory.blocks().empty()) CHECK(memory.add_ram(kRam, 0x10000, "ram").has_value());
  State state;
  state.memory = &memory;
  state.extensions = parse_cpu_model("max")->extensions;
  reset_state(state);
  Input input{{data, size}};
  while (!input.rest.empty()) step(state, input);
  const auto status = restored(state);
  CHECK(status.has_value(), status ? "" : status.error().message);
  return 0;
}
