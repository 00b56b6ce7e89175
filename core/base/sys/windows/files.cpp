// SPDX-License-Identifier: Apache-2.0
// Files by descriptor on Windows: the C library's descriptors, and MoveFileEx for the replacement.
#include "core/base/sys/files.h"

#include <fcntl.h>
#include <io.h>
#include <share.h>
#include <sys/stat.h>
#include <windows.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace vitrine::base::sys {
namespace {

constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;

Errc code_of(int error) {
  switch (error) {
    case ENOENT: return Errc::kNotFound;
    case EACCES: return Errc::kDenied;
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
  int descriptor = -1;
  _wsopen_s(&descriptor, path.c_str(), _O_RDONLY | _O_BINARY | _O_NOINHERIT, _SH_DENYNO, 0);
  if (descriptor < 0) return failure(path, "opened");
  return descriptor;
}

// The folder's access list decides who may read: FileMode says nothing here.
Result<int> create_file(const std::filesystem::path& path, FileMode) {
  int descriptor = -1;
  const int flags = _O_WRONLY | _O_CREAT | _O_EXCL | _O_BINARY | _O_NOINHERIT;
  _wsopen_s(&descriptor, path.c_str(), flags, _SH_DENYNO, _S_IREAD | _S_IWRITE);
  if (descriptor < 0) return failure(path, "created");
  return descriptor;
}

void close_file(int descriptor) { _close(descriptor); }

Result<std::size_t> read_some(int descriptor, std::span<std::byte> out, const std::filesystem::path& path) {
  const int got = _read(descriptor, out.data(), static_cast<unsigned>(std::min(out.size(), kMostAtOnce)));
  if (got < 0) return failure(path, "read");
  return static_cast<std::size_t>(got);
}

Status write_all(int descriptor, std::span<const std::byte> in, const std::filesystem::path& path) {
  while (!in.empty()) {
    const int put = _write(descriptor, in.data(), static_cast<unsigned>(std::min(in.size(), kMostAtOnce)));
    if (put < 0) return failure(path, "written");
    in = in.subspan(static_cast<std::size_t>(put));
  }
  return {};
}

Status sync_file(int descriptor, const std::filesystem::path& path) {
  if (_commit(descriptor) != 0) return failure(path, "brought to the disk");
  return {};
}

// MOVEFILE_WRITE_THROUGH has done it.
Status sync_folder(const std::filesystem::path&) { return {}; }

Status rename_over(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (MoveFileExW(from.c_str(), to.c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) == 0)
    return fail(Errc::kIo, "{}: cannot be replaced: error {} of the system", to.string(), GetLastError());
  return {};
}

}  // namespace vitrine::base::sys
