// SPDX-License-Identifier: Apache-2.0
// Saves and restores RAM page by page.
#include "core/machine/riscv_virt/ram_state.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

namespace vitrine::machine::riscv_virt {
namespace {

using Page = std::array<std::uint8_t, memory::kPageSize>;

bool is_zero(const Page& page) {
  return page[0] == 0 && std::memcmp(page.data(), page.data() + 1, page.size() - 1) == 0;
}

}  // namespace

void RamState::fields(snapshot::Fields& visitor) {
  fits_ = true;
  for (const auto& block : memory_.blocks()) {
    if (block->kind != memory::BlockKind::kRam) continue;
    std::uint64_t size = block->size;
    visitor.value("size", size);
    if (size != block->size) {
      fits_ = false;
      return;
    }
    if (visitor.restoring()) {
      restore_block(visitor, *block);
    } else {
      save_block(visitor, *block);
    }
  }
}

void RamState::save_block(snapshot::Fields& visitor, const memory::Block& block) {
  Page page{};
  std::vector<std::uint64_t> used;
  memory_.for_each_touched(block, [&](std::uint64_t offset) {
    if (memory_.read(block.base + offset, std::as_writable_bytes(std::span{page})) && !is_zero(page)) used.push_back(offset / page.size());
  });
  std::uint64_t count = used.size();
  visitor.value("pages", count);
  for (std::uint64_t index : used) {
    visitor.value("page", index);
    if (memory_.read(block.base + index * page.size(), std::as_writable_bytes(std::span{page}))) visitor.bytes("contents", page);
  }
}

void RamState::restore_block(snapshot::Fields& visitor, const memory::Block& block) {
  memory_.clear(block);
  std::uint64_t count = 0;
  visitor.value("pages", count);
  if (count > block.size / memory::kPageSize) fits_ = false;
  Page page{};
  for (std::uint64_t left = count; left > 0 && fits_; --left) {
    std::uint64_t index = 0;
    visitor.value("page", index);
    visitor.bytes("contents", page);
    fits_ = index < block.size / memory::kPageSize && memory_.write(block.base + index * memory::kPageSize, std::as_bytes(std::span{page}));
  }
}

base::Status RamState::restored() {
  if (!fits_) return base::fail(base::Errc::kInvalidArgument, "the saved state is of a machine with other memory, or damaged");
  return {};
}

}  // namespace vitrine::machine::riscv_virt
