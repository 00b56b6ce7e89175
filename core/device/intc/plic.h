// SPDX-License-Identifier: Apache-2.0
// The platform-level interrupt controller, with the layout and the rules of QEMU's SiFive PLIC.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/bus/region.h"
#include "core/snapshot/fields.h"

namespace vitrine::device::intc {

struct PlicConfig {
  unsigned sources = 96;  // numbered from 1
  unsigned contexts = 2;  // board virt: 2 a hart, M then S
};

// Register window: priority +4 x source, pending +1000, enable +2000 + 80 x context, threshold and claim/complete +200000 + 1000 x context
// (hex).  RISC-V Platform-Level Interrupt Controller Specification 1.0.  Thread: any, under the device lock.
class Plic final : public bus::MmioRegion, public snapshot::Stateful {
 public:
  static constexpr std::uint64_t kWindowBytes = 0x600000;
  static constexpr unsigned kMaxPriority = 7;
  // The external interrupt of a context changed.
  using Output = std::function<void(unsigned context, bool level)>;

  Plic(PlicConfig config, Output output);

  // A line to wire to a device; source is 1..config.sources.  The controller outlives it.
  [[nodiscard]] bus::IrqLine input(unsigned source);
  // The level of a source, for whoever merges several devices into one.
  void set_level(unsigned source, bool level);
  void reset();

  std::uint64_t read(std::uint64_t offset, unsigned size_bytes) override;
  void write(std::uint64_t offset, unsigned size_bytes, std::uint64_t value) override;
  void fields(snapshot::Fields& visitor) override;
  base::Status restored() override;

 private:
  struct Context {
    std::vector<std::uint32_t> enable;
    std::uint32_t threshold = 0;
    bool output = false;
  };
  [[nodiscard]] unsigned best_source(const Context& context) const;
  std::uint32_t claim(Context& context);
  void complete(std::uint64_t source);
  std::uint32_t read_context(std::uint64_t offset);
  void write_context(std::uint64_t offset, std::uint32_t value);
  std::uint32_t* enable_word(std::uint64_t offset);
  void update_outputs();

  unsigned sources_;
  Output output_;
  std::vector<std::uint32_t> priority_;  // by source; [0] stays 0
  std::vector<std::uint32_t> level_;     // bit sets, one word for 32 sources
  std::vector<std::uint32_t> pending_;
  std::vector<std::uint32_t> claimed_;
  std::vector<Context> contexts_;
};

}  // namespace vitrine::device::intc
