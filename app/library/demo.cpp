// SPDX-License-Identifier: Apache-2.0
// The ready-made demo machine.
#include <algorithm>

#include "app/library/library.h"

namespace vitrine::app::library {
namespace {

constexpr std::string_view kDemoName = "Demo Linux (RISC-V)";

std::filesystem::path demo_folder(const Library& library) { return library.paths().cache / "guests/riscv64"; }

}  // namespace

base::Result<Machine> ensure_demo_machine(const Library& library) {
  TRY_ASSIGN(const auto machines, library.list());
  if (const auto found = std::ranges::find(machines, kDemoName, &Machine::id); found != machines.end()) return *found;
  const auto files = demo_folder(library);
  return library.create(kDemoName, {{"machine.isa", std::string{"riscv64"}},
                                    {"machine.memory_mib", std::int64_t{512}},
                                    {"boot.kernel", (files / "vmlinux").string()},
                                    {"boot.initrd", (files / "initramfs.cpio.gz").string()},
                                    {"boot.append", std::string{"console=ttyS0"}}});
}

base::Status demo_files_present(const Library& library) {
  for (const char* name : {"vmlinux", "initramfs.cpio.gz"}) {
    std::error_code error;
    if (const auto file = demo_folder(library) / name; !std::filesystem::is_regular_file(file, error))
      return base::fail(base::Errc::kNotFound, "{}: the demo guest is not there yet; installer/run fetches it", file.string());
  }
  return {};
}

}  // namespace vitrine::app::library
