// SPDX-License-Identifier: Apache-2.0
// The list of topics.
#include "core/vm/log_topics.h"

#include <algorithm>
#include <array>

namespace vitrine::vm {
namespace {

constexpr std::array<LogTopic, 7> kTopics{{{"machine", "states, resets, panics"},
                                           {"control", "commands that the machine gets"},
                                           {"gdb", "packets of the debugger's protocol"},
                                           {"traps", "exceptions and interrupts that vCPUs take"},
                                           {"mmu", "translations that were not in a TLB"},
                                           {"translate", "guest code, IR and host code of each translation"},
                                           {"devices", "accesses to device registers"}}};

}  // namespace

std::span<const LogTopic> log_topics() { return kTopics; }

base::Status check_log_topics(std::span<const std::string> names) {
  for (const std::string& name : names) {
    if (name == "all" || std::ranges::find(kTopics, name, &LogTopic::name) != kTopics.end()) continue;
    std::string known;
    for (const LogTopic& topic : kTopics) known.append(known.empty() ? "" : ", ").append(topic.name);
    return base::fail(base::Errc::kInvalidArgument, "--log {}: unknown; {} and all are known", name, known);
  }
  return {};
}

}  // namespace vitrine::vm
