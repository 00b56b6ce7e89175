// SPDX-License-Identifier: Apache-2.0
// Listing, making and deleting machines from a terminal.
#include "frontends/cli/library_commands.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include <cstdio>
#include <iostream>
#include <optional>

#include "frontends/cli/run_command.h"
#include "frontends/cli/typed_settings.h"

namespace vitrine::frontends::cli {
namespace {

using app::library::Library;
using app::library::Machine;
using app::library::MachineState;
using base::Errc;
using base::fail;
namespace settings = app::settings;

std::string_view state_word(MachineState state) {
  switch (state) {
    case MachineState::kOff: return "off";
    case MachineState::kStarting: return "starting";
    case MachineState::kRunning: return "running";
    case MachineState::kPaused: return "paused";
    case MachineState::kCrashed: return "crashed";
    case MachineState::kBroken: return "broken";
  }
  return "";
}

// The words of a command; an exit status where that was already all (help, or an error that has been told).
std::optional<int> parse(CLI::App& app, const std::vector<std::string>& words) {
  try {
    app.parse(std::vector<std::string>{words.rbegin(), words.rend()});  // CLI11 takes the words from the back
  } catch (const CLI::CallForHelp&) {
    fmt::print("{}", app.help());
    return kEndedWell;
  } catch (const CLI::ExtrasError&) {
    const auto extra = app.remaining();
    return complain(fmt::format("{}: unknown option; `{} --help` lists them all", extra.empty() ? "" : extra.front(), app.get_name()),
                    kUnusableArguments);
  } catch (const CLI::ParseError& error) {
    return complain(error.what(), kUnusableArguments);
  }
  return std::nullopt;
}

int answer(const base::Status& status) { return status ? kEndedWell : complain(status.error()); }

base::Status list(const Library& library) {
  TRY_ASSIGN(const auto machines, library.list());
  std::size_t width = 4;
  for (const auto& machine : machines) width = std::max(width, machine.id.size());
  fmt::print("{:{}}  {:8}  {:7}  {:>4}  {:>10}\n", "NAME", width, "STATE", "ARCH", "CPUS", "MEMORY");
  for (const auto& machine : machines) {
    fmt::print("{:{}}  {:8}  {:7}  {:>4}  {:>6} MiB\n", machine.id, width, state_word(machine.state), machine.settings.get(settings::kIsa),
               machine.settings.get(settings::kCpus), machine.settings.get(settings::kMemoryMib));
    if (!machine.problem.empty()) fmt::print("{:{}}  {}\n", "", width, machine.problem);
  }
  return {};
}

// An option of the command line for every setting that has one; the values come out as typed.
void add_settings(CLI::App& app, SettingTexts& given) {
  for (const auto& row : settings::schema()) {
    if (row.flag.empty()) continue;
    const std::string key{row.key};
    const std::string help = fmt::format("{} ({})", row.help, settings::wanted(row));
    if (row.kind == settings::Row::Kind::kBool) app.add_flag_callback(std::string{row.flag}, [&given, key] { given[key] = "true"; }, help);
    else app.add_option_function<std::string>(std::string{row.flag}, [&given, key](const std::string& value) { given[key] = value; }, help);
  }
}

base::Status create(const Library& library, const std::string& name, const SettingTexts& given) {
  TRY_ASSIGN(const auto values, to_values(given));
  TRY_ASSIGN(const auto machine, library.create(name, values));
  fmt::print("{}\n", machine.file().string());
  return {};
}

bool confirmed(const app::library::DeletePlan& plan) {
  fmt::print(stderr, "Delete {} with {} files ({} KiB)? [y/N] ", plan.folder.string(), plan.files, plan.bytes / 1024);
  std::string line;
  std::getline(std::cin, line);
  return line == "y" || line == "Y" || line == "yes";
}

base::Status remove(const Library& library, const std::string& name, bool yes) {
  TRY_ASSIGN(const auto machine, library.find(name));
  TRY_ASSIGN(const auto plan, library.plan_delete(machine));
  if (!yes && isatty(STDIN_FILENO) != 1)
    return fail(Errc::kInvalidArgument, "{}: would be deleted with {} files; say --yes to do it without a question", plan.folder.string(),
                plan.files);
  if (!yes && !confirmed(plan)) return fail(Errc::kCancelled, "nothing was deleted");
  return library.remove(machine);
}

}  // namespace

base::Result<Library> open_library() {
  TRY_ASSIGN(auto paths, app::library::Paths::from_environment());
  return Library{std::move(paths)};
}

int complain(const base::Error& error) {
  const bool world = error.code == Errc::kIo || error.code == Errc::kInternal || error.code == Errc::kBusy ||
                     error.code == Errc::kTimeout || error.code == Errc::kCancelled;
  return complain(error.message, world ? kFailure : kUnusableArguments);
}

int list_command(const std::vector<std::string>& words) {
  CLI::App app{"Lists the machines.", "vitrine list"};
  if (const auto status = parse(app, words)) return *status;
  const auto library = open_library();
  return library ? answer(list(*library)) : complain(library.error());
}

int create_command(const std::vector<std::string>& words) {
  CLI::App app{"Makes a new machine; prints where its file is.", "vitrine create"};
  std::string name;
  SettingTexts given;
  app.add_option("name", name, "what the machine is called")->required();
  add_settings(app, given);
  if (const auto status = parse(app, words)) return *status;
  const auto library = open_library();
  return library ? answer(create(*library, name, given)) : complain(library.error());
}

int delete_command(const std::vector<std::string>& words) {
  CLI::App app{"Deletes a machine with all its files.", "vitrine delete"};
  std::string name;
  bool yes = false;
  app.add_option("name", name, "the machine, as `vitrine list` shows it")->required();
  app.add_flag("--yes", yes, "do not ask");
  if (const auto status = parse(app, words)) return *status;
  const auto library = open_library();
  return library ? answer(remove(*library, name, yes)) : complain(library.error());
}

}  // namespace vitrine::frontends::cli
