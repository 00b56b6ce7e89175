// SPDX-License-Identifier: Apache-2.0
// Hostile bytes on the debugger's port.
#include <cstddef>
#include <cstdint>

#include "core/vm/gdb/packet.h"
#include "core/vm/gdb/session.h"
#include "tests/core/vm/gdb/fake_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vitrine;
  using namespace vitrine::vm::gdb;
  test::FakeTarget target{2};
  const SessionHooks hooks{[](const std::string& line) -> base::Result<std::string> { return line; }, [] {}};
  Session session{target, hooks};
  PacketReader reader;
  // SAFETY: bytes may be looked at as characters.
  const std::string_view stream{reinterpret_cast<const char*>(data), size};
  for (const WireEvent& event : reader.feed(stream)) (void)framed(event.payload);
  // Most mutations break a checksum; the conversation is tried with what stands between line ends, too.
  for (std::size_t start = 0; start < stream.size() && !session.is_over();) {
    const std::size_t end = std::min(stream.find('\n', start), stream.size());
    const std::string_view packet = stream.substr(start, end - start);
    if (packet == "\x03") (void)session.interrupt();
    else
      for (const std::string& reply : session.handle(packet)) (void)framed(reply);
    if (!target.halted) (void)session.stopped({packet.size() % 2, cpu::ExitReason::kBreakpoint, 0});
    start = end + 1;
  }
  return 0;
}
