// SPDX-License-Identifier: Apache-2.0
// The caretaker on Linux: a forked child at the other end of a pipe.
#include "core/base/sys/caretaker.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace vitrine::base::sys {
namespace {

bool is_empty_file(const char* path) {
  struct stat info{};
  return lstat(path, &info) == 0 && S_ISREG(info.st_mode) && info.st_size == 0;
}

bool is_socket(const char* path) {
  struct stat info{};
  return lstat(path, &info) == 0 && S_ISSOCK(info.st_mode);
}

// The child's whole life.  What ends the person's other processes (Ctrl-C, a terminal that closes) must not end it: the pipe does.
[[noreturn]] void take_care(int pipe, const CaretakerDuties& duties) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, nullptr);
  if (dup2(pipe, 0) < 0) _exit(1);
  close_range(1, ~0U, 0);  // nobody shall wait for the end of an output because of us
  char word = 0;
  ssize_t got = 0;
  bool succeeded = false;
  while ((got = read(0, &word, 1)) > 0 || (got < 0 && errno == EINTR)) succeeded = succeeded || got > 0;
  for (const auto& path : duties.remove_at_end)
    if (is_socket(path.c_str())) unlink(path.c_str());
  for (const auto& path : duties.remove_if_failed)
    if (!succeeded && is_empty_file(path.c_str())) unlink(path.c_str());
  _exit(0);
}

}  // namespace

Result<Caretaker> Caretaker::start(const CaretakerDuties& duties) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return fail(Errc::kIo, "no pipe for the caretaker: {}", std::strerror(errno));
  UniqueFd theirs{ends[0]}, ours{ends[1]};
  const pid_t pid = fork();
  if (pid < 0) return fail(Errc::kIo, "no process for the caretaker: {}", std::strerror(errno));
  if (pid == 0) {
    ours.reset();
    take_care(theirs.get(), duties);
  }
  return Caretaker{std::move(ours), pid};
}

Caretaker::Caretaker(Caretaker&& other) noexcept : pipe_{std::move(other.pipe_)}, pid_{std::exchange(other.pid_, 0)} {}

Caretaker::~Caretaker() {
  if (pid_ == 0) return;
  pipe_.reset();
  while (waitpid(static_cast<pid_t>(pid_), nullptr, 0) < 0 && errno == EINTR) {}
}

void Caretaker::succeeded() const {
  const char word = 1;
  [[maybe_unused]] const ssize_t written = write(pipe_.get(), &word, 1);  // a caretaker that was killed takes nothing away
}

}  // namespace vitrine::base::sys
