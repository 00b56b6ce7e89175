// SPDX-License-Identifier: Apache-2.0
// Batches the guest's output and hands events on.
#include "core/vm/event_stream.h"

#include <chrono>
#include <utility>

namespace vitrine::vm {
namespace {

constexpr std::chrono::milliseconds kBatch{1};  // how long the first character waits for company
constexpr std::size_t kFullBatch = 4096;
constexpr std::size_t kMostWaiting = std::size_t{16} << 20;  // beyond this a sink has stopped working, and output is lost

bool ends_output(const Event& event) {
  const auto* const changed = std::get_if<StateChanged>(&event);
  return std::holds_alternative<ResetHappened>(event) || (changed != nullptr && changed->status.end.reason != EndReason::kNone);
}

}  // namespace

EventStream::EventStream() : thread_{[this] { loop(); }} {}

EventStream::~EventStream() {
  {
    const std::scoped_lock lock{mutex_};
    ending_ = true;
    changed_.notify_one();
  }
  thread_.join();
}

void EventStream::publish(Event event) {
  const std::scoped_lock lock{mutex_};
  urgent_ = true;
  push(Item{std::move(event)});
}

void EventStream::then(Marker marker) {
  const std::scoped_lock lock{mutex_};
  urgent_ = true;
  push(Item{std::move(marker)});
}

void EventStream::push(Item item) {
  items_.push_back(std::move(item));
  changed_.notify_one();
}

void EventStream::write(std::span<const std::uint8_t> bytes) {
  const std::scoped_lock lock{mutex_};
  if (waiting_bytes_ + bytes.size() > kMostWaiting) return;
  waiting_bytes_ += bytes.size();
  Event* const last = items_.empty() ? nullptr : std::get_if<Event>(&items_.back());
  SerialOutput* const output = last == nullptr ? nullptr : std::get_if<SerialOutput>(last);
  if (output == nullptr) {
    push(Event{SerialOutput{0, {bytes.begin(), bytes.end()}}});
    return;
  }
  output->bytes.insert(output->bytes.end(), bytes.begin(), bytes.end());
  if (waiting_bytes_ >= kFullBatch) changed_.notify_one();
}

void EventStream::set_sink(EventSink sink) {
  const std::scoped_lock lock{sink_mutex_};
  sink_ = std::move(sink);
}

void EventStream::loop() {
  std::unique_lock lock{mutex_};
  while (true) {
    changed_.wait(lock, [this] { return ending_ || !items_.empty(); });
    if (items_.empty()) return;
    wait_for_more(lock);
    std::deque<Item> taken = std::exchange(items_, {});
    waiting_bytes_ = 0;
    urgent_ = false;
    lock.unlock();
    for (Item& item : taken) deliver(item);
    lock.lock();
  }
}

void EventStream::wait_for_more(std::unique_lock<std::mutex>& lock) {
  changed_.wait_for(lock, kBatch, [this] { return ending_ || urgent_ || waiting_bytes_ >= kFullBatch; });
}

void EventStream::deliver(Item& item) {
  if (Marker* const marker = std::get_if<Marker>(&item)) {
    (*marker)(backlog_);
    return;
  }
  const Event& event = std::get<Event>(item);
  if (const auto* const output = std::get_if<SerialOutput>(&event)) {
    deliver_output(*output);
  } else {
    if (ends_output(event)) report_panic(panic_.finish());
    call_sink(event);
  }
}

void EventStream::deliver_output(const SerialOutput& output) {
  backlog_.insert(backlog_.end(), output.bytes.begin(), output.bytes.end());
  if (backlog_.size() > 2 * kBacklogBytes)  // trimmed rarely, so that each byte moves once or twice
    backlog_.erase(backlog_.begin(), backlog_.end() - static_cast<std::ptrdiff_t>(kBacklogBytes));
  call_sink(output);
  report_panic(panic_.feed(output.bytes));
}

void EventStream::report_panic(std::optional<std::string> lines) {
  if (lines) call_sink(GuestPanicked{std::move(*lines)});
}

void EventStream::call_sink(const Event& event) {
  const std::scoped_lock lock{sink_mutex_};
  if (sink_) sink_(event);
}

}  // namespace vitrine::vm
