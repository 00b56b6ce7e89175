// SPDX-License-Identifier: Apache-2.0
// Carrying out commands on a machine in this process.
#include <array>
#include <future>
#include <sstream>
#include <type_traits>
#include <utility>

#include "core/base/file.h"
#include "core/base/sys/os.h"
#include "core/base/sys/read_only_file.h"
#include "core/snapshot/state_file.h"
#include "core/vm/local_vm.h"
#include "core/vm/monitor.h"

namespace vitrine::vm {
namespace {

using machine::board::Hold;
using machine::board::HoldPurpose;

constexpr std::string_view kStateSection = "machine";
constexpr std::uint64_t kMostBesideMemory = std::uint64_t{256} << 20;  // of a saved state: devices, flash, page numbers

std::string_view name_of(const Command& command) {
  static constexpr std::array<std::string_view, std::variant_size_v<Command>> kNames{
      "pause",       "resume",       "power down",   "power off",      "reset", "status?",
      "statistics?", "serial input", "serial past?", "monitor's line", "save",  "restore"};
  return kNames.at(command.index());
}

// All vCPUs stand still for the lifetime of this.
class StandStill {
 public:
  explicit StandStill(machine::board::VcpuRunner& runner, HoldPurpose purpose = HoldPurpose::kChange) : runner_{runner} {
    runner_.hold(Hold::kMaintenance, purpose);
  }
  ~StandStill() { runner_.release(Hold::kMaintenance); }
  StandStill(const StandStill&) = delete;
  StandStill& operator=(const StandStill&) = delete;

 private:
  machine::board::VcpuRunner& runner_;
};

}  // namespace

void LocalVm::submit(Command command, Completion done) {
  // std::function wants to copy what it holds.
  auto shared = std::make_shared<std::pair<Command, Completion>>(std::move(command), std::move(done));
  if (!control_.post([this, shared] { carry_out(shared->first, shared->second); }))
    shared->second(base::fail(base::Errc::kCancelled, "the machine has ended"));
}

void LocalVm::carry_out(Command& command, Completion& done) {
  if (std::holds_alternative<QuerySerialBacklog>(command)) {
    events_.then([done](const std::vector<std::uint8_t>& backlog) {
      const std::size_t extra = backlog.size() > EventStream::kBacklogBytes ? backlog.size() - EventStream::kBacklogBytes : 0;
      done(Bytes{{backlog.begin() + static_cast<std::ptrdiff_t>(extra), backlog.end()}});
    });
    return;
  }
  LOG_DEBUG(control_log_, "{}", name_of(command));
  bool ended = false;
  {
    const std::scoped_lock lock{status_mutex_};
    ended = status_.end.reason != EndReason::kNone;
  }
  const bool only_asks = std::holds_alternative<QueryStatus>(command) || std::holds_alternative<QueryStats>(command) ||
                         std::holds_alternative<MonitorLine>(command);
  if (ended && !only_asks && !std::holds_alternative<PowerOff>(command)) {
    done(base::fail(base::Errc::kCancelled, "the machine has ended"));
  } else if (auto* const input = std::get_if<SerialInput>(&command)) {
    feeder_->add(std::move(input->bytes), std::move(done));
  } else {
    done(reply_to(command));
  }
}

base::Result<Reply> LocalVm::reply_to(const Command& command) {
  return std::visit(
      [this](const auto& asked) -> base::Result<Reply> {
        using Asked = std::decay_t<decltype(asked)>;
        if constexpr (std::is_same_v<Asked, Pause>) return pause();
        if constexpr (std::is_same_v<Asked, Resume>) return resume();
        if constexpr (std::is_same_v<Asked, Reset>) return reset();
        if constexpr (std::is_same_v<Asked, SaveState>) return save(asked);
        if constexpr (std::is_same_v<Asked, RestoreState>) return restore(asked);
        if constexpr (std::is_same_v<Asked, MonitorLine>) return monitor(asked.line);
        if constexpr (std::is_same_v<Asked, QueryStats>) return stats();
        if constexpr (std::is_same_v<Asked, PowerDown>)
          return base::fail(base::Errc::kUnsupported,
                            "the guest cannot be asked to shut down: this board has no power button that it listens to");
        if constexpr (std::is_same_v<Asked, PowerOff>) {
          finish({EndReason::kRequested, 0, {}});
          return Done{};
        }
        const std::scoped_lock lock{status_mutex_};
        return status_;
      },
      command);
}

base::Result<Reply> LocalVm::pause() {
  if (std::exchange(paused_, true)) return Done{};
  board_->runner().hold(Hold::kPaused);
  set_state(RunState::kPaused);
  return Done{};
}

base::Result<Reply> LocalVm::resume() {
  if (!std::exchange(paused_, false)) return Done{};
  board_->runner().release(Hold::kPaused);
  set_state(RunState::kRunning);
  return Done{};
}

base::Result<Reply> LocalVm::reset() {
  {
    const StandStill quiet{board_->runner()};
    TRY(board_->reset());
    board_->runner().release(Hold::kGuestRequest);
  }
  events_.publish(ResetHappened{});
  return Done{};
}

base::Result<Reply> LocalVm::save(const SaveState& command) {
  std::vector<std::uint8_t> state;
  {
    const StandStill quiet{board_->runner()};
    snapshot::StateWriter writer;
    writer.add(kStateSection, *board_);
    state = std::move(writer).finish();
  }
  if (command.file.empty()) return Bytes{std::move(state)};
  TRY(base::replace_file(command.file, std::as_bytes(std::span{state}), base::sys::FileMode::kPrivate));
  return Done{};
}

base::Result<Reply> LocalVm::restore(const RestoreState& command) {
  if (command.file.empty()) return restore_from(command.state);
  TRY_ASSIGN(const auto file, base::sys::ReadOnlyFile::open(command.file));
  if (file.size() > config_.memory_bytes + kMostBesideMemory)
    return base::fail(base::Errc::kInvalidArgument, "{}: is larger than any state of this machine", command.file);
  std::vector<std::uint8_t> state(file.size());
  TRY(file.read_at(0, std::as_writable_bytes(std::span{state})));
  return restore_from(state);
}

// A state that turns out damaged half-way leaves a machine that was just switched on, never a mixture.
base::Result<Reply> LocalVm::restore_from(std::span<const std::uint8_t> state) {
  TRY_ASSIGN(const auto reader, snapshot::StateReader::parse(state));
  const StandStill quiet{board_->runner()};
  TRY(board_->reset());
  if (const auto result = reader.restore(kStateSection, *board_); !result) {
    TRY(board_->reset());
    return std::unexpected{result.error()};
  }
  return Done{};
}

base::Result<Reply> LocalVm::monitor(const std::string& line) {
  std::istringstream words{line};
  std::string verb, what, which;
  words >> verb >> what >> which;
  if (verb == "stop") return pause();
  if (verb == "cont" || verb == "c") return resume();
  if (verb == "system_reset") return reset();
  if (verb == "quit" || verb == "q") return reply_to(PowerOff{});
  if (verb == "help" || verb == "?") return Text{monitor_help()};
  if (verb.empty()) return Text{};
  if (verb != "info") return Text{fmt::format("{}: no such command; try help\n", verb)};
  if (what == "stats") return Text{stats_text(stats())};
  const StandStill quiet{board_->runner()};
  std::string text;
  for (std::size_t index = 0; index < board_->runner().hart_count(); ++index) {
    if (!which.empty() && which != std::to_string(index)) continue;
    if (what == "registers") text += registers_text(board_->runner().hart(index), index);
    if (what == "pc") text += pc_text(board_->runner().hart(index), index);
  }
  if (what == "status") {
    const std::scoped_lock lock{status_mutex_};
    return Text{status_text(status_)};
  }
  return Text{text.empty() ? fmt::format("info {}: unknown; try help\n", what) : text};
}

RunReport LocalVm::make_report() {
  const StandStill quiet{board_->runner(), HoldPurpose::kLook};
  RunReport report;
  TierReport interpreter{.name = "interp"}, translated{.name = "jit"};
  for (std::size_t index = 0; index < board_->runner().hart_count(); ++index) {
    const cpu::VcpuCounters counters = board_->runner().hart(index).counters();
    report.instructions_by_cpu.push_back(counters.instructions);
    report.instructions += counters.instructions;
    report.tlb_misses += counters.tlb_misses;
    report.interrupts += counters.interrupts;
    report.exceptions += counters.exceptions;
    report.verified_units += counters.verified_units;
    for (const auto& [name, count] : counters.verified_instructions) report.verified_instructions[name] += count;
    report.translation.range_slots.add(counters.range_slots);
    report.translation.flushes.add(counters.flushes);
    report.translation.jump_cache_misses += counters.translated.jump_misses;
    report.translation.cold_jumps += counters.translated.cold_jumps;
    report.translation.invalidations += counters.translated.invalidations;
    interpreter.blocks += counters.units;
    interpreter.host_bytes += counters.host_bytes;
    interpreter.translation_seconds += static_cast<double>(counters.translation_ns) / 1e9;
    translated.blocks += counters.translated.units;
    translated.instructions += counters.translated.executed_instructions;
    translated.translated_instructions += counters.translated.translated_instructions;
    translated.host_bytes += counters.translated.host_bytes;
    translated.translation_seconds += static_cast<double>(counters.translated.translation_ns) / 1e9;
    translated.entries += counters.translated.entries;
    interpreter.translated_instructions += counters.translated_instructions;
  }
  interpreter.instructions = report.instructions - translated.instructions;
  report.tiers.push_back(std::move(interpreter));
  if (config_.engine != Engine::kInterpreter) report.tiers.push_back(std::move(translated));
  report.mmio_accesses = board_->bus().access_count();
  report.wall_seconds = static_cast<double>(base::sys::monotonic_ns() - process_start_ns_) / 1e9;
  const std::scoped_lock lock{status_mutex_};
  report.start = phases_;
  return report;
}

RunReport LocalVm::report() {
  std::promise<RunReport> answer;
  control_.post([this, &answer] { answer.set_value(make_report()); });
  return answer.get_future().get();
}

Stats LocalVm::stats() {
  const RunReport report = make_report();
  const bool translates = report.tiers.size() > 1;
  const LoadMeter::Rates rates = meter_.sample(report.instructions, translates ? report.tiers.back().instructions : 0);
  return {.wall_seconds = report.wall_seconds,
          .instructions = report.instructions,
          .mips = rates.mips,
          .tlb_misses = report.tlb_misses,
          .mmio_accesses = report.mmio_accesses,
          .interrupts = report.interrupts,
          .units = report.tiers.front().blocks,
          .translation_seconds = report.tiers.front().translation_seconds,
          .cpu_load = rates.cpu_load,
          .translates = translates,
          .translated_share = rates.translated_share};
}

}  // namespace vitrine::vm
