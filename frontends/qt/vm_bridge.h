// SPDX-License-Identifier: Apache-2.0
// A machine as a QObject: commands never wait, completions and events come as signals on the window's thread.
#pragma once

#include <QObject>

#include <memory>

#include "core/vm/vm.h"
#include "frontends/qt/vm_inbox.h"

namespace vitrine::frontends::qt {

// Takes the machine's event sink while it lives.  Thread: ui.
class VmBridge final : public QObject {
  Q_OBJECT

 public:
  // The machine must outlive the bridge.
  explicit VmBridge(vm::Vm& machine, QObject* parent = nullptr);
  ~VmBridge() override;

  // Asks for state and earlier output; both arrive as signals.
  void attach();
  void pause();
  void resume();
  void power_off();
  void reset();
  void type(const QByteArray& bytes);
  void request_stats();

  [[nodiscard]] const vm::Status& status() const { return status_; }

 signals:
  void status_changed(const vitrine::vm::Status& status);
  void serial_output(const QByteArray& bytes);
  void serial_restarted(const QByteArray& backlog);
  void guest_panicked(const QString& last_lines);
  void stats_changed(const vitrine::vm::Stats& stats);
  // A command was refused; the sentence says why.
  void command_failed(const QString& sentence);

 private:
  void submit(vm::Command command);
  void drain();
  void handle(const VmMessage& message);

  vm::Vm& machine_;
  std::shared_ptr<VmInbox> inbox_;  // shared with completions that may still be on their way
  vm::Status status_;
  bool stats_pending_ = false;
};

}  // namespace vitrine::frontends::qt
