// SPDX-License-Identifier: Apache-2.0
// The latest output of a serial port, and how much there has been in all.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace vitrine::app::control {

// Thread: one.
class SerialHistory {
 public:
  static constexpr std::size_t kKeptBytes = std::size_t{256} << 10;

  void append(std::span<const std::uint8_t> bytes) {
    end_ += bytes.size();
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    // Trimmed rarely, so that appending stays cheap.
    if (bytes_.size() > 2 * kKeptBytes) bytes_.erase(bytes_.begin(), bytes_.end() - static_cast<std::ptrdiff_t>(kKeptBytes));
  }
  // At most kKeptBytes.
  [[nodiscard]] std::span<const std::uint8_t> latest() const {
    const std::span all{bytes_};
    return all.size() > kKeptBytes ? all.last(kKeptBytes) : all;
  }
  // Bytes that ever came out of the port.
  [[nodiscard]] std::uint64_t end() const { return end_; }
  void restart(std::span<const std::uint8_t> latest, std::uint64_t end) {
    bytes_.assign(latest.begin(), latest.end());
    end_ = end;
  }

 private:
  std::vector<std::uint8_t> bytes_;
  std::uint64_t end_ = 0;
};

}  // namespace vitrine::app::control
