// SPDX-License-Identifier: Apache-2.0
// q and Q packets: what we can do, which harts there are, target descriptions, monitor lines.
#include <fmt/format.h>

#include <algorithm>

#include "core/vm/gdb/hex.h"
#include "core/vm/gdb/packet.h"
#include "core/vm/gdb/resume_plan.h"
#include "core/vm/gdb/session.h"
#include "core/vm/gdb/target_xml.h"

namespace vitrine::vm::gdb {
namespace {

bool take_word(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

std::string thread_list(std::size_t harts) {
  std::string list = "m";
  for (std::size_t hart = 0; hart < harts; ++hart) list += fmt::format("{}{:x}", hart == 0 ? "" : ",", hart + 1);
  return list;
}

// The part of a document that was asked for: m with more to come, l with the last of it.
Replies slice(const std::string& document, std::uint64_t offset, std::uint64_t length) {
  if (offset > document.size()) return {"E01"};
  const auto start = static_cast<std::size_t>(offset);
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>({length, document.size() - offset, kPacketSize / 2}));
  return {(start + count < document.size() ? "m" : "l") + document.substr(start, count)};
}

}  // namespace

Replies Session::query(std::string_view text) {
  if (text.starts_with("qSupported"))
    return {fmt::format("PacketSize={:x};QStartNoAckMode+;qXfer:features:read+;qXfer:threads:read+;vContSupported+", kPacketSize)};
  if (text == "QStartNoAckMode") {
    acknowledges_ = false;
    return {"OK"};
  }
  if (text == "qfThreadInfo") return {thread_list(target_.hart_count())};
  if (text == "qsThreadInfo") return {"l"};
  if (text == "qC") return {fmt::format("QC{:x}", hart_ + 1)};
  if (text.starts_with("qAttached")) return {"1"};
  if (text.starts_with("qSymbol")) return {"OK"};
  if (take_word(text, "qThreadExtraInfo,")) return thread_info(text);
  if (take_word(text, "qXfer:")) return transfer(text);
  if (take_word(text, "qRcmd,")) return monitor(text);
  return {""};
}

Replies Session::thread_info(std::string_view text) {
  const auto hart = take_thread(text);
  if (!hart || *hart >= target_.hart_count()) return {"E01"};
  return {hex_from_text(fmt::format("hart {}", *hart))};
}

// object:read:annex:offset,length
Replies Session::transfer(std::string_view text) {
  std::string document;
  if (take_word(text, "features:read:target.xml:")) {
    const auto& registers = target_.hart(0).registers();
    document = target_xml(architecture_of(registers), registers);
  } else if (take_word(text, "threads:read::")) {
    document = threads_xml(target_.hart_count());
  } else {
    return {text.starts_with("features:read:") ? "E00" : ""};
  }
  const auto offset = take_number(text);
  const auto length = take(text, ',') ? take_number(text) : std::nullopt;
  if (!offset || !length) return {"E01"};
  return slice(document, *offset, *length);
}

Replies Session::monitor(std::string_view hex) {
  const auto bytes = bytes_from_hex(hex);
  if (!bytes || !hooks_.monitor) return {bytes ? "" : "E01"};
  std::string line;
  for (const std::byte byte : *bytes) line += static_cast<char>(byte);
  const auto answer = hooks_.monitor(line);
  std::string text = answer ? *answer : answer.error().message;
  if (!text.empty() && !text.ends_with('\n')) text += '\n';
  Replies replies;
  constexpr std::size_t kPortion = kPacketSize / 4;
  for (std::size_t start = 0; start < text.size(); start += kPortion)
    replies.push_back("O" + hex_from_text(std::string_view{text}.substr(start, kPortion)));
  replies.emplace_back("OK");
  return replies;
}

}  // namespace vitrine::vm::gdb
