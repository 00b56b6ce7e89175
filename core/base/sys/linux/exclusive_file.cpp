// SPDX-License-Identifier: Apache-2.0
// Files with one writer, on Linux: an open-file-description lock over the whole file.
#include "core/base/sys/exclusive_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace vitrine::base::sys {
namespace {

Errc code_of(int error) {
  if (error == ENOENT) return Errc::kNotFound;
  return error == EACCES || error == EROFS || error == EPERM ? Errc::kDenied : Errc::kIo;
}

}  // namespace

Result<ExclusiveFile> ExclusiveFile::open_or_create(const std::string& path) {
  ExclusiveFile file;
  file.path_ = path;
  // O_NONBLOCK: a FIFO or a device must not hold us up before it is refused.
  constexpr int kFlags = O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  file.descriptor_ = ::open(path.c_str(), kFlags);
  if (file.descriptor_ < 0 && errno == ENOENT) {
    file.descriptor_ = ::open(path.c_str(), kFlags | O_CREAT, 0644);
    file.is_new_ = file.descriptor_ >= 0;
  }
  if (file.descriptor_ < 0 && errno == EISDIR) return fail(Errc::kInvalidArgument, "{}: is a folder, not a file", path);
  if (file.descriptor_ < 0) return fail(code_of(errno), "{}: cannot be opened for writing: {}", path, std::strerror(errno));
  struct stat info{};
  if (fstat(file.descriptor_, &info) != 0) return fail(Errc::kIo, "{}: cannot be examined: {}", path, std::strerror(errno));
  if (!S_ISREG(info.st_mode)) return fail(Errc::kInvalidArgument, "{}: is not a regular file", path);
  struct flock lock{};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  if (fcntl(file.descriptor_, F_OFD_SETLK, &lock) != 0) {
    if (errno == EAGAIN || errno == EACCES) return fail(Errc::kBusy, "{}: is in use by another machine", path);
    return fail(Errc::kIo, "{}: cannot be locked: {}", path, std::strerror(errno));
  }
  if (fstat(file.descriptor_, &info) != 0) return fail(Errc::kIo, "{}: cannot be examined: {}", path, std::strerror(errno));
  file.size_ = static_cast<std::uint64_t>(info.st_size);
  return file;
}

ExclusiveFile::ExclusiveFile(ExclusiveFile&& other) noexcept
    : path_{std::move(other.path_)},
      size_{other.size_},
      descriptor_{std::exchange(other.descriptor_, -1)},
      is_new_{std::exchange(other.is_new_, false)} {}

ExclusiveFile& ExclusiveFile::operator=(ExclusiveFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(size_, other.size_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(is_new_, other.is_new_);
  return *this;
}

ExclusiveFile::~ExclusiveFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

Status ExclusiveFile::read_at(std::uint64_t offset, std::span<std::byte> out) const {
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

Status ExclusiveFile::write_at(std::uint64_t offset, std::span<const std::byte> in) {
  while (!in.empty()) {
    const ssize_t count = pwrite(descriptor_, in.data(), in.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail(Errc::kIo, "{}: cannot be written: {}", path_, std::strerror(errno));
    in = in.subspan(static_cast<std::size_t>(count));
    offset += static_cast<std::uint64_t>(count);
  }
  return {};
}

Status ExclusiveFile::sync() {
  if (fdatasync(descriptor_) != 0) return fail(Errc::kIo, "{}: cannot be brought to the disk: {}", path_, std::strerror(errno));
  return {};
}

void ExclusiveFile::undo_filling() {
  [[maybe_unused]] const int cut = ftruncate(descriptor_, 0);
  if (is_new_) unlink(path_.c_str());
}

}  // namespace vitrine::base::sys
