// SPDX-License-Identifier: Apache-2.0
// The program with windows: `vitrine` replaces itself by it where a window is wanted, so that machines without one never load Qt.
#include <cstdint>
#include <string>
#include <vector>

#include "app/session/session.h"
#include "core/base/sys/os.h"
#include "frontends/cli/run_command.h"
#include "frontends/qt/manager.h"
#include "frontends/qt/show_machine.h"

// The same arguments as vitrine's: none or --demo, or `run … --display qt`.
int main(int argc, char** argv) {
  using namespace vitrine;
  const std::int64_t start_ns = base::sys::monotonic_ns();
  const std::vector<std::string> words{argv + 1, argv + argc};
  if (!words.empty() && words.front() == "run") {
    return frontends::cli::run_command({words.begin() + 1, words.end()}, start_ns, frontends::qt::show_machine);
  }
  return frontends::qt::run_manager(argc, argv,
                                    {.demo = !words.empty() && words.front() == "--demo", .vm_factory = app::session::local_machine});
}
