// SPDX-License-Identifier: Apache-2.0
// Which hart does what after a vCont packet.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "core/cpu/debug_target.h"

namespace vitrine::vm::gdb {

// GDB numbers threads from 1: hart n is thread n + 1.
inline constexpr std::size_t kAllHarts = ~std::size_t{0};
inline constexpr std::size_t kAnyHart = kAllHarts - 1;
// Takes a thread id ("-1", "0" or hexadecimal) off the front; kAllHarts, kAnyHart or the hart's index, which may be one that does not
// exist.
std::optional<std::size_t> take_thread(std::string_view& text);

// `text` is what follows "vCont", e.g. ";s:1;c".  The first action that names a hart holds for it; a hart that nothing names stays. Nothing
// where the text cannot be read or names a hart that does not exist.
std::optional<std::vector<cpu::HartAction>> parse_resume(std::string_view text, std::size_t harts);

}  // namespace vitrine::vm::gdb
