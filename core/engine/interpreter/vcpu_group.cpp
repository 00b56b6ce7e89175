// SPDX-License-Identifier: Apache-2.0
// Posting invalidations between vCPUs.
#include "core/engine/interpreter/vcpu_group.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "core/engine/interpreter/riscv_vcpu.h"

namespace vitrine::engine::interpreter {

void GroupMember::post(const Invalidation& invalidation) {
  {
    const std::scoped_lock hold{mutex_};
    posted_.push_back(invalidation);
    posts_.fetch_add(1);
  }
  state_.request(cpu::kPendingInvalidate);
}

std::vector<Invalidation> GroupMember::take() {
  const std::scoped_lock hold{mutex_};
  taken_.store(posts_.load());
  return std::exchange(posted_, {});
}

void GroupMember::wait_until_seen() const {
  const std::uint64_t ticket = posts_.load();
  while (in_guest_.load() && taken_.load() < ticket) std::this_thread::yield();
}

// Two vCPUs that hide at once would wait for each other for ever; the one that waits looks again before it goes on.
void GroupMember::wait_until_hidden() const {
  const std::uint64_t ticket = posts_.load();
  while (in_guest_.load() && !is_hiding_.load() && taken_.load() < ticket) std::this_thread::yield();
}

void GroupMember::wait_for_hiding(const std::vector<std::shared_ptr<GroupMember>>& others) {
  is_hiding_.store(true);
  for (const auto& other : others)
    if (other.get() != this) other->wait_until_hidden();
  is_hiding_.store(false);
  for (const auto& block : state_.memory->blocks())
    if (!block->shown.load()) state_.contexts->forget(*block);
}

VcpuGroup::VcpuGroup(memory::GuestMemory& memory, bus::SystemBus& bus) : memory_{memory}, bus_{bus} {
  memory_.on_code_write([this](std::uint64_t page, std::uint64_t lines) { code_written(page, lines); });
}

VcpuGroup::~VcpuGroup() { memory_.on_code_write({}); }

std::shared_ptr<GroupMember> VcpuGroup::join(cpu::VcpuState& state) {
  auto member = std::make_shared<GroupMember>(state);
  const std::scoped_lock hold{mutex_};
  members_.push_back(member);
  return member;
}

void VcpuGroup::part(const GroupMember& member) {
  const std::scoped_lock hold{mutex_};
  std::erase_if(members_, [&](const auto& other) { return other.get() == &member; });
}

std::vector<std::shared_ptr<GroupMember>> VcpuGroup::members() {
  const std::scoped_lock hold{mutex_};
  return members_;
}

// The lines are cleared before the vCPUs hear of it, so that a unit which one of them makes meanwhile marks them again.
void VcpuGroup::code_written(std::uint64_t page, std::uint64_t lines) {
  memory_.clear_code(page, lines);
  const std::scoped_lock hold{mutex_};
  for (const auto& member : members_) member->post({page, lines});
}

void VcpuGroup::mark_code(GroupMember& self, std::uint64_t address, std::uint64_t size) {
  // Lines that another vCPU is marking just now are heard of only when it is through.
  if (memory_.has_marked(address, size) && !is_marking_.load()) return;
  // While it waits, this vCPU counts as outside guest code, else two that wait for each other would never end.
  self.leave();
  {
    const std::scoped_lock one_at_a_time{marking_};
    is_marking_.store(true);
    if (memory_.mark_code(address, size)) withhold_writes(self, address & ~memory::kPageMask);
    is_marking_.store(false);
  }
  self.enter();
}

// Returns when no vCPU makes fast stores to the page any more.
void VcpuGroup::withhold_writes(const GroupMember& self, std::uint64_t page) {
  const auto everyone = members();
  for (const auto& member : everyone) member->post({page, 0});
  for (const auto& member : everyone)
    if (member.get() != &self) member->wait_until_seen();
}

void VcpuGroup::others_forget(GroupMember& self, const memory::Block& hidden) {
  const auto everyone = members();
  for (const auto& member : everyone)
    if (member.get() != &self) member->post({.page = hidden.base, .lines = 0, .hidden = &hidden});
  self.wait_for_hiding(everyone);
}

std::shared_ptr<VcpuGroup> make_group(memory::GuestMemory& memory, bus::SystemBus& bus) { return std::make_shared<VcpuGroup>(memory, bus); }

}  // namespace vitrine::engine::interpreter
