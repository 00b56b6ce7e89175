// SPDX-License-Identifier: Apache-2.0
// Register decoding and comparators of the core-local interruptor.
#include "core/device/timer/aclint.h"

#include "core/base/bits.h"
#include "core/base/check.h"

namespace vitrine::device::timer {
namespace {
constexpr std::uint64_t kMtimecmpBase = 0x4000;
constexpr std::uint64_t kMtime = 0xbff8;
}  // namespace

Aclint::Aclint(unsigned harts, time::TimerService& timers, AclintOutputs outputs) : mtime_{timers.clock()}, outputs_{std::move(outputs)} {
  CHECK(harts >= 1 && harts <= kMaxHarts);
  harts_.resize(harts);
  for (unsigned hart = 0; hart < harts; ++hart) {
    harts_[hart].timer = timers.make_timer([this, hart] { compare(hart); });
  }
  mtime_.on_jump([this] { compare_all(); });
}

void Aclint::reset() {
  for (unsigned hart = 0; hart < harts_.size(); ++hart) {
    harts_[hart].mtimecmp = ~std::uint64_t{0};
    write_msip(hart, false);
  }
  mtime_.write(0);
}

void Aclint::write_msip(unsigned hart, bool level) {
  harts_[hart].msip = level;
  if (outputs_.msip) outputs_.msip(hart, level);
}

// Sets the interrupt by the comparison now, and asks to be called when it would change.
void Aclint::compare(unsigned hart) {
  Hart& state = harts_[hart];
  const bool level = mtime_.read() >= state.mtimecmp;
  if (level) {
    state.timer->cancel();
  } else {
    state.timer->arm(mtime_.deadline_ns(state.mtimecmp));
  }
  if (outputs_.mtip) outputs_.mtip(hart, level);
}

void Aclint::compare_all() {
  for (unsigned hart = 0; hart < harts_.size(); ++hart) compare(hart);
}

std::uint64_t Aclint::read_timer(std::uint64_t offset) const {
  if (offset == kMtime) return mtime_.read();
  const std::uint64_t hart = (offset - kMtimecmpBase) / 8;
  return hart < harts_.size() ? harts_[hart].mtimecmp : 0;
}

void Aclint::write_timer(std::uint64_t offset, std::uint64_t value) {
  if (offset == kMtime) {
    mtime_.write(value);
    return;
  }
  const std::uint64_t hart = (offset - kMtimecmpBase) / 8;
  if (hart >= harts_.size()) return;
  harts_[hart].mtimecmp = value;
  compare(static_cast<unsigned>(hart));
}

std::uint64_t Aclint::read(std::uint64_t offset, unsigned size_bytes) {
  if ((size_bytes != 4 && size_bytes != 8) || !base::is_aligned(offset, size_bytes)) return 0;
  if (offset < kMtimecmpBase) {
    const std::uint64_t hart = offset / 4;
    return size_bytes == 4 && hart < harts_.size() && harts_[hart].msip ? 1 : 0;
  }
  if (offset >= kMtime + 8) return 0;
  const std::uint64_t whole = read_timer(base::align_down(offset, 8));
  return size_bytes == 8 ? whole : base::bits(whole >> (offset % 8 * 8), 31, 0);
}

void Aclint::write(std::uint64_t offset, unsigned size_bytes, std::uint64_t value) {
  if ((size_bytes != 4 && size_bytes != 8) || !base::is_aligned(offset, size_bytes)) return;
  if (offset < kMtimecmpBase) {
    const std::uint64_t hart = offset / 4;
    if (size_bytes == 4 && hart < harts_.size()) write_msip(static_cast<unsigned>(hart), base::bit(value, 0));
    return;
  }
  if (offset >= kMtime + 8) return;
  const std::uint64_t aligned = base::align_down(offset, 8);
  if (size_bytes == 4) {
    const unsigned shift = static_cast<unsigned>(offset % 8 * 8);
    value = base::merge_bits(read_timer(aligned), value << shift, std::uint64_t{0xffffffff} << shift);
  }
  write_timer(aligned, value);
}

void Aclint::fields(snapshot::Fields& visitor) {
  std::uint64_t offset = mtime_.offset();
  visitor.value("mtime_offset", offset);
  for (Hart& hart : harts_) {
    visitor.value("msip", hart.msip);
    visitor.value("mtimecmp", hart.mtimecmp);
  }
  if (visitor.restoring()) mtime_.set_offset(offset);
}

base::Status Aclint::restored() {
  for (unsigned hart = 0; hart < harts_.size(); ++hart) write_msip(hart, harts_[hart].msip);
  compare_all();
  return {};
}

}  // namespace vitrine::device::timer
