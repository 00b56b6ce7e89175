// SPDX-License-Identifier: Apache-2.0
// The packet layer of GDB's remote protocol: framing, checksums, escapes.  GDB manual, appendix "GDB Remote Serial Protocol", Overview.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::vm::gdb {

// The longest payload that we take, escapes counted; told to the debugger as PacketSize.
inline constexpr std::size_t kPacketSize = 0x4000;

enum class WireKind : std::uint8_t {
  kPacket,     // `payload` is a whole packet with the right checksum, escapes undone
  kBroken,     // a packet that was damaged or too long: to be asked for again
  kInterrupt,  // Ctrl-C: stop the machine
  kAcknowledge,
  kRepeat,  // our last packet arrived damaged
};

struct WireEvent {
  WireKind kind = WireKind::kPacket;
  std::string payload;
};

// Cuts a stream of bytes into packets; what lies between packets is skipped.  Holds at most one packet.
class PacketReader {
 public:
  [[nodiscard]] std::vector<WireEvent> feed(std::string_view bytes);

 private:
  enum class Expecting : std::uint8_t { kStart, kPayload, kEscaped, kFirstDigit, kSecondDigit };
  void between_packets(char byte, std::vector<WireEvent>& events);
  void inside_packet(char byte);
  void end_packet(char low_digit, std::vector<WireEvent>& events);
  void append(char byte);

  Expecting expecting_ = Expecting::kStart;
  std::string payload_;
  std::uint8_t sum_ = 0;
  char high_digit_ = '0';
  bool too_long_ = false;
};

// $payload#sum, with the bytes escaped that have a meaning of their own.
std::string framed(std::string_view payload);

}  // namespace vitrine::vm::gdb
