// SPDX-License-Identifier: Apache-2.0
// The conversation's state: which hart is meant, who runs, what has stopped.  GDB manual, appendix "GDB Remote Serial Protocol".
#include "core/vm/gdb/session.h"

#include <fmt/format.h>

#include "core/vm/gdb/hex.h"
#include "core/vm/gdb/register_block.h"
#include "core/vm/gdb/resume_plan.h"

namespace vitrine::vm::gdb {
namespace {

constexpr int kSigInt = 2;  // GDB's numbers
constexpr int kSigTrap = 5;

std::string_view watch_name(cpu::WatchKind kind) {
  if (kind == cpu::WatchKind::kWrite) return "watch";
  return kind == cpu::WatchKind::kRead ? "rwatch" : "awatch";
}

}  // namespace

Session::Session(cpu::DebugTarget& target, const SessionHooks& hooks) : target_{target}, hooks_{hooks}, breakpoints_{target} {
  target_.halt();
  last_stop_ = fmt::format("T{:02x}thread:1;", kSigTrap);
}

Session::~Session() {
  if (over_) return;
  target_.halt();
  (void)detach();
}

Replies Session::handle(std::string_view packet) {
  // A debugger waits for the stop before it asks anything; whoever does not gets nothing of a machine that runs.
  if (running_) return {"E01"};
  return dispatch(packet);
}

Replies Session::dispatch(std::string_view packet) {
  if (packet.empty()) return {""};
  const char command = packet.front();
  const std::string_view text = packet.substr(1);
  switch (command) {
    case '?': return {last_stop_};
    case 'g':
    case 'G':
    case 'p':
    case 'P': return registers(command, text);
    case 'm':
    case 'M':
    case 'X': return memory(command, text);
    case 'Z':
    case 'z': return point(command == 'Z', text);
    case 'H': return select_thread(text);
    case 'T': {
      std::string_view rest = text;
      const auto hart = take_thread(rest);
      return {hart && *hart < target_.hart_count() ? "OK" : "E01"};
    }
    case 'c':
    case 's':
    case 'C':
    case 'S': return step_or_run(command, text);
    case 'v': return verbose(text);
    case 'q':
    case 'Q': return query(packet);
    case 'D': return detach();
    case 'k': kill(); return {};
    default: return {""};
  }
}

Replies Session::registers(char command, std::string_view text) {
  if (ended_) return {"E01"};
  if (command == 'g') return {read_general_hex(current())};
  if (command == 'G') return {write_general_hex(current(), text) ? "OK" : "E01"};
  const auto number = take_number(text);
  if (!number) return {"E01"};
  if (command == 'p') return {read_register_hex(current(), *number).value_or("E01")};
  return {take(text, '=') && write_register_hex(current(), *number, text) ? "OK" : "E01"};
}

Replies Session::point(bool insert, std::string_view text) {
  const auto kind = take_number(text);
  if (!kind || *kind > static_cast<std::uint64_t>(PointKind::kAccess)) return {""};
  const auto address = take(text, ',') ? take_number(text) : std::nullopt;
  const auto size = take(text, ',') ? take_number(text) : std::nullopt;
  if (!address || !size || ended_) return {"E01"};
  const Point point{static_cast<PointKind>(*kind), *address, *size};
  const base::Status done = insert ? breakpoints_.insert(point) : breakpoints_.remove(point);
  if (done) return {"OK"};
  return {done.error().code == base::Errc::kUnsupported ? "" : "E01"};  // empty: the debugger tries another way
}

Replies Session::select_thread(std::string_view text) {
  if (text.empty()) return {"E01"};
  const char purpose = text.front();
  text.remove_prefix(1);
  const auto hart = take_thread(text);
  if (!hart || (*hart < kAnyHart && *hart >= target_.hart_count())) return {"E01"};
  if (purpose == 'g' && *hart < kAnyHart) hart_ = *hart;
  if (purpose == 'c') run_hart_ = *hart < kAnyHart ? hart : std::nullopt;
  return {"OK"};
}

Replies Session::verbose(std::string_view text) {
  if (text == "Cont?") return {"vCont;c;C;s;S"};
  if (text.starts_with("Cont")) {
    const auto plan = parse_resume(text.substr(4), target_.hart_count());
    return plan ? resume(*plan) : Replies{"E01"};
  }
  if (text.starts_with("Kill")) {
    kill();
    return {"OK"};
  }
  return {""};
}

// c, s, C, S of old debuggers; an address to go on at is not taken, the program counter can be written.
Replies Session::step_or_run(char command, std::string_view text) {
  if (command == 'C' || command == 'S') take_number(text);
  if (!text.empty()) return {"E01"};
  const bool step = command == 's' || command == 'S';
  std::vector<cpu::HartAction> plan(target_.hart_count(), step || run_hart_ ? cpu::HartAction::kStay : cpu::HartAction::kRun);
  plan[run_hart_.value_or(step ? hart_ : 0)] = step ? cpu::HartAction::kStep : cpu::HartAction::kRun;
  return resume(plan);
}

Replies Session::resume(const std::vector<cpu::HartAction>& actions) {
  if (ended_) return {last_stop_};
  running_ = true;
  target_.resume(actions);
  return {};
}

Replies Session::interrupt() {
  if (!running_) return {};
  target_.halt();
  running_ = false;
  last_stop_ = fmt::format("T{:02x}thread:{:x};", kSigInt, hart_ + 1);
  return {last_stop_};
}

Replies Session::stopped(const cpu::DebugStop& stop) {
  if (ended_) return {};
  // A further hart's breakpoint or watchpoint reports itself again when the hart goes on.
  if (!running_ && stop.reason != cpu::ExitReason::kStopped) return {};
  if (running_) target_.halt();
  const bool was_running = running_;
  Replies replies = report(stop);
  return was_running ? replies : Replies{};
}

Replies Session::report(const cpu::DebugStop& stop) {
  running_ = false;
  if (stop.reason == cpu::ExitReason::kStopped) {
    ended_ = true;
    last_stop_ = fmt::format("W{:02x}", stop.exit_code & 0xff);
  } else {
    hart_ = stop.hart < target_.hart_count() ? stop.hart : 0;
    last_stop_ = stop_reply(stop);
  }
  return {last_stop_};
}

std::string Session::stop_reply(const cpu::DebugStop& stop) {
  std::string reply = fmt::format("T{:02x}thread:{:x};", kSigTrap, hart_ + 1);
  if (stop.reason == cpu::ExitReason::kWatchpoint)
    if (const auto hit = current().watch_hit()) reply += fmt::format("{}:{:x};", watch_name(hit->second), hit->first);
  return reply;
}

void Session::kill() {
  over_ = true;
  breakpoints_.clear();
  if (hooks_.kill) hooks_.kill();
}

Replies Session::detach() {
  breakpoints_.clear();
  over_ = true;
  running_ = true;
  if (!ended_) target_.resume(std::vector(target_.hart_count(), cpu::HartAction::kRun));
  return {"OK"};
}

}  // namespace vitrine::vm::gdb
