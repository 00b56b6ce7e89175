// SPDX-License-Identifier: Apache-2.0
// How the commands, replies and events of vm::Vm look as QMP: one table for the server and for RemoteVm.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/vm/command.h"
#include "core/vm/event.h"

namespace vitrine::app::control {

// Serial ports that are kept apart; a machine has fewer.
inline constexpr unsigned kMaxSerialPorts = 8;

// A command that goes straight to the machine.
struct MachineCommand {
  std::string_view name;
  std::span<const std::string_view> arguments;  // all required; no others are taken
  base::Result<vm::Command> (*make)(const nlohmann::json& arguments);
  nlohmann::json (*answer)(const vm::Reply& reply);
};
std::span<const MachineCommand> machine_commands();

// The same seen from the client: what to send for a command (kUnsupported where it does not fit through a socket), and what the answer means.
struct Request {
  std::string execute;
  std::string arguments;  // JSON
};
base::Result<Request> to_request(const vm::Command& command);
base::Result<vm::Reply> to_reply(const vm::Command& command, const nlohmann::json& answer);

// {"class": …, "desc": …} and back; our error code travels along.
nlohmann::json error_to_json(const base::Error& error);
base::Error error_from_json(const nlohmann::json& error);

nlohmann::json status_to_json(const vm::Status& status);
std::optional<vm::Status> status_from_json(const nlohmann::json& status);
// QMP's own word for a state: "running", "paused", …
std::string_view qmp_status(vm::RunState state);

// {"event": name, "data": data, "timestamp": now}
nlohmann::json make_event(std::string_view name, nlohmann::json data);

// Events of our own that RemoteVm reads.
inline constexpr std::string_view kStateEvent = "x-vitrine-state";
inline constexpr std::string_view kSerialEvent = "x-vitrine-serial-output";
inline constexpr std::string_view kPanicEvent = "x-vitrine-panic";
inline constexpr std::string_view kSubscribeCommand = "x-vitrine-serial-subscribe";

}  // namespace vitrine::app::control
