// SPDX-License-Identifier: Apache-2.0
// Replacing a file atomically, by POSIX calls.
#include "app/settings/replace_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

namespace vitrine::app::settings {
namespace {

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(descriptor) == 0;
}

}  // namespace

base::Status replace_file(const std::filesystem::path& path, std::string_view text) {
  std::string aside = path.string() + ".XXXXXX";
  const int descriptor = ::mkostemp(aside.data(), O_CLOEXEC);
  if (descriptor < 0) return base::fail(base::Errc::kIo, "{}: cannot be written: {}", path.string(), std::strerror(errno));
  const bool written = write_all(descriptor, text) && ::fchmod(descriptor, 0644) == 0;
  const bool closed = ::close(descriptor) == 0;
  if (!written || !closed || ::rename(aside.c_str(), path.c_str()) != 0) {
    const int error = errno;
    ::unlink(aside.c_str());
    return base::fail(base::Errc::kIo, "{}: cannot be written: {}", path.string(), std::strerror(error));
  }
  if (const int folder = ::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); folder >= 0) {
    ::fsync(folder);
    ::close(folder);
  }
  return {};
}

}  // namespace vitrine::app::settings
