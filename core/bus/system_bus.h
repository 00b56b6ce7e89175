// SPDX-License-Identifier: Apache-2.0
// The physical address space of a machine beyond its RAM: register windows of devices, and the lock under which devices run.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/base/log.h"
#include "core/base/result.h"
#include "core/bus/region.h"

namespace vitrine::bus {

// Devices of one machine all run under one lock, taken by a vCPU's access, a timer or an I/O completion.  Thread: any.
class SystemBus {
 public:
  // [base, base + size) reaches region from now on; overlapping windows are refused.  Only while the machine is built.
  base::Status map(std::uint64_t base, std::uint64_t size, MmioRegion& region, std::string name);

  // One access of 1, 2, 4 or 8 bytes.  Nothing there, or an access that crosses the window's end: nullopt / false (an access fault).
  std::optional<std::uint64_t> read(std::uint64_t address, unsigned size_bytes);
  bool write(std::uint64_t address, unsigned size_bytes, std::uint64_t value);
  [[nodiscard]] bool covers(std::uint64_t address) const { return find(address, 1) != nullptr; }

  // Every access to a device goes there from now on, where the category is wanted.  Only while the machine is built.
  void set_log(base::LogCategory log) { log_ = log; }

  // The lock that timers and back ends take before they touch a device.
  std::recursive_mutex& device_lock() { return lock_; }
  [[nodiscard]] std::uint64_t access_count() const { return accesses_; }

 private:
  struct Window {
    std::uint64_t base;
    std::uint64_t size;
    MmioRegion* region;
    std::string name;
  };
  [[nodiscard]] const Window* find(std::uint64_t address, unsigned size_bytes) const;

  std::vector<Window> windows_;  // sorted by base
  std::recursive_mutex lock_;
  std::uint64_t accesses_ = 0;
  base::LogCategory log_;
};

}  // namespace vitrine::bus
