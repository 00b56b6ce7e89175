// SPDX-License-Identifier: Apache-2.0
// Host features where the host is no x86-64.
#include "core/codegen/x64/host_features.h"

namespace vitrine::codegen::x64 {

HostFeatures HostFeatures::detect() { return {}; }

}  // namespace vitrine::codegen::x64
