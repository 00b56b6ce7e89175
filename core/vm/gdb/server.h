// SPDX-License-Identifier: Apache-2.0
// GDB's remote protocol on a TCP port of this computer.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "core/base/guarded.h"
#include "core/base/result.h"
#include "core/base/unique_fd.h"
#include "core/cpu/debug_target.h"
#include "core/vm/gdb/packet.h"
#include "core/vm/gdb/session.h"

namespace vitrine::vm::gdb {

// Listens on 127.0.0.1 only and serves one debugger at a time; the machine runs undisturbed until one attaches and after it has gone.
// Its own thread sleeps in poll().  To be destroyed before the target.  Thread: the one that made it.
class Server {
 public:
  // Port 0 takes a free one.  Error kBusy: the port is taken.
  static base::Result<std::unique_ptr<Server>> start(std::uint16_t port, cpu::DebugTarget& target, SessionHooks hooks);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  [[nodiscard]] std::uint16_t port() const { return port_; }
  // Tells the debugger that the machine has ended.  Any thread.
  void machine_ended(int exit_code);

 private:
  struct Inbox {
    std::deque<cpu::DebugStop> stops;
    bool quit = false;
  };
  // The debugger that is attached.
  struct Client {
    Client(base::UniqueFd descriptor, cpu::DebugTarget& target, const SessionHooks& hooks);
    base::UniqueFd socket;
    PacketReader reader;
    std::string to_send;
    std::string last_packet;  // framed, for a repetition
    Session session;
  };

  Server(base::UniqueFd listener, base::UniqueFd wake, std::uint16_t port, cpu::DebugTarget& target, SessionHooks hooks);
  void put(const cpu::DebugStop& stop);
  void run();
  bool turn();
  bool handle_wake();
  void take_stops();
  void accept_client();
  void read_client();
  void write_client();
  void handle(const WireEvent& event);
  void send(const Replies& replies);
  void ring() const;

  base::UniqueFd listener_;
  base::UniqueFd wake_;
  std::uint16_t port_;
  cpu::DebugTarget& target_;
  SessionHooks hooks_;
  base::Guarded<Inbox> inbox_;
  std::unique_ptr<Client> client_;  // the server thread's own
  std::thread thread_;
};

}  // namespace vitrine::vm::gdb
