// SPDX-License-Identifier: Apache-2.0
// A program that takes `run FOLDER --headless` like vitrine does, with a machine that has no guest; the machine's notes say what it does.
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <string>
#include <thread>

#include "app/session/machine_process.h"
#include "tests/app/fake_vm.h"

using namespace vitrine;

namespace {

// Crosses a line that the kernel must hold: a file outside of the machine's folder.
bool can_read_outside(const std::filesystem::path& folder) { return std::fopen((folder / "../../outside").c_str(), "r") != nullptr; }

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  // The test's library lies three folders above: data/machines/NAME.
  const std::filesystem::path folder = argv[2], root = folder.parent_path().parent_path().parent_path();
  const app::library::Library library{
      {.machines = root / "data/machines", .user_file = root / "config/settings.toml", .cache = root / "cache", .runtime = root / "run"}};
  const auto machine = library.read(folder);
  const auto notes = machine.settings.get(app::settings::kNotes);
  const auto factory = [&](const vm::MachineConfig&) -> base::Result<std::unique_ptr<vm::Vm>> {
    if (notes == "fail") return base::fail(base::Errc::kNotFound, "vmlinux: there is no such file");
    if (notes == "abort") std::raise(SIGABRT);
    auto vm = std::make_unique<tests::FakeVm>();
    vm->greet_on_resume(can_read_outside(folder) ? "outside is open\n" : "outside is closed\n");
    return vm;
  };
  const auto status = app::session::run_machine_process(library, machine, factory);
  if (!status) std::fprintf(stderr, "vitrine: %s\n", status.error().message.c_str());
  return status ? *status : 2;
}
