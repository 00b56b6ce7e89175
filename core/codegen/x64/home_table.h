// SPDX-License-Identifier: Apache-2.0
// A HomeMap on this host: which register a slot lives in.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/codegen/common/home_map.h"
#include "core/codegen/x64/stubs.h"

namespace vitrine::codegen::x64 {

class HomeTable {
 public:
  explicit HomeTable(const HomeMap& map) : map_{map} {
    for (const Home& home : map.homes) {
      auto& list = home.kind == HomeKind::kGeneral ? general_ : floats_;
      if (list.size() < (home.kind == HomeKind::kGeneral ? std::size(kHomes) : kFloatHomes)) list.push_back(home.slot);
    }
  }
  [[nodiscard]] std::optional<Gpr> general(std::uint32_t slot) const {
    const auto at = std::ranges::find(general_, slot);
    return at == general_.end() ? std::nullopt : std::optional{kHomes[at - general_.begin()]};
  }
  [[nodiscard]] std::optional<Xmm> floating(std::uint32_t slot) const {
    const auto at = std::ranges::find(floats_, slot);
    return at == floats_.end() ? std::nullopt
                               : std::optional{static_cast<Xmm>(kFloatScratch + static_cast<unsigned>(at - floats_.begin()))};
  }
  // Slots by the order of kHomes and of the vector homes.
  [[nodiscard]] const std::vector<std::uint32_t>& general_slots() const { return general_; }
  [[nodiscard]] const std::vector<std::uint32_t>& float_slots() const { return floats_; }
  [[nodiscard]] bool is_float(std::uint32_t slot) const { return slot >= map_.first_float && slot < map_.end_float; }
  // A slot as translated code addresses it.
  [[nodiscard]] Mem slot(std::uint32_t offset) const {
    return at(kState, static_cast<std::int32_t>(offset) - static_cast<std::int32_t>(map_.state_bias));
  }
  [[nodiscard]] std::uint32_t bias() const { return map_.state_bias; }

 private:
  HomeMap map_;
  std::vector<std::uint32_t> general_, floats_;
};

}  // namespace vitrine::codegen::x64
