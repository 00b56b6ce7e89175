// SPDX-License-Identifier: Apache-2.0
// The test finisher of SiFive's simulators: one register by which a guest powers off, fails with a code, or resets.
#pragma once

#include <cstdint>
#include <functional>

#include "core/bus/region.h"
#include "core/snapshot/fields.h"

namespace vitrine::device::platform {

enum class FinisherRequest : std::uint8_t { kPowerOff, kFail, kReset };

// Thread: any, under the device lock.
class SifiveTest final : public bus::MmioRegion, public snapshot::Stateful {
 public:
  static constexpr std::uint64_t kWindowBytes = 0x1000;
  // code is the guest's own, 0 except for kFail.  Called under the device lock on the vCPU's thread: it only notes what to do.
  using Handler = std::function<void(FinisherRequest request, std::uint16_t code)>;

  explicit SifiveTest(Handler handler) : handler_{std::move(handler)} {}

  std::uint64_t read(std::uint64_t, unsigned) override { return 0; }
  void write(std::uint64_t offset, unsigned size_bytes, std::uint64_t value) override;
  void fields(snapshot::Fields&) override {}  // it remembers nothing

 private:
  Handler handler_;
};

}  // namespace vitrine::device::platform
