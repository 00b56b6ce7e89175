// SPDX-License-Identifier: Apache-2.0
// Collecting lines and writing them in pieces.
#include "frontends/cli/perf_map.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iterator>
#include <span>

#include "core/base/sys/files.h"
#include "core/base/sys/process.h"

namespace vitrine::frontends::cli {
namespace {

constexpr std::size_t kPiece = std::size_t{16} << 10;
constexpr const char* kWhat = "the map for perf";

}  // namespace

// What an earlier process of this number left is taken away; somebody else's file or link in its place is an error.
base::Result<std::unique_ptr<PerfMap>> PerfMap::open() {
  const std::string path = fmt::format("/tmp/perf-{}.map", base::sys::own_process_id());
  unlink(path.c_str());
  base::UniqueFd file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644)};
  if (!file) return base::fail(base::Errc::kIo, "{}: cannot be made for --perf-map: {}", path, std::strerror(errno));
  return std::unique_ptr<PerfMap>{new PerfMap{std::move(file)}};
}

PerfMap::~PerfMap() { flush(); }

void PerfMap::add(const std::byte* start, std::size_t bytes, std::string_view name) {
  const std::scoped_lock lock{mutex_};
  // SAFETY: an address as a number, for people.
  fmt::format_to(std::back_inserter(waiting_), "{:x} {:x} {}\n", reinterpret_cast<std::uintptr_t>(start), bytes, name);
  if (waiting_.size() >= kPiece) flush();
}

// A disk that is full costs names, nothing else.
void PerfMap::flush() {
  (void)base::sys::write_all(file_.get(), std::as_bytes(std::span{waiting_}), kWhat);
  waiting_.clear();
}

}  // namespace vitrine::frontends::cli
