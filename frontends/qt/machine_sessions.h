// SPDX-License-Identifier: Apache-2.0
// The machines that this program started or looks at, and their windows.
#pragma once

#include <QObject>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/library/library.h"
#include "app/session/session.h"

namespace vitrine::frontends::qt {

class MachineWindow;

// A machine of its own process is held only while a window shows it; one inside this process until it ends.  Thread: ui.
class MachineSessions final : public QObject {
  Q_OBJECT

 public:
  MachineSessions(const app::library::Library& library, app::session::VmFactory factory, QObject* parent = nullptr);
  ~MachineSessions() override;

  // Starts the machine in the background and opens its window at once.
  void start(const app::library::Machine& machine);
  // Opens or raises the window of a machine that runs.
  void show_window(const app::library::Machine& machine);
  // Pause, resume, power off: without a window, too.
  void command(const app::library::Machine& machine, vm::Command command);
  // What the library says now: a machine inside this process that has ended without a window to see it is let go.
  void note(const std::vector<app::library::Machine>& machines);
  // How many machines run inside this process and would end with it.
  [[nodiscard]] int local_machines() const;

 signals:
  void failed(const QString& what, const QString& why);
  // Something was started or ended: worth a look at the library.
  void changed();

 private:
  struct Session {
    std::unique_ptr<vm::Vm> vm;
    std::unique_ptr<MachineWindow> window;
    bool local = false;
    bool starting = false;
    bool ended = false;
  };

  MachineWindow& open_window(const app::library::Machine& machine, Session& session);
  void started(const app::library::Machine& machine, base::Result<std::unique_ptr<vm::Vm>> vm);
  void window_closed(const std::string& id);
  void ask_whether_ended(const std::string& id, vm::Vm& machine);
  void release(Session& session);
  vm::Vm& vm_of(const app::library::Machine& machine, Session& session);

  app::library::Library library_;
  app::session::VmFactory factory_;
  std::map<std::string, Session> sessions_;
};

}  // namespace vitrine::frontends::qt
