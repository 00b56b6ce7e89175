// SPDX-License-Identifier: Apache-2.0
// What a hostile guest writes to its serial port: the terminal's screen takes any bytes, sizes and searches without harm.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/check.h"
#include "frontends/qt/terminal_screen.h"
#include "frontends/qt/terminal_search.h"
#include "frontends/qt/terminal_selection.h"

using namespace vitrine::frontends::qt;

namespace {

void look_at(const TerminalScreen& screen) {
  CHECK(screen.cursor().row >= 0 && screen.cursor().row < screen.rows());
  CHECK(screen.cursor().column >= 0 && screen.cursor().column <= screen.columns());
  CHECK(screen.line(screen.end_line() - 1).size() == static_cast<std::size_t>(screen.columns()));
  CHECK(screen.line(screen.end_line()).empty());
}

}  // namespace

// 0xFE and a byte: another size; everything else is output.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  TerminalScreen screen{24, 80};
  std::size_t answered = 0;
  screen.set_output([&answered](const QByteArray& bytes) { answered += static_cast<std::size_t>(bytes.size()); });
  std::string_view rest{reinterpret_cast<const char*>(data), size};  // SAFETY: bytes as char
  while (!rest.empty()) {
    const std::size_t length = std::min(rest.find('\xFE'), rest.size());
    screen.feed(rest.substr(0, length));
    look_at(screen);
    rest.remove_prefix(length);
    if (rest.size() < 2) break;
    const auto wish = static_cast<std::uint8_t>(rest[1]);
    screen.resize(wish & 0x3F, 1 + wish / 2);
    look_at(screen);
    rest.remove_prefix(2);
  }
  (void)find_in_terminal(screen, QStringLiteral("a"), Qt::CaseInsensitive);
  TerminalSelection selection;
  selection.select_all(screen);
  (void)selection.text(screen);
  return 0;
}
