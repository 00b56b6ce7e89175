// SPDX-License-Identifier: Apache-2.0
// The slow path of loads and stores: page walk, TLB fill, devices, accesses that cross pages, stores into translated code.
#include "core/cpu/memory_path.h"

#include <algorithm>

#include "core/base/bits.h"

namespace vitrine::cpu {
namespace {

// Where an access inside one page ends up.
struct Place {
  std::byte* host = nullptr;                  // in RAM or ROM; nullptr: on the bus
  const memory::Block* device_rom = nullptr;  // that the access goes to the device of
  std::uint64_t physical = 0;
};

bool fault(VcpuState& state, const GuestFault& what) {
  state.fault = what;
  return false;
}

void fill(VcpuState& state, std::uint64_t address, const Translation& found, const memory::Block& block, std::byte* host) {
  if (!found.whole_page || state.observer != nullptr) return;
  const std::uint64_t page = address & ~memory::kPageMask;
  TlbEntry& entry = state.data->entry(address);
  const std::uint64_t frame = found.physical & ~memory::kPageMask;
  entry.physical = frame;
  entry.addend = reinterpret_cast<std::uintptr_t>(host) - address;
  entry.read_tag = found.may_read ? page : kNoTag;
  // Translated code looks once for loads and stores beside one another: who may store may load.
  const bool fast_stores =
      found.may_write && found.may_read && block.kind == memory::BlockKind::kRam && !state.memory->page_has_code(frame);
  entry.write_tag = fast_stores ? page : kNoTag;
  state.data->note(address);
}

bool locate(VcpuState& state, std::uint64_t address, Access access, unsigned size, Place& place) {
  ++state.tlb_misses;
  const Translation found = state.cpu->translate(address, access, size);
  if (!found.ok) return fault(state, found.fault);
  place.physical = found.physical;
  const memory::Block* const block = state.memory->find(found.physical);
  if (block == nullptr) return true;
  if (block->kind == memory::BlockKind::kDeviceRom && (access == Access::kStore || !block->shown.load())) {
    place.device_rom = block;
    return true;
  }
  if (access == Access::kStore && block->kind != memory::BlockKind::kRam) return fault(state, state.cpu->access_fault(access, address));
  place.host = block->host + (found.physical - block->base);
  fill(state, address, found, *block, place.host);
  return true;
}

bool read_place(VcpuState& state, std::uint64_t address, const Place& place, unsigned size, std::uint64_t& value) {
  if (place.host == nullptr) {
    const bool aligned = base::is_aligned(place.physical, size) && std::has_single_bit(size);
    const auto answer = aligned ? state.bus->read(place.physical, size) : std::nullopt;
    if (!answer) return fault(state, state.cpu->access_fault(Access::kLoad, address));
    value = *answer;
    return true;
  }
  switch (size) {
    case 1: value = host_load<std::uint8_t>(place.host); break;
    case 2: value = host_load<std::uint16_t>(place.host); break;
    case 4: value = host_load<std::uint32_t>(place.host); break;
    case 8: value = host_load<std::uint64_t>(place.host); break;
    default:  // a piece of an access that crosses pages
      value = 0;
      for (unsigned i = 0; i < size; ++i) value |= std::uint64_t{host_load<std::uint8_t>(place.host + i)} << (8 * i);
  }
  return true;
}

// A device that is written to may hide its ROM: the very next load has to reach its registers.
bool write_bus(VcpuState& state, const Place& place, unsigned size, std::uint64_t value) {
  const bool was_shown = place.device_rom != nullptr && place.device_rom->shown.load();
  if (!state.bus->write(place.physical, size, value)) return false;
  if (was_shown && !place.device_rom->shown.load()) {
    state.contexts->forget(*place.device_rom);
    if (state.others_forget != nullptr) state.others_forget(state, *place.device_rom);
  }
  return true;
}

bool write_place(VcpuState& state, std::uint64_t address, const Place& place, unsigned size, std::uint64_t value) {
  if (place.host == nullptr) {
    const bool aligned = base::is_aligned(place.physical, size) && std::has_single_bit(size);
    if (!aligned || !write_bus(state, place, size, value)) return fault(state, state.cpu->access_fault(Access::kStore, address));
    return true;
  }
  switch (size) {
    case 1: host_store(place.host, static_cast<std::uint8_t>(value)); break;
    case 2: host_store(place.host, static_cast<std::uint16_t>(value)); break;
    case 4: host_store(place.host, static_cast<std::uint32_t>(value)); break;
    case 8: host_store(place.host, value); break;
    default:
      for (unsigned i = 0; i < size; ++i) host_store(place.host + i, static_cast<std::uint8_t>(value >> (8 * i)));
  }
  state.memory->note_store(place.physical, size);
  return true;
}

// The bytes of an access that lie in its first page.
unsigned first_part(std::uint64_t address, unsigned size) {
  return static_cast<unsigned>(std::min<std::uint64_t>(size, memory::kPageSize - (address & memory::kPageMask)));
}

bool do_load(VcpuState& state, std::uint64_t address, unsigned size, std::uint64_t& value) {
  const unsigned part = first_part(address, size);
  Place low;
  if (!locate(state, address, Access::kLoad, part, low)) return false;
  if (part == size) return read_place(state, address, low, size, value);
  Place high;
  if (!locate(state, address + part, Access::kLoad, size - part, high)) return false;
  if (low.host == nullptr || high.host == nullptr) return fault(state, state.cpu->access_fault(Access::kLoad, address));
  std::uint64_t upper = 0;
  if (!read_place(state, address, low, part, value) || !read_place(state, address + part, high, size - part, upper)) return false;
  value |= upper << (8 * part);
  return true;
}

bool do_store(VcpuState& state, std::uint64_t address, unsigned size, std::uint64_t value) {
  const unsigned part = first_part(address, size);
  Place low;
  if (!locate(state, address, Access::kStore, part, low)) return false;
  if (part == size) return write_place(state, address, low, size, value);
  Place high;
  if (!locate(state, address + part, Access::kStore, size - part, high)) return false;
  if (low.host == nullptr || high.host == nullptr) return fault(state, state.cpu->access_fault(Access::kStore, address));
  return write_place(state, address, low, part, value) && write_place(state, address + part, high, size - part, value >> (8 * part));
}

// The RAM behind an atomic access, or nullptr with the fault set.
std::byte* atomic_place(VcpuState& state, std::uint64_t address, unsigned size, Access access, std::uint64_t& physical) {
  if (!base::is_aligned(address, size)) {
    fault(state, state.cpu->misaligned_fault(access, address));
    return nullptr;
  }
  Place place;
  if (!locate(state, address, access, size, place)) return nullptr;
  if (place.host == nullptr) fault(state, state.cpu->access_fault(access, address));
  physical = place.physical;
  return place.host;
}

template <class Word> Word read_modify_write(ir::AmoOp op, Word* target, Word operand) {
  using Signed = std::make_signed_t<Word>;
  using ir::AmoOp;
  std::atomic_ref<Word> cell{*target};
  switch (op) {
    case AmoOp::kSwap: return cell.exchange(operand);
    case AmoOp::kAdd: return cell.fetch_add(operand);
    case AmoOp::kXor: return cell.fetch_xor(operand);
    case AmoOp::kAnd: return cell.fetch_and(operand);
    case AmoOp::kOr: return cell.fetch_or(operand);
    default: break;
  }
  const auto chosen = [&](Word old) {
    switch (op) {
      case AmoOp::kMinS: return static_cast<Word>(std::min(static_cast<Signed>(old), static_cast<Signed>(operand)));
      case AmoOp::kMaxS: return static_cast<Word>(std::max(static_cast<Signed>(old), static_cast<Signed>(operand)));
      case AmoOp::kMinU: return std::min(old, operand);
      default: return std::max(old, operand);
    }
  };
  Word old = cell.load();
  while (!cell.compare_exchange_weak(old, chosen(old))) {}
  return old;
}

template <class Word> bool compare_and_store(std::byte* host, std::uint64_t expected, std::uint64_t value) {
  // SAFETY: host is aligned for Word and lies in RAM (atomic_place).
  Word old = static_cast<Word>(expected);
  return std::atomic_ref{*reinterpret_cast<Word*>(host)}.compare_exchange_strong(old, static_cast<Word>(value));
}

void observe(VcpuState& state, const AccessRecord& record) {
  if (state.observer != nullptr) state.observer->accessed(record);
}

bool do_amo(VcpuState& state, ir::AmoOp op, std::uint64_t address, unsigned size, std::uint64_t operand, std::uint64_t& old) {
  std::uint64_t physical = 0;
  std::byte* const host = atomic_place(state, address, size, Access::kStore, physical);
  if (host == nullptr) return false;
  // SAFETY: aligned RAM, as above.
  if (size == 4) old = read_modify_write(op, reinterpret_cast<std::uint32_t*>(host), static_cast<std::uint32_t>(operand));
  else old = read_modify_write(op, reinterpret_cast<std::uint64_t*>(host), operand);
  state.memory->note_store(physical, size);
  return true;
}

bool do_load_reserved(VcpuState& state, std::uint64_t address, unsigned size, std::uint64_t& value) {
  std::uint64_t physical = 0;
  std::byte* const host = atomic_place(state, address, size, Access::kLoad, physical);
  if (host == nullptr) return false;
  // SAFETY: aligned RAM, as above.
  value = size == 4 ? std::atomic_ref{*reinterpret_cast<std::uint32_t*>(host)}.load()
                    : std::atomic_ref{*reinterpret_cast<std::uint64_t*>(host)}.load();
  state.reservation = physical;
  state.reserved_value = value;
  state.reserved_size = size;
  return true;
}

bool do_store_conditional(VcpuState& state, std::uint64_t address, unsigned size, std::uint64_t value, std::uint64_t& result) {
  std::uint64_t physical = 0;
  std::byte* const host = atomic_place(state, address, size, Access::kStore, physical);
  if (host == nullptr) return false;
  const bool reserved = state.reservation == physical && state.reserved_size == size;
  state.reservation = VcpuState::kNoReservation;
  const bool stored = reserved && (size == 4 ? compare_and_store<std::uint32_t>(host, state.reserved_value, value)
                                             : compare_and_store<std::uint64_t>(host, state.reserved_value, value));
  if (stored) state.memory->note_store(physical, size);
  result = stored ? 0 : 1;
  return true;
}

bool allowed(const VcpuState& state, AccessKind kind, std::uint64_t address, unsigned size_bytes) {
  return state.observer == nullptr || state.observer->allows(kind, address, size_bytes);
}

}  // namespace

bool touch(VcpuState& state, std::uint64_t address, unsigned size_bytes, Access access) {
  Place place;
  return locate(state, address, access, size_bytes, place);
}

bool load_slow(VcpuState& state, std::uint64_t address, unsigned size_bytes, std::uint64_t& value) {
  if (!allowed(state, AccessKind::kLoad, address, size_bytes)) return false;
  const bool ok = do_load(state, address, size_bytes, value);
  observe(state, {AccessKind::kLoad, size_bytes, address, value, 0, !ok});
  return ok;
}

bool store_slow(VcpuState& state, std::uint64_t address, unsigned size_bytes, std::uint64_t value) {
  if (!allowed(state, AccessKind::kStore, address, size_bytes)) return false;
  const bool ok = do_store(state, address, size_bytes, value);
  observe(state, {AccessKind::kStore, size_bytes, address, value, 0, !ok});
  return ok;
}

bool amo(VcpuState& state, ir::AmoOp op, std::uint64_t address, unsigned size_bytes, std::uint64_t operand, std::uint64_t& old) {
  if (!allowed(state, AccessKind::kAmo, address, size_bytes)) return false;
  const bool ok = do_amo(state, op, address, size_bytes, operand, old);
  observe(state, {AccessKind::kAmo, size_bytes, address, old, operand, !ok});
  return ok;
}

bool load_reserved(VcpuState& state, std::uint64_t address, unsigned size_bytes, std::uint64_t& value) {
  if (!allowed(state, AccessKind::kLoadReserved, address, size_bytes)) return false;
  const bool ok = do_load_reserved(state, address, size_bytes, value);
  observe(state, {AccessKind::kLoadReserved, size_bytes, address, value, 0, !ok});
  return ok;
}

bool store_conditional(VcpuState& state, std::uint64_t address, unsigned size_bytes, std::uint64_t value, std::uint64_t& result) {
  if (!allowed(state, AccessKind::kStoreConditional, address, size_bytes)) return false;
  const bool ok = do_store_conditional(state, address, size_bytes, value, result);
  observe(state, {AccessKind::kStoreConditional, size_bytes, address, result, value, !ok});
  return ok;
}

}  // namespace vitrine::cpu
