// SPDX-License-Identifier: Apache-2.0
// Everything that makes one machine, after files, defaults and command line have been merged.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::vm {

enum class Isa : std::uint8_t { kRiscv64, kX86_64, kArm64 };
enum class Engine : std::uint8_t { kInterpreter, kJit, kTiered };

struct MachineConfig {
  Isa isa = Isa::kRiscv64;
  std::string machine = "virt";
  std::string cpu = "max";
  unsigned cpus = 1;
  std::uint64_t memory_bytes = std::uint64_t{512} << 20;
  Engine engine = Engine::kTiered;

  std::string firmware = "default";  // "default", "none" or a file
  std::string pflash_code;
  std::string pflash_vars;
  std::string kernel;
  std::string initrd;
  std::string append;
  std::string elf;

  bool deterministic = false;
  bool verify = false;                    // each unit on the evaluator too; stop at the first difference
  bool no_reboot = false;                 // a guest's reset ends the machine with 4
  std::optional<std::uint16_t> gdb_port;  // 0: a free one
  bool gdb_wait = false;                  // the first instruction waits for a debugger
  std::vector<std::string> log_categories;
};

}  // namespace vitrine::vm
