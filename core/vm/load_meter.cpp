// SPDX-License-Identifier: Apache-2.0
// Measures the guest's speed and the host's load.
#include "core/vm/load_meter.h"

#include <ctime>

#include "core/base/sys/os.h"

namespace vitrine::vm {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

std::int64_t process_cpu_ns() { return static_cast<std::int64_t>(std::clock()) * (kSecond / CLOCKS_PER_SEC); }

}  // namespace

LoadMeter::Rates LoadMeter::sample(std::uint64_t instructions, std::uint64_t translated) {
  const std::int64_t now = base::sys::monotonic_ns();
  const std::int64_t elapsed = now - at_ns_;
  if (elapsed < kSecond * 9 / 10) return rates_;
  const std::int64_t cpu = process_cpu_ns();
  const auto executed = static_cast<double>(instructions - instructions_);
  if (at_ns_ != 0) {
    rates_.mips = executed * 1000.0 / static_cast<double>(elapsed);
    rates_.cpu_load = static_cast<double>(cpu - cpu_ns_) / static_cast<double>(elapsed);
  }
  if (executed > 0) rates_.translated_share = static_cast<double>(translated - translated_) / executed;
  at_ns_ = now;
  cpu_ns_ = cpu;
  instructions_ = instructions;
  translated_ = translated;
  return rates_;
}

}  // namespace vitrine::vm
