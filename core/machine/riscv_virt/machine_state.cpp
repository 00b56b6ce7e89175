// SPDX-License-Identifier: Apache-2.0
// Saving and restoring a whole board.
#include "core/machine/riscv_virt/machine.h"

namespace vitrine::machine::riscv_virt {

std::vector<snapshot::Stateful*> Machine::parts() {
  std::vector<snapshot::Stateful*> parts{&time_,      plic_.get(),   aclint_.get(), uart_.get(),  rtc_.get(),
                                         test_.get(), fw_cfg_.get(), flash0_.get(), flash1_.get()};
  for (const auto& hart : harts_) parts.push_back(hart.get());
  return parts;
}

// The board's own shape comes first: a state of another machine is refused before anything is touched.
void Machine::fields(snapshot::Fields& visitor) {
  const std::scoped_lock devices{bus_.device_lock()};
  std::uint32_t cpus = config_.cpus;
  std::uint64_t extensions = model_.extensions;
  visitor.value("cpus", cpus);
  visitor.value("extensions", extensions);
  fits_ = cpus == config_.cpus && extensions == model_.extensions;
  if (!fits_) return;
  ram_->fields(visitor);
  for (snapshot::Stateful* const part : parts()) part->fields(visitor);
}

base::Status Machine::restored() {
  if (!fits_) return base::fail(base::Errc::kInvalidArgument, "the saved state is of another machine (CPUs or extensions differ)");
  const std::scoped_lock devices{bus_.device_lock()};
  TRY(ram_->restored());
  for (snapshot::Stateful* const part : parts()) TRY(part->restored());
  return {};
}

}  // namespace vitrine::machine::riscv_virt
