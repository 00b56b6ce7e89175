// SPDX-License-Identifier: Apache-2.0
// What the monitor prints.
#include "core/vm/monitor.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace vitrine::vm {

std::string monitor_help() {
  return "help                 this list\n"
         "info status          running, paused or ended\n"
         "info pc              where each CPU is\n"
         "info registers [N]   registers of all CPUs, or of CPU N\n"
         "info stats           instructions, speed, load\n"
         "stop                 pause the machine\n"
         "cont                 let it run\n"
         "system_reset         press the reset button\n"
         "quit                 end the machine\n";
}

std::string registers_text(cpu::Vcpu& vcpu, std::size_t index) {
  constexpr unsigned kColumns = 4;
  std::string text = fmt::format("CPU {}\n", index);
  unsigned column = 0;
  for (const cpu::RegisterInfo& info : vcpu.registers()) {
    const auto value = vcpu.read_register(info.number);
    if (!value) continue;
    text += fmt::format("{:>11} {:016x}{}", info.name, *value, ++column % kColumns == 0 ? "\n" : "");
  }
  if (column % kColumns != 0) text += '\n';
  return text;
}

std::string pc_text(cpu::Vcpu& vcpu, std::size_t index) {
  for (const cpu::RegisterInfo& info : vcpu.registers())
    if (info.type == "code_ptr" && info.name == "pc")
      return fmt::format("CPU {}: pc {:#018x}\n", index, vcpu.read_register(info.number).value_or(0));
  return fmt::format("CPU {}: no pc\n", index);
}

std::string status_text(const Status& status) {
  static constexpr std::array<std::string_view, 5> kNames{"starting", "running", "paused", "powered off", "crashed"};
  std::string text{kNames[static_cast<std::size_t>(status.state)]};
  if (!status.end.message.empty()) text += ": " + status.end.message;
  return text + "\n";
}

std::string stats_text(const Stats& stats) {
  return fmt::format(
      "{:.1f} s, {} instructions, {:.0f} million a second, load {:.2f}, {:.0f} % translated\n{} TLB misses, {} device accesses, {} interrupts\n",
      stats.wall_seconds, stats.instructions, stats.mips, stats.cpu_load, stats.translated_share * 100, stats.tlb_misses,
      stats.mmio_accesses, stats.interrupts);
}

}  // namespace vitrine::vm
