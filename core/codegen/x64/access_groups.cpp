// SPDX-License-Identifier: Apache-2.0
// One pass over a unit: guest registers as distances from values that nobody knows, and the accesses at each of those.
#include "core/codegen/x64/access_groups.h"

#include <algorithm>
#include <array>
#include <optional>

namespace vitrine::codegen::x64 {
namespace {

using ir::Node;
using ir::NodeId;
using ir::Op;

// A value that is a known distance from another one.
struct Place {
  std::uint32_t origin = 0;  // 0: nothing is known
  std::uint64_t offset = 0;
};

// A group that may still grow.
struct Open {
  std::uint32_t origin = 0;
  std::uint64_t leader_offset = 0;
  std::int64_t begin = 0, end = 0;  // from the leader's address
  bool before_branch = true;        // no way out since its leader
  AccessGroup group;
  std::vector<NodeId> members;
};

class Finder {
 public:
  explicit Finder(const ir::UnitIr& ir) : ir_{ir} {
    places_.resize(ir.nodes.size());
    found_.of.assign(ir.nodes.size(), AccessGroups::kNone);
  }

  AccessGroups run() {
    for (NodeId id = 0; id < ir_.nodes.size(); ++id) {
      const Node& it = ir_.nodes[id];
      places_[id] = place_of(it);
      if (it.op == Op::kSet) set(it);
      else if (it.op == Op::kLoad) access(id, ir::byte_width(it.type), false);
      else if (it.op == Op::kStore) access(id, ir::byte_width(ir_.nodes[it.b].type), true);
      else if (ir::op_info(it.op).kind == ir::OpClass::control) note_branch();
    }
    for (Open& open : open_) close(open);
    share_words();
    return std::move(found_);
  }

 private:
  static constexpr std::uint32_t kAbsolute = 1, kPage = 2, kFirstOrigin = 3;

  [[nodiscard]] Place place_of(const Node& it) {
    if (it.type != ir::Type::kI64) return {};
    switch (it.op) {
      case Op::kConst: return {kAbsolute, it.imm};
      case Op::kPc: return {kPage, it.imm};
      case Op::kGet: return register_at(it.imm);
      case Op::kAdd: return sum(places_[it.a], places_[it.b]);
      default: return {};
    }
  }
  static Place sum(Place a, Place b) {
    if (a.origin == kAbsolute) std::swap(a, b);
    if (a.origin == 0 || b.origin != kAbsolute) return {};
    return {a.origin, a.offset + b.offset};
  }
  Place& register_at(std::uint64_t slot) {
    const auto known = std::ranges::find(registers_, slot, &Register::slot);
    if (known != registers_.end()) return known->place;
    registers_.push_back({slot, {next_origin_++, 0}});
    return registers_.back().place;
  }
  void set(const Node& it) {
    const Place value = places_[it.a];
    register_at(it.imm) = value.origin != 0 ? value : Place{next_origin_++, 0};
  }
  void note_branch() {
    for (Open& open : open_) open.before_branch = false;
  }

  // Loads join what is stored to as well.  A store makes a group of loads one that is stored to only where it is sure to be executed.
  void access(NodeId id, unsigned bytes, bool is_store) {
    const Place place = places_[ir_.nodes[id].a];
    if (place.origin == 0) return;
    for (const bool wants_store : {true, false})
      for (Open& open : open_)
        if (open.origin == place.origin && open.group.has_store == wants_store && joins(open, id, place, bytes, is_store)) return;
    std::erase_if(open_, [&](Open& open) {
      const bool replaced = open.origin == place.origin && open.group.has_store == is_store;
      if (replaced) close(open);
      return replaced;
    });
    Open open{.origin = place.origin, .leader_offset = place.offset, .end = bytes, .group = {}, .members = {id}};
    open.group.leader = id;
    open.group.has_store = is_store;
    open_.push_back(std::move(open));
  }
  static bool joins(Open& open, NodeId id, Place place, unsigned bytes, bool is_store) {
    if (is_store && !open.group.has_store && !open.before_branch) return false;
    const auto distance = static_cast<std::int64_t>(place.offset - open.leader_offset);
    constexpr auto kMost = static_cast<std::int64_t>(AccessGroups::kMaxBytes);
    if (distance < -kMost || distance > kMost) return false;
    const std::int64_t begin = std::min(open.begin, distance), end = std::max(open.end, distance + static_cast<std::int64_t>(bytes));
    if (end - begin > kMost) return false;
    open.begin = begin;
    open.end = end;
    open.group.has_store |= is_store;
    open.members.push_back(id);
    return true;
  }
  void close(Open& open) {
    if (open.members.size() < 2) return;
    open.group.last = open.members.back();
    open.group.first = static_cast<std::int32_t>(open.begin);
    open.group.bytes = static_cast<std::uint32_t>(open.end - open.begin);
    for (const NodeId member : open.members) found_.of[member] = static_cast<std::uint32_t>(found_.groups.size());
    found_.groups.push_back(open.group);
  }

  // Groups that find no word are none.
  void share_words() {
    std::array<NodeId, AccessGroups::kWords> busy_until{};
    std::array<bool, AccessGroups::kWords> is_used{};
    for (NodeId id = 0; id < ir_.nodes.size(); ++id) {
      if (!found_.has(id) || found_.groups[found_.of[id]].leader != id) continue;
      const std::uint32_t number = found_.of[id];
      unsigned word = 0;
      while (word < AccessGroups::kWords && is_used[word] && busy_until[word] > id) ++word;
      if (word == AccessGroups::kWords) {
        std::ranges::replace(found_.of, number, AccessGroups::kNone);
        continue;
      }
      is_used[word] = true;
      busy_until[word] = found_.groups[number].last;
      found_.groups[number].word = static_cast<std::uint8_t>(word);
    }
  }

  struct Register {
    std::uint64_t slot;
    Place place;
  };
  const ir::UnitIr& ir_;
  std::vector<Place> places_;
  std::vector<Register> registers_;
  std::vector<Open> open_;
  AccessGroups found_;
  std::uint32_t next_origin_ = kFirstOrigin;
};

}  // namespace

AccessGroups find_access_groups(const ir::UnitIr& ir) { return Finder{ir}.run(); }

}  // namespace vitrine::codegen::x64
