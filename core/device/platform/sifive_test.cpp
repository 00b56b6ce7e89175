// SPDX-License-Identifier: Apache-2.0
// The test finisher's one register.
#include "core/device/platform/sifive_test.h"

namespace vitrine::device::platform {
namespace {
constexpr std::uint16_t kPass = 0x5555;
constexpr std::uint16_t kFail = 0x3333;
constexpr std::uint16_t kReset = 0x7777;
}  // namespace

void SifiveTest::write(std::uint64_t offset, unsigned size_bytes, std::uint64_t value) {
  if (offset != 0 || (size_bytes != 2 && size_bytes != 4) || !handler_) return;
  switch (value & 0xffff) {
    case kPass: handler_(FinisherRequest::kPowerOff, 0); break;
    case kFail: handler_(FinisherRequest::kFail, static_cast<std::uint16_t>(value >> 16)); break;
    case kReset: handler_(FinisherRequest::kReset, 0); break;
    default: break;
  }
}

}  // namespace vitrine::device::platform
