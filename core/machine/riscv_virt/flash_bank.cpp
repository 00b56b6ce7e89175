// SPDX-License-Identifier: Apache-2.0
// Fills the board's flashes, and keeps the file of the one with variables.
#include "core/machine/riscv_virt/flash_bank.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <vector>

#include "core/machine/firmware/source.h"

namespace vitrine::machine::riscv_virt {
namespace {

using base::Errc;
using base::fail;

base::Result<std::unique_ptr<firmware::Source>> open_image(Window window, const std::string& file) {
  TRY_ASSIGN(auto source, firmware::FileSource::open(file));
  if (source->size() == 0) return fail(Errc::kInvalidArgument, "{}: is empty", file);
  if (source->size() > window.size)
    return fail(Errc::kInvalidArgument, "{}: has {} bytes, the flash only {}", file, source->size(), window.size);
  return source;
}

}  // namespace

FlashBank::FlashBank(Window window, memory::GuestMemory& memory) : window_{window}, memory_{memory} {}

FlashBank::~FlashBank() {
  if (is_dirty_) [[maybe_unused]]
    const auto synced = file_.sync();  // what it holds is in the system's hands already
}

base::Result<std::unique_ptr<FlashBank>> FlashBank::create(Window window, const std::string& code, memory::GuestMemory& memory) {
  std::unique_ptr<FlashBank> bank{new FlashBank{window, memory}};
  std::unique_ptr<firmware::Source> image;
  if (!code.empty()) {
    TRY_ASSIGN(image, open_image(window, code));
  }
  TRY(memory.add_device_rom(window.base, window.size, "flash"));
  bank->block_ = memory.find(window.base);
  if (image) TRY(firmware::copy_to_guest(*image, {0, image->size()}, memory, window.base));
  bank->make_chips(image != nullptr);
  return bank;
}

void FlashBank::make_chips(bool read_only) {
  const std::span contents{block_->host, static_cast<std::size_t>(window_.size)};
  device::flash::CfiFlashHooks hooks{
      .keep = [this](std::uint64_t offset, std::span<const std::byte> bytes) { return write_through(offset, bytes); },
      .dirty = [this](std::uint64_t offset, std::uint64_t size) { memory_.note_store(window_.base + offset, size); },
      .mode = [this](bool array) { memory_.show(window_.base, array); }};
  chips_ = std::make_unique<device::flash::CfiFlash>(contents, read_only, std::move(hooks));
}

base::Status FlashBank::keep_in(const std::string& file, base::LogCategory log) {
  log_ = log;
  TRY_ASSIGN(file_, base::sys::ExclusiveFile::open_or_create(file));
  if (file_.size() == 0) {
    TRY(fill_file());
  } else if (file_.size() != window_.size) {
    return fail(Errc::kInvalidArgument, "{}: has {} bytes, a file with the flash's variables must have {}", file, file_.size(),
                window_.size);
  } else {
    TRY(file_.read_at(0, {block_->host, static_cast<std::size_t>(window_.size)}));
  }
  is_kept_ = true;
  return {};
}

base::Status FlashBank::fill_file() {
  const std::span contents{block_->host, static_cast<std::size_t>(window_.size)};
  std::ranges::fill(contents, std::byte{0xff});
  const auto status = file_.write_at(0, contents);
  if (!status) file_.undo_filling();
  return status;
}

bool FlashBank::write_through(std::uint64_t offset, std::span<const std::byte> bytes) {
  if (!is_kept_) return true;
  is_dirty_ = true;
  const auto written = file_.write_at(offset, bytes);
  if (!written) LOG_ERROR(log_, "the firmware's variables were not kept: {}", written.error().message);
  return written.has_value();
}

// Only what differs: most of a flash is never written.
base::Status FlashBank::update_file() {
  if (!is_kept_) return {};
  std::vector<std::byte> kept(device::flash::CfiFlash::kSectorBytes);
  for (std::uint64_t offset = 0; offset < window_.size; offset += kept.size()) {
    TRY(file_.read_at(offset, kept));
    if (std::memcmp(kept.data(), block_->host + offset, kept.size()) == 0) continue;
    is_dirty_ = true;
    TRY(file_.write_at(offset, {block_->host + offset, kept.size()}));
  }
  return {};
}

SparseBlock FlashBank::sparse() {
  return {.size = window_.size,
          .for_each_touched = [this](const auto& visit) { memory_.for_each_touched(*block_, visit); },
          .read = [this](std::uint64_t offset,
                         Page& page) { return memory_.read(window_.base + offset, std::as_writable_bytes(std::span{page})); },
          .write = [this](std::uint64_t offset,
                          const Page& page) { return memory_.load(window_.base + offset, std::as_bytes(std::span{page})); },
          .clear = [this] { memory_.clear(*block_); }};
}

void FlashBank::fields(snapshot::Fields& visitor) {
  chips_->fields(visitor);
  fits_ = visit_sparse(visitor, sparse());
}

base::Status FlashBank::restored() {
  if (!fits_) return fail(Errc::kInvalidArgument, "the saved flash is of another size, or damaged");
  TRY(chips_->restored());
  return update_file();
}

}  // namespace vitrine::machine::riscv_virt
