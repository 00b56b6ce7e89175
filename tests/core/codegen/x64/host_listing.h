// SPDX-License-Identifier: Apache-2.0
// Host code as text that depends on no address: fields of the state, slots, stubs and labels by name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/codegen/x64/home_table.h"
#include "core/codegen/x64/stubs.h"
#include "tests/core/codegen/x64/llvm_assembler.h"

namespace vitrine::codegen::x64::test {

// Names what translated code refers to.  Places in the state are offsets in it.
class HostNames {
 public:
  HostNames(const Stubs& stubs, std::uint32_t state_bias);
  void name_slot(std::uint32_t offset, std::string name) { slots_[static_cast<std::int64_t>(offset)] = std::move(name); }

  // What to say before the instruction at so many bytes from the start, in their order.
  using Notes = std::vector<std::pair<std::size_t, std::string>>;
  // One instruction a line.  `at`: where the code is executed; `code` its bytes.
  [[nodiscard]] std::string listing(const std::byte* at, const std::string& code, const Notes& notes) const;

 private:
  void name_stub_set(const StubSet& set, const std::string& suffix);
  [[nodiscard]] std::string operand(const std::string& inside, std::uintptr_t next) const;
  [[nodiscard]] std::string place(std::uintptr_t address) const;
  [[nodiscard]] std::string with_names(const std::string& text, std::uintptr_t next) const;

  std::map<std::int64_t, std::string> slots_;
  std::map<std::uintptr_t, std::string> places_;
  std::uintptr_t constants_;
  std::int64_t bias_;
};

// The distance that a relative jump or call carries; false where the instruction is none.
bool jump_distance(const std::string& code, const HostInsn& insn, std::int64_t& distance);

}  // namespace vitrine::codegen::x64::test
