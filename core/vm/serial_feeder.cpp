// SPDX-License-Identifier: Apache-2.0
// Feeds a serial device.
#include "core/vm/serial_feeder.h"

#include <utility>

namespace vitrine::vm {

void SerialFeeder::add(std::vector<std::uint8_t> bytes, Completion done) {
  if (waiting_ + bytes.size() > kMostWaiting) {
    done(base::fail(base::Errc::kBusy, "the guest does not read its serial port: {} bytes are waiting already", waiting_));
    return;
  }
  waiting_ += bytes.size();
  pieces_.push_back({std::move(bytes), 0, std::move(done)});
  pump();
}

void SerialFeeder::pump() {
  while (!pieces_.empty()) {
    Piece& piece = pieces_.front();
    {
      const std::scoped_lock devices{device_lock_};
      const std::size_t count = device_.receive(std::span{piece.bytes}.subspan(piece.taken));
      piece.taken += count;
      waiting_ -= count;
    }
    if (piece.taken < piece.bytes.size()) return;
    const Completion done = std::move(piece.done);
    pieces_.pop_front();
    done(Done{});
  }
}

void SerialFeeder::drop() {
  waiting_ = 0;
  for (const Piece& piece : std::exchange(pieces_, {})) piece.done(base::fail(base::Errc::kCancelled, "the machine has ended"));
}

}  // namespace vitrine::vm
