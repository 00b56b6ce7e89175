// SPDX-License-Identifier: Apache-2.0
// Priorities, gateways, claims and completions of the platform-level interrupt controller.
#include "core/device/intc/plic.h"

#include <bit>

#include "core/base/bits.h"
#include "core/base/check.h"

namespace vitrine::device::intc {
namespace {
constexpr std::uint64_t kPendingBase = 0x1000;
constexpr std::uint64_t kEnableBase = 0x2000;
constexpr std::uint64_t kEnableStride = 0x80;
constexpr std::uint64_t kContextBase = 0x200000;
constexpr std::uint64_t kContextStride = 0x1000;
constexpr std::uint64_t kThreshold = 0;
constexpr std::uint64_t kClaim = 4;

bool test(const std::vector<std::uint32_t>& set, std::uint64_t index) { return base::bit(set[index / 32], index % 32); }
void assign(std::vector<std::uint32_t>& set, std::uint64_t index, bool on) {
  const std::uint32_t mask = std::uint32_t{1} << (index % 32);
  set[index / 32] = on ? set[index / 32] | mask : set[index / 32] & ~mask;
}
}  // namespace

Plic::Plic(PlicConfig config, Output output) : sources_{config.sources}, output_{std::move(output)} {
  CHECK(sources_ >= 1 && sources_ <= 1023 && config.contexts >= 1 && config.contexts <= 15872);
  const std::size_t words = sources_ / 32 + 1;
  priority_.resize(sources_ + 1);
  level_.resize(words);
  pending_.resize(words);
  claimed_.resize(words);
  contexts_.resize(config.contexts);
  for (Context& context : contexts_) context.enable.resize(words);
}

bus::IrqLine Plic::input(unsigned source) {
  CHECK(source >= 1 && source <= sources_);
  return bus::IrqLine{[this, source](bool level) { set_level(source, level); }};
}

// The gateway lets a request through while nobody serves the source; a request once made stays until it is claimed (section 4).
void Plic::set_level(unsigned source, bool level) {
  CHECK(source >= 1 && source <= sources_);
  assign(level_, source, level);
  if (!level || test(claimed_, source)) return;
  assign(pending_, source, true);
  update_outputs();
}

void Plic::reset() {
  priority_.assign(priority_.size(), 0);
  claimed_.assign(claimed_.size(), 0);
  pending_ = level_;
  for (Context& context : contexts_) {
    context.enable.assign(context.enable.size(), 0);
    context.threshold = 0;
  }
  update_outputs();
}

// The pending, enabled source above the threshold with the highest priority, the lowest number among equals; 0 when there is none.
unsigned Plic::best_source(const Context& context) const {
  unsigned best = 0;
  std::uint32_t best_priority = context.threshold;
  for (std::size_t word = 0; word < pending_.size(); ++word) {
    for (std::uint32_t left = pending_[word] & context.enable[word]; left != 0; left &= left - 1) {
      const unsigned source = static_cast<unsigned>(word * 32) + static_cast<unsigned>(std::countr_zero(left));
      if (priority_[source] > best_priority) {
        best = source;
        best_priority = priority_[source];
      }
    }
  }
  return best;
}

void Plic::update_outputs() {
  for (unsigned index = 0; index < contexts_.size(); ++index) {
    Context& context = contexts_[index];
    const bool level = best_source(context) != 0;
    if (level == context.output) continue;
    context.output = level;
    if (output_) output_(index, level);
  }
}

std::uint32_t Plic::claim(Context& context) {
  const unsigned source = best_source(context);
  if (source == 0) return 0;
  assign(pending_, source, false);
  assign(claimed_, source, true);
  update_outputs();
  return source;
}

// The gateway opens again; a line that is still high is a new request.  A number that is not being served is ignored.
void Plic::complete(std::uint64_t source) {
  if (source == 0 || source > sources_ || !test(claimed_, source)) return;
  assign(claimed_, source, false);
  if (test(level_, source)) assign(pending_, source, true);
  update_outputs();
}

std::uint32_t* Plic::enable_word(std::uint64_t offset) {
  const std::uint64_t context = (offset - kEnableBase) / kEnableStride;
  const std::uint64_t word = (offset - kEnableBase) % kEnableStride / 4;
  if (context >= contexts_.size() || word >= pending_.size()) return nullptr;
  return &contexts_[context].enable[word];
}

std::uint64_t Plic::read(std::uint64_t offset, unsigned size_bytes) {
  if (size_bytes != 4 || !base::is_aligned(offset, 4)) return 0;
  if (offset >= kContextBase) return read_context(offset - kContextBase);
  if (offset >= kEnableBase) {
    const std::uint32_t* word = enable_word(offset);
    return word != nullptr ? *word : 0;
  }
  if (offset >= kPendingBase) return (offset - kPendingBase) / 4 < pending_.size() ? pending_[(offset - kPendingBase) / 4] : 0;
  return offset / 4 <= sources_ ? priority_[offset / 4] : 0;
}

std::uint32_t Plic::read_context(std::uint64_t offset) {
  if (offset / kContextStride >= contexts_.size()) return 0;
  Context& context = contexts_[offset / kContextStride];
  switch (offset % kContextStride) {
    case kThreshold: return context.threshold;
    case kClaim: return claim(context);
    default: return 0;
  }
}

void Plic::write(std::uint64_t offset, unsigned size_bytes, std::uint64_t value) {
  if (size_bytes != 4 || !base::is_aligned(offset, 4)) return;
  const auto word = static_cast<std::uint32_t>(value);
  if (offset >= kContextBase) {
    write_context(offset - kContextBase, word);
  } else if (offset >= kEnableBase) {
    std::uint32_t* enable = enable_word(offset);
    if (enable == nullptr) return;
    const bool first = (offset - kEnableBase) % kEnableStride == 0;
    *enable = first ? word & ~std::uint32_t{1} : word;  // there is no source 0
    update_outputs();
  } else if (offset < kPendingBase && offset / 4 >= 1 && offset / 4 <= sources_) {
    priority_[offset / 4] = word & kMaxPriority;
    update_outputs();
  }
}

void Plic::write_context(std::uint64_t offset, std::uint32_t value) {
  if (offset / kContextStride >= contexts_.size()) return;
  switch (offset % kContextStride) {
    case kThreshold:
      contexts_[offset / kContextStride].threshold = value & kMaxPriority;
      update_outputs();
      break;
    case kClaim: complete(value); break;
    default: break;
  }
}

void Plic::fields(snapshot::Fields& visitor) {
  visitor.array("priority", priority_);
  visitor.array("level", level_);
  visitor.array("pending", pending_);
  visitor.array("claimed", claimed_);
  for (Context& context : contexts_) {
    visitor.array("enable", context.enable);
    visitor.value("threshold", context.threshold);
  }
}

base::Status Plic::restored() {
  // Bits beyond the last source would index past the priorities.
  const unsigned last_bits = sources_ % 32 + 1;
  const std::uint32_t last_mask = last_bits == 32 ? ~std::uint32_t{0} : (std::uint32_t{1} << last_bits) - 1;
  for (std::vector<std::uint32_t>* set : {&level_, &pending_, &claimed_}) {
    if ((set->back() & ~last_mask) != 0 || (set->front() & 1) != 0) {
      level_.assign(level_.size(), 0);
      reset();
      return base::fail(base::Errc::kCorrupt, "saved state of the PLIC: an interrupt source beyond 1 to {} is set", sources_);
    }
  }
  for (std::uint32_t& priority : priority_) priority &= kMaxPriority;
  for (unsigned index = 0; index < contexts_.size(); ++index) {
    Context& context = contexts_[index];
    context.threshold &= kMaxPriority;
    context.enable.front() &= ~std::uint32_t{1};
    context.output = best_source(context) != 0;
    if (output_) output_(index, context.output);
  }
  return {};
}

}  // namespace vitrine::device::intc
