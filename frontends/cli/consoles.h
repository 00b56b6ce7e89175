// SPDX-License-Identifier: Apache-2.0
// Everything that listens to a machine while the command line runs it: serial port, log, control socket, and a window beside them.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "app/control/qmp_server.h"
#include "core/base/guarded.h"
#include "frontends/cli/event_log.h"
#include "frontends/cli/host_files.h"

namespace vitrine::frontends::cli {

// One machine with listeners of the command line's own and room for one more, which a window takes by its set_sink().  Thread: any.
class SharedVm final : public vm::Vm {
 public:
  SharedVm(vm::Vm& machine, vm::EventSink first);
  ~SharedVm() override { machine_.set_sink({}); }
  void submit(vm::Command command, vm::Completion done) override { machine_.submit(std::move(command), std::move(done)); }
  void set_sink(vm::EventSink sink) override { *second_.lock() = std::move(sink); }

 private:
  vm::Vm& machine_;
  base::Guarded<vm::EventSink> second_;
};

// Thread: hear() one of the machine's, the rest the one that made it.
class Consoles {
 public:
  struct Setup {
    std::string name = "vitrine";                     // of the machine, for clients of the control socket
    std::filesystem::path state_folder = {};          // see control::QmpServerOptions
    bool attached = false;                            // the machine runs already: catch_up() follows
    std::function<void(const vm::Event&)> also = {};  // hears every event, too
  };
  // `machine` and `log` outlive it.
  static base::Result<std::unique_ptr<Consoles>> open(HostFiles& files, vm::Vm& machine, EventLog& log, Setup setup);
  Consoles(EventLog& log, Setup setup) : log_{log}, setup_{std::move(setup)} {}  // see open()
  Consoles(const Consoles&) = delete;
  Consoles& operator=(const Consoles&) = delete;
  ~Consoles() {
    *link_->lock() = nullptr;
    shared_.reset();
  }

  void hear(const vm::Event& event);
  // The machine as a window may use it.
  [[nodiscard]] vm::Vm& view() { return *shared_; }
  // What the machine printed before we came, and its state: for one that ran already.
  void catch_up();
  // After the machine's end: see SerialFrontend.
  void finish() { serial_->finish(); }

 private:
  EventLog& log_;
  const Setup setup_;
  std::unique_ptr<SerialFrontend> serial_;
  std::unique_ptr<app::control::QmpServer> control_;
  bool caught_up_ = true;  // on the machine's thread, once there are events
  // How the machine's answers find back here, or find nobody.
  std::shared_ptr<base::Guarded<Consoles*>> link_ = std::make_shared<base::Guarded<Consoles*>>(this);
  std::unique_ptr<SharedVm> shared_;
};

}  // namespace vitrine::frontends::cli
