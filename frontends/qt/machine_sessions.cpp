// SPDX-License-Identifier: Apache-2.0
// Starting, attaching, commanding and letting go of machines.
#include "frontends/qt/machine_sessions.h"

#include <QThreadPool>
#include <QTimer>

#include <algorithm>
#include <utility>

#include "app/settings/schema.h"
#include "frontends/qt/background.h"
#include "frontends/qt/machine_window.h"
#include "frontends/qt/sentence.h"

namespace vitrine::frontends::qt {

namespace {

bool runs_here(const app::library::Machine& machine) { return machine.settings.get(app::settings::kIsolation) == "none"; }

}  // namespace

MachineSessions::MachineSessions(const app::library::Library& library, app::session::VmFactory factory, QObject* parent)
    : QObject{parent}, library_{library}, factory_{std::move(factory)} {}

MachineSessions::~MachineSessions() = default;

void MachineSessions::start(const app::library::Machine& machine) {
  Session& session = sessions_[machine.id];
  if (std::exchange(session.starting, true)) return;
  MachineWindow& window = open_window(machine, session);
  window.show_machine(nullptr);
  release(session);
  session.local = runs_here(machine);
  session.ended = false;
  run_in_background(
      this,
      [library = library_, machine, factory = factory_] {
        return app::session::start(library, machine, app::session::machine_program(), factory);
      },
      [this, machine](base::Result<std::unique_ptr<vm::Vm>> vm) { started(machine, std::move(vm)); });
}

void MachineSessions::started(const app::library::Machine& machine, base::Result<std::unique_ptr<vm::Vm>> vm) {
  Session& session = sessions_[machine.id];
  session.starting = false;
  if (!vm) {
    const QString why = as_sentence(vm.error().message);
    if (session.window) {
      session.window->show_start_error(why);
    } else {
      emit failed(tr("“%1” did not start").arg(QString::fromStdString(machine.name)), why);
    }
  } else {
    session.vm = *std::move(vm);
    if (session.window) session.window->show_machine(session.vm.get());
    if (!session.window && !session.local) release(session);
  }
  emit changed();
}

void MachineSessions::show_window(const app::library::Machine& machine) {
  Session& session = sessions_[machine.id];
  if (session.window) {
    session.window->show();
    session.window->raise();
    session.window->activateWindow();
    return;
  }
  MachineWindow& window = open_window(machine, session);
  if (!session.starting) window.show_machine(&vm_of(machine, session));
}

MachineWindow& MachineSessions::open_window(const app::library::Machine& machine, Session& session) {
  if (session.window) {
    session.window->raise();
    return *session.window;
  }
  session.window = std::make_unique<MachineWindow>(QString::fromStdString(machine.name), true);
  MachineWindow* window = session.window.get();
  window->resize(MachineWindow::kFirstSize);
  connect(window, &MachineWindow::closed, this, [this, id = machine.id] { window_closed(id); });
  connect(window, &MachineWindow::machine_ended, this, [this, id = machine.id] {
    sessions_[id].ended = true;
    emit changed();
  });
  connect(
      window, &MachineWindow::start_requested, this, [this, folder = machine.folder] { start(library_.read(folder)); },
      Qt::QueuedConnection);
  window->show();
  return *window;
}

void MachineSessions::window_closed(const std::string& id) {
  // The window is still inside its own event: it and its machine go at the next turn.
  QTimer::singleShot(0, this, [this, id] {
    const auto place = sessions_.find(id);
    if (place == sessions_.end() || !place->second.window || place->second.window->isVisible()) return;
    Session& session = place->second;
    session.window.reset();
    if (session.local && !session.ended) return;
    release(session);
    if (!session.starting) sessions_.erase(place);
  });
}

// Detaching and ending may wait for a machine's threads: never here.
void MachineSessions::release(Session& session) {
  if (!session.vm) return;
  QThreadPool::globalInstance()->start([vm = std::shared_ptr<vm::Vm>{std::move(session.vm)}]() mutable { vm.reset(); });
}

vm::Vm& MachineSessions::vm_of(const app::library::Machine& machine, Session& session) {
  if (!session.vm) session.vm = app::session::attach(library_, machine);
  return *session.vm;
}

void MachineSessions::command(const app::library::Machine& machine, vm::Command command) {
  Session& session = sessions_[machine.id];
  const QString name = QString::fromStdString(machine.name);
  vm_of(machine, session)
      .submit(std::move(command), [this, self = QPointer<QObject>{this}, name, id = machine.id](base::Result<vm::Reply> reply) {
        const QString why = reply ? QString{} : as_sentence(reply.error().message);
        post_to_ui(self, [this, why, name, id] {
          if (!why.isEmpty()) emit failed(tr("“%1” did not do that").arg(name), why);
          if (const auto place = sessions_.find(id);
              place != sessions_.end() && !place->second.window && !place->second.local && !place->second.starting) {
            release(place->second);
            sessions_.erase(place);
          }
          emit changed();
        });
      });
}

void MachineSessions::note(const std::vector<app::library::Machine>& machines) {
  for (const app::library::Machine& machine : machines) {
    const auto place = sessions_.find(machine.id);
    if (place == sessions_.end() || machine.has_process()) continue;
    const Session& session = place->second;
    if (session.local && session.vm && !session.window && !session.ended) ask_whether_ended(machine.id, *session.vm);
  }
}

// A scan may be older than a start: only the machine itself knows.
void MachineSessions::ask_whether_ended(const std::string& id, vm::Vm& machine) {
  machine.submit(vm::QueryStatus{}, [this, self = QPointer<QObject>{this}, id, asked = &machine](base::Result<vm::Reply> reply) {
    const auto* status = reply ? std::get_if<vm::Status>(&*reply) : nullptr;
    if (status == nullptr || (status->state != vm::RunState::kPoweredOff && status->state != vm::RunState::kCrashed)) return;
    post_to_ui(self, [this, id, asked] {
      const auto place = sessions_.find(id);
      if (place == sessions_.end() || place->second.vm.get() != asked || place->second.window) return;
      place->second.ended = true;
      release(place->second);
    });
  });
}

int MachineSessions::local_machines() const {
  return static_cast<int>(
      std::ranges::count_if(sessions_, [](const auto& entry) { return entry.second.local && entry.second.vm && !entry.second.ended; }));
}

}  // namespace vitrine::frontends::qt
