// SPDX-License-Identifier: Apache-2.0
// A small process that takes files away for one that has given up the right to, even if that one is killed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/base/result.h"
#include "core/base/unique_fd.h"

namespace vitrine::base::sys {

struct CaretakerDuties {
  std::vector<std::filesystem::path> remove_at_end;     // sockets
  std::vector<std::filesystem::path> remove_if_failed;  // files made on the way to a start that then failed, where they are still empty
};

// Its end is this object's end, or this process's.  Thread: one; make it while the process has no other thread.
class Caretaker {
 public:
  static Result<Caretaker> start(const CaretakerDuties& duties);
  Caretaker(Caretaker&& other) noexcept;
  Caretaker& operator=(Caretaker&&) = delete;
  ~Caretaker();  // returns when the files are gone

  // The start did not fail.
  void succeeded() const;

 private:
  Caretaker(UniqueFd pipe, std::int64_t pid) : pipe_{std::move(pipe)}, pid_{pid} {}
  UniqueFd pipe_;
  std::int64_t pid_ = 0;
};

}  // namespace vitrine::base::sys
