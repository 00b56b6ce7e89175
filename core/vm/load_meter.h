// SPDX-License-Identifier: Apache-2.0
// Rates over the last second or so: how fast the guest runs and what it costs the host.
#pragma once

#include <cstdint>

namespace vitrine::vm {

// Thread: control.
class LoadMeter {
 public:
  struct Rates {
    double mips = 0;              // million guest instructions a second
    double cpu_load = 0;          // of this process; 1.0 = one core
    double translated_share = 0;  // of the instructions; stands while there are none
  };
  // Rates since the last time this was asked at least a second ago; asked more often, the last answer stands.
  // `translated` of the instructions were executed as translated code.
  Rates sample(std::uint64_t instructions, std::uint64_t translated);

 private:
  std::int64_t at_ns_ = 0;
  std::int64_t cpu_ns_ = 0;
  std::uint64_t instructions_ = 0;
  std::uint64_t translated_ = 0;
  Rates rates_;
};

}  // namespace vitrine::vm
