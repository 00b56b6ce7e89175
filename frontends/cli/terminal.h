// SPDX-License-Identifier: Apache-2.0
// The guest's serial port on the host: terminal, file or pseudo-terminal, by the words of --serial.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "core/base/result.h"
#include "core/vm/event.h"
#include "core/vm/vm.h"

namespace vitrine::frontends::cli {

// The host's end of serial port 0.
class SerialFrontend {
 public:
  virtual ~SerialFrontend() = default;  // gives the terminal back
  // To be called from the machine's event sink with every event; never blocks.  Thread: any.
  virtual void on_event(const vm::Event& event) = 0;
  // After the machine has ended: waits until what it said has been written, or nobody has read anything of it for five seconds.
  virtual void finish() = 0;
};

// `spec` is what follows --serial:
//   stdio    the terminal in raw mode (Ctrl-A X ends the machine, Ctrl-A C opens the monitor, Ctrl-A H lists the keys); a pipe, a file or
//   nothing
//            at all where standard input is one; its end does not end the machine
//   file:F   output into F, which is replaced
//   pty      a new pseudo-terminal, whose path is printed on stderr
//   null     nothing
// Errors: kInvalidArgument for another spec, kIo for a file that cannot be written.  `vm` outlives the result.  A closed reader of the
// output must not kill the process: SIGPIPE is ignored from here on.  To be called before a sandbox is entered; what it returns is called once
// and starts the console, which for a file means to empty it.
using SerialStarter = std::function<base::Result<std::unique_ptr<SerialFrontend>>(vm::Vm& vm)>;
base::Result<SerialStarter> prepare_serial(std::string_view spec);
// Both at once.
base::Result<std::unique_ptr<SerialFrontend>> open_serial(std::string_view spec, vm::Vm& vm);

inline constexpr std::string_view kSerialFile = "file:";

}  // namespace vitrine::frontends::cli
