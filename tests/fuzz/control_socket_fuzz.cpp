// SPDX-License-Identifier: Apache-2.0
// Hostile bytes on the control socket of a machine without a guest, and the same bytes where a window expects a machine's answers.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "app/control/line_connection.h"
#include "app/control/message.h"
#include "app/control/protocol.h"
#include "app/control/qmp_server.h"
#include "tests/app/control/qmp_client.h"

namespace {

using namespace vitrine;
using nlohmann::json;

// Above this a server may drop a client for what it sends or does not read.
constexpr std::size_t kSurelyServed = std::size_t{64} << 10;

void require(bool sound) {
  if (!sound) std::abort();
}

// For the server's sockets; gone at the program's end.
class Folder {
 public:
  Folder() { require(mkdtemp(name_.data()) != nullptr); }
  ~Folder() {
    std::error_code error;
    std::filesystem::remove_all(name_, error);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::filesystem::path file(const char* name) const { return std::filesystem::path{name_} / name; }

 private:
  std::string name_ = (std::filesystem::temp_directory_path() / "control_socket_XXXXXX").string();
};

// Typed characters come back as output, and no state's file lies outside its folder.  Thread: answers on the caller's.
class Machine final : public vm::Vm {
 public:
  explicit Machine(std::filesystem::path states) : states_{std::move(states)} {}
  void submit(vm::Command command, vm::Completion done) override {
    done(std::visit([this](const auto& kind) { return carry_out(kind); }, command));
  }
  void set_sink(vm::EventSink sink) override { sink_ = std::move(sink); }

 private:
  using Answer = base::Result<vm::Reply>;
  Answer become(vm::RunState state) {
    status_.state = state;
    sink_(vm::StateChanged{status_});
    return vm::Done{};
  }
  Answer check_file(const std::string& file) const {
    const std::filesystem::path path{file};
    require(path.parent_path() == states_ && path.extension() == ".state" && !path.filename().string().starts_with('.'));
    return base::fail(base::Errc::kIo, "{} is not kept", file);
  }
  Answer carry_out(const vm::Pause&) { return become(vm::RunState::kPaused); }
  Answer carry_out(const vm::Resume&) { return become(vm::RunState::kRunning); }
  Answer carry_out(const vm::PowerOff&) { return become(vm::RunState::kPoweredOff); }
  Answer carry_out(const vm::PowerDown&) { return base::fail(base::Errc::kUnsupported, "nobody to ask"); }
  Answer carry_out(const vm::Reset&) {
    sink_(vm::ResetHappened{});
    return vm::Done{};
  }
  Answer carry_out(const vm::QueryStatus&) { return status_; }
  Answer carry_out(const vm::QueryStats&) { return vm::Stats{}; }
  Answer carry_out(const vm::SerialInput& input) {
    require(input.port < app::control::kMaxSerialPorts);
    sink_(vm::SerialOutput{input.port, input.bytes});
    return vm::Done{};
  }
  Answer carry_out(const vm::QuerySerialBacklog&) { return vm::Bytes{}; }
  Answer carry_out(const vm::MonitorLine& line) { return vm::Text{line.line}; }
  Answer carry_out(const vm::SaveState& save) { return check_file(save.file); }
  Answer carry_out(const vm::RestoreState& restore) { return check_file(restore.file); }

  const std::filesystem::path states_;
  vm::EventSink sink_;
  vm::Status status_{vm::RunState::kRunning, {}};
};

template <class Visit> void for_each_line(std::string_view text, Visit visit) {
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    visit(text.substr(start, end - start));
    start = end + 1;
  }
}

// What the server takes for requests.
std::size_t count_requests(std::string_view text) {
  std::size_t count = 0;
  for_each_line(text, [&](std::string_view line) { count += line.find_first_not_of(" \t\r") != std::string_view::npos; });
  return count;
}

// The first byte says how the conversation begins, how the rest is cut up, and whether the first line is too long or just not.
std::string conversation(const std::uint8_t* data, std::size_t size) {
  // SAFETY: bytes may be looked at as characters.
  std::string text{reinterpret_cast<const char*>(data) + 1, size - 1};
  const bool negotiates = (data[0] & 8) != 0, is_long = data[0] >= 0xfe;
  if (is_long) text.insert(0, app::control::kMaxMessageBytes - std::min<std::size_t>(size / 2, 256), ' ');
  if (negotiates) text.insert(0, "{\"execute\":\"qmp_capabilities\"}\n");
  return text + '\n';
}

// Talks, and reads until the last question is answered or the server has hung up.
void talk(const std::filesystem::path& socket, const std::string& text, std::size_t piece) {
  tests::QmpClient listener{socket}, client{socket};
  require(listener.connected() && client.connected());
  listener.send("{\"execute\":\"qmp_capabilities\"}\n{\"execute\":\"x-vitrine-serial-subscribe\",\"arguments\":{\"port\":0}}\n");
  require(client.next().contains("QMP"));
  for (std::size_t at = 0; at < text.size(); at += piece) client.send(text.substr(at, piece));
  client.send("{\"execute\":\"query-name\",\"id\":\"the last question\"}\n");
  std::size_t answers = 0;
  while (true) {
    const json message = client.next();
    require(message != "silent");
    if (message == "closed") return require(text.size() > kSurelyServed);
    require(message.is_object() && message.contains("return") + message.contains("error") + message.contains("event") == 1);
    if (message.contains("event")) continue;
    if (message.value("id", json{}) == "the last question" && answers >= count_requests(text)) return;
    ++answers;
  }
}

// What a window makes of a line that a machine's process sent.
void read_as_answer(std::string_view line) {
  using namespace app::control;
  const auto message = parse_message(line);
  if (!message) return;
  require(parse_message(to_line(*message)).has_value());
  for (const json& part : {*message, message->value("return", json{}), message->value("error", json{}), message->value("data", json{})}) {
    (void)error_from_json(part);
    if (const auto status = status_from_json(part)) require(status_from_json(status_to_json(*status)).has_value());
    for (const vm::Command& command : {vm::Command{vm::QueryStatus{}}, vm::Command{vm::QueryStats{}}, vm::Command{vm::MonitorLine{}}})
      (void)to_reply(command, part);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const Folder folder;
  const std::string text = conversation(data, size);
  Machine machine{folder.file("states")};
  auto server = app::control::QmpServer::start(machine, folder.file("socket"), {.name = "fuzzed", .state_folder = folder.file("states")});
  require(server.has_value());
  machine.set_sink([&server](const vm::Event& event) { (*server)->publish(event); });
  const std::size_t pieces = (data[0] & 7U) + 1;
  talk(folder.file("socket"), text, std::max<std::size_t>((text.size() + pieces - 1) / pieces, 1));
  for_each_line(text, read_as_answer);
  return 0;
}
