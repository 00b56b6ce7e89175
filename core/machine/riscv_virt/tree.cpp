// SPDX-License-Identifier: Apache-2.0
// Describes harts, memory and devices in the words of their device tree bindings.
#include "core/machine/riscv_virt/tree.h"

#include <fmt/format.h>

#include "core/machine/firmware/device_tree.h"

namespace vitrine::machine::riscv_virt {
namespace {

using firmware::DeviceTree;

constexpr std::uint32_t kMachineSoftware = 3, kMachineTimer = 7, kSupervisorExternal = 9, kMachineExternal = 11;

// Phandles that nodes refer to one another by.
struct Handles {
  std::vector<std::uint32_t> cpus;
  std::vector<std::uint32_t> interrupts;  // the harts' own controllers
  std::uint32_t plic;
  std::uint32_t test;
};

Handles make_handles(DeviceTree& tree, unsigned cpus) {
  Handles handles;
  for (unsigned hart = 0; hart < cpus; ++hart) {
    handles.cpus.push_back(tree.new_phandle());
    handles.interrupts.push_back(tree.new_phandle());
  }
  handles.plic = tree.new_phandle();
  handles.test = tree.new_phandle();
  return handles;
}

void add_cpu(DeviceTree& tree, const TreeInputs& inputs, const Handles& handles, unsigned hart) {
  const auto cpu = tree.node(fmt::format("cpu@{:x}", hart));
  tree.phandle(handles.cpus[hart]);
  tree.text("device_type", "cpu");
  tree.cell("reg", hart);
  tree.text("status", "okay");
  tree.text("compatible", "riscv");
  tree.text("riscv,isa", inputs.isa);
  tree.text("riscv,isa-base", "rv64i");
  tree.texts("riscv,isa-extensions", inputs.extensions);
  if (!inputs.mmu_type.empty()) tree.text("mmu-type", inputs.mmu_type);
  const auto controller = tree.node("interrupt-controller");
  tree.cell("#interrupt-cells", 1);
  tree.flag("interrupt-controller");
  tree.text("compatible", "riscv,cpu-intc");
  tree.phandle(handles.interrupts[hart]);
}

void add_cpu_map(DeviceTree& tree, const Handles& handles) {
  const auto map = tree.node("cpu-map");
  const auto cluster = tree.node("cluster0");
  for (std::size_t hart = 0; hart < handles.cpus.size(); ++hart) {
    const auto core = tree.node(fmt::format("core{}", hart));
    tree.cell("cpu", handles.cpus[hart]);
  }
}

void add_cpus(DeviceTree& tree, const TreeInputs& inputs, const Handles& handles) {
  const auto cpus = tree.node("cpus");
  tree.cell("#address-cells", 1);
  tree.cell("#size-cells", 0);
  tree.cell("timebase-frequency", kTimebaseHz);
  for (unsigned hart = 0; hart < inputs.cpus; ++hart) add_cpu(tree, inputs, handles, hart);
  add_cpu_map(tree, handles);
}

// Every hart's controller twice: once for each of two interrupts.
std::vector<std::uint32_t> for_all_harts(const Handles& handles, std::uint32_t first, std::uint32_t second) {
  std::vector<std::uint32_t> cells;
  for (const std::uint32_t controller : handles.interrupts) cells.insert(cells.end(), {controller, first, controller, second});
  return cells;
}

void add_interrupt_controllers(DeviceTree& tree, const Handles& handles) {
  {
    const auto clint = tree.node(fmt::format("clint@{:x}", kClint.base));
    tree.texts("compatible", {"sifive,clint0", "riscv,clint0"});
    tree.reg(kClint.base, kClint.size);
    tree.cells("interrupts-extended", for_all_harts(handles, kMachineSoftware, kMachineTimer));
  }
  const auto plic = tree.node(fmt::format("plic@{:x}", kPlic.base));
  tree.phandle(handles.plic);
  tree.texts("compatible", {"sifive,plic-1.0.0", "riscv,plic0"});
  tree.reg(kPlic.base, kPlic.size);
  tree.cell("riscv,ndev", kPlicSources);
  tree.cell("#interrupt-cells", 1);
  tree.cell("#address-cells", 0);
  tree.flag("interrupt-controller");
  tree.cells("interrupts-extended", for_all_harts(handles, kMachineExternal, kSupervisorExternal));
}

void add_interrupt(DeviceTree& tree, const Handles& handles, std::uint32_t source) {
  tree.cell("interrupts", source);
  tree.cell("interrupt-parent", handles.plic);
}

void add_devices(DeviceTree& tree, const Handles& handles) {
  {
    const auto uart = tree.node(fmt::format("serial@{:x}", kUart.base));
    tree.text("compatible", "ns16550a");
    tree.reg(kUart.base, kUart.size);
    tree.cell("clock-frequency", kUartHz);
    add_interrupt(tree, handles, kUartSource);
  }
  {
    const auto rtc = tree.node(fmt::format("rtc@{:x}", kRtc.base));
    tree.text("compatible", "google,goldfish-rtc");
    tree.reg(kRtc.base, kRtc.size);
    add_interrupt(tree, handles, kRtcSource);
  }
  const auto test = tree.node(fmt::format("test@{:x}", kTest.base));
  tree.phandle(handles.test);
  tree.texts("compatible", {"sifive,test1", "sifive,test0", "syscon"});
  tree.reg(kTest.base, kTest.size);
}

void add_syscon_action(DeviceTree& tree, const Handles& handles, const std::string& name, std::uint32_t value) {
  const auto action = tree.node(name);
  tree.text("compatible", "syscon-" + name);
  tree.cell("regmap", handles.test);
  tree.cell("offset", 0);
  tree.cell("value", value);
}

void add_board(DeviceTree& tree, const Handles& handles) {
  {
    const auto flash = tree.node(fmt::format("flash@{:x}", kFlash0.base));
    tree.text("compatible", "cfi-flash");
    tree.reg({{kFlash0.base, kFlash0.size}, {kFlash1.base, kFlash1.size}});
    tree.cell("bank-width", 4);
  }
  {
    const auto fw_cfg = tree.node(fmt::format("fw-cfg@{:x}", kFwCfg.base));
    tree.text("compatible", "qemu,fw-cfg-mmio");
    tree.reg(kFwCfg.base, kFwCfg.size);
    tree.flag("dma-coherent");
  }
  add_syscon_action(tree, handles, "poweroff", 0x5555);
  add_syscon_action(tree, handles, "reboot", 0x7777);
}

void add_chosen(DeviceTree& tree, const TreeInputs& inputs) {
  const auto chosen = tree.node("chosen");
  tree.text("stdout-path", fmt::format("/soc/serial@{:x}", kUart.base));
  tree.bytes("rng-seed", inputs.rng_seed);
  if (!inputs.bootargs.empty()) tree.text("bootargs", inputs.bootargs);
  if (inputs.initrd) {
    tree.pair("linux,initrd-start", inputs.initrd->base);
    tree.pair("linux,initrd-end", inputs.initrd->base + inputs.initrd->size);
  }
}

void add_memory(DeviceTree& tree, std::uint64_t size) {
  const auto memory = tree.node(fmt::format("memory@{:x}", kRamBase));
  tree.text("device_type", "memory");
  tree.reg(kRamBase, size);
}

}  // namespace

base::Result<std::vector<std::byte>> build_tree(const TreeInputs& inputs) {
  DeviceTree tree;
  const Handles handles = make_handles(tree, inputs.cpus);
  tree.cell("#address-cells", 2);
  tree.cell("#size-cells", 2);
  tree.text("compatible", "riscv-virtio");
  tree.text("model", "riscv-virtio,qemu");
  add_chosen(tree, inputs);
  add_memory(tree, inputs.memory_bytes);
  add_cpus(tree, inputs, handles);
  add_board(tree, handles);
  {
    const auto soc = tree.node("soc");
    tree.cell("#address-cells", 2);
    tree.cell("#size-cells", 2);
    tree.text("compatible", "simple-bus");
    tree.flag("ranges");
    add_devices(tree, handles);
    add_interrupt_controllers(tree, handles);
  }
  return tree.finish();
}

}  // namespace vitrine::machine::riscv_virt
