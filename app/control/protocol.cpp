// SPDX-License-Identifier: Apache-2.0
// States, errors and events as JSON.
#include "app/control/protocol.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/base/sys/os.h"

namespace vitrine::app::control {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 5> kStates{"starting", "running", "paused", "powered-off", "crashed"};
constexpr std::array<std::string_view, 5> kQmpStates{"prelaunch", "running", "paused", "shutdown", "internal-error"};
constexpr std::array<std::string_view, 7> kReasons{"none", "power-off", "guest-exit", "reset", "requested", "timeout", "error"};
constexpr std::array<std::string_view, 10> kErrors{"invalid-argument", "not-found", "unsupported", "io",      "corrupt", "busy",
                                                   "denied",           "timeout",   "cancelled",   "internal"};

// The index of the string in the field, where it is one of the names.
template <class Names> std::optional<std::size_t> index_of(const Names& names, const json& object, const char* field) {
  const auto found = object.is_object() ? object.find(field) : object.end();
  if (!object.is_object() || found == object.end() || !found->is_string()) return std::nullopt;
  const auto name = std::ranges::find(names, found->template get_ref<const std::string&>());
  if (name == names.end()) return std::nullopt;
  return static_cast<std::size_t>(name - names.begin());
}

std::string text_of(const json& object, const char* field) {
  const auto found = object.find(field);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

}  // namespace

json status_to_json(const vm::Status& status) {
  return {{"state", kStates.at(static_cast<std::size_t>(status.state))},
          {"end",
           {{"reason", kReasons.at(static_cast<std::size_t>(status.end.reason))},
            {"code", status.end.exit_code},
            {"message", status.end.message}}}};
}

std::optional<vm::Status> status_from_json(const json& status) {
  const auto state = index_of(kStates, status, "state");
  if (!state || !status.contains("end")) return std::nullopt;
  const json& end = status["end"];
  const auto reason = index_of(kReasons, end, "reason");
  if (!reason || !end.contains("code") || !end["code"].is_number_integer()) return std::nullopt;
  return vm::Status{static_cast<vm::RunState>(*state),
                    {static_cast<vm::EndReason>(*reason), end["code"].get<int>(), text_of(end, "message")}};
}

std::string_view qmp_status(vm::RunState state) { return kQmpStates.at(static_cast<std::size_t>(state)); }

json error_to_json(const base::Error& error) {
  return {{"class", "GenericError"}, {"desc", error.message}, {"x-vitrine-code", kErrors.at(static_cast<std::size_t>(error.code))}};
}

base::Error error_from_json(const json& error) {
  const auto code = index_of(kErrors, error, "x-vitrine-code");
  std::string message = error.is_object() ? text_of(error, "desc") : std::string{};
  if (message.empty()) message = "the machine refused without saying why";
  return {code ? static_cast<base::Errc>(*code) : base::Errc::kInternal, std::move(message)};
}

json make_event(std::string_view name, json data) {
  const auto now_us = base::sys::realtime_ns() / 1000;
  return {
      {"event", name}, {"data", std::move(data)}, {"timestamp", {{"seconds", now_us / 1'000'000}, {"microseconds", now_us % 1'000'000}}}};
}

}  // namespace vitrine::app::control
