// SPDX-License-Identifier: Apache-2.0
// A machine in a process of its own, reached through its control socket.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "core/vm/vm.h"

namespace vitrine::app::session {

// How RemoteVm learns about the process behind the socket, so that it can tell "not yet there" from "gone".
struct PeerProbe {
  std::function<bool()> alive;               // is the machine's process there (or still on its way)?
  std::function<vm::EndStatus()> how_ended;  // once it is not
};

// Connects by itself and again when the connection breaks while the process lives.  Commands given before the connection stands are kept
// (64 at most).  When the process is gone, a last StateChanged says how it ended and every command is answered with an error.
// Events and completions come on one thread, in order: the bytes of a QuerySerialBacklog are exactly the output of all SerialOutput events
// before it (256 KiB at most), so a view that clears itself on that reply shows each byte once.  A state does not fit through the socket: it
// travels as a file in the machine's folder, which is gone when the command is done.  Thread: any; has a thread of its own.
class RemoteVm final : public vm::Vm {
 public:
  // `state_folder`: the same as the server's; empty: SaveState and RestoreState answer kUnsupported.
  RemoteVm(std::filesystem::path socket, PeerProbe probe, std::filesystem::path state_folder = {});
  ~RemoteVm() override;  // detaches; the machine goes on
  void submit(vm::Command command, vm::Completion done) override;
  void set_sink(vm::EventSink sink) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace vitrine::app::session
