// SPDX-License-Identifier: Apache-2.0
// The table of commands that go straight to the machine, seen from the server and from the client.
#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/control/base64.h"
#include "app/control/message.h"
#include "app/control/protocol.h"

namespace vitrine::app::control {
namespace {

using base::Errc;
using base::fail;
using nlohmann::json;

// So that base64 and what surrounds it fit into one message.
constexpr std::size_t kMaxInputBytes = std::size_t{512} << 10;

template <class Plain> base::Result<vm::Command> make_plain(const json&) { return Plain{}; }
json answer_nothing(const vm::Reply&) { return json::object(); }

json answer_query_status(const vm::Reply& reply) {
  const auto state = std::get<vm::Status>(reply).state;
  return {{"status", qmp_status(state)}, {"running", state == vm::RunState::kRunning}, {"singlestep", false}};
}
json answer_status(const vm::Reply& reply) { return status_to_json(std::get<vm::Status>(reply)); }

json answer_stats(const vm::Reply& reply) {
  const auto& stats = std::get<vm::Stats>(reply);
  return {{"wall-seconds", stats.wall_seconds},
          {"instructions", stats.instructions},
          {"mips", stats.mips},
          {"tlb-misses", stats.tlb_misses},
          {"mmio-accesses", stats.mmio_accesses},
          {"interrupts", stats.interrupts},
          {"units", stats.units},
          {"translation-seconds", stats.translation_seconds},
          {"cpu-load", stats.cpu_load},
          {"translates", stats.translates},
          {"translated-share", stats.translated_share}};
}

base::Result<vm::Command> make_monitor_line(const json& arguments) {
  const json& line = arguments["command-line"];
  if (!line.is_string()) return fail(Errc::kInvalidArgument, "command-line must be a string");
  return vm::MonitorLine{line.get<std::string>()};
}
json answer_text(const vm::Reply& reply) { return std::get<vm::Text>(reply).text; }

base::Result<vm::Command> make_serial_input(const json& arguments) {
  const json& port = arguments["port"];
  const json& data = arguments["data"];
  if (!port.is_number_unsigned() || port.get<std::uint64_t>() >= kMaxSerialPorts)
    return fail(Errc::kInvalidArgument, "port must be a number below {}", kMaxSerialPorts);
  auto bytes = data.is_string() ? from_base64(data.get_ref<const std::string&>()) : std::nullopt;
  if (!bytes) return fail(Errc::kInvalidArgument, "data must be a string of base64");
  return vm::SerialInput{port.get<unsigned>(), std::move(*bytes)};
}

// A plain name: where the file lies is the server's business.
base::Result<std::string> state_file(const json& arguments) {
  constexpr std::string_view kEnd = ".state";
  const json& file = arguments["file"];
  std::string name = file.is_string() ? file.get<std::string>() : std::string{};
  const auto is_plain = [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == ' '; };
  if (name.size() > 100 || !name.ends_with(kEnd) || name.starts_with('.') || !std::ranges::all_of(name, is_plain))
    return fail(Errc::kInvalidArgument, "file must be a name of letters and digits that ends in {}, without a folder", kEnd);
  return name;
}
base::Result<vm::Command> make_save(const json& arguments) {
  TRY_ASSIGN(auto file, state_file(arguments));
  return vm::SaveState{.file = std::move(file)};
}
base::Result<vm::Command> make_restore(const json& arguments) {
  TRY_ASSIGN(auto file, state_file(arguments));
  return vm::RestoreState{.file = std::move(file)};
}

constexpr std::array<std::string_view, 1> kStateArguments{"file"};
constexpr std::array<std::string_view, 1> kLineArguments{"command-line"};
constexpr std::array<std::string_view, 2> kSerialArguments{"port", "data"};

constexpr std::array kCommands{
    MachineCommand{"query-status", {}, make_plain<vm::QueryStatus>, answer_query_status},
    MachineCommand{"stop", {}, make_plain<vm::Pause>, answer_nothing},
    MachineCommand{"cont", {}, make_plain<vm::Resume>, answer_nothing},
    MachineCommand{"system_powerdown", {}, make_plain<vm::PowerDown>, answer_nothing},
    MachineCommand{"system_reset", {}, make_plain<vm::Reset>, answer_nothing},
    MachineCommand{"quit", {}, make_plain<vm::PowerOff>, answer_nothing},
    MachineCommand{"human-monitor-command", kLineArguments, make_monitor_line, answer_text},
    MachineCommand{"x-vitrine-status", {}, make_plain<vm::QueryStatus>, answer_status},
    MachineCommand{"x-vitrine-stats", {}, make_plain<vm::QueryStats>, answer_stats},
    MachineCommand{"x-vitrine-serial-input", kSerialArguments, make_serial_input, answer_nothing},
    MachineCommand{"x-vitrine-save", kStateArguments, make_save, answer_nothing},
    MachineCommand{"x-vitrine-restore", kStateArguments, make_restore, answer_nothing},
};

// What to send for each command of the closed set.
struct ToRequest {
  base::Result<Request> operator()(const vm::Pause&) const { return Request{"stop", "{}"}; }
  base::Result<Request> operator()(const vm::Resume&) const { return Request{"cont", "{}"}; }
  base::Result<Request> operator()(const vm::PowerDown&) const { return Request{"system_powerdown", "{}"}; }
  base::Result<Request> operator()(const vm::PowerOff&) const { return Request{"quit", "{}"}; }
  base::Result<Request> operator()(const vm::Reset&) const { return Request{"system_reset", "{}"}; }
  base::Result<Request> operator()(const vm::QueryStatus&) const { return Request{"x-vitrine-status", "{}"}; }
  base::Result<Request> operator()(const vm::QueryStats&) const { return Request{"x-vitrine-stats", "{}"}; }
  base::Result<Request> operator()(const vm::MonitorLine& line) const {
    return Request{"human-monitor-command", to_line({{"command-line", line.line}})};
  }
  base::Result<Request> operator()(const vm::SerialInput& input) const {
    if (input.bytes.size() > kMaxInputBytes)
      return fail(Errc::kInvalidArgument, "{} bytes of input at once are too many, at most {} are taken", input.bytes.size(),
                  kMaxInputBytes);
    return Request{"x-vitrine-serial-input", to_line({{"port", input.port}, {"data", to_base64(input.bytes)}})};
  }
  base::Result<Request> operator()(const vm::QuerySerialBacklog&) const {
    return fail(Errc::kInternal, "the backlog is kept on this side");
  }
  base::Result<Request> operator()(const vm::SaveState& save) const { return with_file("x-vitrine-save", save.file); }
  base::Result<Request> operator()(const vm::RestoreState& restore) const { return with_file("x-vitrine-restore", restore.file); }
  static base::Result<Request> with_file(const char* command, const std::string& file) {
    return Request{command, to_line({{"file", std::filesystem::path{file}.filename().string()}})};
  }
};

double real(const json& object, const char* field) {
  const auto found = object.find(field);
  return found != object.end() && found->is_number() ? found->get<double>() : 0;
}
std::uint64_t count(const json& object, const char* field) {
  const auto found = object.find(field);
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

vm::Stats stats_from_json(const json& answer) {
  return {.wall_seconds = real(answer, "wall-seconds"),
          .instructions = count(answer, "instructions"),
          .mips = real(answer, "mips"),
          .tlb_misses = count(answer, "tlb-misses"),
          .mmio_accesses = count(answer, "mmio-accesses"),
          .interrupts = count(answer, "interrupts"),
          .units = count(answer, "units"),
          .translation_seconds = real(answer, "translation-seconds"),
          .cpu_load = real(answer, "cpu-load"),
          .translates = answer.value("translates", json{}) == json(true),
          .translated_share = real(answer, "translated-share")};
}

}  // namespace

std::span<const MachineCommand> machine_commands() { return kCommands; }

base::Result<Request> to_request(const vm::Command& command) { return std::visit(ToRequest{}, command); }

base::Result<vm::Reply> to_reply(const vm::Command& command, const json& answer) {
  if (std::holds_alternative<vm::QueryStatus>(command)) {
    const auto status = status_from_json(answer);
    if (!status) return fail(Errc::kCorrupt, "the machine's answer to a query of its state makes no sense");
    return *status;
  }
  if (std::holds_alternative<vm::QueryStats>(command)) return answer.is_object() ? stats_from_json(answer) : vm::Stats{};
  if (std::holds_alternative<vm::MonitorLine>(command)) return vm::Text{answer.is_string() ? answer.get<std::string>() : std::string{}};
  return vm::Done{};
}

}  // namespace vitrine::app::control
