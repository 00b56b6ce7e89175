// SPDX-License-Identifier: Apache-2.0
// The record's text: one "name=value" a line.
#include "app/library/run_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <map>
#include <vector>

#include "core/base/sys/process.h"
#include "core/base/sys/signals.h"

namespace vitrine::app::library {
namespace {

constexpr std::array<std::string_view, 5> kStates{"starting", "running", "paused", "off", "crashed"};
constexpr std::array<std::string_view, 7> kReasons{"none", "power-off", "guest-exit", "reset", "requested", "timeout", "error"};

// Said at a start, and no news about an end.
constexpr std::array<std::string_view, 2> kNotices{"vitrine: sandbox: ", "vitrine: a debugger can attach "};

template <class Names> std::optional<std::size_t> index_of(const Names& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

template <class Number> Number number(const std::map<std::string_view, std::string_view>& fields, std::string_view name) {
  Number value = 0;
  if (const auto found = fields.find(name); found != fields.end())
    std::from_chars(found->second.data(), found->second.data() + found->second.size(), value);
  return value;
}

std::string on_one_line(std::string text) {
  std::ranges::replace_if(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  return text.substr(0, 600);
}

}  // namespace

std::filesystem::path lock_path(const std::filesystem::path& machine_folder) { return machine_folder / "run.lock"; }

std::string RunRecord::to_text() const {
  return fmt::format("state={}\npid={}\nstart={}\nsocket={}\nreason={}\ncode={}\nsignal={}\nmessage={}\n",
                     kStates[static_cast<std::size_t>(state)], pid, start, on_one_line(socket),
                     kReasons[static_cast<std::size_t>(end.reason)], end.exit_code, signal, on_one_line(end.message));
}

std::optional<RunRecord> RunRecord::parse(std::string_view text) {
  std::map<std::string_view, std::string_view> fields;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (const auto equals = line.find('='); equals != std::string_view::npos) fields[line.substr(0, equals)] = line.substr(equals + 1);
  }
  const auto state = index_of(kStates, fields["state"]);
  const auto reason = index_of(kReasons, fields["reason"]);
  if (!state || !reason) return std::nullopt;
  RunRecord record;
  record.state = static_cast<vm::RunState>(*state);
  record.pid = number<std::int64_t>(fields, "pid");
  record.start = number<std::uint64_t>(fields, "start");
  record.socket = fields["socket"];
  record.end = {static_cast<vm::EndReason>(*reason), number<int>(fields, "code"), std::string{fields["message"]}};
  record.signal = number<int>(fields, "signal");
  return record;
}

namespace {

// What the system tells us alone of a child of ours, its deadly signal, goes into the record, for every other manager and for later.
void note_signal(const std::filesystem::path& lock, RunRecord& record) {
  if (record.state == vm::RunState::kPoweredOff) {
    (void)base::sys::reap(record.pid);
    return;
  }
  const int status = base::sys::reap(record.pid).value_or(0);
  if (status <= 128 || record.signal != 0) return;
  record.signal = status - 128;
  record.state = vm::RunState::kCrashed;
  auto file = base::sys::LockFile::take(lock);
  if (!file) return;  // started again already
  const auto now = RunRecord::parse(base::sys::LockFile::read_text(lock));
  if (now && now->pid == record.pid && now->start == record.start) file->write_text(record.to_text());
}

std::string last_words(const std::filesystem::path& machine_folder) {
  std::string said = last_lines(machine_folder / "log/process.log", 1);
  if (std::ranges::any_of(kNotices, [&](std::string_view notice) { return said.starts_with(notice); })) said.clear();
  return said;
}

}  // namespace

vm::EndStatus how_ended(const std::filesystem::path& machine_folder) {
  auto record = RunRecord::parse(base::sys::LockFile::read_text(lock_path(machine_folder)));
  if (record) note_signal(lock_path(machine_folder), *record);
  if (!record) return {vm::EndReason::kError, 1, "the machine's process ended without a word"};
  if (record->state == vm::RunState::kPoweredOff) return record->end;
  vm::EndStatus end{vm::EndReason::kError, 1, record->end.message};
  if (record->signal != 0) end.message = fmt::format("the machine's process was ended by {}", base::sys::signal_name(record->signal));
  if (end.message.empty()) end.message = "the machine's process vanished: it was killed, or the computer stopped";
  if (const std::string said = last_words(machine_folder); !said.empty()) end.message += "; it last said: " + said;
  return end;
}

std::string last_lines(const std::filesystem::path& log, std::size_t count) {
  std::ifstream file{log, std::ios::binary | std::ios::ate};
  if (!file) return {};
  const auto size = static_cast<std::streamoff>(file.tellg());
  const std::streamoff take = std::min<std::streamoff>(size, 8192);
  std::string text(static_cast<std::size_t>(std::max<std::streamoff>(take, 0)), '\0');
  file.seekg(size - take);
  file.read(text.data(), take);
  std::erase_if(text, [](unsigned char c) { return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f; });
  text.erase(text.find_last_not_of(" \t\n") + 1);
  std::size_t at = text.size();
  for (; count > 0 && at != std::string::npos; --count) at = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  return at == std::string::npos ? text : text.substr(at + 1);
}

}  // namespace vitrine::app::library
