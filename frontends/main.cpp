// SPDX-License-Identifier: Apache-2.0
// The executable that people start: a command, or the windows without arguments.
#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/sys/os.h"
#include "frontends/cli/library_commands.h"
#include "frontends/cli/output.h"
#include "frontends/cli/run_command.h"

namespace {

constexpr const char* kUsage =
    "vitrine [--demo]              open the library window; --demo starts the demo machine, too\n"
    "vitrine run OPTIONS           run a machine; `vitrine run --help` lists the options\n"
    "vitrine run NAME [--headless] run a saved machine, or show one that runs\n"
    "vitrine list                  list the saved machines\n"
    "vitrine create NAME OPTIONS   make a machine; `vitrine create --help` lists the options\n"
    "vitrine delete NAME [--yes]   delete a machine with all its files\n"
    "vitrine doctor                show what this computer gives and what is wrong\n"
    "vitrine --version | --help\n";

int command(const std::vector<std::string>& words, std::int64_t start_ns) {
  using namespace vitrine::frontends::cli;
  const std::vector<std::string> rest{words.begin() + 1, words.end()};
  if (words.front() == "run") return run_command(rest, start_ns);
  if (words.front() == "list") return list_command(rest);
  if (words.front() == "create") return create_command(rest);
  if (words.front() == "delete") return delete_command(rest);
  if (words.front() == "doctor") return doctor_command(rest);
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

// Windows are a program of their own beside this one, which takes the same arguments: Qt would cost every machine 30 ms and 14 MB at its start.
bool wants_window(const std::vector<std::string>& words) {
  if (words.empty() || words.front() == "--demo") return true;
  const auto display = std::ranges::find(words, "--display");
  const bool apart = display != words.end() && std::next(display) != words.end() && *std::next(display) == "qt";
  return words.front() == "run" && (apart || std::ranges::find(words, "--display=qt") != words.end());
}

int become_window_program(char** argv) {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error).replace_filename("vitrine-window");
  ::execv(program.c_str(), argv);
  return vitrine::frontends::cli::complain(
      fmt::format("{}: the program with the windows is missing; `vitrine --help` lists what runs without it", program.string()),
      vitrine::frontends::cli::kFailure);
}

}  // namespace

int main(int argc, char** argv) {
  const std::int64_t start_ns = vitrine::base::sys::monotonic_ns();
  vitrine::frontends::cli::ensure_standard_descriptors();
  const std::vector<std::string> words{argv + 1, argv + argc};
  if (wants_window(words)) return become_window_program(argv);
  return command(words, start_ns);
}
