// SPDX-License-Identifier: Apache-2.0
// The file in which `perf` looks for names of code that was made at run time: a line "start size name" each, in hexadecimal.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/unique_fd.h"

namespace vitrine::frontends::cli {

// Its file stays behind, for it is read after the process's end.  Thread: any.
class PerfMap {
 public:
  // Makes /tmp/perf-PID.map anew; to be called before the sandbox closes the way.
  static base::Result<std::unique_ptr<PerfMap>> open();
  ~PerfMap();
  PerfMap(const PerfMap&) = delete;
  PerfMap& operator=(const PerfMap&) = delete;

  void add(const std::byte* start, std::size_t bytes, std::string_view name);

 private:
  explicit PerfMap(base::UniqueFd file) : file_{std::move(file)} {}
  void flush();

  std::mutex mutex_;
  base::UniqueFd file_;
  std::string waiting_;
};

}  // namespace vitrine::frontends::cli
