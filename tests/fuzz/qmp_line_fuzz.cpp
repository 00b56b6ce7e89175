// SPDX-License-Identifier: Apache-2.0
// Lines from a stranger on the control socket: every line is answered once, with valid JSON, and nothing crashes.
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "app/control/qmp_session.h"
#include "tests/app/fake_vm.h"

using namespace vitrine;
using namespace vitrine::app::control;

namespace {

class Host final : public SessionHost {
 public:
  void submit(vm::Command command, vm::Completion done) override { vm_.submit(std::move(command), std::move(done)); }
  const SerialHistory& history(unsigned) const override { return history_; }
  const std::string& name() const override { return name_; }

 private:
  tests::FakeVm vm_;
  SerialHistory history_;
  std::string name_ = "fuzz";
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Host host;
  std::size_t answers = 0;
  const auto session = std::make_shared<QmpSession>(host, QmpSession::Callbacks{.send = [&](std::string line) {
                                                                                  if (nlohmann::json::parse(line, nullptr, false).is_discarded()) std::abort();
                                                                                  ++answers;
                                                                                },
                                                                                .busy = [](bool) {}});
  session->on_line(R"({"execute":"qmp_capabilities"})");
  const std::string_view text{reinterpret_cast<const char*>(data), size};  // SAFETY: bytes are looked at as characters
  std::size_t lines = 1;
  for (std::size_t at = 0; at < text.size(); ++lines) {
    const auto end = std::min(text.find('\n', at), text.size());
    session->on_line(text.substr(at, end - at));
    at = end + 1;
  }
  if (answers != lines) std::abort();
  return 0;
}
