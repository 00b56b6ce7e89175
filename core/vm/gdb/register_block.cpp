// SPDX-License-Identifier: Apache-2.0
// Reading and writing registers for GDB.
#include "core/vm/gdb/register_block.h"

#include <algorithm>
#include <array>

#include "core/base/bits.h"
#include "core/vm/gdb/hex.h"

namespace vitrine::vm::gdb {
namespace {

const cpu::RegisterInfo* find(cpu::Vcpu& vcpu, std::uint64_t number) {
  const auto& all = vcpu.registers();
  const auto found = std::ranges::find(all, number, &cpu::RegisterInfo::number);
  return found == all.end() ? nullptr : &*found;
}

std::size_t width_bytes(const cpu::RegisterInfo& info) { return std::min<std::size_t>((info.bits + 7) / 8, 8); }

std::string hex_of(std::uint64_t value, std::size_t size) {
  std::array<std::byte, 8> bytes;
  base::store_le(bytes.data(), value);
  return hex_from_bytes(std::span{bytes}.first(size));
}

// The registers of the g packet, in order.
std::vector<const cpu::RegisterInfo*> general_registers(cpu::Vcpu& vcpu) {
  std::vector<const cpu::RegisterInfo*> list;
  while (const cpu::RegisterInfo* info = find(vcpu, list.size())) list.push_back(info);
  return list;
}

}  // namespace

std::optional<std::string> read_register_hex(cpu::Vcpu& vcpu, std::uint64_t number) {
  const cpu::RegisterInfo* const info = find(vcpu, number);
  if (info == nullptr) return std::nullopt;
  const auto value = vcpu.read_register(info->number);
  // A register that cannot be read now (switched-off floating point) is shown as unavailable.
  return value ? hex_of(*value, width_bytes(*info)) : std::string(width_bytes(*info) * 2, 'x');
}

bool write_register_hex(cpu::Vcpu& vcpu, std::uint64_t number, std::string_view hex) {
  const cpu::RegisterInfo* const info = find(vcpu, number);
  const auto bytes = bytes_from_hex(hex);
  if (info == nullptr || !bytes || bytes->size() != width_bytes(*info)) return false;
  std::array<std::byte, 8> wide{};
  std::ranges::copy(*bytes, wide.begin());
  return vcpu.write_register(info->number, base::load_le<std::uint64_t>(wide.data())).has_value();
}

std::string read_general_hex(cpu::Vcpu& vcpu) {
  std::string all;
  for (const cpu::RegisterInfo* const info : general_registers(vcpu)) all += read_register_hex(vcpu, info->number).value_or("");
  return all;
}

bool write_general_hex(cpu::Vcpu& vcpu, std::string_view hex) {
  const auto list = general_registers(vcpu);
  std::size_t wanted = 0;
  for (const cpu::RegisterInfo* const info : list) wanted += width_bytes(*info) * 2;
  if (hex.size() != wanted || hex.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos) return false;
  for (const cpu::RegisterInfo* const info : list) {
    write_register_hex(vcpu, info->number, hex.substr(0, width_bytes(*info) * 2));  // x0 and its like refuse; the others hold
    hex.remove_prefix(width_bytes(*info) * 2);
  }
  return true;
}

}  // namespace vitrine::vm::gdb
