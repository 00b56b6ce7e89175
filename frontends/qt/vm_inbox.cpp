// SPDX-License-Identifier: Apache-2.0
// Joining, bounding and delivering messages.
#include "frontends/qt/vm_inbox.h"

#include <QMetaObject>
#include <QObject>

#include <utility>

namespace vitrine::frontends::qt {

void VmInbox::put(VmMessage message) {
  const std::scoped_lock lock{mutex_};
  if (receiver_ == nullptr) return;
  if (std::holds_alternative<SerialBacklog>(message)) {
    std::erase_if(messages_, [](const VmMessage& earlier) { return std::holds_alternative<SerialBytes>(earlier); });
    waiting_bytes_ = 0;
  }
  if (auto* serial = std::get_if<SerialBytes>(&message)) {
    waiting_bytes_ += serial->bytes.size();
    auto* last = messages_.empty() ? nullptr : std::get_if<SerialBytes>(&messages_.back());
    if (last != nullptr) {
      last->bytes += serial->bytes;
    } else {
      messages_.push_back(std::move(message));
    }
    drop_oldest();
  } else {
    messages_.push_back(std::move(message));
  }
  wake();
}

void VmInbox::drop_oldest() {
  for (VmMessage& message : messages_) {
    auto* serial = std::get_if<SerialBytes>(&message);
    if (waiting_bytes_ <= kMostWaitingBytes) return;
    if (serial == nullptr) continue;
    const qsizetype surplus = std::min(waiting_bytes_ - kMostWaitingBytes, serial->bytes.size());
    serial->bytes.remove(0, surplus);
    waiting_bytes_ -= surplus;
  }
}

std::optional<VmMessage> VmInbox::take() {
  const std::scoped_lock lock{mutex_};
  if (messages_.empty()) return std::nullopt;
  if (auto* serial = std::get_if<SerialBytes>(&messages_.front()); serial != nullptr && serial->bytes.size() > kMostBytesATurn) {
    VmMessage part = SerialBytes{serial->bytes.first(kMostBytesATurn)};
    serial->bytes.remove(0, kMostBytesATurn);
    waiting_bytes_ -= kMostBytesATurn;
    return part;
  }
  VmMessage message = std::move(messages_.front());
  messages_.pop_front();
  if (const auto* serial = std::get_if<SerialBytes>(&message)) waiting_bytes_ -= serial->bytes.size();
  return message;
}

void VmInbox::turn_done() {
  const std::scoped_lock lock{mutex_};
  woken_ = false;
  if (!messages_.empty()) wake();
}

void VmInbox::wake() {
  if (woken_ || receiver_ == nullptr) return;
  woken_ = true;
  QMetaObject::invokeMethod(receiver_, [receiver = receiver_, drain = drain_] { drain(receiver); }, Qt::QueuedConnection);
}

void VmInbox::close() {
  const std::scoped_lock lock{mutex_};
  receiver_ = nullptr;
  messages_.clear();
}

}  // namespace vitrine::frontends::qt
