// SPDX-License-Identifier: Apache-2.0
// The one executable: the manager's window without arguments, else a command.
#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <vector>

#include "core/base/sys/os.h"
#include "frontends/cli/output.h"
#include "frontends/cli/run_command.h"

namespace {

constexpr const char* kUsage =
    "vitrine                       open the library window\n"
    "vitrine run OPTIONS           run a machine; `vitrine run --help` lists the options\n"
    "vitrine --version | --help\n";

int command(const std::vector<std::string>& words, std::int64_t start_ns) {
  using namespace vitrine::frontends::cli;
  if (words.front() == "run") return run_command({words.begin() + 1, words.end()}, start_ns);
  if (words.front() == "--version") {
    fmt::print("vitrine {}\n", VITRINE_VERSION);
    return kEndedWell;
  }
  if (words.front() == "--help" || words.front() == "-h" || words.front() == "help") {
    fmt::print("{}", kUsage);
    return kEndedWell;
  }
  return complain(fmt::format("{}: unknown command; `vitrine --help` lists them", words.front()), kUnusableArguments);
}

}  // namespace

int main(int argc, char** argv) {
  const std::int64_t start_ns = vitrine::base::sys::monotonic_ns();
  vitrine::frontends::cli::ensure_standard_descriptors();
  const std::vector<std::string> words{argv + 1, argv + argc};
  if (!words.empty()) return command(words, start_ns);
  return vitrine::frontends::cli::complain("this build has no library window yet; `vitrine --help` lists the commands",
                                           vitrine::frontends::cli::kUnusableArguments);
}
