// SPDX-License-Identifier: Apache-2.0
// The XDG folders from the environment.
#include "app/library/paths.h"

#include <cstdint>
#include <cstdlib>

#include "core/base/sys/process.h"

namespace vitrine::app::library {
namespace {

namespace fs = std::filesystem;

// The variable's path where it is set to an absolute one, else the second.
fs::path xdg(const char* variable, const fs::path& otherwise) {
  const char* value = std::getenv(variable);
  const fs::path path{value == nullptr ? "" : value};
  return path.is_absolute() ? path : otherwise;
}

// FNV-1a: a short name that is the same in every process.
std::uint64_t hash(std::string_view text) {
  std::uint64_t sum = 0xcbf29ce484222325;
  for (const char c : text) sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return sum;
}

}  // namespace

base::Result<Paths> Paths::from_environment() {
  const fs::path home = xdg("HOME", "");
  if (home.empty()) return base::fail(base::Errc::kNotFound, "HOME is not set to an absolute path, so there is no place for machines");
  Paths paths;
  paths.machines = xdg("XDG_DATA_HOME", home / ".local/share") / "vitrine/machines";
  paths.user_file = xdg("XDG_CONFIG_HOME", home / ".config") / "vitrine/settings.toml";
  paths.cache = xdg("XDG_CACHE_HOME", home / ".cache") / "vitrine";
  const fs::path runtime = xdg("XDG_RUNTIME_DIR", "");
  paths.runtime = runtime.empty() ? fs::path{fmt::format("/tmp/vitrine-{}", base::sys::own_user_id())} : runtime / "vitrine";
  return paths;
}

fs::path Paths::socket_of(const fs::path& machine_folder) const {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(machine_folder, error);
  return runtime / fmt::format("{:016x}.sock", hash((error ? machine_folder : real).string()));
}

base::Status Paths::prepare_runtime() const { return base::sys::make_private_folder(runtime); }

}  // namespace vitrine::app::library
