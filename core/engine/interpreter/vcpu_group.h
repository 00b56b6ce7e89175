// SPDX-License-Identifier: Apache-2.0
// What the vCPUs of a machine tell one another: stores into translated code, pages that hold code from now on.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "core/cpu/state.h"
#include "core/memory/guest_memory.h"

namespace vitrine::engine::interpreter {

// lines = 0: the page holds code now, fast stores to it have to end.  Otherwise: these lines of it were changed.
// With `hidden`: the device ROM is no longer memory.
struct Invalidation {
  std::uint64_t page;
  std::uint64_t lines;
  const memory::Block* hidden = nullptr;
};

// One vCPU's mailbox.
class GroupMember {
 public:
  explicit GroupMember(cpu::VcpuState& state) : state_{state} {}
  // Own thread: from enter() to leave() it may use what other vCPUs want to invalidate.
  void enter() { in_guest_.store(true); }
  void leave() { in_guest_.store(false); }
  // Own thread: takes everything that was posted.
  std::vector<Invalidation> take();
  // Any thread.
  void post(const Invalidation& invalidation);
  // Waits until whatever was posted before has been taken, or the vCPU is outside guest code and takes it before it returns.
  void wait_until_seen() const;
  // Own thread: waits for `others`, while vCPUs that do the same do not wait for this one.
  void wait_for_hiding(const std::vector<std::shared_ptr<GroupMember>>& others);

 private:
  void wait_until_hidden() const;

  cpu::VcpuState& state_;
  std::mutex mutex_;
  std::vector<Invalidation> posted_;
  std::atomic<std::uint64_t> posts_{0};
  std::atomic<std::uint64_t> taken_{0};
  std::atomic<bool> in_guest_{false};
  std::atomic<bool> is_hiding_{false};  // in wait_for_hiding()
};

// Thread: any.
class VcpuGroup {
 public:
  VcpuGroup(memory::GuestMemory& memory, bus::SystemBus& bus);
  ~VcpuGroup();
  VcpuGroup(const VcpuGroup&) = delete;
  VcpuGroup& operator=(const VcpuGroup&) = delete;

  [[nodiscard]] memory::GuestMemory& memory() { return memory_; }
  [[nodiscard]] bus::SystemBus& bus() { return bus_; }
  std::shared_ptr<GroupMember> join(cpu::VcpuState& state);
  void part(const GroupMember& member);

  // `self` is about to decode [address, address + size): afterwards every store to it, by whomever, is heard of.
  void mark_code(GroupMember& self, std::uint64_t address, std::uint64_t size);
  // `self` made a device ROM hidden: returns when no other vCPU reads it as memory any more.  Not under the device lock.
  void others_forget(GroupMember& self, const memory::Block& hidden);

 private:
  void code_written(std::uint64_t page, std::uint64_t lines);
  void withhold_writes(const GroupMember& self, std::uint64_t page);
  std::vector<std::shared_ptr<GroupMember>> members();

  memory::GuestMemory& memory_;
  bus::SystemBus& bus_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<GroupMember>> members_;
  std::mutex marking_;                   // held while lines are being marked
  std::atomic<bool> is_marking_{false};  // the same for those who only want to know
};

}  // namespace vitrine::engine::interpreter
