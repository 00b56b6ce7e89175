// SPDX-License-Identifier: Apache-2.0
// Rates over the last second or so: how fast the guest runs and what it costs the host.
#pragma once

#include <cstdint>

namespace vitrine::vm {

// Thread: control.
class LoadMeter {
 public:
  struct Rates {
    double mips = 0;      // million guest instructions a second
    double cpu_load = 0;  // of this process; 1.0 = one core
  };
  // Rates since the last time this was asked at least a second ago; asked more often, the last answer stands.
  Rates sample(std::uint64_t instructions);

 private:
  std::int64_t at_ns_ = 0;
  std::int64_t cpu_ns_ = 0;
  std::uint64_t instructions_ = 0;
  Rates rates_;
};

}  // namespace vitrine::vm
