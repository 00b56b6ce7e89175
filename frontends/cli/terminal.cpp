// SPDX-License-Identifier: Apache-2.0
// Choosing the host's end of the serial port.
#include "frontends/cli/terminal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "frontends/cli/serial_pump.h"

namespace vitrine::frontends::cli {
namespace {

using SerialResult = base::Result<std::unique_ptr<SerialFrontend>>;

// A function object wants to be copied, what it starts a console with cannot be.
SerialStarter starter(PumpOptions options, std::string notice = {}) {
  return [shared = std::make_shared<PumpOptions>(std::move(options)), notice = std::move(notice)](vm::Vm& vm) -> SerialResult {
    TRY_ASSIGN(auto pump, SerialPump::start(std::move(*shared), vm));
    if (!notice.empty()) fmt::print(stderr, "vitrine: {}\n", notice);
    return pump;
  };
}

class NullSerial final : public SerialFrontend {
 public:
  void on_event(const vm::Event&) override {}
  void finish() override {}
};

SerialStarter prepare_stdio() {
  PumpOptions options;
  options.input = STDIN_FILENO;
  options.is_terminal = isatty(STDIN_FILENO) == 1;
  options.has_keys = true;
  options.output = Output::duplicate(STDOUT_FILENO);
  return starter(std::move(options));
}

base::Result<SerialStarter> prepare_file(const std::string& path) {
  if (path.empty()) return base::fail(base::Errc::kInvalidArgument, "--serial file: needs the name of a file, as in file:console.txt");
  base::UniqueFd file{open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666)};
  if (!file) return base::fail(base::Errc::kIo, "{}: cannot be written for --serial: {}", path, std::strerror(errno));
  PumpOptions options;
  const int descriptor = file.get();
  options.output = Output::own(std::move(file));
  return [descriptor, start = starter(std::move(options))](vm::Vm& vm) {
    [[maybe_unused]] const int cut = ftruncate(descriptor, 0);  // a pipe or a device has no length
    return start(vm);
  };
}

// The guest's bytes shall pass unchanged until a program on the other side wants something else.
void make_raw(int terminal) {
  termios mode{};
  if (tcgetattr(terminal, &mode) != 0) return;
  cfmakeraw(&mode);
  tcsetattr(terminal, TCSANOW, &mode);
}

base::Result<SerialStarter> prepare_pty() {
  base::UniqueFd master{posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)};
  std::string path(128, '\0');
  if (!master || grantpt(master.get()) != 0 || unlockpt(master.get()) != 0 || ptsname_r(master.get(), path.data(), path.size()) != 0)
    return base::fail(base::Errc::kIo, "no pseudo-terminal for --serial: {}", std::strerror(errno));
  path.resize(std::strlen(path.c_str()));
  PumpOptions options;
  // While one program holds the far side open, others may come and go without the near side reporting the end.
  options.keep_open = base::UniqueFd{open(path.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC)};
  if (!options.keep_open) return base::fail(base::Errc::kIo, "{}: cannot be opened for --serial: {}", path, std::strerror(errno));
  make_raw(options.keep_open.get());
  options.input = master.get();
  options.output = Output::own(std::move(master));
  options.output_limit = std::size_t{256} << 10;  // what somebody sees who opens it late
  return starter(std::move(options), "the serial port is " + path);
}

}  // namespace

base::Result<SerialStarter> prepare_serial(std::string_view spec) {
  signal(SIGPIPE, SIG_IGN);
  if (spec == "null") return SerialStarter{[](vm::Vm&) -> SerialResult { return std::make_unique<NullSerial>(); }};
  if (spec == "stdio") return prepare_stdio();
  if (spec == "pty") return prepare_pty();
  if (spec.starts_with(kSerialFile)) return prepare_file(std::string{spec.substr(kSerialFile.size())});
  return base::fail(base::Errc::kInvalidArgument, "--serial {}: not known; it takes stdio, file:NAME, pty or null", spec);
}

SerialResult open_serial(std::string_view spec, vm::Vm& vm) {
  TRY_ASSIGN(const auto start, prepare_serial(spec));
  return start(vm);
}

}  // namespace vitrine::frontends::cli
