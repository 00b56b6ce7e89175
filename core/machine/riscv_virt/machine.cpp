// SPDX-License-Identifier: Apache-2.0
// The wiring of the board `virt`.
#include "core/machine/riscv_virt/machine.h"

#include <algorithm>
#include <utility>

#include "core/base/sys/os.h"
#include "core/guest/riscv64/state.h"
#include "core/machine/firmware/opensbi.h"
#include "core/machine/riscv_virt/htif.h"
#include "core/machine/riscv_virt/layout.h"
#include "core/machine/riscv_virt/tree.h"

namespace vitrine::machine::riscv_virt {
namespace {

using guest::riscv64::Interrupt;

// fw_cfg items by number (QEMU, include/standard-headers/linux/qemu_fw_cfg.h).
constexpr std::uint16_t kItemCpus = 0x05, kItemMaxCpus = 0x0f;
constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;

base::Status check(const Config& config) {
  if (config.cpus == 0 || config.cpus > kMaxHarts)
    return base::fail(base::Errc::kInvalidArgument, "{} CPUs: the board virt has 1 to {}", config.cpus, kMaxHarts);
  if (config.memory_bytes < kMinRam || config.memory_bytes > kMaxRam)
    return base::fail(base::Errc::kInvalidArgument, "{} MiB of memory: the board virt takes {} to {} MiB", config.memory_bytes / kMiB,
                      kMinRam / kMiB, kMaxRam / kMiB);
  if (config.memory_bytes % memory::kPageSize != 0)
    return base::fail(base::Errc::kInvalidArgument, "{} bytes of memory: must be a multiple of 4096", config.memory_bytes);
  return {};
}

}  // namespace

Machine::Machine(const Config& config, board::BoardHooks hooks)
    : config_{config}, hooks_{std::move(hooks)}, time_{config.deterministic, config.cpus, bus_.device_lock()} {}

base::Result<std::unique_ptr<Machine>> Machine::create(const Config& config, ports::SerialPort& console, board::BoardHooks hooks) {
  TRY(check(config));
  std::unique_ptr<Machine> machine{new Machine{config, std::move(hooks)}};
  TRY(machine->build(console));
  return machine;
}

Machine::~Machine() {
  if (runner_) runner_->end();
  time_.stop();
  const std::scoped_lock devices{bus_.device_lock()};  // timers are destroyed under it
  sstc_.reset();
  aclint_.reset();
  rtc_.reset();
}

base::Status Machine::build(ports::SerialPort& console) {
  TRY_ASSIGN(model_, guest::riscv64::parse_cpu_model(config_.cpu));
  TRY_ASSIGN(files_, BootFiles::open(config_));
  phase("files");
  TRY(make_memory());
  make_interrupt_controllers();
  make_devices(console);
  TRY(add_firmware_items());
  TRY(map_devices());
  TRY(make_harts());
  phase("board");
  TRY_ASSIGN(const BootLayout layout, files_.load(memory_, config_.memory_bytes));
  TRY(load_tree(layout));
  TRY(attach_htif(layout, console));
  if (!config_.pflash_vars.empty()) {
    TRY(flash1_->keep_in(config_.pflash_vars, config_.log != nullptr ? config_.log->category("machine") : base::LogCategory{}));
  }
  phase("images");
  return {};
}

base::Status Machine::make_memory() {
  // Equal in every deterministic run, unpredictable otherwise.
  if (!config_.deterministic) base::sys::fill_random(rng_seed_);
  TRY(memory_.add_rom(kResetRom.base, kResetRom.size, "reset"));
  TRY(memory_.add_ram(kRamBase, config_.memory_bytes, "ram"));
  ram_ = std::make_unique<RamState>(memory_);
  TRY_ASSIGN(flash0_, FlashBank::create(kFlash0, config_.pflash_code, memory_));
  TRY_ASSIGN(flash1_, FlashBank::create(kFlash1, "", memory_));
  return {};
}

void Machine::make_interrupt_controllers() {
  plic_ = std::make_unique<device::intc::Plic>(
      device::intc::PlicConfig{.sources = kPlicSources, .contexts = 2 * config_.cpus},
      [this](unsigned context, bool level) { set_interrupt(context / 2, context % 2 == 0 ? Interrupt::kMeip : Interrupt::kSeip, level); });
  const device::timer::AclintOutputs outputs{.msip = [this](unsigned hart, bool level) { set_interrupt(hart, Interrupt::kMsip, level); },
                                             .mtip = [this](unsigned hart, bool level) { set_interrupt(hart, Interrupt::kMtip, level); }};
  aclint_ = std::make_unique<device::timer::Aclint>(config_.cpus, time_.timers(), outputs);
  sstc_ = std::make_unique<device::timer::SstcTimer>(config_.cpus, aclint_->counter(), time_.timers(),
                                                     [this](unsigned hart, bool level) { set_interrupt(hart, Interrupt::kStip, level); });
}

void Machine::make_devices(ports::SerialPort& console) {
  uart_irq_ = plic_->input(kUartSource);
  rtc_irq_ = plic_->input(kRtcSource);
  uart_ = std::make_unique<device::serial::Ns16550a>(console, uart_irq_);
  rtc_ = std::make_unique<device::rtc::GoldfishRtc>([this] { return time_.wall_ns(); }, time_.timers(), rtc_irq_);
  test_ = std::make_unique<device::platform::SifiveTest>(
      [this](device::platform::FinisherRequest request, std::uint16_t code) { finisher_written(request, code); });
  fw_cfg_ = std::make_unique<device::platform::FwCfg>(memory::DmaView{memory_});
}

base::Status Machine::map_devices() {
  if (config_.log != nullptr) bus_.set_log(config_.log->category("devices"));
  TRY(bus_.map(kTest.base, kTest.size, *test_, "test"));
  TRY(bus_.map(kRtc.base, kRtc.size, *rtc_, "rtc"));
  TRY(bus_.map(kClint.base, kClint.size, *aclint_, "clint"));
  TRY(bus_.map(kPlic.base, kPlic.size, *plic_, "plic"));
  TRY(bus_.map(kUart.base, kUart.size, *uart_, "uart"));
  TRY(bus_.map(kFwCfg.base, kFwCfg.size, *fw_cfg_, "fw-cfg"));
  TRY(bus_.map(kFlash0.base, kFlash0.size, flash0_->chips(), "flash0"));
  return bus_.map(kFlash1.base, kFlash1.size, flash1_->chips(), "flash1");
}

base::Status Machine::add_firmware_items() {
  TRY(fw_cfg_->add_number(kItemCpus, config_.cpus, 2));
  TRY(fw_cfg_->add_number(kItemMaxCpus, config_.cpus, 2));
  TRY(fw_cfg_->add_file({.name = "etc/boot-fail-wait", .bytes = {0xff, 0xff, 0xff, 0xff}, .writable = false, .on_write = nullptr}));
  return fw_cfg_->add_file({.name = "bootorder", .bytes = {}, .writable = false, .on_write = nullptr});
}

base::Status Machine::make_harts() {
  group_ = engine::interpreter::make_group(memory_, bus_);
  std::vector<cpu::Vcpu*> vcpus;
  for (unsigned hart = 0; hart < config_.cpus; ++hart) {
    engine::interpreter::RiscvVcpuConfig config{.hart_id = hart,
                                                .extensions = model_.extensions,
                                                .reset_pc = kResetRom.base,
                                                .environment = {},
                                                .single_threaded = config_.deterministic,
                                                .translate_after = config_.translate_after,
                                                .verify = config_.verify};
    if (config_.log != nullptr) config.traps = config_.log->category("traps");
    if (config_.log != nullptr) config.mmu = config_.log->category("mmu");
    if (config_.log != nullptr) config.translations = config_.log->category("translate");
    config.code_listener = config_.code_listener;
    config.environment.mtime = [this] { return aclint_->mtime(); };
    config.environment.set_stimecmp = [this, hart](std::uint64_t value) { sstc_->arm_stimecmp(hart, value); };
    harts_.push_back(engine::interpreter::make_riscv_vcpu(group_, config));
    vcpus.push_back(harts_.back().get());
  }
  board::RunnerEvents events;
  events.stopped = [this](std::size_t hart) { hooks_.on_request({board::RequestKind::kError, 0, harts_[hart]->stop_message()}); };
  events.started = hooks_.on_first_instruction;
  runner_ = time_.make_runner(vcpus, std::move(events));
  return {};
}

base::Status Machine::load_tree(const BootLayout& layout) {
  TRY_ASSIGN(const auto tree, build_tree({.cpus = config_.cpus,
                                          .memory_bytes = config_.memory_bytes,
                                          .isa = guest::riscv64::isa_string(model_),
                                          .extensions = guest::riscv64::isa_extensions(model_),
                                          .mmu_type = guest::riscv64::mmu_type(model_),
                                          .bootargs = config_.append,
                                          .initrd = layout.initrd,
                                          .rng_seed = rng_seed_}));
  if (!memory_.load(layout.tree, tree))
    return base::fail(base::Errc::kInvalidArgument, "too little memory: no room for the device tree ({} bytes)", tree.size());
  const auto rom = firmware::reset_rom({.first = layout.first, .device_tree = layout.tree, .next = layout.next});
  if (!memory_.load(kResetRom.base, rom)) return base::fail(base::Errc::kInternal, "the reset ROM cannot be filled");
  return {};
}

base::Status Machine::attach_htif(const BootLayout& layout, ports::SerialPort& console) {
  if (!layout.tohost) return {};
  return Htif::attach(memory_, *layout.tohost, console, [this](std::uint64_t code) {
    runner_->hold_soon();
    hooks_.on_request({board::RequestKind::kExit, static_cast<int>(std::min<std::uint64_t>(code, 255)), {}});
  });
}

void Machine::set_interrupt(unsigned hart, unsigned line, bool level) {
  if (hart >= harts_.size()) return;  // while the board is being built
  harts_[hart]->set_interrupt(line, level);
  if (level && runner_) runner_->wake(hart);
}

void Machine::finisher_written(device::platform::FinisherRequest request, std::uint16_t code) {
  using device::platform::FinisherRequest;
  runner_->hold_soon();
  switch (request) {
    case FinisherRequest::kPowerOff: hooks_.on_request({board::RequestKind::kPowerOff, 0, {}}); break;
    case FinisherRequest::kFail: hooks_.on_request({board::RequestKind::kExit, code, {}}); break;
    case FinisherRequest::kReset: hooks_.on_request({board::RequestKind::kReset, 0, {}}); break;
  }
}

base::Status Machine::reset() {
  const std::scoped_lock devices{bus_.device_lock()};
  plic_->reset();
  aclint_->reset();
  uart_->reset();
  rtc_->reset();
  fw_cfg_->reset();
  flash0_->chips().reset();
  flash1_->chips().reset();
  TRY_ASSIGN(const BootLayout layout, files_.load(memory_, config_.memory_bytes));
  TRY(load_tree(layout));
  memory_.note_store(kRamBase, config_.memory_bytes);  // what was translated from the old contents is void
  for (std::size_t hart = 0; hart < harts_.size(); ++hart) {
    sstc_->arm_stimecmp(static_cast<unsigned>(hart), ~std::uint64_t{0});
    harts_[hart]->reset();
  }
  return {};
}

void Machine::phase(const char* name) const {
  if (hooks_.on_phase) hooks_.on_phase(name);
}

}  // namespace vitrine::machine::riscv_virt
