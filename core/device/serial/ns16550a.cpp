// SPDX-License-Identifier: Apache-2.0
// The registers of the 16550A and when they interrupt.
#include "core/device/serial/ns16550a.h"

#include <algorithm>

namespace vitrine::device::serial {
namespace {
// Interrupt enable register.
constexpr std::uint8_t kIerReceive = 0x01;
constexpr std::uint8_t kIerTransmit = 0x02;
constexpr std::uint8_t kIerLine = 0x04;
constexpr std::uint8_t kIerModem = 0x08;
// Interrupt identification register, highest priority first.
constexpr std::uint8_t kIirLine = 0x06;
constexpr std::uint8_t kIirReceive = 0x04;
constexpr std::uint8_t kIirTimeout = 0x0c;
constexpr std::uint8_t kIirTransmit = 0x02;
constexpr std::uint8_t kIirModem = 0x00;
constexpr std::uint8_t kIirNone = 0x01;
constexpr std::uint8_t kIirFifo = 0xc0;
// FIFO control register.
constexpr std::uint8_t kFcrEnable = 0x01;
constexpr std::uint8_t kFcrClearReceive = 0x02;
constexpr std::uint8_t kFcrClearTransmit = 0x04;
constexpr std::uint8_t kFcrStored = 0xc9;
// Line control, modem control, line status, modem status.
constexpr std::uint8_t kLcrDivisor = 0x80;
constexpr std::uint8_t kMcrLoopback = 0x10;
constexpr std::uint8_t kMcrReset = 0x08;  // OUT2, which gates the interrupt on boards that have such a gate
constexpr std::uint8_t kLsrReady = 0x01;
constexpr std::uint8_t kLsrOverrun = 0x02;
constexpr std::uint8_t kLsrBreak = 0x10;
constexpr std::uint8_t kLsrErrors = 0x1e;
constexpr std::uint8_t kLsrEmpty = 0x60;      // transmitter holding register and shifter
constexpr std::uint8_t kMsrConnected = 0xb0;  // carrier, data set ready, clear to send
constexpr std::uint8_t kMsrDeltas = 0x0f;

constexpr std::array<std::uint8_t, 4> kTriggerLevels{1, 4, 8, 14};
}  // namespace

void Ns16550a::reset() {
  clear_receiver();
  ier_ = fcr_ = lcr_ = lsr_errors_ = msr_deltas_ = scr_ = 0;
  mcr_ = kMcrReset;
  divisor_ = 12;
  transmitter_pending_ = false;
  update_irq();
  offer_room();
}

bool Ns16550a::loopback() const { return (mcr_ & kMcrLoopback) != 0; }

std::uint8_t Ns16550a::interrupt_id() const {
  const bool line = (lsr_errors_ & kLsrErrors) != 0;
  if ((ier_ & kIerLine) != 0 && line) return kIirLine;
  if ((ier_ & kIerReceive) != 0 && fifo_count_ > 0) {
    const bool below_trigger = fifo_enabled() && fifo_count_ < kTriggerLevels[fcr_ >> 6];
    return below_trigger ? kIirTimeout : kIirReceive;
  }
  if ((ier_ & kIerTransmit) != 0 && transmitter_pending_) return kIirTransmit;
  if ((ier_ & kIerModem) != 0 && msr_deltas_ != 0) return kIirModem;
  return kIirNone;
}

void Ns16550a::update_irq() { irq_.set(interrupt_id() != kIirNone); }

std::uint8_t Ns16550a::modem_status() const {
  if (!loopback()) return static_cast<std::uint8_t>(kMsrConnected | msr_deltas_);
  // The outputs come back as inputs: DTR as DSR, RTS as CTS, OUT1 as RI, OUT2 as DCD.
  const unsigned status = ((mcr_ & 0x0cu) << 4) | ((mcr_ & 0x02u) << 3) | ((mcr_ & 0x01u) << 5);
  return static_cast<std::uint8_t>(status | msr_deltas_);
}

void Ns16550a::push(std::uint8_t character) {
  if (fifo_count_ >= capacity()) {
    lsr_errors_ |= kLsrOverrun;
    if (fifo_enabled()) return;  // a full FIFO keeps what it has, a single holding register is overwritten
    fifo_count_ = 0;
  }
  fifo_[(fifo_first_ + fifo_count_) % kFifoBytes] = character;
  ++fifo_count_;
}

void Ns16550a::clear_receiver() {
  fifo_first_ = fifo_count_ = 0;
  lsr_errors_ &= static_cast<std::uint8_t>(~kLsrBreak);
}

std::size_t Ns16550a::receive(std::span<const std::uint8_t> bytes) {
  const std::size_t room = loopback() ? 0 : capacity() - std::min<std::size_t>(fifo_count_, capacity());
  const std::size_t taken = std::min(room, bytes.size());
  for (std::uint8_t character : bytes.first(taken)) push(character);
  wants_room_ = taken < bytes.size();
  update_irq();
  return taken;
}

void Ns16550a::receive_break() {
  push(0);
  lsr_errors_ |= kLsrBreak;
  update_irq();
}

void Ns16550a::offer_room() {
  if (!wants_room_ || loopback() || fifo_count_ >= capacity()) return;
  wants_room_ = false;
  if (on_room_) on_room_();
}

std::uint8_t Ns16550a::read_receiver() {
  const std::uint8_t character = fifo_[fifo_first_];
  if (fifo_count_ == 0) return fifo_enabled() ? 0 : character;  // the holding register keeps what was read
  if (fifo_enabled()) fifo_first_ = static_cast<std::uint8_t>((fifo_first_ + 1) % kFifoBytes);
  --fifo_count_;
  update_irq();
  offer_room();
  return character;
}

std::uint8_t Ns16550a::read_interrupt_id() {
  const std::uint8_t id = interrupt_id();
  if (id == kIirTransmit) {
    transmitter_pending_ = false;
    update_irq();
  }
  return static_cast<std::uint8_t>(id | (fifo_enabled() ? kIirFifo : 0));
}

std::uint8_t Ns16550a::read_line_status() {
  const std::uint8_t ready = fifo_count_ > 0 ? kLsrReady : 0;
  const auto status = static_cast<std::uint8_t>(kLsrEmpty | ready | lsr_errors_);
  if (lsr_errors_ != 0) {
    lsr_errors_ = 0;
    update_irq();
  }
  return status;
}

std::uint8_t Ns16550a::read_modem_status() {
  const std::uint8_t status = modem_status();
  if (msr_deltas_ != 0) {
    msr_deltas_ = 0;
    update_irq();
  }
  return status;
}

std::uint64_t Ns16550a::read(std::uint64_t offset, unsigned size_bytes) {
  if (size_bytes != 1) return 0;
  const bool divisor = (lcr_ & kLcrDivisor) != 0;
  switch (offset) {
    case 0: return divisor ? divisor_ & 0xff : read_receiver();
    case 1: return divisor ? divisor_ >> 8 : ier_;
    case 2: return read_interrupt_id();
    case 3: return lcr_;
    case 4: return mcr_;
    case 5: return read_line_status();
    case 6: return read_modem_status();
    case 7: return scr_;
    default: return 0;
  }
}

void Ns16550a::transmit(std::uint8_t character) {
  if (loopback()) {
    push(character);
  } else {
    output_.write({&character, 1});
  }
  transmitter_pending_ = true;  // empty again at once
  update_irq();
}

void Ns16550a::write_interrupt_enable(std::uint8_t value) {
  const bool transmit_newly_on = (value & ~ier_ & kIerTransmit) != 0;
  ier_ = value & 0x0f;
  if (transmit_newly_on) transmitter_pending_ = true;
  update_irq();
}

void Ns16550a::write_fifo_control(std::uint8_t value) {
  const bool switched = ((value ^ fcr_) & kFcrEnable) != 0;
  if (switched || (value & kFcrClearReceive) != 0) clear_receiver();
  if (switched || (value & kFcrClearTransmit) != 0) transmitter_pending_ = true;
  fcr_ = value & kFcrStored;
  update_irq();
  offer_room();
}

void Ns16550a::write(std::uint64_t offset, unsigned size_bytes, std::uint64_t value) {
  if (size_bytes != 1) return;
  const auto byte = static_cast<std::uint8_t>(value);
  const bool divisor = (lcr_ & kLcrDivisor) != 0;
  switch (offset) {
    case 0:
      if (divisor) {
        divisor_ = static_cast<std::uint16_t>((divisor_ & 0xff00) | byte);
      } else {
        transmit(byte);
      }
      break;
    case 1:
      if (divisor) {
        divisor_ = static_cast<std::uint16_t>((divisor_ & 0x00ff) | (byte << 8));
      } else {
        write_interrupt_enable(byte);
      }
      break;
    case 2: write_fifo_control(byte); break;
    case 3: lcr_ = byte; break;
    case 4:
      mcr_ = byte & 0x1f;
      offer_room();
      break;
    case 7: scr_ = byte; break;
    default: break;  // line and modem status are read-only
  }
}

void Ns16550a::fields(snapshot::Fields& visitor) {
  visitor.array("fifo", fifo_);
  visitor.value("fifo_first", fifo_first_);
  visitor.value("fifo_count", fifo_count_);
  visitor.value("ier", ier_);
  visitor.value("fcr", fcr_);
  visitor.value("lcr", lcr_);
  visitor.value("mcr", mcr_);
  visitor.value("lsr_errors", lsr_errors_);
  visitor.value("msr_deltas", msr_deltas_);
  visitor.value("scr", scr_);
  visitor.value("divisor", divisor_);
  visitor.value("transmitter_pending", transmitter_pending_);
}

base::Status Ns16550a::restored() {
  if (fifo_first_ >= kFifoBytes || fifo_count_ > capacity()) {
    const auto failure = base::fail(base::Errc::kCorrupt, "saved state of the serial port: {} characters at place {} do not fit its FIFO",
                                    fifo_count_, fifo_first_);
    reset();
    return failure;
  }
  ier_ &= 0x0f;
  fcr_ &= kFcrStored;
  mcr_ &= 0x1f;
  lsr_errors_ &= kLsrErrors;
  msr_deltas_ &= kMsrDeltas;
  wants_room_ = true;  // whoever has input waiting offers it again
  update_irq();
  offer_room();
  return {};
}

}  // namespace vitrine::device::serial
