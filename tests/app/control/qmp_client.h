// SPDX-License-Identifier: Apache-2.0
// A client of the control socket as a script would write it: blocking, line by line.
#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace vitrine::tests {

class QmpClient {
 public:
  explicit QmpClient(const std::filesystem::path& path) : socket_{socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    // SAFETY: the sockets API takes every address through its common head.
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~QmpClient() { close(socket_); }
  QmpClient(const QmpClient&) = delete;
  QmpClient& operator=(const QmpClient&) = delete;

  [[nodiscard]] bool connected() const { return connected_; }
  // All of it, also where signals come between; less where the server hangs up.
  void send(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t count = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (count < 0 && errno != EINTR) return;
      text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    }
  }

  // The next line as JSON; "closed" when the server hung up, "silent" after five seconds.
  nlohmann::json next() {
    while (true) {
      if (const auto newline = input_.find('\n'); newline != std::string::npos) {
        auto message = nlohmann::json::parse(input_.substr(0, newline), nullptr, false);
        input_.erase(0, newline + 1);
        return message;
      }
      pollfd source{socket_, POLLIN, 0};
      const int ready = poll(&source, 1, 5000);
      if (ready < 0 && errno == EINTR) continue;
      if (ready <= 0) return "silent";
      char buffer[65536];
      const ssize_t count = recv(socket_, buffer, sizeof buffer, 0);
      if (count <= 0) return "closed";
      input_.append(buffer, static_cast<std::size_t>(count));
    }
  }
  // The next line that is no event.
  nlohmann::json answer() {
    auto message = next();
    while (message.is_object() && message.contains("event")) message = next();
    return message;
  }
  // The data of the next event of that name.
  nlohmann::json event(const std::string& name) {
    auto message = next();
    while (message.is_object() && message.value("event", "") != name) message = next();
    return message.is_object() ? message["data"] : message;
  }
  nlohmann::json ask(const std::string& text) {
    send(text + "\n");
    return answer();
  }
  void negotiate() {
    (void)next();
    (void)ask(R"({"execute":"qmp_capabilities"})");
  }

 private:
  int socket_;
  bool connected_ = false;
  std::string input_;
};

}  // namespace vitrine::tests
