// SPDX-License-Identifier: Apache-2.0
// The machines on disk: list, create, change, delete.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/library/machine.h"
#include "app/library/paths.h"
#include "core/base/result.h"

namespace vitrine::app::library {

// What a deletion would remove, for the question that comes before it.
struct DeletePlan {
  std::filesystem::path folder;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
};

// Several libraries over one folder, in one or many processes, are fine: the disk is the truth and every call looks at it anew.
// Calls read small files and may take milliseconds: a window calls them from a worker thread.  Thread: any (immutable).
class Library {
 public:
  explicit Library(Paths paths) : paths_{std::move(paths)} {}

  // Every folder with a vm.toml, by name; one that cannot be read is listed as kBroken.  No library folder yet is an empty list.
  [[nodiscard]] base::Result<std::vector<Machine>> list() const;
  // By id, else by name where exactly one machine has it.
  [[nodiscard]] base::Result<Machine> find(std::string_view id_or_name) const;
  // The machine in a folder anywhere on disk.
  [[nodiscard]] Machine read(const std::filesystem::path& folder) const;

  // A new machine: a folder made from the name, with a vm.toml of these values.  Nothing is left behind on an error.
  [[nodiscard]] base::Result<Machine> create(std::string_view name, const std::map<std::string, settings::Value>& values) const;
  // Changes settings in the machine's vm.toml, one line each.  The machine may run: see each setting's `apply`.
  [[nodiscard]] base::Status change(const Machine& machine, const std::map<std::string, settings::Value>& values) const;

  [[nodiscard]] base::Result<DeletePlan> plan_delete(const Machine& machine) const;
  // Deletes the machine's folder: only a real folder directly inside the library, never while it runs, never through a link.
  [[nodiscard]] base::Status remove(const Machine& machine) const;

  [[nodiscard]] const Paths& paths() const { return paths_; }

 private:
  Paths paths_;
};

// The ready-made "Demo Linux (RISC-V)": kernel and initramfs from the cache's guests/riscv64.  Creates it where it is missing.
base::Result<Machine> ensure_demo_machine(const Library& library);
// Are the demo's kernel and initramfs there?  The error says what is missing and how to get it.
base::Status demo_files_present(const Library& library);

}  // namespace vitrine::app::library
