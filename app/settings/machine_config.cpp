// SPDX-License-Identifier: Apache-2.0
// From settings to what the core needs.
#include "app/settings/settings.h"

namespace vitrine::app::settings {
namespace {

using base::Errc;
using base::fail;

base::Result<vm::Isa> to_isa(const std::string& isa, const std::string& board) {
  const bool pc = isa == "x86_64";
  if (pc != (board == "q35"))
    return fail(Errc::kInvalidArgument, "machine.board: there is no {} with the architecture {}; it is {} there", board, isa,
                pc ? "q35" : "virt");
  if (pc) return vm::Isa::kX86_64;
  return isa == "arm64" ? vm::Isa::kArm64 : vm::Isa::kRiscv64;
}

base::Result<vm::Engine> to_engine(const std::string& engine) {
  if (engine == "aot")
    return fail(Errc::kUnsupported, "engine.kind: this build has no engine \"{}\"; interp, jit and tiered are there", engine);
  if (engine == "interp") return vm::Engine::kInterpreter;
  return engine == "jit" ? vm::Engine::kJit : vm::Engine::kTiered;
}

// A path as the setting means it: from the machine's folder, unless it is absolute or empty.
std::string resolved(const std::string& path, const std::filesystem::path& folder) {
  return path.empty() ? path : (folder / path).lexically_normal().string();
}

std::string firmware(const std::string& setting, const std::filesystem::path& folder) {
  return setting == kFirmware.fallback || setting == "none" ? setting : resolved(setting, folder);
}

}  // namespace

base::Result<vm::MachineConfig> Settings::machine_config(const std::filesystem::path& folder) const {
  vm::MachineConfig config;
  config.machine = get(kBoard);
  TRY_ASSIGN(config.isa, to_isa(get(kIsa), config.machine));
  TRY_ASSIGN(config.engine, to_engine(get(kEngineKind)));
  config.cpu = get(kCpu);
  config.cpus = static_cast<unsigned>(get(kCpus));
  config.memory_bytes = static_cast<std::uint64_t>(get(kMemoryMib)) << 20;
  config.firmware = firmware(get(kFirmware), folder);
  config.pflash_code = resolved(get(kPflashCode), folder);
  config.pflash_vars = resolved(get(kPflashVars), folder);
  config.kernel = resolved(get(kKernel), folder);
  config.initrd = resolved(get(kInitrd), folder);
  config.append = get(kAppend);
  config.no_reboot = get(kNoReboot);
  config.verify = get(kVerify);
  config.deterministic = get(kDeterministic);
  if (config.kernel.empty() && !config.initrd.empty())
    return fail(Errc::kInvalidArgument, "boot.initrd: an initial RAM disk needs a kernel; boot.kernel is empty");
  return config;
}

}  // namespace vitrine::app::settings
