// SPDX-License-Identifier: Apache-2.0
// Access to CSRs: which exist, who may touch them, and the three CSR instructions.
#include <array>

#include "core/guest/riscv64/csr_table.h"

namespace vitrine::guest::riscv64 {
namespace {

constexpr std::size_t kNumbers = 4096;

// From number to row; built once, never changed.
class CsrIndex {
 public:
  CsrIndex() {
    for (const auto rows : {machine_csrs(), supervisor_csrs(), counter_csrs(), float_csrs(), pmp_csrs()})
      for (const CsrRow& row : rows)
        for (std::size_t i = 0; i < row.count; ++i) rows_[row.first + i] = &row;
  }
  [[nodiscard]] const CsrRow* find(std::uint32_t number) const { return number < kNumbers ? rows_[number] : nullptr; }

 private:
  std::array<const CsrRow*, kNumbers> rows_{};
};

const CsrRow* find_implemented(const State& state, std::uint32_t number) {
  const CsrRow* const row = find_csr(number);
  return row != nullptr && (state.extensions & row->needs) == row->needs ? row : nullptr;
}

// The row when this access is legal in the current mode, else nullptr.  Bits 9–8 of the number are the least privilege, 11–10 say read-only.
const CsrRow* find_legal(const State& state, std::uint32_t number, bool for_write) {
  const CsrRow* const row = find_implemented(state, number);
  if (row == nullptr) return nullptr;
  if ((number >> 8 & 3) > static_cast<unsigned>(state.privilege)) return nullptr;
  if (for_write && (number >> 10) == 3) return nullptr;
  if (row->guard != nullptr && !row->guard(state, number)) return nullptr;
  return row;
}

std::uint64_t combine(CsrOperation operation, std::uint64_t old, std::uint64_t operand) {
  switch (operation) {
    case CsrOperation::kReplace: return operand;
    case CsrOperation::kSet: return old | operand;
    case CsrOperation::kClear: return old & ~operand;
  }
  return operand;
}

}  // namespace

const CsrRow* find_csr(std::uint32_t number) {
  static const CsrIndex kIndex;
  return kIndex.find(number);
}

std::string csr_name(const CsrRow& row, std::uint32_t number) {
  std::string name{row.name};
  if (row.count > 1) name += std::to_string(row.first_suffix + (number - row.first));
  return name;
}

CsrValue read_csr(State& state, std::uint32_t number, bool for_write) {
  const CsrRow* const row = find_legal(state, number, for_write);
  if (row == nullptr) return {};
  return {.legal = true, .value = row->read(state, number)};
}

bool write_csr(State& state, std::uint32_t number, std::uint64_t value) {
  const CsrRow* const row = find_legal(state, number, true);
  if (row == nullptr) return false;
  if (row->write != nullptr) row->write(state, number, value);
  return true;
}

CsrValue access_csr(State& state, std::uint32_t number, CsrOperation operation, std::uint64_t operand, bool writes) {
  const CsrRow* const row = find_legal(state, number, writes);
  if (row == nullptr) return {};
  const std::uint64_t old = row->read(state, number);
  if (writes && row->write != nullptr) {
    const std::uint64_t base = number == kCsrMip ? state.mip_software : old;
    row->write(state, number, combine(operation, base, operand));
  }
  return {.legal = true, .value = old};
}

std::uint8_t csr_effect(std::uint32_t number) {
  const CsrRow* const row = find_csr(number);
  return row == nullptr ? std::uint8_t{kNoEffect} : row->effect;
}

std::optional<std::uint64_t> peek_csr(State& state, std::uint32_t number) {
  const CsrRow* const row = find_implemented(state, number);
  if (row == nullptr) return std::nullopt;
  ++state.instructions;  // as an instruction that reads the register now would find it
  const std::uint64_t value = row->read(state, number);
  --state.instructions;
  return value;
}

bool poke_csr(State& state, std::uint32_t number, std::uint64_t value) {
  const CsrRow* const row = find_implemented(state, number);
  if (row == nullptr || (number >> 10) == 3) return false;
  if (row->write != nullptr) row->write(state, number, value);
  return true;
}

}  // namespace vitrine::guest::riscv64
