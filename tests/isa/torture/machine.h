// SPDX-License-Identifier: Apache-2.0
// A machine that runs torture programs, and how it is compared with another one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/bus/region.h"
#include "core/bus/system_bus.h"
#include "core/engine/interpreter/riscv_vcpu.h"
#include "core/memory/guest_memory.h"
#include "tests/isa/torture/script.h"

namespace vitrine::tests::torture {

// A page of registers that answers differently each time and remembers everything: an access made twice, or not at all, shows.
class Witness final : public bus::MmioRegion {
 public:
  u64 read(u64 offset, unsigned size_bytes) override { return note(offset, size_bytes, 0); }
  void write(u64 offset, unsigned size_bytes, u64 value) override { note(offset, size_bytes, ~value); }
  [[nodiscard]] u64 digest() const { return digest_; }

 private:
  u64 note(u64 offset, unsigned size_bytes, u64 value) {
    digest_ = (digest_ ^ offset ^ u64{size_bytes} << 12 ^ value) * 0x9e3779b97f4a7c15 + 1;
    return digest_ ^ digest_ >> 29;
  }
  u64 digest_ = 0;
};

// How a program is executed.
struct Way {
  const char* name;
  std::uint32_t translate_after;  // 0: interpreted
  bool exact;                     // translations look at the limit wherever the interpreter does
  bool slots_of_pages = false;
  bool verify = false;
};

class Machine {
 public:
  Machine(const Program& program, const Way& way);
  explicit Machine(const Way& way);  // with nothing in its memory
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  cpu::Vcpu& vcpu() { return *vcpu_; }
  void load(u64 address, std::span<const std::byte> bytes);
  void load(u64 address, const std::vector<u32>& code) { load(address, std::as_bytes(std::span{code})); }
  u64 get(unsigned number) { return vcpu_->read_register(number).value(); }
  void set(unsigned number, u64 value);
  // Runs until the program is at its end.  False if it is not within `limit` instructions, or stopped otherwise.
  bool run_to_end(u64 limit);
  void set_interrupt(unsigned line, bool level) { vcpu_->set_interrupt(line, level); }

  // The first difference between the registers of two machines, in words; nothing when there is none.
  std::string register_difference(Machine& other);
  std::string memory_difference(const Machine& other) const;
  // Where a program that did not end hangs.
  std::string whereabouts();

 private:
  memory::GuestMemory memory_;
  bus::SystemBus bus_;
  Witness witness_;
  std::shared_ptr<engine::interpreter::VcpuGroup> group_;
  std::unique_ptr<cpu::Vcpu> vcpu_;
};

}  // namespace vitrine::tests::torture
