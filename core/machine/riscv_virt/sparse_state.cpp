// SPDX-License-Identifier: Apache-2.0
// Saves and restores large blocks page by page.
#include "core/machine/riscv_virt/sparse_state.h"

#include <algorithm>
#include <span>
#include <vector>

namespace vitrine::machine::riscv_virt {
namespace {

bool is_zero(const Page& page) {
  return std::ranges::all_of(page, [](std::uint8_t byte) { return byte == 0; });
}

bool save(snapshot::Fields& visitor, const SparseBlock& block) {
  Page page{};
  std::vector<std::uint64_t> used;
  block.for_each_touched([&](std::uint64_t offset) {
    if (block.read(offset, page) && !is_zero(page)) used.push_back(offset / page.size());
  });
  std::uint64_t count = used.size();
  visitor.value("pages", count);
  for (std::uint64_t index : used) {
    visitor.value("page", index);
    if (block.read(index * page.size(), page)) visitor.bytes("contents", page);
  }
  return true;
}

bool restore(snapshot::Fields& visitor, const SparseBlock& block) {
  block.clear();
  std::uint64_t count = 0;
  visitor.value("pages", count);
  const std::uint64_t most = block.size / memory::kPageSize;
  bool fits = count <= most;
  Page page{};
  for (std::uint64_t left = count; left > 0 && fits; --left) {
    std::uint64_t index = 0;
    visitor.value("page", index);
    visitor.bytes("contents", page);
    fits = index < most && block.write(index * page.size(), page);
  }
  return fits;
}

}  // namespace

bool visit_sparse(snapshot::Fields& visitor, const SparseBlock& block) {
  std::uint64_t size = block.size;
  visitor.value("size", size);
  if (size != block.size) return false;
  return visitor.restoring() ? restore(visitor, block) : save(visitor, block);
}

SparseBlock RamState::sparse(const memory::Block& block) {
  return {.size = block.size,
          .for_each_touched = [this, &block](const auto& visit) { memory_.for_each_touched(block, visit); },
          .read = [this, &block](std::uint64_t offset,
                                 Page& page) { return memory_.read(block.base + offset, std::as_writable_bytes(std::span{page})); },
          .write = [this, &block](std::uint64_t offset,
                                  const Page& page) { return memory_.write(block.base + offset, std::as_bytes(std::span{page})); },
          .clear = [this, &block] { memory_.clear(block); }};
}

void RamState::fields(snapshot::Fields& visitor) {
  fits_ = true;
  for (const auto& block : memory_.blocks())
    if (block->kind == memory::BlockKind::kRam && fits_) fits_ = visit_sparse(visitor, sparse(*block));
}

base::Status RamState::restored() {
  if (!fits_) return base::fail(base::Errc::kInvalidArgument, "the saved state is of a machine with other memory, or damaged");
  return {};
}

}  // namespace vitrine::machine::riscv_virt
