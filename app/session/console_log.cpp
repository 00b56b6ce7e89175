// SPDX-License-Identifier: Apache-2.0
// Writing and turning the console's log.
#include "app/session/console_log.h"

namespace vitrine::app::session {

base::Result<ConsoleLog> ConsoleLog::open(const std::filesystem::path& log_folder) {
  std::error_code error;
  std::filesystem::create_directories(log_folder, error);
  ConsoleLog log{log_folder};
  log.turn();
  if (error || !log.file_)
    return base::fail(base::Errc::kIo, "{}: the console's log cannot be written", (log_folder / "console.log").string());
  return log;
}

void ConsoleLog::turn() {
  file_.close();
  std::error_code ignored;
  std::filesystem::rename(folder_ / "console.log", folder_ / "console.previous.log", ignored);
  file_.open(folder_ / "console.log", std::ios::binary | std::ios::trunc);
  size_ = 0;
}

void ConsoleLog::append(std::span<const std::uint8_t> bytes) {
  if (size_ + bytes.size() > kMaxBytes) turn();
  size_ += bytes.size();
  // SAFETY: bytes are written as characters.
  file_.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  file_.flush();  // whatever becomes of this process, the log has its last words; a full disk loses them and nothing else
}

}  // namespace vitrine::app::session
