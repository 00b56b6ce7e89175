// SPDX-License-Identifier: Apache-2.0
// Guest time that is a function of the executed instructions: the clock of deterministic mode.
#pragma once

#include <cstdint>
#include <functional>

#include "core/time/clock.h"

namespace vitrine::time {

// Guest time = instructions x 1000 / instructions_per_us, plus what was skipped while every hart waited.  The same instructions give the
// same times on every host.  Thread: the one thread of deterministic mode.
class InstructionClock final : public VirtualClock {
 public:
  static constexpr std::uint64_t kInstructionsPerUs = 100;

  explicit InstructionClock(std::uint64_t instructions_per_us = kInstructionsPerUs);

  [[nodiscard]] std::int64_t now_ns() const override;

  // `count` more instructions were executed.
  void add_instructions(std::uint64_t count) { instructions_ += count; }
  // Tells how many instructions of the running quantum add_instructions() has not been told of yet, so that reading time inside a quantum
  // is exact; without it time stands between two calls.
  void set_running_count(std::function<std::uint64_t()> pending) { pending_ = std::move(pending); }
  // Every hart waits: time stands at the next deadline now.  Never backwards.
  void skip_to(std::int64_t deadline_ns);
  // How many more instructions fit before the deadline, at least 1: a quantum that ends where the timer is due.
  [[nodiscard]] std::uint64_t instructions_until(std::int64_t deadline_ns) const;
  // The guest's time after a restore.
  void set_now_ns(std::int64_t now_ns);

 private:
  [[nodiscard]] std::int64_t executed_ns() const;

  std::uint64_t instructions_per_us_;
  std::uint64_t instructions_ = 0;
  std::int64_t skipped_ns_ = 0;
  std::function<std::uint64_t()> pending_;
};

}  // namespace vitrine::time
