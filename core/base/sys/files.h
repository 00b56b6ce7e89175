// SPDX-License-Identifier: Apache-2.0
// Files by descriptor, and what makes a replacement durable, behind one face for each operating system.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "core/base/result.h"

namespace vitrine::base::sys {

// Permission bits of a new file, where the system has them.
enum class FileMode : unsigned { kShared = 0644, kPrivate = 0600 };

// Errors name the path.  Descriptors are not inherited by child processes.
Result<int> open_for_reading(const std::filesystem::path& path);
// Fails where the path exists already.
Result<int> create_file(const std::filesystem::path& path, FileMode mode);
void close_file(int descriptor);

// The number of bytes read, 0 at the end; `path` is for the error's sentence.
Result<std::size_t> read_some(int descriptor, std::span<std::byte> out, const std::filesystem::path& path);
Status write_all(int descriptor, std::span<const std::byte> in, const std::filesystem::path& path);

// Returns when the content is on the disk.
Status sync_file(int descriptor, const std::filesystem::path& path);
// Returns when the folder's entries are on the disk.
Status sync_folder(const std::filesystem::path& folder);
// `to` is the old file or the new one at any time.
Status rename_over(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace vitrine::base::sys
