// SPDX-License-Identifier: Apache-2.0
// Which of the host's files a machine reads: what its process must still be able to open in its sandbox.
#pragma once

#include <string>
#include <vector>

#include "core/vm/machine_config.h"

namespace vitrine::vm {

// Paths of files that LocalVm::create opens for this configuration; some may not exist.
std::vector<std::string> files_to_read(const MachineConfig& config);

}  // namespace vitrine::vm
