// SPDX-License-Identifier: Apache-2.0
// The schema: every setting as a typed constant, and the table of all of them.
#pragma once

#include <array>
#include <span>

#include "app/settings/setting.h"
#include "app/settings/translatable.h"

namespace vitrine::app::settings {

inline constexpr std::array kIsolationChoices{Choice{"process", translatable("Own process")}, Choice{"none", translatable("None")}};
inline constexpr std::array kIsaChoices{Choice{"riscv64", "RISC-V 64"}, Choice{"x86_64", "x86-64"}, Choice{"arm64", "ARM 64"}};
inline constexpr std::array kBoardChoices{Choice{"virt", "virt"}, Choice{"q35", "q35"}};
inline constexpr std::array kEngineChoices{Choice{"tiered", translatable("Best available")}, Choice{"interp", translatable("Interpreter")},
                                           Choice{"jit", translatable("Translator")}, Choice{"aot", translatable("Stored code")}};

#define SETTING(name, type, ...) inline constexpr Setting<type> name{__VA_ARGS__};
#include "app/settings/schema.def"
#undef SETTING

// All settings, in the order of the dialog.
std::span<const Row> schema();
// The setting of that key, or null.
const Row* find_row(std::string_view key);
// The key that is spelled most like this one, for "did you mean"; empty when none is near.
std::string_view nearest_key(std::string_view key);

}  // namespace vitrine::app::settings
