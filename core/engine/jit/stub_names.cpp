// SPDX-License-Identifier: Apache-2.0
// Names of the stubs, for profilers.
#include <algorithm>
#include <string>
#include <utility>

#include "core/engine/jit/jit.h"

namespace vitrine::engine::jit {
namespace {

using Names = std::vector<std::pair<const std::byte*, std::string>>;

void add(Names& names, const codegen::x64::StubSet& set, const std::string& suffix) {
  // SAFETY: the address of code that we emitted ourselves, as data.
  names.emplace_back(reinterpret_cast<const std::byte*>(set.enter), "vitrine:enter" + suffix);
  names.emplace_back(set.leave_with, "vitrine:leave_with" + suffix);
  names.emplace_back(set.leave, "vitrine:leave" + suffix);
  names.emplace_back(set.interpret, "vitrine:interpret" + suffix);
  names.emplace_back(set.depart, "vitrine:depart" + suffix);
  names.emplace_back(set.go_on, "vitrine:go_on" + suffix);
  names.emplace_back(set.go_to, "vitrine:go_to" + suffix);
  names.emplace_back(set.system, "vitrine:system" + suffix);
  names.emplace_back(set.find, "vitrine:find" + suffix);
  names.emplace_back(set.load, "vitrine:load" + suffix);
  names.emplace_back(set.store, "vitrine:store" + suffix);
  names.emplace_back(set.group, "vitrine:group" + suffix);
  names.emplace_back(set.atomic, "vitrine:atomic" + suffix);
  names.emplace_back(set.compute, "vitrine:compute" + suffix);
}

}  // namespace

void Jit::name_stubs(const cpu::CodeListener& listener) const {
  Names names;
  add(names, stubs_.with_float, ":float");
  add(names, stubs_.without_float, "");
  std::ranges::sort(names);
  const std::byte* const end = memory_.executable() + stub_bytes_;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::byte* const next = i + 1 < names.size() ? names[i + 1].first : end;
    listener(names[i].first, static_cast<std::size_t>(next - names[i].first), names[i].second);
  }
}

}  // namespace vitrine::engine::jit
