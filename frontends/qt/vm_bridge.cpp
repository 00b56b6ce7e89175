// SPDX-License-Identifier: Apache-2.0
// Replies and events become messages of the inbox, and messages become signals.
#include "frontends/qt/vm_bridge.h"

#include <utility>
#include <vector>

#include "frontends/qt/sentence.h"

namespace vitrine::frontends::qt {

namespace {

template <class... Ts> struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts> Overloaded(Ts...) -> Overloaded<Ts...>;

QByteArray to_bytes(const std::vector<std::uint8_t>& bytes) {
  return QByteArray{reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};  // SAFETY: bytes as char
}

void put_reply(VmInbox& inbox, base::Result<vm::Reply> reply) {
  if (!reply) {
    inbox.put(CommandFailed{as_sentence(reply.error().message)});
    return;
  }
  std::visit(Overloaded{[&inbox](vm::Status status) { inbox.put(std::move(status)); }, [&inbox](vm::Stats stats) { inbox.put(stats); },
                        [&inbox](const vm::Bytes& bytes) { inbox.put(SerialBacklog{to_bytes(bytes.bytes)}); }, [](const auto&) {}},
             *std::move(reply));
}

void put_event(VmInbox& inbox, const vm::Event& event) {
  std::visit(Overloaded{[&inbox](const vm::StateChanged& changed) { inbox.put(changed.status); },
                        [&inbox](const vm::SerialOutput& output) {
                          if (output.port == 0) inbox.put(SerialBytes{to_bytes(output.bytes)});
                        },
                        [&inbox](const vm::GuestPanicked& panic) { inbox.put(GuestPanic{QString::fromStdString(panic.last_lines)}); },
                        [](const auto&) {}},
             event);
}

}  // namespace

VmBridge::VmBridge(vm::Vm& machine, QObject* parent)
    : QObject{parent},
      machine_{machine},
      inbox_{std::make_shared<VmInbox>(this, [](QObject* self) { static_cast<VmBridge*>(self)->drain(); })} {
  machine_.set_sink([inbox = inbox_](const vm::Event& event) { put_event(*inbox, event); });
}

VmBridge::~VmBridge() {
  machine_.set_sink({});
  inbox_->close();
}

void VmBridge::attach() {
  submit(vm::QuerySerialBacklog{});
  submit(vm::QueryStatus{});
}

void VmBridge::pause() { submit(vm::Pause{}); }
void VmBridge::resume() { submit(vm::Resume{}); }
void VmBridge::power_off() { submit(vm::PowerOff{}); }
void VmBridge::reset() { submit(vm::Reset{}); }

void VmBridge::type(const QByteArray& bytes) { submit(vm::SerialInput{.port = 0, .bytes = {bytes.begin(), bytes.end()}}); }

void VmBridge::request_stats() {
  if (std::exchange(stats_pending_, true)) return;  // a machine that answers slowly is asked once
  submit(vm::QueryStats{});
}

void VmBridge::submit(vm::Command command) {
  machine_.submit(std::move(command), [inbox = inbox_](base::Result<vm::Reply> reply) { put_reply(*inbox, std::move(reply)); });
}

void VmBridge::drain() {
  qsizetype bytes = 0;
  while (bytes < VmInbox::kMostBytesATurn) {
    const auto message = inbox_->take();
    if (!message) break;
    if (const auto* serial = std::get_if<SerialBytes>(&*message)) bytes += serial->bytes.size();
    handle(*message);
  }
  inbox_->turn_done();
}

void VmBridge::handle(const VmMessage& message) {
  std::visit(Overloaded{[this](const SerialBytes& serial) { emit serial_output(serial.bytes); },
                        [this](const SerialBacklog& backlog) { emit serial_restarted(backlog.bytes); },
                        [this](const GuestPanic& panic) { emit guest_panicked(panic.last_lines); },
                        [this](const CommandFailed& failure) {
                          stats_pending_ = false;
                          emit command_failed(failure.sentence);
                        },
                        [this](const vm::Status& status) {
                          status_ = status;
                          emit status_changed(status);
                        },
                        [this](const vm::Stats& stats) {
                          stats_pending_ = false;
                          emit stats_changed(stats);
                        }},
             message);
}

}  // namespace vitrine::frontends::qt
