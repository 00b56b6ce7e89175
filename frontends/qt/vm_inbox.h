// SPDX-License-Identifier: Apache-2.0
// The queue between a machine's threads and the window's: messages in order, serial output joined, bounded.
#pragma once

#include <QByteArray>
#include <QString>

#include <deque>
#include <mutex>
#include <optional>
#include <variant>

#include "core/vm/command.h"

class QObject;

namespace vitrine::frontends::qt {

struct SerialBytes {
  QByteArray bytes;
};
// Output of before; what was queued earlier is part of it.
struct SerialBacklog {
  QByteArray bytes;
};
struct GuestPanic {
  QString last_lines;
};
struct CommandFailed {
  QString sentence;
};
using VmMessage = std::variant<SerialBytes, SerialBacklog, GuestPanic, CommandFailed, vm::Status, vm::Stats>;

// The receiver gets one queued call of `drain` for any number of messages, so that a chatty guest cannot flood the event loop.  Thread:
// any.
class VmInbox {
 public:
  // One turn of the window's event loop handles this much output, so that it stays quick.
  static constexpr qsizetype kMostBytesATurn = qsizetype{64} * 1024;
  // What waits at most; beyond it the oldest output is dropped.
  static constexpr qsizetype kMostWaitingBytes = qsizetype{4} * 1024 * 1024;

  explicit VmInbox(QObject* receiver, void (*drain)(QObject*)) : receiver_{receiver}, drain_{drain} {}
  void put(VmMessage message);
  // The next message; long output comes in several.
  std::optional<VmMessage> take();
  // After handling a turn: more calls follow if something is left.
  void turn_done();
  // The receiver goes; nothing is delivered any more.
  void close();

 private:
  void wake();
  void drop_oldest();

  std::mutex mutex_;
  QObject* receiver_;
  void (*drain_)(QObject*);
  std::deque<VmMessage> messages_;
  qsizetype waiting_bytes_ = 0;
  bool woken_ = false;
};

}  // namespace vitrine::frontends::qt
