// SPDX-License-Identifier: Apache-2.0
// Answers a test program's mailbox.
#include "core/machine/riscv_virt/htif.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "core/base/bits.h"

namespace vitrine::machine::riscv_virt {
namespace {

constexpr std::uint64_t kSysWrite = 64;
constexpr std::uint64_t kMaxWrite = 64 << 10;

}  // namespace

base::Status Htif::attach(memory::GuestMemory& memory, std::uint64_t tohost, ports::SerialPort& console, Exit exit) {
  // The watch owns the mailbox; shared because std::function wants to copy.
  const std::shared_ptr<Htif> htif{new Htif{memory, tohost, console, std::move(exit)}};
  auto watched = memory.watch_stores(tohost, 8, [htif] { htif->stored(); });
  if (!watched) return base::fail(base::Errc::kInvalidArgument, "the program's tohost symbol is unusable: {}", watched.error().message);
  return {};
}

void Htif::stored() {
  std::uint64_t value = 0;
  if (!memory_.read_value(tohost_, value) || value == 0) return;
  const std::uint64_t device = base::bits(value, 63, 56), command = base::bits(value, 55, 48), payload = base::bits(value, 47, 0);
  if (device == 0 && command == 0 && base::bit(payload, 0)) {
    exit_(payload >> 1);
    return;  // the word stays: the program may look at it for ever
  }
  if (device == 1 && command == 1) console_.write(std::array{static_cast<std::uint8_t>(payload)});
  if (device == 0 && command == 0) system_call(payload);
  // load, not write: our own answer is no store of the guest's.
  const std::array<std::byte, 8> zero{};
  static_cast<void>(memory_.load(tohost_, zero));
}

// The block is {number, argument 0, 1, 2, …}; the result replaces the number.  Everything but writing to the console is refused.
void Htif::system_call(std::uint64_t block) {
  std::array<std::uint64_t, 4> call{};
  if (!memory_.read_value(block, call)) return;
  std::uint64_t result = static_cast<std::uint64_t>(-38);  // ENOSYS
  if (call[0] == kSysWrite && (call[1] == 1 || call[1] == 2)) {
    print(call[2], std::min(call[3], kMaxWrite));
    result = call[3];
  }
  static_cast<void>(memory_.write_value(block, result));
}

void Htif::print(std::uint64_t address, std::uint64_t size) {
  std::vector<std::uint8_t> text(size);
  if (memory_.read(address, std::as_writable_bytes(std::span{text}))) console_.write(text);
}

}  // namespace vitrine::machine::riscv_virt
