// SPDX-License-Identifier: Apache-2.0
// The 16550A UART with byte-wide registers: FIFOs, modem control, loopback, break; characters leave at once.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>

#include "core/bus/region.h"
#include "core/ports/serial_port.h"
#include "core/snapshot/fields.h"

namespace vitrine::device::serial {

// PC16550D data sheet (National Semiconductor), section 8.  Transmission takes no time, so the transmitter is always empty; a receive
// timeout is reported at once while fewer characters than the trigger level wait.  Thread: any, under the device lock.
class Ns16550a final : public bus::MmioRegion, public ports::SerialInput, public snapshot::Stateful {
 public:
  static constexpr std::uint64_t kWindowBytes = 0x100;  // eight registers; the rest reads 0

  Ns16550a(ports::SerialPort& output, bus::IrqLine& irq) : output_{output}, irq_{irq} {}

  void reset();
  // The far end holds the line in a break condition.
  void receive_break();

  std::uint64_t read(std::uint64_t offset, unsigned size_bytes) override;
  void write(std::uint64_t offset, unsigned size_bytes, std::uint64_t value) override;
  std::size_t receive(std::span<const std::uint8_t> bytes) override;
  void on_room(std::function<void()> callback) override { on_room_ = std::move(callback); }
  void fields(snapshot::Fields& visitor) override;
  base::Status restored() override;

 private:
  static constexpr std::size_t kFifoBytes = 16;

  [[nodiscard]] bool fifo_enabled() const { return (fcr_ & 1) != 0; }
  [[nodiscard]] std::size_t capacity() const { return fifo_enabled() ? kFifoBytes : 1; }
  [[nodiscard]] bool loopback() const;
  [[nodiscard]] std::uint8_t modem_status() const;
  [[nodiscard]] std::uint8_t interrupt_id() const;
  void push(std::uint8_t character);
  void clear_receiver();
  std::uint8_t read_receiver();
  std::uint8_t read_interrupt_id();
  std::uint8_t read_line_status();
  std::uint8_t read_modem_status();
  void transmit(std::uint8_t character);
  void write_interrupt_enable(std::uint8_t value);
  void write_fifo_control(std::uint8_t value);
  void update_irq();
  void offer_room();

  ports::SerialPort& output_;
  bus::IrqLine& irq_;
  std::function<void()> on_room_;
  bool wants_room_ = false;  // a receive() was cut short

  std::array<std::uint8_t, kFifoBytes> fifo_{};
  std::uint8_t fifo_first_ = 0;
  std::uint8_t fifo_count_ = 0;
  std::uint8_t ier_ = 0;
  std::uint8_t fcr_ = 0;
  std::uint8_t lcr_ = 0;
  std::uint8_t mcr_ = 0x08;
  std::uint8_t lsr_errors_ = 0;  // overrun and break, until read
  std::uint8_t msr_deltas_ = 0;
  std::uint8_t scr_ = 0;
  std::uint16_t divisor_ = 12;        // 9600 baud
  bool transmitter_pending_ = false;  // "transmitter empty" has not been reported yet
};

}  // namespace vitrine::device::serial
