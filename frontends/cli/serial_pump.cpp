// SPDX-License-Identifier: Apache-2.0
// The pump's thread: input with flow control, output without blocking anybody.
#include "frontends/cli/serial_pump.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <mutex>

namespace vitrine::frontends::cli {
namespace {

constexpr std::size_t kTypedAtOnce = 256;     // bytes a command, so that the guest's port takes them in small portions
constexpr std::size_t kWaitingInput = 4096;   // read from the host, not yet taken by the guest
constexpr std::chrono::seconds kPatience{5};  // for a reader that stands still, at the end
constexpr std::string_view kHelp =
    "\nCtrl-A X       end the machine\nCtrl-A C       monitor, and back\nCtrl-A Ctrl-A  send Ctrl-A to the guest\nCtrl-A H       "
    "this list\n";

}  // namespace

struct SerialPump::Shared {
  std::mutex mutex;
  std::condition_variable progress;
  std::vector<std::uint8_t> from_guest;
  std::string from_monitor;
  std::uint64_t lost = 0;     // bytes of the guest that gave way
  std::uint64_t written = 0;  // bytes that left, or had nowhere to go
  bool command_in_flight = false;
  bool idle = true;  // nothing waits for the output
  bool stop = false;
  bool drain = false;  // the machine has ended: even a monitor must not hold its output back
  base::UniqueFd wake{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};

  void ring() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t rung = write(wake.get(), &one, sizeof one);
  }
};

base::Result<std::unique_ptr<SerialPump>> SerialPump::start(PumpOptions options, vm::Vm& vm) {
  std::unique_ptr<SerialPump> pump{new SerialPump{std::move(options), vm}};
  if (!pump->shared_->wake) return base::fail(base::Errc::kIo, "no event descriptor for the serial port: {}", std::strerror(errno));
  if (pump->options_.is_terminal) {
    TRY_ASSIGN(pump->raw_mode_, RawMode::enter(pump->options_.input, pump->shared_->wake.get()));
  }
  pump->thread_ = std::thread{[raw = pump.get()] { raw->run(); }};
  return pump;
}

SerialPump::SerialPump(PumpOptions options, vm::Vm& vm) : options_{std::move(options)}, vm_{vm}, shared_{std::make_shared<Shared>()} {}

SerialPump::~SerialPump() {
  {
    const std::lock_guard lock{shared_->mutex};
    shared_->stop = true;
  }
  shared_->ring();
  if (thread_.joinable()) thread_.join();
}

void SerialPump::on_event(const vm::Event& event) {
  const auto* const output = std::get_if<vm::SerialOutput>(&event);
  if (output == nullptr || output->port != 0 || output->bytes.empty()) return;
  const std::lock_guard lock{shared_->mutex};
  auto& waiting = shared_->from_guest;
  const bool was_empty = waiting.empty();
  if (waiting.size() + output->bytes.size() > options_.output_limit) {
    const std::size_t gone = std::min(waiting.size(), options_.output_limit / 2);  // half at once: cheap on average
    waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(gone));
    shared_->lost += gone;
  }
  waiting.insert(waiting.end(), output->bytes.begin(), output->bytes.end());
  shared_->idle = false;
  if (was_empty) shared_->ring();
}

void SerialPump::finish() {
  std::unique_lock lock{shared_->mutex};
  shared_->drain = true;
  shared_->ring();
  while (!shared_->idle) {
    const std::uint64_t before = shared_->written;
    shared_->progress.wait_for(lock, kPatience, [&] { return shared_->idle || shared_->written != before; });
    if (!shared_->idle && shared_->written == before) break;
  }
  const std::uint64_t lost = shared_->lost + (shared_->idle ? 0 : shared_->from_guest.size());
  lock.unlock();
  if (lost > 0 && options_.has_keys)
    fmt::print(stderr, "vitrine: {} bytes of the guest's console were lost, because they were not read in time\n", lost);
}

void SerialPump::run() {
  while (turn()) {}
}

bool SerialPump::turn() {
  collect_output();
  submit_input();
  const bool output_waits = options_.output && (!own_output_.empty() || guest_written_ < guest_output_.size());
  std::array<pollfd, 3> descriptors = {pollfd{shared_->wake.get(), POLLIN, 0}, pollfd{wants_input() ? options_.input : -1, POLLIN, 0},
                                       pollfd{output_waits ? options_.output.get() : -1, POLLOUT, 0}};
  if (poll(descriptors.data(), descriptors.size(), -1) < 0) return errno == EINTR;
  if (descriptors[0].revents != 0) {
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t got = read(shared_->wake.get(), &count, sizeof count);
    const std::lock_guard lock{shared_->mutex};
    if (shared_->stop) return false;
  }
  if (descriptors[1].revents != 0) read_input();
  if (descriptors[2].revents != 0) write_output();
  return true;
}

// A terminal is read even while the guest takes nothing: Ctrl-A X has to work then.  A pipe or file waits.
bool SerialPump::wants_input() const {
  if (options_.input < 0) return false;
  if (raw_mode_) return raw_mode_->in_foreground();
  return to_guest_.size() < kWaitingInput;
}

void SerialPump::read_input() {
  std::array<std::uint8_t, 1024> typed;
  const ssize_t got = read(options_.input, typed.data(), typed.size());
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (got <= 0) {
    options_.input = -1;  // its end is not the machine's
    return;
  }
  handle_typed(std::span{typed}.first(static_cast<std::size_t>(got)));
}

void SerialPump::handle_typed(std::span<const std::uint8_t> typed) {
  if (!options_.has_keys) {
    to_guest_.insert(to_guest_.end(), typed.begin(), typed.end());
    return;
  }
  for (const KeyEvent& event : keys_.feed(typed)) handle_key(event);
}

void SerialPump::handle_key(const KeyEvent& event) {
  switch (event.action) {
    case KeyAction::kSend:
      if (monitor_open_) return type_to_monitor(event.bytes);
      if (to_guest_.size() < kWaitingInput) to_guest_.insert(to_guest_.end(), event.bytes.begin(), event.bytes.end());
      return;
    case KeyAction::kEndMachine:
      submit_input();  // what was typed before goes first, unless the guest has stopped taking anything
      vm_.submit(vm::PowerOff{}, [](base::Result<vm::Reply>) {});
      return;
    case KeyAction::kToggleMonitor:
      monitor_open_ = !monitor_open_;
      prompt_.clear();
      return say(monitor_open_ ? std::string{"\n"} + kMonitorPrompt : "\n");
    case KeyAction::kHelp: return say(monitor_open_ ? std::string{kHelp} + kMonitorPrompt : std::string{kHelp});
  }
}

void SerialPump::type_to_monitor(std::span<const std::uint8_t> typed) {
  while (!typed.empty()) {
    std::string echo;
    const auto line = prompt_.feed(typed, echo);
    say(echo);
    if (!line) continue;
    if (line->empty()) {
      say(kMonitorPrompt);
      continue;
    }
    vm_.submit(vm::MonitorLine{*line}, [shared = shared_](base::Result<vm::Reply> reply) {
      const auto* const text = reply ? std::get_if<vm::Text>(&*reply) : nullptr;
      const std::lock_guard lock{shared->mutex};
      if (!reply) shared->from_monitor += reply.error().message + "\n";
      if (text != nullptr) shared->from_monitor += text->text;
      if (!shared->from_monitor.empty() && !shared->from_monitor.ends_with('\n')) shared->from_monitor += '\n';
      shared->from_monitor += kMonitorPrompt;
      shared->ring();
    });
  }
}

// One portion at a time: the machine answers when the guest's port has taken it.
void SerialPump::submit_input() {
  if (to_guest_.empty()) return;
  {
    const std::lock_guard lock{shared_->mutex};
    if (shared_->command_in_flight) return;
    shared_->command_in_flight = true;
  }
  const auto end = to_guest_.begin() + static_cast<std::ptrdiff_t>(std::min(to_guest_.size(), kTypedAtOnce));
  vm::SerialInput command{0, {to_guest_.begin(), end}};
  to_guest_.erase(to_guest_.begin(), end);
  vm_.submit(std::move(command), [shared = shared_](base::Result<vm::Reply>) {
    const std::lock_guard lock{shared->mutex};
    shared->command_in_flight = false;
    shared->ring();
  });
}

// Takes over what the machine has said since the last portion was written; while the monitor is open, the guest's words wait.
void SerialPump::collect_output() {
  const std::lock_guard lock{shared_->mutex};
  say(std::exchange(shared_->from_monitor, {}));
  const bool held = monitor_open_ && !shared_->drain;
  if (guest_written_ == guest_output_.size() && !held) {
    guest_output_.clear();
    guest_written_ = 0;
    guest_output_.swap(shared_->from_guest);
  }
  if (!options_.output) {
    shared_->written += guest_output_.size() + shared_->from_guest.size();
    guest_output_.clear();
    shared_->from_guest.clear();
    guest_written_ = 0;
    own_output_.clear();
  }
  shared_->idle = guest_output_.empty() && own_output_.empty() && shared_->from_guest.empty();
  if (shared_->idle) shared_->progress.notify_all();
}

void SerialPump::write_output() {
  const bool own = !own_output_.empty();
  const auto waiting =
      own ? std::span<const std::uint8_t>{own_output_} : std::span<const std::uint8_t>{guest_output_}.subspan(guest_written_);
  const std::ptrdiff_t written = options_.output.write(waiting);
  if (written < 0) {
    if (errno != EPIPE) fmt::print(stderr, "vitrine: the serial port's output cannot be written: {}\n", std::strerror(errno));
    return options_.output.close();
  }
  if (own) own_output_.erase(own_output_.begin(), own_output_.begin() + written);
  else guest_written_ += static_cast<std::size_t>(written);
  const std::lock_guard lock{shared_->mutex};
  shared_->written += static_cast<std::uint64_t>(written);
  shared_->progress.notify_all();
}

void SerialPump::say(std::string_view text) { own_output_.insert(own_output_.end(), text.begin(), text.end()); }

}  // namespace vitrine::frontends::cli
