// SPDX-License-Identifier: Apache-2.0
// A debugger's watchpoints on one vCPU, by virtual address.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/cpu/memory_observer.h"
#include "core/cpu/state.h"
#include "core/cpu/vcpu.h"

namespace vitrine::engine::interpreter {

// The vCPU stops before a watched access happens, as RISC-V's debug specification recommends and GDB expects of it: the debugger takes the
// watchpoint away, steps across and puts it back.  Devices' transfers and page walks are not watched.  Thread: the vCPU's own, or the
// debugger's while the vCPU stands still.
class Watchpoints final : public cpu::MemoryObserver {
 public:
  static constexpr std::size_t kMost = 64;
  using Hit = std::pair<std::uint64_t, cpu::WatchKind>;

  explicit Watchpoints(cpu::VcpuState& state) : state_{state} {}
  ~Watchpoints() override { detach(); }
  Watchpoints(const Watchpoints&) = delete;
  Watchpoints& operator=(const Watchpoints&) = delete;

  // Setting one twice is setting it once.  kUnsupported: more than kMost.
  base::Status set(std::uint64_t address, std::uint64_t size, cpu::WatchKind kind, bool on);
  [[nodiscard]] bool any() const { return !watches_.empty(); }
  // The access that was stopped since forget_hit(): the lowest watched address that it would touch.
  [[nodiscard]] std::optional<Hit> hit() const { return hit_; }
  void forget_hit() { hit_.reset(); }

  bool allows(cpu::AccessKind access, std::uint64_t address, unsigned size_bytes) override;
  void accessed(const cpu::AccessRecord&) override {}

 private:
  struct Watch {
    std::uint64_t address;
    std::uint64_t size;
    cpu::WatchKind kind;
    bool operator==(const Watch&) const = default;
  };
  void detach();

  cpu::VcpuState& state_;
  std::vector<Watch> watches_;
  std::optional<Hit> hit_;
};

}  // namespace vitrine::engine::interpreter
