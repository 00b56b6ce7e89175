// SPDX-License-Identifier: Apache-2.0
// Processes on Linux: detached children, their end, private folders.
#include "core/base/sys/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace vitrine::base::sys {
namespace {

// The attributes and file actions of posix_spawn, freed at the end.
struct SpawnSetup {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  SpawnSetup() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
  }
  ~SpawnSetup() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
  SpawnSetup(const SpawnSetup&) = delete;
  SpawnSetup& operator=(const SpawnSetup&) = delete;
};

void prepare(SpawnSetup& setup, const SpawnRequest& request) {
  posix_spawn_file_actions_addopen(&setup.actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&setup.actions, 1, request.log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOFOLLOW, 0600);
  posix_spawn_file_actions_adddup2(&setup.actions, 1, 2);
  if (request.inherited_descriptor >= 0)
    posix_spawn_file_actions_adddup2(&setup.actions, request.inherited_descriptor, kInheritedDescriptor);
  posix_spawn_file_actions_addclosefrom_np(&setup.actions,
                                           request.inherited_descriptor >= 0 ? kInheritedDescriptor + 1 : kInheritedDescriptor);
  sigset_t all, none;
  sigfillset(&all);
  sigemptyset(&none);
  posix_spawnattr_setsigdefault(&setup.attributes, &all);
  posix_spawnattr_setsigmask(&setup.attributes, &none);
  posix_spawnattr_setflags(&setup.attributes, static_cast<short>(POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK));
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> list;
  list.reserve(strings.size() + 1);
  for (auto& string : strings) list.push_back(string.data());
  list.push_back(nullptr);
  return list;
}

}  // namespace

Result<std::int64_t> spawn_detached(const SpawnRequest& request) {
  SpawnSetup setup;
  prepare(setup, request);
  std::vector<std::string> arguments{request.executable.string()};
  arguments.insert(arguments.end(), request.arguments.begin(), request.arguments.end());
  std::vector<std::string> environment = request.environment;
  for (char** variable = environ; *variable != nullptr; ++variable) environment.emplace_back(*variable);
  pid_t pid = 0;
  const int error = posix_spawn(&pid, request.executable.c_str(), &setup.actions, &setup.attributes, pointers(arguments).data(),
                                pointers(environment).data());
  if (error != 0) return fail(Errc::kIo, "{}: cannot be started: {}", request.executable.string(), std::strerror(error));
  return pid;
}

std::optional<int> reap(std::int64_t pid) {
  int status = 0;
  if (pid <= 0 || waitpid(static_cast<pid_t>(pid), &status, WNOHANG) != pid) return std::nullopt;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

std::uint64_t process_start(std::int64_t pid) {
  std::ifstream file{fmt::format("/proc/{}/stat", pid)};
  std::string line;
  std::getline(file, line);
  // The second field is a name that may hold blanks and brackets; the start is the 20th after its end (proc(5), field 22).
  const auto name_end = line.rfind(')');
  if (name_end == std::string::npos) return 0;
  std::size_t at = name_end + 1;
  for (int field = 0; field < 20 && at != std::string::npos; ++field) at = line.find(' ', at + (field == 0 ? 0 : 1));
  return at == std::string::npos ? 0 : std::strtoull(line.c_str() + at, nullptr, 10);
}

std::int64_t own_process_id() { return getpid(); }
std::uint32_t own_user_id() { return geteuid(); }

std::filesystem::path own_executable() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error);
}

Status kill_process(std::int64_t pid, std::uint64_t start) {
  // The descriptor pins the process, so that the check and the signal mean the same one.
  const int descriptor = pid > 0 ? static_cast<int>(syscall(SYS_pidfd_open, pid, 0)) : -1;
  if (descriptor < 0) return fail(Errc::kNotFound, "there is no process {}", pid);
  const bool same = start != 0 && process_start(pid) == start;
  const bool sent = same && syscall(SYS_pidfd_send_signal, descriptor, SIGKILL, nullptr, 0) == 0;
  close(descriptor);
  if (!sent) return fail(Errc::kNotFound, "process {} is not the machine's any more", pid);
  return {};
}

Status make_private_folder(const std::filesystem::path& path) {
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
    return fail(Errc::kIo, "{}: cannot be created: {}", path.string(), std::strerror(errno));
  struct stat info{};
  if (lstat(path.c_str(), &info) != 0) return fail(Errc::kIo, "{}: cannot be looked at: {}", path.string(), std::strerror(errno));
  if (!S_ISDIR(info.st_mode) || info.st_uid != own_user_id() || (info.st_mode & 077) != 0)
    return fail(Errc::kDenied, "{}: must be a folder of this user that is closed to others (mode 0700)", path.string());
  return {};
}

}  // namespace vitrine::base::sys
