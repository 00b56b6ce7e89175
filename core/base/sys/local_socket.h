// SPDX-License-Identifier: Apache-2.0
// Local sockets: who is at the other end, and which are left over.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/base/result.h"
#include "core/base/unique_fd.h"

namespace vitrine::base::sys {

// User id of the process at the other end of a local socket.
Result<std::uint32_t> peer_user_id(int socket);

// Removes a socket that no process listens on any more; kBusy where one does, kDenied where the path is something else than a socket.
Status clear_stale_socket(const std::filesystem::path& path);

// A socket that listens at the path, closed to others (mode 0600); one left over there is replaced.  Does not block, is not inherited.
Result<UniqueFd> listen_locally(const std::filesystem::path& path);

// From now on the calling thread gets an error, not a deadly signal, when it writes to a peer that is gone.
void ignore_broken_pipes_on_this_thread();

}  // namespace vitrine::base::sys
