// SPDX-License-Identifier: Apache-2.0
// Descriptors on Linux.
#include "frontends/cli/output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace vitrine::frontends::cli {
namespace {

// After poll() has announced room, this much fits into any pipe (PIPE_BUF) and nearly always into a terminal.
constexpr std::size_t kLargestBlockingWrite = 4096;

int reopened(int descriptor) {
  struct stat status{};
  if (fstat(descriptor, &status) != 0) return -1;
  if (!S_ISCHR(status.st_mode) && !S_ISFIFO(status.st_mode)) return -1;
  return open(fmt::format("/proc/self/fd/{}", descriptor).c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

}  // namespace

Output Output::duplicate(int descriptor) {
  Output output;
  output.file_ = base::UniqueFd{reopened(descriptor)};
  if (output.file_) return output;
  output.file_ = base::UniqueFd{fcntl(descriptor, F_DUPFD_CLOEXEC, 3)};
  output.largest_write_ = kLargestBlockingWrite;
  return output;
}

Output Output::own(base::UniqueFd descriptor) {
  Output output;
  output.file_ = std::move(descriptor);
  return output;
}

std::ptrdiff_t Output::write(std::span<const std::uint8_t> bytes) {
  const ssize_t written = ::write(file_.get(), bytes.data(), std::min(bytes.size(), largest_write_));
  if (written >= 0) return written;
  return errno == EAGAIN || errno == EINTR ? 0 : -1;
}

void ensure_standard_descriptors() {
  // open() gives the lowest free number, so going upwards fills exactly the closed ones.
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    if (fcntl(descriptor, F_GETFD) >= 0) continue;
    if (open("/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY) < 0) return;
  }
}

}  // namespace vitrine::frontends::cli
