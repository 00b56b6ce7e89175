// SPDX-License-Identifier: Apache-2.0
// Signals on Linux.
#include "core/base/sys/signals.h"

#include <fmt/format.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <thread>

#include "core/base/unique_fd.h"

namespace vitrine::base::sys {
namespace {

sigset_t end_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, signal);
  return set;
}

// A signal's handler reaches nothing but what is static: the one place where the process as a whole remembers something.
struct LastWords {
  std::array<char, 4096> text;
  std::size_t size = 0;
  std::size_t digits_at = 0;
  std::atomic<int> descriptor = -1;
};
LastWords last_words;

// SAFETY: a signal handler; it calls write functions and raise() only, which are async-signal-safe.  SA_RESETHAND has put the default action back.
void on_fatal(int signal) {
  const int descriptor = last_words.descriptor.load();
  last_words.text[last_words.digits_at] = static_cast<char>('0' + signal / 10);
  last_words.text[last_words.digits_at + 1] = static_cast<char>('0' + signal % 10);
  if (descriptor >= 0 && pwrite(descriptor, last_words.text.data(), last_words.size, 0) < 0) last_words.descriptor = -1;
  raise(signal);
}

}  // namespace

struct EndRequests::Impl {
  UniqueFd signals, stop;
  std::function<void()> asked;
  std::thread thread;

  void run() {
    std::array<pollfd, 2> sources{{{signals.get(), POLLIN, 0}, {stop.get(), POLLIN, 0}}};
    while (poll(sources.data(), sources.size(), -1) < 0 || sources[1].revents == 0) {
      signalfd_siginfo info;
      if (sources[0].revents != 0 && read(signals.get(), &info, sizeof info) > 0) asked();
    }
  }
};

EndRequests::EndRequests(std::function<void()> asked) : impl_{std::make_unique<Impl>()} {
  const sigset_t set = end_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  impl_->signals = UniqueFd{signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK)};
  impl_->stop = UniqueFd{eventfd(0, EFD_CLOEXEC)};
  impl_->asked = std::move(asked);
  impl_->thread = std::thread{[impl = impl_.get()] { impl->run(); }};
}

EndRequests::~EndRequests() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(impl_->stop.get(), &one, sizeof one);
  impl_->thread.join();
}

void write_on_fatal_signal(int descriptor, std::string_view text, std::size_t digits_at) {
  last_words.descriptor = -1;
  if (text.size() > last_words.text.size() || digits_at + 2 > text.size()) return;
  std::ranges::copy(text, last_words.text.begin());
  last_words.size = text.size();
  last_words.digits_at = digits_at;
  struct sigaction action{};
  action.sa_handler = on_fatal;
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_ONSTACK);
  for (const int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT}) sigaction(signal, &action, nullptr);
  last_words.descriptor = descriptor;
}

std::string signal_name(int signal) {
  const char* const name = sigabbrev_np(signal);
  return name != nullptr ? fmt::format("SIG{}", name) : fmt::format("signal {}", signal);
}

}  // namespace vitrine::base::sys
