// SPDX-License-Identifier: Apache-2.0
// Changing the library's folder: create, change, delete.
#include <algorithm>

#include "app/library/library.h"
#include "app/library/run_record.h"
#include "core/base/sys/process.h"

namespace vitrine::app::library {
namespace {

namespace fs = std::filesystem;
using base::Errc;
using base::fail;
using settings::Document;

constexpr std::string_view kDeletedPrefix = ".deleted-";

// A folder's name that every file system takes, like the machine's name where that is possible.
std::string folder_name(std::string_view name) {
  std::string folder;
  for (const char c : name) {
    const bool odd = static_cast<unsigned char>(c) < 0x20 || c == 0x7f || std::string_view{"/\\:*?\"<>|"}.find(c) != std::string_view::npos;
    folder += odd ? '-' : c;
  }
  folder.erase(0, folder.find_first_not_of(" .-"));
  folder.erase(folder.find_last_not_of(" .") + 1);
  return folder;
}

// Makes a new folder of that name, or of that name and a number.
base::Result<fs::path> make_folder(const fs::path& library, const std::string& name) {
  std::error_code error;
  fs::create_directories(library, error);
  for (int number = 1; number < 1000 && !error; ++number) {
    fs::path folder = library / (number == 1 ? name : fmt::format("{} {}", name, number));
    if (!fs::create_directory(folder, error)) continue;
    fs::permissions(folder, fs::perms::owner_all, error);  // guests' disks and memory are nobody else's business
    return folder;
  }
  return fail(Errc::kIo, "{}: no folder can be made for \"{}\"{}{}", library.string(), name, error ? ": " : "",
              error ? error.message() : "");
}

base::Status write_new_file(const fs::path& file, std::string_view name, const std::map<std::string, settings::Value>& values) {
  TRY_ASSIGN(
      auto document,
      Document::parse(fmt::format("# A machine of Vitrine.\n{} = {}\n", settings::kFormat.key, settings::kFormat.fallback), file.string()));
  TRY(document.set(settings::kName.key, std::string{name}));
  for (const auto& [key, value] : values) TRY(document.set(key, value));
  return document.save(file);
}

// Only a real folder directly inside the library may be deleted.
base::Status check_inside(const fs::path& library, const fs::path& folder) {
  std::error_code error;
  const bool inside = folder.is_absolute() && folder.lexically_normal() == folder && folder.has_filename() &&
                      folder.parent_path() == library.lexically_normal() && folder.filename() != "." && folder.filename() != "..";
  if (!inside) return fail(Errc::kDenied, "{}: lies outside the library {}; delete it by hand", folder.string(), library.string());
  if (fs::symlink_status(folder, error).type() != fs::file_type::directory)
    return fail(Errc::kDenied, "{}: is not a folder of its own", folder.string());
  return {};
}

// What an interrupted deletion left behind.
void sweep(const fs::path& library) {
  std::error_code error;
  for (fs::directory_iterator entries{library, error}; !error && entries != fs::directory_iterator{}; entries.increment(error))
    if (std::error_code ignored; entries->path().filename().string().starts_with(kDeletedPrefix)) fs::remove_all(entries->path(), ignored);
}

}  // namespace

base::Result<Machine> Library::create(std::string_view name, const std::map<std::string, settings::Value>& values) const {
  TRY(settings::validate(settings::Row{settings::kName}, std::string{name}));
  const std::string wanted = folder_name(name);
  if (wanted.empty()) return fail(Errc::kInvalidArgument, "a machine needs a name with at least one letter or digit");
  TRY_ASSIGN(const fs::path folder, make_folder(paths_.machines, wanted));
  if (auto written = write_new_file(folder / "vm.toml", name, values); !written) {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    return std::unexpected{written.error()};
  }
  return read(folder);
}

base::Status Library::change(const Machine& machine, const std::map<std::string, settings::Value>& values) const {
  TRY_ASSIGN(auto document, Document::load(machine.file()));
  for (const auto& [key, value] : values) TRY(document.set(key, value));
  return document.save(machine.file());
}

base::Result<DeletePlan> Library::plan_delete(const Machine& machine) const {
  TRY(check_inside(paths_.machines, machine.folder));
  DeletePlan plan{.folder = machine.folder};
  std::error_code error;
  for (fs::recursive_directory_iterator entries{machine.folder, error}; !error && entries != fs::recursive_directory_iterator{};
       entries.increment(error)) {
    std::error_code ignored;
    if (!entries->is_regular_file(ignored) || entries->is_symlink(ignored)) continue;
    ++plan.files;
    plan.bytes += entries->file_size(ignored);
  }
  if (error) return fail(Errc::kIo, "{}: cannot be looked through: {}", machine.folder.string(), error.message());
  return plan;
}

base::Status Library::remove(const Machine& machine) const {
  TRY(check_inside(paths_.machines, machine.folder));
  // Held until the folder is out of the way: nobody can start what is being deleted.
  const auto lock = base::sys::LockFile::take(lock_path(machine.folder));
  if (!lock && lock.error().code == Errc::kBusy)
    return fail(Errc::kBusy, "\"{}\" is running; power it off before deleting it", machine.name);
  if (!lock) return std::unexpected{lock.error()};
  sweep(paths_.machines);
  const fs::path aside = paths_.machines / fmt::format("{}{}-{}", kDeletedPrefix, machine.id, base::sys::own_process_id());
  std::error_code error;
  fs::rename(machine.folder, aside, error);
  if (!error) fs::remove_all(aside, error);
  if (error) return fail(Errc::kIo, "{}: cannot be deleted: {}", machine.folder.string(), error.message());
  return {};
}

}  // namespace vitrine::app::library
