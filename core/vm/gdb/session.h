// SPDX-License-Identifier: Apache-2.0
// One debugger's conversation with the machine: packets in, replies out.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/log.h"
#include "core/base/result.h"
#include "core/cpu/debug_target.h"
#include "core/vm/gdb/breakpoints.h"

namespace vitrine::vm::gdb {

// What a debugger may ask beside DebugTarget.
struct SessionHooks {
  std::function<base::Result<std::string>(const std::string& line)> monitor;  // GDB's "monitor LINE"
  std::function<void()> kill;                                                 // GDB's "kill": the machine ends; must not wait for that
  base::LogCategory log = {};                                                 // packets, both ways
};

// Payloads of packets; how they travel is the server's business.
using Replies = std::vector<std::string>;

// Halts the machine when it begins; when it ends, no breakpoint is left and the machine runs.  Thread: the debugger's.
class Session {
 public:
  Session(cpu::DebugTarget& target, const SessionHooks& hooks);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  [[nodiscard]] Replies handle(std::string_view packet);
  // Ctrl-C.
  [[nodiscard]] Replies interrupt();
  // A hart stopped, as the target's listener reported.
  [[nodiscard]] Replies stopped(const cpu::DebugStop& stop);

  [[nodiscard]] bool acknowledges() const { return acknowledges_; }
  // The debugger has said goodbye.
  [[nodiscard]] bool is_over() const { return over_; }

 private:
  Replies dispatch(std::string_view packet);
  Replies registers(char command, std::string_view text);
  Replies memory(char command, std::string_view text);
  Replies read_memory(std::uint64_t address, std::uint64_t size);
  Replies write_memory(std::uint64_t address, std::span<const std::byte> bytes);
  Replies point(bool insert, std::string_view text);
  Replies select_thread(std::string_view text);
  Replies verbose(std::string_view text);
  Replies query(std::string_view text);
  Replies thread_info(std::string_view text);
  Replies transfer(std::string_view text);
  Replies monitor(std::string_view hex);
  Replies step_or_run(char command, std::string_view text);
  Replies resume(const std::vector<cpu::HartAction>& actions);
  Replies detach();
  void kill();
  // Takes the reported stop for the machine's and says so.
  Replies report(const cpu::DebugStop& stop);
  [[nodiscard]] std::string stop_reply(const cpu::DebugStop& stop);
  [[nodiscard]] cpu::Vcpu& current() { return target_.hart(hart_); }

  cpu::DebugTarget& target_;
  const SessionHooks& hooks_;
  Breakpoints breakpoints_;
  std::string last_stop_;
  std::size_t hart_ = 0;                 // registers and memory are this one's
  std::optional<std::size_t> run_hart_;  // what c and s mean; empty: all
  bool running_ = false;
  bool ended_ = false;
  bool acknowledges_ = true;
  bool over_ = false;
};

}  // namespace vitrine::vm::gdb
