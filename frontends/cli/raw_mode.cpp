// SPDX-License-Identifier: Apache-2.0
// Raw mode and the signal handlers that undo it.
#include "frontends/cli/raw_mode.h"

#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace vitrine::frontends::cli {
namespace {

constexpr std::array kEndingSignals = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGSEGV,
                                       SIGBUS,  SIGFPE, SIGILL, SIGTRAP, SIGALRM, SIGXCPU};

// What the handlers need.  They can be given no argument, so this is one of the few process-wide things; it is written only while `active`
// is false.
struct Saved {
  std::atomic<bool> active{false};
  int terminal = -1;
  int wake = -1;
  termios cooked{};
  termios raw{};
  std::array<struct sigaction, NSIG> previous{};
};
Saved g_saved;

bool is_foreground() { return tcgetpgrp(g_saved.terminal) == getpgrp(); }

// A background process must leave the terminal alone: it belongs to somebody else at that time.
void apply(const termios& mode) {
  if (is_foreground()) tcsetattr(g_saved.terminal, TCSANOW, &mode);
}

// SAFETY: the handlers below call only functions that POSIX lists as async-signal-safe (tcgetpgrp, getpgrp, tcsetattr, sigaction, raise,
// write) and touch only g_saved, which does not change while they are installed.
void on_ending_signal(int signal) {
  const int saved_errno = errno;
  if (g_saved.active.load()) apply(g_saved.cooked);
  sigaction(signal, &g_saved.previous[static_cast<std::size_t>(signal)], nullptr);
  raise(signal);  // delivered to the earlier handler, or the default, when this one returns
  errno = saved_errno;
}

void on_suspend(int) {
  const int saved_errno = errno;
  if (g_saved.active.load()) apply(g_saved.cooked);
  raise(SIGSTOP);
  errno = saved_errno;
}

void on_continue(int) {
  const int saved_errno = errno;
  if (g_saved.active.load()) {
    apply(g_saved.raw);
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(g_saved.wake, &one, sizeof one);
  }
  errno = saved_errno;
}

void restore_at_exit() {
  if (g_saved.active.exchange(false)) apply(g_saved.cooked);
}

void install(int signal, void (*handler)(int)) {
  struct sigaction action{};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  struct sigaction& previous = g_saved.previous[static_cast<std::size_t>(signal)];
  sigaction(signal, nullptr, &previous);
  if (previous.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);  // nohup and the like stay in force
}

void uninstall(int signal) { sigaction(signal, &g_saved.previous[static_cast<std::size_t>(signal)], nullptr); }

// Output processing stays on: our own messages need the carriage return that it adds.
termios raw_from(termios mode) {
  mode.c_iflag &= ~static_cast<tcflag_t>(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON | IXOFF);
  mode.c_oflag |= OPOST;
  mode.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
  mode.c_cflag = (mode.c_cflag & ~static_cast<tcflag_t>(CSIZE | PARENB)) | CS8;
  mode.c_cc[VMIN] = 1;
  mode.c_cc[VTIME] = 0;
  return mode;
}

}  // namespace

base::Result<std::unique_ptr<RawMode>> RawMode::enter(int terminal, int wake_descriptor) {
  if (g_saved.active.load()) return base::fail(base::Errc::kBusy, "the terminal is in use by another serial console of this process");
  if (tcgetattr(terminal, &g_saved.cooked) != 0)
    return base::fail(base::Errc::kIo, "the terminal's settings cannot be read: {}", std::strerror(errno));
  g_saved.terminal = terminal;
  g_saved.wake = wake_descriptor;
  g_saved.raw = raw_from(g_saved.cooked);
  g_saved.active = true;
  static const int at_exit_registered = std::atexit(restore_at_exit);
  (void)at_exit_registered;
  for (const int signal : kEndingSignals) install(signal, on_ending_signal);
  install(SIGTSTP, on_suspend);
  install(SIGCONT, on_continue);
  apply(g_saved.raw);
  return std::unique_ptr<RawMode>{new RawMode};
}

RawMode::~RawMode() {
  restore_at_exit();
  for (const int signal : kEndingSignals) uninstall(signal);
  uninstall(SIGTSTP);
  uninstall(SIGCONT);
}

bool RawMode::in_foreground() const { return is_foreground(); }

}  // namespace vitrine::frontends::cli
