// SPDX-License-Identifier: Apache-2.0
// Delivers a machine's events in order on a thread of its own, and keeps what a view that comes later wants to see.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "core/ports/serial_port.h"
#include "core/vm/event.h"
#include "core/vm/panic_watch.h"

namespace vitrine::vm {

// Characters that the guest prints one by one reach the sink in batches.  Thread: publish(), write() and then() from any; they never block.
class EventStream final : public ports::SerialPort {
 public:
  static constexpr std::size_t kBacklogBytes = std::size_t{256} << 10;

  EventStream();
  ~EventStream() override;
  EventStream(const EventStream&) = delete;
  EventStream& operator=(const EventStream&) = delete;

  void publish(Event event);
  // The guest's output on serial port 0.
  void write(std::span<const std::uint8_t> bytes) override;
  // Calls the function on the stream's thread, after all events before it; it gets the last output that was delivered until then.
  using Marker = std::function<void(const std::vector<std::uint8_t>& backlog)>;
  void then(Marker marker);
  // Returns when no call of the earlier sink is still running.  Not from the sink itself.
  void set_sink(EventSink sink);

 private:
  using Item = std::variant<Event, Marker>;
  void loop();
  void deliver(Item& item);
  void deliver_output(const SerialOutput& output);
  void report_panic(std::optional<std::string> lines);
  void call_sink(const Event& event);
  void wait_for_more(std::unique_lock<std::mutex>& lock);
  void push(Item item);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> items_;
  std::size_t waiting_bytes_ = 0;  // of output, in items_
  bool urgent_ = false;            // something else than output waits
  bool ending_ = false;

  std::mutex sink_mutex_;
  EventSink sink_;
  // The stream's thread alone.
  std::vector<std::uint8_t> backlog_;
  PanicWatch panic_;
  std::thread thread_;
};

}  // namespace vitrine::vm
