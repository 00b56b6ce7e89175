// SPDX-License-Identifier: Apache-2.0
// `vitrine doctor`: what this computer gives, where things are, and what is wrong with them.
#include <fmt/format.h>

#include "core/base/sys/sandbox.h"
#include "frontends/cli/library_commands.h"
#include "frontends/cli/run_command.h"

namespace vitrine::frontends::cli {
namespace {

using app::library::Library;

void line(std::string_view what, std::string_view says) { fmt::print("{:16}{}\n", what, says); }

// The number of things that are wrong.
int examine(const Library& library) {
  int problems = 0;
  const auto& paths = library.paths();
  line("Sandbox", base::sys::probe_sandbox().text);
  line("Machines", paths.machines.string());
  line("Settings", paths.user_file.string());
  line("Cache", paths.cache.string());
  const auto runtime = paths.prepare_runtime();
  line("Control sockets", runtime ? paths.runtime.string() : runtime.error().message);
  problems += runtime ? 0 : 1;
  const auto demo = app::library::demo_files_present(library);
  line("Demo guest", demo ? "there" : demo.error().message);
  if (const auto user = app::settings::Document::load(paths.user_file, app::settings::Scope::kUser);
      !user && user.error().code != base::Errc::kNotFound) {
    line("Problem", user.error().message);
    ++problems;
  }
  const auto machines = library.list();
  if (!machines) line("Problem", machines.error().message);
  for (const auto& machine : machines ? *machines : std::vector<app::library::Machine>{}) {
    if (machine.problem.empty()) continue;
    line("Problem", fmt::format("{}: {}", machine.id, machine.problem));
    ++problems;
  }
  return problems + (machines ? 0 : 1);
}

}  // namespace

int doctor_command(const std::vector<std::string>& words) {
  if (!words.empty()) return complain(fmt::format("{}: unknown option; `vitrine doctor` takes none", words.front()), kUnusableArguments);
  const auto library = open_library();
  if (!library) return complain(library.error());
  const int problems = examine(*library);
  if (problems == 0) line("Verdict", "all is well");
  return problems == 0 ? kEndedWell : complain(fmt::format("{} problem{} found", problems, problems == 1 ? "" : "s"), kFailure);
}

}  // namespace vitrine::frontends::cli
