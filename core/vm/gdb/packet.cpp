// SPDX-License-Identifier: Apache-2.0
// Framing packets, and finding them in a stream.
#include "core/vm/gdb/packet.h"

#include <fmt/format.h>

#include <utility>

#include "core/vm/gdb/hex.h"

namespace vitrine::vm::gdb {
namespace {

constexpr char kEscape = '}';
constexpr char kEscapeMask = 0x20;
constexpr char kCtrlC = 3;

}  // namespace

std::vector<WireEvent> PacketReader::feed(std::string_view bytes) {
  std::vector<WireEvent> events;
  for (const char byte : bytes) {
    switch (expecting_) {
      case Expecting::kStart: between_packets(byte, events); break;
      case Expecting::kPayload:
      case Expecting::kEscaped: inside_packet(byte); break;
      case Expecting::kFirstDigit:
        high_digit_ = byte;
        expecting_ = Expecting::kSecondDigit;
        break;
      case Expecting::kSecondDigit: end_packet(byte, events); break;
    }
  }
  return events;
}

void PacketReader::between_packets(char byte, std::vector<WireEvent>& events) {
  switch (byte) {
    case '$':
      payload_.clear();
      sum_ = 0;
      too_long_ = false;
      expecting_ = Expecting::kPayload;
      break;
    case kCtrlC: events.push_back({WireKind::kInterrupt, {}}); break;
    case '+': events.push_back({WireKind::kAcknowledge, {}}); break;
    case '-': events.push_back({WireKind::kRepeat, {}}); break;
    default: break;
  }
}

void PacketReader::inside_packet(char byte) {
  if (byte == '#') {
    expecting_ = Expecting::kFirstDigit;
    return;
  }
  sum_ = static_cast<std::uint8_t>(sum_ + static_cast<std::uint8_t>(byte));
  if (expecting_ == Expecting::kEscaped) {
    append(static_cast<char>(byte ^ kEscapeMask));
    expecting_ = Expecting::kPayload;
  } else if (byte == kEscape) {
    expecting_ = Expecting::kEscaped;
  } else {
    append(byte);
  }
}

void PacketReader::append(char byte) {
  too_long_ = too_long_ || payload_.size() >= kPacketSize;
  if (!too_long_) payload_ += byte;
}

void PacketReader::end_packet(char low_digit, std::vector<WireEvent>& events) {
  expecting_ = Expecting::kStart;
  const auto sum = bytes_from_hex(std::string{high_digit_, low_digit});
  if (too_long_ || !sum || std::to_integer<std::uint8_t>(sum->front()) != sum_) {
    events.push_back({WireKind::kBroken, {}});
  } else {
    events.push_back({WireKind::kPacket, std::exchange(payload_, {})});
  }
}

std::string framed(std::string_view payload) {
  std::string packet = "$";
  std::uint8_t sum = 0;
  const auto put = [&](char byte) {
    packet += byte;
    sum = static_cast<std::uint8_t>(sum + static_cast<std::uint8_t>(byte));
  };
  for (const char byte : payload) {
    const bool escaped = byte == '$' || byte == '#' || byte == kEscape || byte == '*';
    if (escaped) put(kEscape);
    put(escaped ? static_cast<char>(byte ^ kEscapeMask) : byte);
  }
  return packet + fmt::format("#{:02x}", sum);
}

}  // namespace vitrine::vm::gdb
