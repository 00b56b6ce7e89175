// SPDX-License-Identifier: Apache-2.0
// Handing a machine's events round.
#include "frontends/cli/consoles.h"

#include <utility>

namespace vitrine::frontends::cli {

SharedVm::SharedVm(vm::Vm& machine, vm::EventSink first) : machine_{machine} {
  machine_.set_sink([this, first = std::move(first)](const vm::Event& event) {
    first(event);
    auto second = second_.lock();
    if (*second) (*second)(event);
  });
}

base::Result<std::unique_ptr<Consoles>> Consoles::open(HostFiles& files, vm::Vm& machine, EventLog& log, Setup setup) {
  auto consoles = std::make_unique<Consoles>(log, std::move(setup));
  TRY_ASSIGN(consoles->serial_, files.start_serial(machine));
  if (auto socket = files.take_control_socket()) {
    TRY_ASSIGN(consoles->control_,
               app::control::QmpServer::start(machine, std::move(socket),
                                              {.name = consoles->setup_.name, .state_folder = consoles->setup_.state_folder}));
  }
  consoles->caught_up_ = !consoles->setup_.attached;
  consoles->shared_ = std::make_unique<SharedVm>(machine, [all = consoles.get()](const vm::Event& event) { all->hear(event); });
  return consoles;
}

void Consoles::hear(const vm::Event& event) {
  // What was printed before the backlog's answer is in it.
  if (caught_up_ || !std::holds_alternative<vm::SerialOutput>(event)) {
    serial_->on_event(event);
    if (control_) control_->publish(event);
  }
  log_.on_event(event);
  if (setup_.also) setup_.also(event);
}

// Events and answers come in order on one thread, and a state that changed before we listened is told by the status's answer.
void Consoles::catch_up() {
  shared_->submit(vm::QuerySerialBacklog{}, [link = link_](const base::Result<vm::Reply>& backlog) {
    auto consoles = link->lock();
    if (*consoles == nullptr) return;
    (*consoles)->caught_up_ = true;
    if (const auto* bytes = backlog ? std::get_if<vm::Bytes>(&*backlog) : nullptr) (*consoles)->hear(vm::SerialOutput{0, bytes->bytes});
  });
  shared_->submit(vm::QueryStatus{}, [link = link_](const base::Result<vm::Reply>& status) {
    auto consoles = link->lock();
    if (*consoles == nullptr) return;
    if (const auto* known = status ? std::get_if<vm::Status>(&*status) : nullptr) (*consoles)->hear(vm::StateChanged{*known});
  });
}

}  // namespace vitrine::frontends::cli
