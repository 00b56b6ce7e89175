// SPDX-License-Identifier: Apache-2.0
// Fills the board's flashes.
#include "core/machine/riscv_virt/flash_bank.h"

#include <cstring>
#include <span>

#include "core/machine/firmware/source.h"

namespace vitrine::machine::riscv_virt {
namespace {

base::Result<std::unique_ptr<firmware::Source>> open_image(Window window, const std::string& file) {
  TRY_ASSIGN(auto source, firmware::FileSource::open(file));
  if (source->size() == 0) return base::fail(base::Errc::kInvalidArgument, "{}: is empty", file);
  if (source->size() > window.size)
    return base::fail(base::Errc::kInvalidArgument, "{}: has {} bytes, the flash only {}", file, source->size(), window.size);
  return source;
}

}  // namespace

base::Result<std::unique_ptr<FlashBank>> FlashBank::create(Window window, const std::string& file) {
  auto bank = std::make_unique<FlashBank>();
  TRY_ASSIGN(bank->store_, base::sys::SharedMemory::create("flash", window.size));
  const std::span contents{bank->store_.data(), static_cast<std::size_t>(window.size)};
  if (!file.empty()) {
    TRY_ASSIGN(const auto source, open_image(window, file));
    TRY(source->read(0, contents.first(source->size())));
  }
  bank->chips_ = std::make_unique<device::flash::CfiFlash>(contents, false, device::flash::CfiFlashHooks{});
  return bank;
}

SparseBlock FlashBank::sparse() {
  return {
      .size = store_.size(),
      .for_each_touched =
          [this](const auto& visit) {
            for (std::size_t offset = 0; offset < store_.size();) {
              const auto [start, end] = store_.touched_after(offset);
              for (offset = start; offset < end; offset += memory::kPageSize) visit(offset);
              if (start >= store_.size()) return;
            }
          },
      .read = [this](std::uint64_t offset, Page& page) { return std::memcpy(page.data(), store_.data() + offset, page.size()) != nullptr; },
      .write = [this](std::uint64_t offset,
                      const Page& page) { return std::memcpy(store_.data() + offset, page.data(), page.size()) != nullptr; },
      .clear = [this] { store_.discard(0, store_.size()); }};
}

void FlashBank::fields(snapshot::Fields& visitor) {
  chips_->fields(visitor);
  fits_ = visit_sparse(visitor, sparse());
}

base::Status FlashBank::restored() {
  if (!fits_) return base::fail(base::Errc::kInvalidArgument, "the saved flash is of another size, or damaged");
  return chips_->restored();
}

base::Status FlashBank::map_code(Window window, const std::string& file, memory::GuestMemory& memory) {
  TRY_ASSIGN(const auto source, open_image(window, file));
  TRY(memory.add_rom(window.base, window.size, "flash"));
  return firmware::copy_to_guest(*source, {0, source->size()}, memory, window.base);
}

}  // namespace vitrine::machine::riscv_virt
