// SPDX-License-Identifier: Apache-2.0
// One of the board's two flashes: its chips, what they hold, and the host file behind them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/log.h"
#include "core/base/result.h"
#include "core/base/sys/exclusive_file.h"
#include "core/bus/system_bus.h"
#include "core/device/flash/cfi_flash.h"
#include "core/machine/riscv_virt/layout.h"
#include "core/machine/riscv_virt/sparse_state.h"
#include "core/memory/guest_memory.h"
#include "core/snapshot/fields.h"

namespace vitrine::machine::riscv_virt {

// An empty bank is programmable and forgets what it holds when the machine ends; a bank with firmware code can only be read; a bank that is
// kept in a file writes every program and erase to it before the guest is told that it is done.  The guest reads and executes the contents
// as memory while the chips show them.  Thread: control; the guest's accesses under the device lock.
class FlashBank final : public snapshot::Stateful {
 public:
  // Adds the bank's contents to the memory.  code: an image for a bank that can only be read; empty: a programmable one.
  static base::Result<std::unique_ptr<FlashBank>> create(Window window, const std::string& code, memory::GuestMemory& memory);
  ~FlashBank() override;
  FlashBank(const FlashBank&) = delete;
  FlashBank& operator=(const FlashBank&) = delete;

  // Takes the contents of a file of the bank's size, which nobody else may have open, and keeps it up to date.  A missing or empty file
  // becomes an erased flash.  Last of all that can fail while a machine is made: an error leaves the file as it was.
  // log: where a later write that the host refuses is told of (the guest sees a failed program).
  base::Status keep_in(const std::string& file, base::LogCategory log = {});

  device::flash::CfiFlash& chips() { return *chips_; }
  // The chips' state and what they hold.
  void fields(snapshot::Fields& visitor) override;
  // The file, too, holds then what was restored.
  base::Status restored() override;

 private:
  FlashBank(Window window, memory::GuestMemory& memory);
  void make_chips(bool read_only);
  base::Status fill_file();
  base::Status update_file();
  bool write_through(std::uint64_t offset, std::span<const std::byte> bytes);
  SparseBlock sparse();

  Window window_;
  memory::GuestMemory& memory_;
  const memory::Block* block_ = nullptr;
  base::sys::ExclusiveFile file_;
  base::LogCategory log_;
  bool is_kept_ = false;   // in file_
  bool is_dirty_ = false;  // the disk may lack what the file holds
  std::unique_ptr<device::flash::CfiFlash> chips_;
  bool fits_ = true;
};

}  // namespace vitrine::machine::riscv_virt
