// SPDX-License-Identifier: Apache-2.0
// Replacing a file atomically: after a crash at any point it holds either the old text or the new one.
#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/result.h"

namespace vitrine::app::settings {

// Writes aside, syncs, renames and syncs the folder.
base::Status replace_file(const std::filesystem::path& path, std::string_view text);

}  // namespace vitrine::app::settings
