// SPDX-License-Identifier: Apache-2.0
// The control socket: QMP for any vm::Vm, several clients at once.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/base/unique_fd.h"
#include "core/vm/event.h"
#include "core/vm/vm.h"

namespace vitrine::app::control {

inline constexpr std::size_t kMaxClients = 32;

struct QmpServerOptions {
  std::string name;                         // answers query-name
  std::filesystem::path state_folder = {};  // where x-vitrine-save and x-vitrine-restore have their files; empty: they are refused
};

// Speaks QMP (greeting, qmp_capabilities, query-status, stop, cont, …) and our additions, whose names start with x-vitrine-.  Each client's
// commands are answered in order.  A client that does not read is dropped, never waited for.  The owner of the machine's event sink passes
// every event on through publish().  Thread: any; has a thread of its own.
class QmpServer {
 public:
  // Listens on the socket (mode 0600; one left behind by a dead process is replaced, one that is alive is an error).
  static base::Result<std::unique_ptr<QmpServer>> start(vm::Vm& vm, const std::filesystem::path& socket, QmpServerOptions options);
  // On a socket that listens already (base::sys::listen_locally), whose path the caller removes: for a process that is sandboxed meanwhile.
  static base::Result<std::unique_ptr<QmpServer>> start(vm::Vm& vm, base::UniqueFd listener, QmpServerOptions options);
  // Sends what is still queued (for half a second at most), ends all connections, removes the socket.
  ~QmpServer();
  QmpServer(const QmpServer&) = delete;
  QmpServer& operator=(const QmpServer&) = delete;

  // Quick; may be called from any thread of the machine.
  void publish(const vm::Event& event);

  struct Impl;
  explicit QmpServer(std::unique_ptr<Impl> impl);  // see start()

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace vitrine::app::control
