// SPDX-License-Identifier: Apache-2.0
// An RV64 hart on the interpreter: the loop between handler chains.
#include "core/engine/interpreter/riscv_vcpu.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "core/base/check.h"
#include "core/cpu/vcpu.h"
#include "core/engine/interpreter/riscv_tiers.h"
#include "core/engine/interpreter/riscv_translator.h"
#include "core/engine/interpreter/unit_check.h"
#include "core/engine/interpreter/vcpu_group.h"
#include "core/engine/interpreter/watchpoints.h"
#include "core/guest/riscv64/fields.h"
#include "core/guest/riscv64/mmu.h"
#include "core/guest/riscv64/privileged.h"
#include "core/guest/riscv64/registers.h"

namespace vitrine::engine::interpreter {
namespace {

namespace riscv = guest::riscv64;
using cpu::ExitReason;
using cpu::Leave;

// The slow paths' view of the hart.
class HartMmu final : public cpu::GuestCpu {
 public:
  HartMmu(riscv::State& state, base::LogCategory log) : state_{state}, log_{log} {}
  cpu::Translation translate(std::uint64_t address, cpu::Access access, unsigned size_bytes) override {
    const cpu::Translation found = riscv::translate(state_, address, access, size_bytes);
    if (found.ok) LOG_DEBUG(log_, "hart {}: {} at {:#x}: {:#x}", state_.hart_id, name_of(access), address, found.physical);
    else LOG_DEBUG(log_, "hart {}: {} at {:#x}: fault, cause {}", state_.hart_id, name_of(access), address, found.fault.cause);
    return found;
  }
  cpu::AddressRange linear_stretch(std::uint64_t address, cpu::Access access) override {
    return riscv::linear_stretch(state_, address, access);
  }
  [[nodiscard]] cpu::GuestFault access_fault(cpu::Access access, std::uint64_t address) const override {
    switch (access) {
      case cpu::Access::kFetch: return {riscv::kInsnAccessFault, address};
      case cpu::Access::kLoad: return {riscv::kLoadAccessFault, address};
      default: return {riscv::kStoreAccessFault, address};
    }
  }
  [[nodiscard]] cpu::GuestFault misaligned_fault(cpu::Access access, std::uint64_t address) const override {
    return {access == cpu::Access::kLoad ? riscv::kLoadMisaligned : riscv::kStoreMisaligned, address};
  }

 private:
  static const char* name_of(cpu::Access access) {
    if (access == cpu::Access::kFetch) return "fetch";
    return access == cpu::Access::kLoad ? "load" : "store";
  }
  riscv::State& state_;
  base::LogCategory log_;
};

// Thread: run() and the debugger's members on the vCPU's own, the rest from anywhere.
class RiscvVcpu final : public cpu::Vcpu {
 public:
  RiscvVcpu(std::shared_ptr<VcpuGroup> group, const RiscvVcpuConfig& config)
      : group_{std::move(group)},
        config_{config},
        registers_{riscv::debug_registers(config.extensions)},
        mmu_{state_, config.mmu},
        member_{group_->join(state_)},
        translator_{prepared(), *group_, *member_, config.arena_mib} {
    if (config_.translate_after != 0) {
      const TierConfig tiers{.heat = config_.translate_after,
                             .exact = config_.single_threaded || config_.verify,
                             .code_mib = config_.code_mib,
                             .log = config_.translations,
                             .code_listener = config_.code_listener};
      if (auto made = RiscvTiers::create(state_, translator_, tiers)) {
        tiers_ = std::move(*made);
        translator_.set_tiers(tiers_.get());
      }
    }
    if (config_.verify) check_ = std::make_unique<UnitCheck>(state_, translator_);
    reset();
  }
  ~RiscvVcpu() override { group_->part(*member_); }
  RiscvVcpu(const RiscvVcpu&) = delete;
  RiscvVcpu& operator=(const RiscvVcpu&) = delete;

  ExitReason run(std::uint64_t limit) override {
    const std::uint64_t target = limit == 0 ? std::numeric_limits<std::uint64_t>::max() : state_.instructions + limit;
    watchpoints_.forget_hit();
    member_->enter();
    const ExitReason reason = stepping_ ? step() : run_until(target);
    member_->leave();
    if (config_.single_threaded) state_.reservation = cpu::VcpuState::kNoReservation;
    return reason;
  }

  void kick() override { state_.request(cpu::kPendingKick); }

  void set_interrupt(unsigned line, bool level) override {
    const std::uint64_t bit = std::uint64_t{1} << line;
    if (level) state_.mip_lines.fetch_or(bit);
    else state_.mip_lines.fetch_and(~bit);
    state_.request(cpu::kPendingInterrupt);
  }

  [[nodiscard]] bool has_work() const override {
    return (state_.pending.load() & (cpu::kPendingKick | cpu::kPendingInvalidate)) != 0 || riscv::interrupt_wakes(state_);
  }

  void reset() override {
    riscv::reset_state(state_);
    refresh();
  }

  [[nodiscard]] cpu::VcpuCounters counters() const override {
    cpu::VcpuCounters counters;
    counters.instructions = state_.instructions;
    counters.units = translator_.cache().units_made();
    counters.translated_instructions = translator_.translated_instructions();
    counters.host_bytes = translator_.cache().bytes_used();
    counters.translation_ns = translator_.translation_ns();
    counters.tlb_misses = state_.tlb_misses;
    counters.range_slots = state_.slot_counters();
    counters.flushes = state_.flushes;
    counters.flushes.context_evictions = contexts_.evictions();
    if (tiers_) counters.translated = tiers_->counters();
    counters.interrupts = state_.interrupts_taken;
    counters.exceptions = state_.exceptions_taken;
    if (check_) {
      counters.verified_units = check_->units_checked();
      counters.verified_instructions = check_->instructions_checked();
    }
    return counters;
  }
  [[nodiscard]] std::string stop_message() const override { return state_.stop_message; }

  void fields(snapshot::Fields& visitor) override { riscv::fields(state_, visitor); }
  base::Status restored() override {
    TRY(riscv::restored(state_));
    refresh();
    return {};
  }

  [[nodiscard]] const std::vector<cpu::RegisterInfo>& registers() const override { return registers_; }
  [[nodiscard]] base::Result<std::uint64_t> read_register(unsigned number) override { return riscv::read_debug_register(state_, number); }
  base::Status write_register(unsigned number, std::uint64_t value) override {
    TRY(riscv::write_debug_register(state_, number, value));
    refresh();
    return {};
  }
  bool read_virtual(std::uint64_t address, std::span<std::byte> out) override {
    return for_each_page(address, out.size(), [&](std::uint64_t physical, std::size_t offset, std::size_t size) {
      return group_->memory().read(physical, out.subspan(offset, size));
    });
  }
  bool write_virtual(std::uint64_t address, std::span<const std::byte> in) override {
    return for_each_page(address, in.size(), [&](std::uint64_t physical, std::size_t offset, std::size_t size) {
      return group_->memory().write(physical, in.subspan(offset, size));
    });
  }
  void set_single_step(bool on) override { stepping_ = on; }
  void set_breakpoint(std::uint64_t address, bool on) override { translator_.set_breakpoint(address, on); }
  base::Status set_watchpoint(std::uint64_t address, std::uint64_t size, cpu::WatchKind kind, bool on) override {
    if (check_) return base::fail(base::Errc::kUnsupported, "no watchpoints while units are verified: both want to hear of every access");
    TRY(watchpoints_.set(address, size, kind, on));
    refresh();  // nothing may take the fast path past the watchpoints
    return {};
  }
  [[nodiscard]] std::optional<std::pair<std::uint64_t, cpu::WatchKind>> watch_hit() const override { return watchpoints_.hit(); }

 private:
  riscv::State& prepared() {
    state_.hart_id = config_.hart_id;
    state_.extensions = config_.extensions;
    state_.reset_pc = config_.reset_pc;
    state_.environment = config_.environment;
    state_.cpu = &mmu_;
    state_.memory = &group_->memory();
    state_.bus = &group_->bus();
    state_.contexts = &contexts_;
    state_.slots_of_pages = config_.slots_of_pages;
    state_.engine = &translator_;
    state_.find_unit = [](cpu::VcpuState& state, std::uint64_t pc) { return static_cast<RiscvTranslator*>(state.engine)->find(pc); };
    state_.others_forget = [](cpu::VcpuState& state, const memory::Block& hidden) {
      static_cast<RiscvTranslator*>(state.engine)->others_forget(hidden);
    };
    return state_;
  }

  // After anything that changed the state from outside guest code.
  void refresh() {
    contexts_.flush_all();
    riscv::update_contexts(state_, contexts_);
  }

  // What other threads asked for.  True: return to the caller.
  bool serve_requests() {
    const std::uint32_t pending = state_.pending.exchange(0);
    if ((pending & cpu::kPendingInvalidate) != 0) {
      translator_.apply(member_->take());
      riscv::update_contexts(state_, contexts_);
    }
    if (tiers_ && tiers_->full()) {
      ++state_.flushes.code_memory_full;
      translator_.clear();
    }
    return (pending & cpu::kPendingKick) != 0;
  }

  void take_pending_interrupt() {
    const auto interrupt = riscv::pending_interrupt(state_);
    if (!interrupt) return;
    LOG_DEBUG(config_.traps, "hart {}: interrupt {} at {:#x}", state_.hart_id, *interrupt, state_.pc);
    riscv::take_interrupt(state_, *interrupt);
    riscv::update_contexts(state_, contexts_);
  }

  // Runs handlers from state_.pc until one leaves.
  void run_chain() {
    state_.leave = Leave::kNone;
    cpu::run_handlers(state_, nullptr);
  }

  ExitReason run_until(std::uint64_t target) {
    for (;;) {
      state_.limit.store(check_ ? std::min(target, state_.instructions + 1) : target);
      if (serve_requests()) return ExitReason::kKicked;
      if (state_.instructions >= target) return ExitReason::kKicked;
      take_pending_interrupt();
      if (check_) check_->run([this] { run_chain(); });
      else run_chain();
      if (const auto reason = after_chain()) return *reason;
      // A handler that faults itself retires nothing: exceptions use up the limit too, so that such a guest does not keep the thread.
      if (state_.leave == Leave::kFault) --target;
    }
  }

  // Nothing: go on.
  std::optional<ExitReason> after_chain() {
    if (watchpoints_.hit()) [[unlikely]]
      return ExitReason::kWatchpoint;
    switch (state_.leave) {
      case Leave::kFault:
        LOG_DEBUG(config_.traps, "hart {}: exception {} at {:#x}, value {:#x}", state_.hart_id, state_.fault.cause, state_.pc,
                  state_.fault.value);
        riscv::take_exception(state_, state_.fault);
        riscv::update_contexts(state_, contexts_);
        return std::nullopt;
      case Leave::kWait: return ExitReason::kWaiting;
      case Leave::kBreakpoint: return ExitReason::kBreakpoint;
      case Leave::kStop: return ExitReason::kStopped;
      default: return std::nullopt;
    }
  }

  // One instruction, or the exception or interrupt in its place.
  ExitReason step() {
    state_.mode |= riscv::kModeStep;
    riscv::update_contexts(state_, contexts_);
    std::optional<ExitReason> reason;
    while (!reason) reason = try_step();
    state_.mode &= ~std::uint32_t{riscv::kModeStep};
    riscv::update_contexts(state_, contexts_);
    return *reason;
  }
  // Nothing: a request came before the instruction.
  std::optional<ExitReason> try_step() {
    if (serve_requests()) return ExitReason::kKicked;
    if (riscv::pending_interrupt(state_)) {
      take_pending_interrupt();
      return ExitReason::kStepped;
    }
    const std::uint64_t before = state_.instructions;
    state_.limit.store(before + 1);
    run_chain();
    if (state_.leave == Leave::kPoll && state_.instructions == before) return std::nullopt;
    const auto reason = after_chain();
    return reason && *reason != ExitReason::kWaiting ? *reason : ExitReason::kStepped;
  }

  template <class Visit> bool for_each_page(std::uint64_t address, std::size_t size, Visit visit) {
    for (std::size_t done = 0; done < size;) {
      const cpu::Translation found = riscv::probe(state_, address + done);
      if (!found.ok) return false;
      const std::size_t piece = std::min<std::size_t>(size - done, memory::kPageSize - ((address + done) & memory::kPageMask));
      if (!visit(found.physical, done, piece)) return false;
      done += piece;
    }
    return true;
  }

  std::shared_ptr<VcpuGroup> group_;
  RiscvVcpuConfig config_;
  std::vector<cpu::RegisterInfo> registers_;
  riscv::State state_;
  HartMmu mmu_;
  cpu::ContextPool contexts_;
  std::shared_ptr<GroupMember> member_;
  RiscvTranslator translator_;
  std::unique_ptr<RiscvTiers> tiers_;
  std::unique_ptr<UnitCheck> check_;
  Watchpoints watchpoints_{state_};
  bool stepping_ = false;
};

}  // namespace

std::unique_ptr<cpu::Vcpu> make_riscv_vcpu(std::shared_ptr<VcpuGroup> group, const RiscvVcpuConfig& config) {
  return std::make_unique<RiscvVcpu>(std::move(group), config);
}

}  // namespace vitrine::engine::interpreter
