// SPDX-License-Identifier: Apache-2.0
// The files of a configuration.
#include "core/vm/machine_files.h"

#include "core/machine/firmware/opensbi.h"

namespace vitrine::vm {

std::vector<std::string> files_to_read(const MachineConfig& config) {
  std::vector<std::string> files;
  for (const auto& file : {config.kernel, config.initrd, config.pflash_code, config.elf})
    if (!file.empty()) files.push_back(file);
  if (config.firmware == "default") {
    if (const auto found = machine::firmware::find_default_opensbi()) files.push_back(*found);
  } else if (config.firmware != "none") {
    files.push_back(config.firmware);
  }
  return files;
}

}  // namespace vitrine::vm
