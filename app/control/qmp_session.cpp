// SPDX-License-Identifier: Apache-2.0
// Requests in, responses out.
#include "app/control/qmp_session.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/control/base64.h"
#include "app/control/message.h"

namespace vitrine::app::control {
namespace {

using base::Errc;
using base::fail;
using nlohmann::json;

constexpr std::array<std::string_view, 5> kOwnCommands{"qmp_capabilities", "query-version", "query-commands", "query-name",
                                                       kSubscribeCommand};

json version() {
  return {{"qemu", {{"major", VITRINE_VERSION_MAJOR}, {"minor", VITRINE_VERSION_MINOR}, {"micro", VITRINE_VERSION_PATCH}}},
          {"package", "Vitrine"}};
}

json command_names() {
  json names = json::array();
  for (const auto& name : kOwnCommands) names.push_back({{"name", name}});
  for (const auto& command : machine_commands()) names.push_back({{"name", command.name}});
  return names;
}

// Exactly these arguments, no more and no fewer.
base::Status check_arguments(const json& arguments, std::span<const std::string_view> wanted) {
  for (const auto& name : wanted)
    if (!arguments.contains(name)) return fail(Errc::kInvalidArgument, "Parameter '{}' is missing", name);
  for (const auto& [name, value] : arguments.items())
    if (std::ranges::find(wanted, name) == wanted.end()) return fail(Errc::kInvalidArgument, "Parameter '{}' is unexpected", name);
  return {};
}

// The first thing that is wrong with a request's frame.
base::Status check_request(const json& request) {
  for (const auto& [key, value] : request.items())
    if (key != "execute" && key != "arguments" && key != "id")
      return fail(Errc::kInvalidArgument, "QMP input member '{}' is unexpected", key);
  if (!request.contains("execute")) return fail(Errc::kInvalidArgument, "QMP input lacks member 'execute'");
  if (!request["execute"].is_string()) return fail(Errc::kInvalidArgument, "QMP input member 'execute' must be a string");
  if (request.contains("arguments") && !request["arguments"].is_object())
    return fail(Errc::kInvalidArgument, "QMP input member 'arguments' must be an object");
  return {};
}

// The file of a state lies in the server's folder, and nowhere else.
base::Status place_state(vm::Command& command, const std::filesystem::path& folder) {
  std::string* file = nullptr;
  if (auto* save = std::get_if<vm::SaveState>(&command)) file = &save->file;
  if (auto* restore = std::get_if<vm::RestoreState>(&command)) file = &restore->file;
  if (file == nullptr) return {};
  if (folder.empty()) return fail(Errc::kUnsupported, "this machine has no folder to keep states in: only saved machines have");
  *file = (folder / *file).string();
  return {};
}

}  // namespace

void QmpSession::greet() { callbacks_.send(to_line({{"QMP", {{"version", version()}, {"capabilities", json::array()}}}})); }

void QmpSession::on_line(std::string_view line) {
  const auto request = parse_message(line);
  if (!request) return refuse("GenericError", request.error().message, nullptr);
  const json id = request->contains("id") ? (*request)["id"] : json{};
  if (const auto sound = check_request(*request); !sound) return refuse("GenericError", sound.error().message, id);
  execute((*request)["execute"].get<std::string>(), request->contains("arguments") ? (*request)["arguments"] : json::object(), id);
}

void QmpSession::execute(const std::string& name, const json& arguments, const json& id) {
  if (!negotiated_ && name != "qmp_capabilities")
    return refuse("CommandNotFound", "Expecting capabilities negotiation with 'qmp_capabilities'", id);
  if (execute_own(name, arguments, id)) return;
  const auto commands = machine_commands();
  const auto command = std::ranges::find(commands, name, &MachineCommand::name);
  if (command == commands.end())
    return refuse("CommandNotFound", fmt::format("The command {} has not been found", name.substr(0, 100)), id);
  execute_on_machine(*command, arguments, id);
}

bool QmpSession::execute_own(const std::string& name, const json& arguments, const json& id) {
  if (std::ranges::find(kOwnCommands, name) == kOwnCommands.end()) return false;
  if (name == "qmp_capabilities") {
    respond(negotiate(arguments), id);
  } else if (name == kSubscribeCommand) {
    respond(subscribe(arguments), id);
  } else if (const auto sound = check_arguments(arguments, {}); !sound) {
    respond(std::unexpected{sound.error()}, id);
  } else if (name == "query-version") {
    respond(version(), id);
  } else if (name == "query-commands") {
    respond(command_names(), id);
  } else {
    respond(json{{"name", host_.name()}}, id);
  }
  return true;
}

void QmpSession::execute_on_machine(const MachineCommand& command, const json& arguments, const json& id) {
  if (const auto sound = check_arguments(arguments, command.arguments); !sound) return respond(std::unexpected{sound.error()}, id);
  auto made = command.make(arguments);
  if (!made) return respond(std::unexpected{made.error()}, id);
  if (const auto placed = place_state(*made, host_.state_folder()); !placed) return respond(std::unexpected{placed.error()}, id);
  callbacks_.busy(true);
  host_.submit(std::move(*made), [weak = weak_from_this(), answer = command.answer, id](base::Result<vm::Reply> reply) {
    const auto self = weak.lock();
    if (!self) return;
    if (reply) self->respond(answer(*reply), id);
    else self->respond(std::unexpected{reply.error()}, id);
    self->callbacks_.busy(false);
  });
}

base::Result<json> QmpSession::negotiate(const json& arguments) {
  if (negotiated_) return fail(Errc::kInvalidArgument, "Capabilities negotiation is already complete, command ignored");
  for (const auto& [name, value] : arguments.items())
    if (name != "enable" || !value.is_array() || !value.empty()) return fail(Errc::kInvalidArgument, "there are no capabilities to enable");
  negotiated_ = true;
  return json::object();
}

base::Result<json> QmpSession::subscribe(const json& arguments) {
  static constexpr std::array<std::string_view, 1> kArguments{"port"};
  TRY(check_arguments(arguments, kArguments));
  const json& port = arguments["port"];
  if (!port.is_number_unsigned() || port.get<std::uint64_t>() >= kMaxSerialPorts)
    return fail(Errc::kInvalidArgument, "port must be a number below {}", kMaxSerialPorts);
  const auto index = port.get<unsigned>();
  subscribed_.at(index) = true;
  const SerialHistory& history = host_.history(index);
  return json{{"port", index}, {"end", history.end()}, {"data", to_base64(history.latest())}};
}

void QmpSession::on_event(const std::string& line) {
  if (negotiated_) callbacks_.send(line);
}

void QmpSession::on_serial(unsigned port, const std::string& line) {
  if (subscribed_.at(port)) callbacks_.send(line);
}

void QmpSession::respond(const base::Result<json>& result, const json& id) {
  json response = result ? json{{"return", *result}} : json{{"error", error_to_json(result.error())}};
  if (!id.is_null()) response["id"] = id;
  callbacks_.send(to_line(response));
}

void QmpSession::refuse(std::string_view error_class, std::string_view description, const json& id) {
  json response{{"error", {{"class", error_class}, {"desc", description}}}};
  if (!id.is_null()) response["id"] = id;
  callbacks_.send(to_line(response));
}

}  // namespace vitrine::app::control
