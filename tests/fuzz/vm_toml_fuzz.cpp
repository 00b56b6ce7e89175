// SPDX-License-Identifier: Apache-2.0
// vm.toml from a stranger: parsing never crashes, and an edit of what was accepted says what was wanted.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "app/settings/document.h"

using namespace vitrine::app::settings;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto document = Document::parse(std::string{data, data + size}, "vm.toml");
  if (!document) return 0;
  if (document->set("machine.cpus", std::int64_t{3}) && std::get<std::int64_t>(*document->find("machine.cpus")) != 3) std::abort();
  if (document->set("name", std::string{"a \"b\""}) && std::get<std::string>(*document->find("name")) != "a \"b\"") std::abort();
  if (document->unset("name") && document->find("name") != nullptr) std::abort();
  return 0;
}
