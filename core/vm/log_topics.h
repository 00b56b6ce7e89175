// SPDX-License-Identifier: Apache-2.0
// What `--log` can show of a machine.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace vitrine::vm {

struct LogTopic {
  std::string_view name;
  std::string_view what;
};
// "all" beside them means every one.
std::span<const LogTopic> log_topics();
// An error that lists the topics, for a name that is none.
base::Status check_log_topics(std::span<const std::string> names);

}  // namespace vitrine::vm
