// SPDX-License-Identifier: Apache-2.0
// Files that are read by position, on Linux.
#include "core/base/sys/read_only_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace vitrine::base::sys {

Result<ReadOnlyFile> ReadOnlyFile::open(const std::string& path, Links links) {
  ReadOnlyFile file;
  file.path_ = path;
  // O_NONBLOCK: a FIFO or a device must not hold us up before it is refused.
  file.descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | (links == Links::kRefused ? O_NOFOLLOW : 0));
  if (file.descriptor_ < 0)
    return fail(errno == ENOENT ? Errc::kNotFound : Errc::kIo, "{}: cannot be opened: {}", path, std::strerror(errno));
  struct stat info{};
  if (fstat(file.descriptor_, &info) != 0) return fail(Errc::kIo, "{}: cannot be examined: {}", path, std::strerror(errno));
  if (S_ISDIR(info.st_mode)) return fail(Errc::kInvalidArgument, "{}: is a folder, not a file", path);
  if (!S_ISREG(info.st_mode)) return fail(Errc::kInvalidArgument, "{}: is not a regular file", path);
  file.size_ = static_cast<std::uint64_t>(info.st_size);
  return file;
}

ReadOnlyFile::ReadOnlyFile(ReadOnlyFile&& other) noexcept
    : path_{std::move(other.path_)}, size_{other.size_}, descriptor_{std::exchange(other.descriptor_, -1)} {}

ReadOnlyFile& ReadOnlyFile::operator=(ReadOnlyFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(size_, other.size_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

ReadOnlyFile::~ReadOnlyFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

Status ReadOnlyFile::read_at(std::uint64_t offset, std::span<std::byte> out) const {
  while (!out.empty()) {
    const ssize_t count = pread(descriptor_, out.data(), out.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail(Errc::kIo, "{}: cannot be read: {}", path_, std::strerror(errno));
    if (count == 0) return fail(Errc::kCorrupt, "{}: ends at byte {}, before what was to be read", path_, offset);
    out = out.subspan(static_cast<std::size_t>(count));
    offset += static_cast<std::uint64_t>(count);
  }
  return {};
}

}  // namespace vitrine::base::sys
