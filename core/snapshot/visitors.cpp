// SPDX-License-Identifier: Apache-2.0
// Saving, restoring and showing fields.
#include "core/snapshot/visitors.h"

#include <algorithm>

namespace vitrine::snapshot {
namespace {
constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kShownBytes = 32;  // of a block, in the debug view
}  // namespace

void Saver::integer(std::string_view, std::uint64_t& field, std::size_t size_bytes) {
  for (std::size_t index = 0; index < size_bytes; ++index) out_.push_back(static_cast<std::uint8_t>(field >> (8 * index)));
}

void Saver::bytes(std::string_view, std::span<std::uint8_t> block) { out_.insert(out_.end(), block.begin(), block.end()); }

void Saver::sized_bytes(std::string_view name, std::vector<std::uint8_t>& block, std::size_t) {
  std::uint64_t size = block.size();
  integer(name, size, kLengthBytes);
  bytes(name, block);
}

void Restorer::refuse(std::string_view name, std::string reason) {
  if (problem_.empty()) problem_ = fmt::format("field \"{}\" {}", name, reason);
}

// The next `size` bytes, or an empty span once something was wrong.
std::span<const std::uint8_t> Restorer::take(std::string_view name, std::size_t size) {
  if (problem_.empty() && size > left_.size()) refuse(name, fmt::format("needs {} bytes where {} are left", size, left_.size()));
  if (!problem_.empty()) return {};
  const auto taken = left_.first(size);
  left_ = left_.subspan(size);
  return taken;
}

void Restorer::integer(std::string_view name, std::uint64_t& field, std::size_t size_bytes) {
  const auto saved = take(name, size_bytes);
  if (saved.size() != size_bytes) return;
  field = 0;
  for (std::size_t index = 0; index < size_bytes; ++index) field |= static_cast<std::uint64_t>(saved[index]) << (8 * index);
}

void Restorer::bytes(std::string_view name, std::span<std::uint8_t> block) {
  const auto saved = take(name, block.size());
  if (saved.size() == block.size()) std::ranges::copy(saved, block.begin());
}

void Restorer::sized_bytes(std::string_view name, std::vector<std::uint8_t>& block, std::size_t limit) {
  std::uint64_t size = 0;
  integer(name, size, kLengthBytes);
  if (size > limit) refuse(name, fmt::format("has {} bytes where {} are allowed", size, limit));
  const auto saved = take(name, static_cast<std::size_t>(std::min<std::uint64_t>(size, limit)));
  if (problem_.empty()) block.assign(saved.begin(), saved.end());
}

base::Status Restorer::finish() const {
  if (!problem_.empty()) return base::fail(base::Errc::kCorrupt, "{}", problem_);
  if (!left_.empty()) return base::fail(base::Errc::kCorrupt, "{} bytes are left over after the last field", left_.size());
  return {};
}

void Dumper::flush() {
  if (repeats_ == 0) return;
  out_ += fmt::format("{} = {:#x}", name_, value_);
  if (repeats_ > 1) out_ += fmt::format(" (x{})", repeats_);
  out_ += '\n';
  repeats_ = 0;
}

void Dumper::integer(std::string_view name, std::uint64_t& field, std::size_t) {
  if (repeats_ > 0 && name == name_ && field == value_) {
    ++repeats_;
    return;
  }
  flush();
  name_ = name;
  value_ = field;
  repeats_ = 1;
}

void Dumper::bytes(std::string_view name, std::span<std::uint8_t> block) {
  flush();
  out_ += fmt::format("{} = {} bytes", name, block.size());
  for (std::uint8_t byte : block.first(std::min(block.size(), kShownBytes))) out_ += fmt::format(" {:02x}", byte);
  out_ += block.size() > kShownBytes ? " ...\n" : "\n";
}

void Dumper::sized_bytes(std::string_view name, std::vector<std::uint8_t>& block, std::size_t) { bytes(name, block); }

std::string Dumper::take() {
  flush();
  return std::move(out_);
}

std::string dump(Stateful& component) {
  Dumper dumper{component.state_version()};
  component.fields(dumper);
  return dumper.take();
}

}  // namespace vitrine::snapshot
