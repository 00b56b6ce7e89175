// SPDX-License-Identifier: Apache-2.0
// The sandbox on Linux: no new privileges, no core dumps, and Landlock by its three system calls.
#include "core/base/sys/sandbox.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

#include "core/base/unique_fd.h"

namespace vitrine::base::sys {
namespace {

// Landlock's interface as the kernel documents it (Documentation/userspace-api/landlock.rst); the headers of older systems know only a part.
constexpr long kCreateRuleset = 444, kAddRule = 445, kRestrictSelf = 446;
constexpr std::uint32_t kAskVersion = 1;
constexpr int kRulePathBeneath = 1;

namespace access {
constexpr std::uint64_t kExecute = 1, kWriteFile = 1 << 1, kReadFile = 1 << 2, kReadDir = 1 << 3;
constexpr std::uint64_t kRefer = 1 << 13;     // ABI 2
constexpr std::uint64_t kTruncate = 1 << 14;  // ABI 3
constexpr std::uint64_t kIoctlDev = 1 << 15;  // ABI 5
constexpr std::uint64_t kAbi1 = (1 << 13) - 1;
constexpr std::uint64_t kReadOnly = kReadFile | kReadDir;
constexpr std::uint64_t kOfFiles = kExecute | kWriteFile | kReadFile | kTruncate | kIoctlDev;  // those that a rule on a plain file may name
}  // namespace access

struct RulesetAttributes {
  std::uint64_t handled_access_fs;
};
struct PathBeneath {
  std::uint64_t allowed_access;
  std::int32_t parent_fd;
} __attribute__((packed));

int landlock_abi() {
  const long abi = syscall(kCreateRuleset, nullptr, 0, kAskVersion);
  return abi < 0 ? 0 : static_cast<int>(abi);
}

// All file rights that a kernel of this ABI can take away.
std::uint64_t handled(int abi) {
  std::uint64_t rights = access::kAbi1;
  if (abi >= 2) rights |= access::kRefer;
  if (abi >= 3) rights |= access::kTruncate;
  if (abi >= 5) rights |= access::kIoctlDev;
  return rights;
}

Status allow(int ruleset, const std::filesystem::path& path, std::uint64_t rights) {
  const UniqueFd target{open(path.c_str(), O_PATH | O_CLOEXEC)};
  if (!target.valid()) {
    if (errno == ENOENT) return {};
    return fail(Errc::kIo, "{}: cannot be given to the sandbox: {}", path.string(), std::strerror(errno));
  }
  struct stat info{};
  if (fstat(target.get(), &info) == 0 && !S_ISDIR(info.st_mode)) rights &= access::kOfFiles;
  const PathBeneath rule{rights, target.get()};
  if (syscall(kAddRule, ruleset, kRulePathBeneath, &rule, 0) != 0)
    return fail(Errc::kIo, "{}: the sandbox does not take it: {}", path.string(), std::strerror(errno));
  return {};
}

// AddressSanitizer looks for leaks at the end, and for that at the process's own threads.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kLeaksAreSought = true;
#elif defined(__has_feature)
constexpr bool kLeaksAreSought = __has_feature(address_sanitizer);
#else
constexpr bool kLeaksAreSought = false;
#endif

Status restrict_files(const SandboxRules& rules, int abi) {
  const std::uint64_t rights = handled(abi);
  const RulesetAttributes attributes{rights};
  const UniqueFd ruleset{static_cast<int>(syscall(kCreateRuleset, &attributes, sizeof attributes, 0))};
  if (!ruleset.valid()) return fail(Errc::kIo, "the sandbox cannot be made: {}", std::strerror(errno));
  for (const auto& path : rules.read_only) TRY(allow(ruleset.get(), path, access::kReadOnly));
  if (kLeaksAreSought) TRY(allow(ruleset.get(), "/proc", access::kReadOnly));
  for (const auto& path : rules.read_write) TRY(allow(ruleset.get(), path, rights & ~access::kExecute));
  if (syscall(kRestrictSelf, ruleset.get(), 0) != 0) return fail(Errc::kIo, "the sandbox cannot be entered: {}", std::strerror(errno));
  return {};
}

SandboxLevel describe(int abi) {
  SandboxLevel level;
  level.landlock_abi = abi;
  if (abi == 0) {
    level.level = SandboxLevel::Level::kPrivileges;
    level.text = "no new privileges, no core dumps; files are not limited: this kernel has no Landlock";
    return level;
  }
  level.level = SandboxLevel::Level::kFiles;
  level.text = fmt::format("files limited by Landlock (ABI {}), no new privileges, no core dumps", abi);
  if (abi < 3) level.text += "; this kernel does not limit truncation";
  return level;
}

}  // namespace

Status give_up_privileges() {
  const rlimit none{0, 0};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || setrlimit(RLIMIT_CORE, &none) != 0)
    return fail(Errc::kIo, "privileges cannot be given up: {}", std::strerror(errno));
  if (!kLeaksAreSought)
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);  // other processes of the user cannot read the guest's memory; a debugger wants --sandbox=off
  return {};
}

Result<SandboxLevel> enter_sandbox(const SandboxRules& rules) {
  TRY(give_up_privileges());
  const int abi = landlock_abi();
  if (abi > 0) TRY(restrict_files(rules, abi));
  return describe(abi);
}

SandboxLevel probe_sandbox() { return describe(landlock_abi()); }

}  // namespace vitrine::base::sys
