// SPDX-License-Identifier: Apache-2.0
// LLVM's opinion of x86-64 instructions, both ways between text and bytes.
#pragma once

#include <string>
#include <vector>

namespace vitrine::codegen::x64::test {

// One entry an input line of Intel syntax without register prefixes: its bytes, empty where LLVM refuses it.
std::vector<std::string> assemble(const std::vector<std::string>& lines);

// The Intel-syntax text of the instructions in `bytes`, one a line; "?" and an end where they are none.
std::string disassemble(const std::string& bytes);

}  // namespace vitrine::codegen::x64::test
