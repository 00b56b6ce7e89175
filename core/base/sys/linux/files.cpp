// SPDX-License-Identifier: Apache-2.0
// Files by descriptor on Linux.
#include "core/base/sys/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace vitrine::base::sys {
namespace {

Errc code_of(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR: return Errc::kNotFound;
    case EACCES:
    case EPERM:
    case EROFS: return Errc::kDenied;
    default: return Errc::kIo;
  }
}

// "PATH: cannot be DONE: reason", from errno.
std::unexpected<Error> failure(const std::filesystem::path& path, const char* done) {
  const int error = errno;
  return fail(code_of(error), "{}: cannot be {}: {}", path.string(), done, std::strerror(error));
}

}  // namespace

Result<int> open_for_reading(const std::filesystem::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return failure(path, "opened");
  return descriptor;
}

Result<int> create_file(const std::filesystem::path& path, FileMode mode) {
  const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, static_cast<unsigned>(mode));
  if (descriptor < 0) return failure(path, "created");
  return descriptor;
}

void close_file(int descriptor) { close(descriptor); }

Result<std::size_t> read_some(int descriptor, std::span<std::byte> out, const std::filesystem::path& path) {
  for (;;) {
    const ssize_t got = read(descriptor, out.data(), out.size());
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) return failure(path, "read");
  }
}

Status write_all(int descriptor, std::span<const std::byte> in, const std::filesystem::path& path) {
  while (!in.empty()) {
    const ssize_t put = write(descriptor, in.data(), in.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return failure(path, "written");
    in = in.subspan(static_cast<std::size_t>(put));
  }
  return {};
}

Status sync_file(int descriptor, const std::filesystem::path& path) {
  if (fsync(descriptor) != 0) return failure(path, "brought to the disk");
  return {};
}

Status sync_folder(const std::filesystem::path& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return failure(folder, "opened");
  const auto status = sync_file(descriptor, folder);
  close(descriptor);
  return status;
}

Status rename_over(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) return failure(to, "replaced");
  return {};
}

}  // namespace vitrine::base::sys
