// SPDX-License-Identifier: Apache-2.0
// What a board `virt` is made from.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/log.h"
#include "core/cpu/vcpu.h"

namespace vitrine::machine::riscv_virt {

struct Config {
  unsigned cpus = 1;
  std::uint64_t memory_bytes = std::uint64_t{512} << 20;
  std::string cpu = "max";
  bool deterministic = false;
  bool verify = false;
  unsigned translate_after = 0;  // entries after which guest code is translated; 0: never

  std::string firmware = "default";  // "default" (OpenSBI), "none", or a file
  std::string pflash_code;
  std::string pflash_vars;
  std::string kernel;
  std::string initrd;
  std::string append;
  std::string elf;

  base::Log* log = nullptr;  // outlives the machine
  cpu::CodeListener code_listener = {};
};

}  // namespace vitrine::machine::riscv_virt
