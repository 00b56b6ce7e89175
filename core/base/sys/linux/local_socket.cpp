// SPDX-License-Identifier: Apache-2.0
// Local sockets on Linux.
#include "core/base/sys/local_socket.h"

#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/unique_fd.h"

namespace vitrine::base::sys {
namespace {

// The least that fits into an AF_UNIX address on any system that we know (Linux: 108 with its end).
constexpr std::size_t kMostOfAPath = 103;

}  // namespace

Result<std::uint32_t> peer_user_id(int socket) {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0)
    return fail(Errc::kIo, "the other end of a socket cannot be told: {}", std::strerror(errno));
  return credentials.uid;
}

Status clear_stale_socket(const std::filesystem::path& path) {
  std::error_code error;
  const auto type = std::filesystem::symlink_status(path, error).type();
  if (type == std::filesystem::file_type::not_found) return {};
  if (type != std::filesystem::file_type::socket) return fail(Errc::kDenied, "{}: is there already and is no socket", path.string());
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.string().size() >= sizeof address.sun_path)
    return fail(Errc::kInvalidArgument, "{}: too long for a socket's address", path.string());
  std::memcpy(address.sun_path, path.c_str(), path.string().size());
  const UniqueFd probe{socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  if (!probe) return fail(Errc::kIo, "{}: cannot find out whether it is in use: {}", path.string(), std::strerror(errno));
  // SAFETY: the sockets API takes every address through its common head.
  if (connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 || errno == EAGAIN)
    return fail(Errc::kBusy, "{}: another process listens there", path.string());
  if (errno != ECONNREFUSED) return fail(Errc::kIo, "{}: cannot be used: {}", path.string(), std::strerror(errno));
  std::filesystem::remove(path, error);
  return {};
}

Result<UniqueFd> listen_locally(const std::filesystem::path& path) {
  if (path.string().size() > kMostOfAPath)
    return fail(Errc::kInvalidArgument, "{}: too long for a socket's address ({} characters at most)", path.string(), kMostOfAPath);
  TRY(clear_stale_socket(path));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.string().size());
  UniqueFd listener{socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  // SAFETY: the sockets API takes every address through its common head.
  if (!listener.valid() || bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return fail(Errc::kIo, "{}: the control socket cannot be made: {}", path.string(), std::strerror(errno));
  if (chmod(path.c_str(), 0600) == 0 && listen(listener.get(), 16) == 0) return listener;
  const int error = errno;
  unlink(path.c_str());
  return fail(Errc::kIo, "{}: nobody could connect: {}", path.string(), std::strerror(error));
}

void ignore_broken_pipes_on_this_thread() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

}  // namespace vitrine::base::sys
