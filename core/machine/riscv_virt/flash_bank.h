// SPDX-License-Identifier: Apache-2.0
// One of the board's two flashes: its chips, what they hold, and the host file behind them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/base/sys/os.h"
#include "core/bus/system_bus.h"
#include "core/device/flash/cfi_flash.h"
#include "core/machine/riscv_virt/layout.h"
#include "core/machine/riscv_virt/sparse_state.h"
#include "core/memory/guest_memory.h"
#include "core/snapshot/fields.h"

namespace vitrine::machine::riscv_virt {

// An empty bank is programmable and forgets what it holds when the machine ends.  A bank with a file starts with its contents; firmware code
// is mapped as ROM, so that it can be executed.  Thread: control; the guest's accesses under the device lock.
class FlashBank final : public snapshot::Stateful {
 public:
  // file may be empty.
  static base::Result<std::unique_ptr<FlashBank>> create(Window window, const std::string& file);
  // Firmware code: reads and fetches come from ROM, nothing can be programmed.
  static base::Status map_code(Window window, const std::string& file, memory::GuestMemory& memory);

  device::flash::CfiFlash& chips() { return *chips_; }
  // The chips' state and what they hold.
  void fields(snapshot::Fields& visitor) override;
  base::Status restored() override;

 private:
  SparseBlock sparse();

  base::sys::SharedMemory store_;
  std::unique_ptr<device::flash::CfiFlash> chips_;
  bool fits_ = true;
};

}  // namespace vitrine::machine::riscv_virt
