// SPDX-License-Identifier: Apache-2.0
// The value of a pure operation on constants: what the folding builder and the plain evaluator share.
#pragma once

#include <cstdint>
#include <optional>

#include "core/ir/node.h"

namespace vitrine::ir {

// Values travel as zero-extended 64-bit words.  operand_type is the type of operand a (results may be narrower or wider).  nullopt for
// operations that are not pure.
std::optional<std::uint64_t> evaluate_pure(const Node& node, Type operand_type, std::uint64_t a, std::uint64_t b, std::uint64_t c);

// value cut to the width of type.
std::uint64_t truncate_to(Type type, std::uint64_t value);

}  // namespace vitrine::ir
