// SPDX-License-Identifier: Apache-2.0
// log/console.log: what the guest printed, bounded, the machine's previous output kept beside it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>

#include "core/base/result.h"

namespace vitrine::app::session {

// A guest that prints without end fills two files of kMaxBytes and no more.  Thread: one.
class ConsoleLog {
 public:
  static constexpr std::uint64_t kMaxBytes = std::uint64_t{1} << 20;

  // Creates the folder; an earlier console.log becomes console.previous.log.
  static base::Result<ConsoleLog> open(const std::filesystem::path& log_folder);
  void append(std::span<const std::uint8_t> bytes);

 private:
  explicit ConsoleLog(std::filesystem::path folder) : folder_{std::move(folder)} {}
  void turn();

  std::filesystem::path folder_;
  std::ofstream file_;
  std::uint64_t size_ = 0;
};

}  // namespace vitrine::app::session
