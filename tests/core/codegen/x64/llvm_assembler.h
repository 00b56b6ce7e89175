// SPDX-License-Identifier: Apache-2.0
// LLVM's opinion of x86-64 instructions, both ways between text and bytes, and what guest programs are assembled with.
#pragma once

#include <string>
#include <vector>

namespace vitrine::codegen::x64::test {

// One entry an input line of Intel syntax without register prefixes: its bytes, empty where LLVM refuses it.
std::vector<std::string> assemble(const std::vector<std::string>& lines);

// The same for RV64GC with Zba, Zbb and Zbs.  Where `compressed`, instructions take their short form if they have one.  Targets of jumps are
// distances in bytes.
std::vector<std::string> assemble_riscv(const std::vector<std::string>& lines, bool compressed);

// The Intel-syntax text of the instructions in `bytes`, one a line; "?" and an end where they are none.
std::string disassemble(const std::string& bytes);

// One instruction of a piece of code.
struct HostInsn {
  std::size_t at = 0;  // bytes from the start
  std::size_t length = 0;
  std::string text;  // "mov rax, rcx"; "?" where it is none, which is also the last
};
std::vector<HostInsn> disassemble_each(const std::string& bytes);

}  // namespace vitrine::codegen::x64::test
