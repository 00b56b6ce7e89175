// SPDX-License-Identifier: Apache-2.0
// Accesses that stand beside one another in memory, so that one look at the first one's surroundings does for all of them.
#pragma once

#include <cstdint>
#include <vector>

#include "core/ir/node.h"

namespace vitrine::codegen::x64 {

// Loads and stores at known distances from the first of them, the leader, which nothing in the unit goes round.
struct AccessGroup {
  ir::NodeId leader = ir::kNoNode;
  ir::NodeId last = ir::kNoNode;
  std::int32_t first = 0;   // where their bytes begin, counted from the leader's address
  std::uint32_t bytes = 0;  // from there to their end
  bool has_store = false;
  std::uint8_t word = 0;  // no two groups share one at a time
};

struct AccessGroups {
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  static constexpr std::uint32_t kMaxBytes = 256;
  static constexpr unsigned kWords = 8;
  std::vector<AccessGroup> groups;
  std::vector<std::uint32_t> of;  // by node: an index of groups, or kNone

  [[nodiscard]] bool has(ir::NodeId id) const { return of[id] != kNone; }
};

AccessGroups find_access_groups(const ir::UnitIr& ir);

}  // namespace vitrine::codegen::x64
