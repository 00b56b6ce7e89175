// SPDX-License-Identifier: Apache-2.0
// Folder watches on Linux: inotify.
#include "core/base/sys/folder_watch.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

namespace vitrine::base::sys {
namespace {

constexpr std::uint32_t kEvents =
    IN_CREATE | IN_DELETE | IN_DELETE_SELF | IN_MOVE | IN_MOVE_SELF | IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_ONLYDIR | IN_EXCL_UNLINK;

// Empties a non-blocking descriptor; true if there was something.
bool drain(int descriptor) {
  alignas(8) std::array<char, 4096> buffer;
  bool any = false;
  while (read(descriptor, buffer.data(), buffer.size()) > 0) any = true;
  return any;
}

}  // namespace

Result<FolderWatch> FolderWatch::create() {
  FolderWatch watch;
  watch.notify_ = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  watch.wake_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (watch.notify_ < 0 || watch.wake_ < 0) return fail(Errc::kIo, "folders cannot be watched: {}", std::strerror(errno));
  return watch;
}

void FolderWatch::set_folders(const std::vector<std::filesystem::path>& folders) {
  std::vector<int> kept;
  for (const auto& folder : folders) {
    const int watch = inotify_add_watch(notify_, folder.c_str(), kEvents);  // the same number again for a folder that is watched already
    if (watch >= 0) kept.push_back(watch);
  }
  for (const int old : watches_)
    if (std::find(kept.begin(), kept.end(), old) == kept.end()) inotify_rm_watch(notify_, old);
  watches_ = std::move(kept);
}

bool FolderWatch::wait(int timeout_ms) {
  std::array<pollfd, 2> sources{{{notify_, POLLIN, 0}, {wake_, POLLIN, 0}}};
  poll(sources.data(), sources.size(), timeout_ms);
  drain(wake_);
  return drain(notify_);
}

void FolderWatch::wake() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(wake_, &one, sizeof one);
}

FolderWatch::FolderWatch(FolderWatch&& other) noexcept
    : notify_{std::exchange(other.notify_, -1)}, wake_{std::exchange(other.wake_, -1)}, watches_{std::move(other.watches_)} {}
FolderWatch& FolderWatch::operator=(FolderWatch&& other) noexcept {
  std::swap(notify_, other.notify_);
  std::swap(wake_, other.wake_);
  std::swap(watches_, other.watches_);
  return *this;
}
FolderWatch::~FolderWatch() {
  if (notify_ >= 0) close(notify_);
  if (wake_ >= 0) close(wake_);
}

}  // namespace vitrine::base::sys
