// SPDX-License-Identifier: Apache-2.0
// Lock files on Linux: open-file-description locks, which live as long as any descriptor of the opened file.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/sys/process.h"

namespace vitrine::base::sys {
namespace {

struct flock whole_file(short type) {
  struct flock lock{};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  return lock;
}

}  // namespace

Result<LockFile> LockFile::take(const std::filesystem::path& path) {
  LockFile file{open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
  if (file.descriptor_ < 0) return fail(Errc::kIo, "{}: cannot be opened: {}", path.string(), std::strerror(errno));
  struct flock lock = whole_file(F_WRLCK);
  if (fcntl(file.descriptor_, F_OFD_SETLK, &lock) == 0) return file;
  if (errno == EAGAIN || errno == EACCES) return fail(Errc::kBusy, "{}: another process has it", path.string());
  return fail(Errc::kIo, "{}: cannot be locked: {}", path.string(), std::strerror(errno));
}

Result<LockFile> LockFile::adopt(int descriptor, const std::filesystem::path& path) {
  struct stat ours{}, wanted{};
  struct flock lock = whole_file(F_WRLCK);
  if (fstat(descriptor, &ours) != 0 || stat(path.c_str(), &wanted) != 0 || ours.st_dev != wanted.st_dev || ours.st_ino != wanted.st_ino ||
      fcntl(descriptor, F_OFD_SETLK, &lock) != 0)
    return fail(Errc::kInvalidArgument, "{}: the inherited lock is not this file's", path.string());
  fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  return LockFile{descriptor};
}

bool LockFile::is_held(const std::filesystem::path& path) {
  const LockFile file{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
  struct flock lock = whole_file(F_WRLCK);
  return file.descriptor_ >= 0 && fcntl(file.descriptor_, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

std::string LockFile::read_text(const std::filesystem::path& path) {
  const LockFile file{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
  std::array<char, kTextBytes> buffer;
  const ssize_t size = file.descriptor_ < 0 ? 0 : pread(file.descriptor_, buffer.data(), buffer.size(), 0);
  std::string text{buffer.data(), static_cast<std::size_t>(size < 0 ? 0 : size)};
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

void LockFile::write_text(std::string_view text) {
  // Always the same length, so that one write replaces everything and a reader never sees a mixture.
  std::string padded{text.substr(0, kTextBytes)};
  padded.resize(kTextBytes, ' ');
  [[maybe_unused]] const ssize_t written =
      pwrite(descriptor_, padded.data(), padded.size(), 0);  // a full disk loses the note, never the lock
}

LockFile::LockFile(LockFile&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}
LockFile& LockFile::operator=(LockFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}
LockFile::~LockFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace vitrine::base::sys
