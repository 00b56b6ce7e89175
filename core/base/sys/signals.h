// SPDX-License-Identifier: Apache-2.0
// Signals of a process that is all ours: asked to end, and dying.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace vitrine::base::sys {

// While it exists, being asked to end (SIGTERM, SIGINT, SIGHUP) calls the function on a thread of its own instead of ending the process.
// Make it before the process has other threads.
class EndRequests {
 public:
  explicit EndRequests(std::function<void()> asked);
  ~EndRequests();
  EndRequests(const EndRequests&) = delete;
  EndRequests& operator=(const EndRequests&) = delete;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// When a fatal signal (SEGV, BUS, ILL, FPE, ABRT) ends the process, this text, with the signal's number as two digits at `digits_at`, replaces the
// beginning of the file.  For the one main program of a process; a second call changes the text.  At most 4096 bytes.
void write_on_fatal_signal(int descriptor, std::string_view text, std::size_t digits_at);

// "SIGSEGV", or the number of one without a name.
std::string signal_name(int signal);

}  // namespace vitrine::base::sys
