// SPDX-License-Identifier: Apache-2.0
// The board `virt`: RV64 harts, interrupt controllers, serial port, clock, flash and test finisher, wired as QEMU's machine is.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "core/device/flash/cfi_flash.h"
#include "core/device/intc/plic.h"
#include "core/device/platform/fw_cfg.h"
#include "core/device/platform/sifive_test.h"
#include "core/device/rtc/goldfish_rtc.h"
#include "core/device/serial/ns16550a.h"
#include "core/device/timer/aclint.h"
#include "core/device/timer/sstc_timer.h"
#include "core/engine/interpreter/riscv_vcpu.h"
#include "core/guest/riscv64/model.h"
#include "core/machine/board/board.h"
#include "core/machine/board/time_base.h"
#include "core/machine/riscv_virt/boot_files.h"
#include "core/machine/riscv_virt/config.h"
#include "core/machine/riscv_virt/flash_bank.h"
#include "core/machine/riscv_virt/sparse_state.h"

namespace vitrine::machine::riscv_virt {

// Thread: control, where board::Board says nothing else.
class Machine final : public board::Board {
 public:
  // Opens all files and wires the board; nothing runs before runner().start() and release().  `console` outlives the machine.
  static base::Result<std::unique_ptr<Machine>> create(const Config& config, ports::SerialPort& console, board::BoardHooks hooks);
  ~Machine() override;
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  board::VcpuRunner& runner() override { return *runner_; }
  bus::SystemBus& bus() override { return bus_; }
  memory::GuestMemory& memory() override { return memory_; }
  ports::SerialInput& serial_input() override { return *uart_; }
  base::Status reset() override;
  void fields(snapshot::Fields& visitor) override;
  base::Status restored() override;

 private:
  Machine(const Config& config, board::BoardHooks hooks);
  base::Status build(ports::SerialPort& console);
  base::Status make_memory();
  void make_interrupt_controllers();
  void make_devices(ports::SerialPort& console);
  base::Status map_devices();
  base::Status make_harts();
  base::Status add_firmware_items();
  base::Status load_tree(const BootLayout& layout);
  base::Status attach_htif(const BootLayout& layout, ports::SerialPort& console);
  void set_interrupt(unsigned hart, unsigned line, bool level);
  void finisher_written(device::platform::FinisherRequest request, std::uint16_t code);
  void phase(const char* name) const;
  // Every part with state, in the order of the saved sections.
  [[nodiscard]] std::vector<snapshot::Stateful*> parts();

  Config config_;
  board::BoardHooks hooks_;
  guest::riscv64::CpuModel model_;
  BootFiles files_;
  std::array<std::byte, 32> rng_seed_{};
  bool fits_ = true;  // the state that was last restored is of this machine

  // Declared so that what is used outlives its users: the runner's threads go first, then the timer thread, then the devices.
  memory::GuestMemory memory_;
  bus::SystemBus bus_;
  board::TimeBase time_;
  std::unique_ptr<device::intc::Plic> plic_;
  std::unique_ptr<device::timer::Aclint> aclint_;
  std::unique_ptr<device::timer::SstcTimer> sstc_;
  bus::IrqLine uart_irq_;
  bus::IrqLine rtc_irq_;
  std::unique_ptr<device::serial::Ns16550a> uart_;
  std::unique_ptr<device::rtc::GoldfishRtc> rtc_;
  std::unique_ptr<device::platform::SifiveTest> test_;
  std::unique_ptr<device::platform::FwCfg> fw_cfg_;
  std::unique_ptr<RamState> ram_;
  std::unique_ptr<FlashBank> flash0_;
  std::unique_ptr<FlashBank> flash1_;
  std::shared_ptr<engine::interpreter::VcpuGroup> group_;
  std::vector<std::unique_ptr<cpu::Vcpu>> harts_;
  std::unique_ptr<board::VcpuRunner> runner_;
};

}  // namespace vitrine::machine::riscv_virt
