// SPDX-License-Identifier: Apache-2.0
// A debugger server on a machine of two fake harts: prints its port, serves until its input ends.
#include <fmt/format.h>

#include <array>
#include <cstdio>

#include "core/vm/gdb/server.h"
#include "tests/core/vm/gdb/fake_target.h"

int main() {
  using namespace vitrine;
  test::FakeTarget target{2};
  // addi x0, x0, 0, over and over.
  const std::array nop = {std::byte{0x13}, std::byte{0}, std::byte{0}, std::byte{0}};
  for (std::uint64_t address = test::kFakeBase; address < test::kFakeBase + test::kFakeSize; address += 4)
    for (std::size_t hart = 0; hart < 2; ++hart) target.hart(hart).write_virtual(address, nop);
  auto server = vm::gdb::Server::start(
      0, target, {[](const std::string& line) -> base::Result<std::string> { return "monitor heard " + line; }, [] {}});
  if (!server) {
    fmt::print(stderr, "{}\n", server.error().message);
    return 1;
  }
  fmt::print("{}\n", (*server)->port());
  std::fflush(stdout);
  while (std::getchar() != EOF) {}
  return 0;
}
