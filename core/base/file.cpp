// SPDX-License-Identifier: Apache-2.0
// Whole files: reading within a limit, replacing atomically.
#include "core/base/file.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <system_error>

#include "core/base/sys/os.h"

namespace vitrine::base {
namespace {

constexpr std::size_t kChunk = std::size_t{64} << 10;

// Container is a vector of bytes or a string.
template <class Container> Result<Container> read_whole(const std::filesystem::path& path, std::size_t limit) {
  TRY_ASSIGN(const int descriptor, sys::open_for_reading(path));
  const UniqueFd file{descriptor};
  Container content;
  for (;;) {
    const std::size_t before = content.size();
    content.resize(before + std::max(kChunk, before));
    TRY_ASSIGN(const std::size_t got, sys::read_some(file.get(), std::as_writable_bytes(std::span{content}).subspan(before), path));
    content.resize(before + got);
    if (content.size() > limit)
      return fail(Errc::kUnsupported, "{}: is larger than the {} bytes that are allowed here", path.string(), limit);
    if (got == 0) return content;
  }
}

// A name beside the target that nobody else uses.
std::filesystem::path name_aside(const std::filesystem::path& target) {
  std::array<std::byte, 8> random{};
  sys::fill_random(random);
  std::uint64_t number = 0;
  for (const std::byte byte : random) number = number << 8 | std::to_integer<std::uint64_t>(byte);
  return target.parent_path() / fmt::format(".{}.{:016x}.tmp", target.filename().string(), number);
}

}  // namespace

Result<std::vector<std::byte>> read_file(const std::filesystem::path& path, std::size_t limit) {
  return read_whole<std::vector<std::byte>>(path, limit);
}

Result<std::string> read_text_file(const std::filesystem::path& path, std::size_t limit) { return read_whole<std::string>(path, limit); }

Result<AtomicFile> AtomicFile::create(const std::filesystem::path& path, sys::FileMode mode) {
  std::error_code error;
  std::filesystem::path target = std::filesystem::weakly_canonical(path, error);
  if (error) return fail(Errc::kIo, "{}: cannot be resolved: {}", path.string(), error.message());
  std::filesystem::path aside = name_aside(target);
  TRY_ASSIGN(const int descriptor, sys::create_file(aside, mode));
  return AtomicFile{std::move(target), std::move(aside), UniqueFd{descriptor}};
}

AtomicFile::AtomicFile(std::filesystem::path target, std::filesystem::path aside, UniqueFd file)
    : target_{std::move(target)}, aside_{std::move(aside)}, file_{std::move(file)} {}

AtomicFile::~AtomicFile() {
  if (!file_.valid()) return;
  file_.reset();
  std::error_code ignored;
  std::filesystem::remove(aside_, ignored);
}

Status AtomicFile::commit() {
  TRY(sys::sync_file(file_.get(), aside_));
  // The name is given before the descriptor is closed, so that a failure still takes the file away.
  TRY(sys::rename_over(aside_, target_));
  file_.reset();
  const std::filesystem::path folder = target_.parent_path();
  return sys::sync_folder(folder.empty() ? "." : folder);  // a bare name lies in the working folder
}

Status replace_file(const std::filesystem::path& path, std::span<const std::byte> content, sys::FileMode mode) {
  TRY_ASSIGN(auto file, AtomicFile::create(path, mode));
  TRY(file.write(content));
  return file.commit();
}

Status replace_file(const std::filesystem::path& path, std::string_view content, sys::FileMode mode) {
  return replace_file(path, std::as_bytes(std::span{content}), mode);
}

}  // namespace vitrine::base
