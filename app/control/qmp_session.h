// SPDX-License-Identifier: Apache-2.0
// One client's conversation in QMP, without the socket under it.
#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "app/control/protocol.h"
#include "app/control/serial_history.h"
#include "core/vm/vm.h"

namespace vitrine::app::control {

// What a conversation needs from the server.  Thread: loop.
class SessionHost {
 public:
  virtual ~SessionHost() = default;
  // The completion runs on the loop's thread, never inside this call.
  virtual void submit(vm::Command command, vm::Completion done) = 0;
  [[nodiscard]] virtual const SerialHistory& history(unsigned port) const = 0;
  [[nodiscard]] virtual const std::string& name() const = 0;
  [[nodiscard]] virtual const std::filesystem::path& state_folder() const = 0;  // empty: states are not saved
};

// Thread: loop.  The QMP specification's sections: greeting 2.2.1, commands 2.3, responses 2.4, events 2.5, negotiation 4.
class QmpSession : public std::enable_shared_from_this<QmpSession> {
 public:
  struct Callbacks {
    std::function<void(std::string line)> send;
    std::function<void(bool busy)> busy;  // while busy no further line may come: answers keep the commands' order
  };
  QmpSession(SessionHost& host, Callbacks callbacks) : host_{host}, callbacks_{std::move(callbacks)} {}

  void greet();
  void on_line(std::string_view line);
  // An event for everyone, as a line; one about a serial port for its subscribers.
  void on_event(const std::string& line);
  void on_serial(unsigned port, const std::string& line);

 private:
  void execute(const std::string& name, const nlohmann::json& arguments, const nlohmann::json& id);
  bool execute_own(const std::string& name, const nlohmann::json& arguments, const nlohmann::json& id);
  void execute_on_machine(const MachineCommand& command, const nlohmann::json& arguments, const nlohmann::json& id);
  base::Result<nlohmann::json> negotiate(const nlohmann::json& arguments);
  base::Result<nlohmann::json> subscribe(const nlohmann::json& arguments);
  void respond(const base::Result<nlohmann::json>& result, const nlohmann::json& id);
  void refuse(std::string_view error_class, std::string_view description, const nlohmann::json& id);

  SessionHost& host_;
  const Callbacks callbacks_;
  bool negotiated_ = false;
  std::array<bool, kMaxSerialPorts> subscribed_{};
};

}  // namespace vitrine::app::control
