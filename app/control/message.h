// SPDX-License-Identifier: Apache-2.0
// JSON messages from a peer that is not trusted.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace vitrine::app::control {

inline constexpr unsigned kMaxJsonDepth = 64;

// One object of JSON; anything else, or one nested too deeply, is an error.
base::Result<nlohmann::json> parse_message(std::string_view line);
// On one line; bytes that are no UTF-8 are replaced.
std::string to_line(const nlohmann::json& message);

}  // namespace vitrine::app::control
