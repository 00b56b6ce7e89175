// SPDX-License-Identifier: Apache-2.0
// Notices on the console that the guest's kernel panicked.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>

namespace vitrine::vm {

// Thread: one.
class PanicWatch {
 public:
  static constexpr std::size_t kLines = 40;
  static constexpr std::size_t kLongestLine = 500;

  // The last lines, once for each panic: when its last line ("---[ end Kernel panic" or "Rebooting in") has come, or kLines lines after its
  // first.
  std::optional<std::string> feed(std::span<const std::uint8_t> bytes);
  // No more output comes (the machine ends or is reset): the lines of a panic that was still being printed.
  std::optional<std::string> finish();

 private:
  void end_line();
  [[nodiscard]] std::string text() const;

  std::string line_;
  std::deque<std::string> lines_;
  bool panicking_ = false;
  std::size_t lines_since_ = 0;
  bool complete_ = false;
};

}  // namespace vitrine::vm
