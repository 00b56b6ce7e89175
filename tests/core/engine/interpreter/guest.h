// SPDX-License-Identifier: Apache-2.0
// A small machine for tests of the interpreter: RAM, harts without a board, programs from words.
#pragma once

#include <QTest>
#include <memory>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "core/bus/system_bus.h"
#include "core/engine/interpreter/riscv_vcpu.h"
#include "core/engine/interpreter/vcpu_group.h"
#include "core/guest/riscv64/model.h"
#include "tests/core/engine/interpreter/assembler.h"

namespace vitrine::tests::interpreter {

inline constexpr std::uint64_t kRam = 0x80000000;
inline constexpr std::uint64_t kRamSize = 0x200000;
inline constexpr unsigned kPc = 32, kCsr = 65, kPrivilege = 4161;  // debugger's register numbers

struct Guest {
  explicit Guest(engine::interpreter::RiscvVcpuConfig config = {}, std::size_t harts = 1) {
    if (!memory.add_ram(kRam, kRamSize, "ram")) qFatal("no memory");
    config.extensions = guest::riscv64::parse_cpu_model("max").value().extensions;
    config.reset_pc = kRam;
    config.environment = {[] { return std::uint64_t{0}; }, [](std::uint64_t) {}};
    group = engine::interpreter::make_group(memory, bus);
    for (config.hart_id = 0; config.hart_id < harts; ++config.hart_id) vcpus.push_back(engine::interpreter::make_riscv_vcpu(group, config));
  }

  // Before anything runs; nobody hears of it.
  void program(std::uint64_t address, std::span<const Word> code) {
    if (!memory.load(address, std::as_bytes(code))) qFatal("outside of memory");
  }
  void program(std::uint64_t address, std::initializer_list<Word> code) { program(address, std::span{code.begin(), code.size()}); }
  // As a device does.
  void transfer(std::uint64_t address, Word word) {
    if (!memory.write_value(address, word)) qFatal("outside of memory");
  }
  std::uint64_t word(std::uint64_t address) const { return memory.load_word(address).value(); }
  void store(std::uint64_t address, std::uint64_t value) {
    if (!memory.load(address, std::as_bytes(std::span{&value, 1}))) qFatal("outside of memory");
  }

  std::uint64_t get(unsigned number, std::size_t hart = 0) { return vcpus[hart]->read_register(number).value(); }
  void set(unsigned number, std::uint64_t value, std::size_t hart = 0) {
    if (!vcpus[hart]->write_register(number, value)) qFatal("no register %u", number);
  }
  // Runs from pc until `end`, which stays unexecuted.  False when something else came first.
  bool run(std::uint64_t pc, std::uint64_t end, std::size_t hart = 0) {
    set(kPc, pc, hart);
    if (stops.insert({hart, end}).second) vcpus[hart]->set_breakpoint(end, true);  // which forgets all units, so once
    for (int round = 0; round < 64 && get(kPc, hart) != end; ++round)
      if (vcpus[hart]->run(10'000) == cpu::ExitReason::kStopped) break;
    if (const auto message = vcpus[hart]->stop_message(); !message.empty()) qWarning("%s", message.c_str());
    return get(kPc, hart) == end;
  }
  // Physical memory protection lets every mode do everything.
  void open_pmp(std::size_t hart = 0) {
    set(kCsr + 0x3bf, ~std::uint64_t{0} >> 10, hart);    // pmpaddr15
    set(kCsr + 0x3a2, std::uint64_t{0x1f} << 56, hart);  // its byte of pmpcfg2
  }

  memory::GuestMemory memory;
  bus::SystemBus bus;
  std::shared_ptr<engine::interpreter::VcpuGroup> group;
  std::vector<std::unique_ptr<cpu::Vcpu>> vcpus;
  std::set<std::pair<std::size_t, std::uint64_t>> stops;
};

// Rows that run a test plainly and with every unit verified.
inline void verification_rows() {
  QTest::addColumn<bool>("verify");
  QTest::newRow("plain") << false;
  QTest::newRow("verified") << true;
}
inline engine::interpreter::RiscvVcpuConfig configuration(bool verify) {
  engine::interpreter::RiscvVcpuConfig config;
  config.verify = verify;
  return config;
}

}  // namespace vitrine::tests::interpreter
