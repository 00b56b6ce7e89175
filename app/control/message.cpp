// SPDX-License-Identifier: Apache-2.0
// Parsing JSON within limits.
#include "app/control/message.h"

#include <nlohmann/json.hpp>

namespace vitrine::app::control {
namespace {

using base::Errc;
using base::fail;

// The deepest nesting of arrays and objects, without building anything.
unsigned depth_of(std::string_view text) {
  unsigned depth = 0, deepest = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string) {
      if (c == '\\') ++at;
      else if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      deepest = std::max(deepest, ++depth);
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    }
  }
  return deepest;
}

}  // namespace

base::Result<nlohmann::json> parse_message(std::string_view line) {
  if (depth_of(line) > kMaxJsonDepth) return fail(Errc::kInvalidArgument, "JSON nested more than {} deep", kMaxJsonDepth);
  auto message = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (message.is_discarded()) return fail(Errc::kInvalidArgument, "invalid JSON");
  if (!message.is_object()) return fail(Errc::kInvalidArgument, "a message must be a JSON object");
  return message;
}

std::string to_line(const nlohmann::json& message) { return message.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace); }

}  // namespace vitrine::app::control
