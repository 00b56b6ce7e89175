// SPDX-License-Identifier: Apache-2.0
// Opening the files that options name, and closing the door behind them.
#include "frontends/cli/host_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <span>
#include <vector>

#include "core/base/sys/files.h"
#include "core/base/sys/local_socket.h"
#include "core/base/sys/sandbox.h"
#include "core/vm/machine_files.h"

namespace vitrine::frontends::cli {
namespace {

using base::Errc;
using base::fail;
using Paths = std::vector<std::filesystem::path>;

// Files that opening makes.
Paths files_to_come(const RunOptions& options) {
  Paths files;
  std::error_code error;
  if (options.serial.starts_with(kSerialFile)) files.push_back(std::filesystem::absolute(options.serial.substr(kSerialFile.size()), error));
  if (!options.stats_file.empty()) files.push_back(std::filesystem::absolute(options.stats_file, error));
  if (!options.machine.pflash_vars.empty()) files.push_back(std::filesystem::absolute(options.machine.pflash_vars, error));
  std::erase_if(files, [&](const auto& file) { return std::filesystem::exists(std::filesystem::symlink_status(file, error)); });
  return files;
}

// The sandbox lets the machine write to a file of variables, not make one; an empty one is an erased flash.
base::Status make_variables(const std::string& path) {
  std::error_code error;
  if (path.empty() || std::filesystem::exists(path, error)) return {};
  const base::UniqueFd made{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644)};
  if (!made) return fail(errno == ENOENT ? Errc::kNotFound : Errc::kIo, "{}: cannot be opened for writing: {}", path, std::strerror(errno));
  return {};
}

}  // namespace

base::Status HostFiles::open_all(const RunOptions& options) {
  TRY_ASSIGN(serial_, prepare_serial(options.serial));
  if (!options.stats_file.empty()) {
    stats_ = base::UniqueFd{::open(options.stats_file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666)};
    if (!stats_) return fail(Errc::kIo, "{}: the statistics cannot be written: {}", options.stats_file, std::strerror(errno));
  }
  if (options.perf_map) {
    TRY_ASSIGN(perf_map_, PerfMap::open());
  }
  TRY(make_variables(options.machine.pflash_vars));
  if (options.qmp_socket.empty()) return {};
  TRY_ASSIGN(control_, base::sys::listen_locally(options.qmp_socket));
  return {};
}

base::Result<HostFiles> HostFiles::open(const RunOptions& options) {
  const Paths made = files_to_come(options);
  HostFiles files;
  std::error_code error;
  if (const auto opened = files.open_all(options); !opened) {
    for (const auto& file : made)
      if (std::filesystem::is_empty(file, error)) std::filesystem::remove(file, error);
    return std::unexpected{opened.error()};
  }
  base::sys::CaretakerDuties duties{.remove_at_end = {}, .remove_if_failed = made};
  if (files.control_) duties.remove_at_end.push_back(std::filesystem::absolute(options.qmp_socket, error));
  if (duties.remove_at_end.empty() && made.empty()) return files;
  TRY_ASSIGN(auto caretaker, base::sys::Caretaker::start(duties));
  files.caretaker_.emplace(std::move(caretaker));
  return files;
}

vm::CodeListener HostFiles::code_listener() const {
  if (!perf_map_) return {};
  return [map = perf_map_.get()](const std::byte* start, std::size_t bytes, std::string_view name) { map->add(start, bytes, name); };
}

base::Status HostFiles::write_stats(const RunOptions& options, std::string_view text) const {
  if (!stats_) return {};
  [[maybe_unused]] const int cut = ftruncate(stats_.get(), 0);  // a pipe or a device has no length
  if (const auto written = base::sys::write_all(stats_.get(), std::as_bytes(std::span{text}), options.stats_file); !written)
    return fail(Errc::kIo, "{}: the statistics cannot be written: {}", options.stats_file, written.error().message);
  return {};
}

base::Status confine(const RunOptions& options) {
  if (!options.sandbox) return {};
  if (options.display == Display::kQt) return base::sys::give_up_privileges();
  base::sys::SandboxRules rules;
  for (const auto& file : vm::files_to_read(options.machine)) rules.read_only.emplace_back(file);
  if (!options.machine.pflash_vars.empty()) rules.read_write.emplace_back(options.machine.pflash_vars);
  const auto entered = base::sys::enter_sandbox(rules);
  return entered ? base::Status{} : std::unexpected{entered.error()};
}

}  // namespace vitrine::frontends::cli
