// SPDX-License-Identifier: Apache-2.0
// Looking at the library's folder: list, find, read.
#include "app/library/library.h"

#include <algorithm>

#include "app/library/run_record.h"
#include "core/base/sys/process.h"

namespace vitrine::app::library {
namespace {

namespace fs = std::filesystem;
using base::Errc;
using base::fail;
using settings::Document;
using settings::Layer;

// The merged settings of the folder; the error is the sentence for a broken machine.
base::Status load_settings(const Paths& paths, const fs::path& file, settings::Settings& into) {
  if (auto user = Document::load(paths.user_file, settings::Scope::kUser)) into.use(Layer::kUserFile, *user);
  else if (user.error().code != Errc::kNotFound) return std::unexpected{user.error()};
  TRY_ASSIGN(const auto own, Document::load(file));
  into.use(Layer::kVmFile, own);
  return {};
}

MachineState living_state(vm::RunState state) {
  if (state == vm::RunState::kRunning) return MachineState::kRunning;
  return state == vm::RunState::kPaused ? MachineState::kPaused : MachineState::kStarting;
}

// What the lock and the record in it say.
void read_run_state(Machine& machine) {
  const fs::path lock = lock_path(machine.folder);
  const auto record = RunRecord::parse(base::sys::LockFile::read_text(lock));
  if (base::sys::LockFile::is_held(lock)) {
    machine.state = living_state(record ? record->state : vm::RunState::kStarting);
    machine.pid = record ? record->pid : 0;
    if (record && !record->socket.empty()) machine.socket = record->socket;
    return;
  }
  if (machine.state == MachineState::kBroken || !record) return;
  if (const auto end = how_ended(machine.folder); end.reason == vm::EndReason::kError) {
    machine.state = MachineState::kCrashed;
    machine.problem = end.message;
  }
}

bool is_machine(const fs::directory_entry& entry) {
  std::error_code error;
  return !entry.path().filename().string().starts_with('.') && entry.is_directory(error) && fs::exists(entry.path() / "vm.toml", error);
}

}  // namespace

Machine Library::read(const fs::path& folder) const {
  Machine machine;
  machine.folder = folder;
  machine.id = folder.filename().string();
  machine.name = machine.id;
  machine.socket = paths_.socket_of(folder);
  if (auto loaded = load_settings(paths_, machine.file(), machine.settings); !loaded) {
    machine.state = MachineState::kBroken;
    machine.problem = loaded.error().message;
  } else if (const std::string name = machine.settings.get(settings::kName); !name.empty()) {
    machine.name = name;
  }
  read_run_state(machine);
  return machine;
}

base::Result<std::vector<Machine>> Library::list() const {
  std::vector<Machine> machines;
  std::error_code error;
  fs::directory_iterator entries{paths_.machines, error};
  if (error == std::errc::no_such_file_or_directory) return machines;
  for (; !error && entries != fs::directory_iterator{}; entries.increment(error))
    if (is_machine(*entries)) machines.push_back(read(entries->path()));
  if (error) return fail(Errc::kIo, "{}: the machines cannot be listed: {}", paths_.machines.string(), error.message());
  std::ranges::sort(machines, {}, [](const Machine& machine) { return std::pair{machine.name, machine.id}; });
  return machines;
}

base::Result<Machine> Library::find(std::string_view id_or_name) const {
  std::error_code error;
  if (id_or_name.find('/') != std::string_view::npos) {
    const fs::path folder = fs::absolute(id_or_name, error).lexically_normal();
    if (fs::exists(folder / "vm.toml", error)) return read(folder.has_filename() ? folder : folder.parent_path());
    return fail(Errc::kNotFound, "{}: there is no machine in this folder", id_or_name);
  }
  TRY_ASSIGN(const auto machines, list());
  if (const auto by_id = std::ranges::find(machines, id_or_name, &Machine::id); by_id != machines.end()) return *by_id;
  const auto count = std::ranges::count(machines, id_or_name, &Machine::name);
  if (count == 1) return *std::ranges::find(machines, id_or_name, &Machine::name);
  if (count > 1)
    return fail(Errc::kInvalidArgument, "{} machines are called \"{}\"; name one by its folder (vitrine list shows them)", count,
                id_or_name);
  return fail(Errc::kNotFound, "there is no machine \"{}\" (vitrine list shows those that are there)", id_or_name);
}

}  // namespace vitrine::app::library
