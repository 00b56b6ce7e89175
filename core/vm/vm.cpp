// SPDX-License-Identifier: Apache-2.0
// Waiting for one command's answer.
#include "core/vm/vm.h"

#include <future>
#include <memory>
#include <utility>

namespace vitrine::vm {

base::Result<Reply> ask(Vm& vm, Command command) {
  // Shared: the completion may still be at work in set_value() when get() has returned.
  const auto answer = std::make_shared<std::promise<base::Result<Reply>>>();
  auto future = answer->get_future();
  vm.submit(std::move(command), [answer](base::Result<Reply> reply) { answer->set_value(std::move(reply)); });
  return future.get();
}

}  // namespace vitrine::vm
