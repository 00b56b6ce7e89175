// SPDX-License-Identifier: Apache-2.0
// Where random bytes come from: the host, or a seeded generator in deterministic mode.
#pragma once

#include <cstddef>
#include <span>

namespace vitrine::ports {

class EntropySource {
 public:
  virtual ~EntropySource() = default;
  virtual void fill(std::span<std::byte> out) = 0;
};

}  // namespace vitrine::ports
