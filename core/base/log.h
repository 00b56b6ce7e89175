// SPDX-License-Identifier: Apache-2.0
// Logging through an object that is passed down: categories that are off cost one relaxed load and format nothing.
#pragma once

#include <fmt/format.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace vitrine::base {

enum class LogLevel : std::uint8_t { kError, kWarning, kInfo, kDebug };

class Log;

// A handle on one category of a log.  A default-made one is silent, so that a class can be used without a log.  The log must outlive it.
// Thread: any.
class LogCategory {
 public:
  LogCategory() = default;
  [[nodiscard]] bool wants(LogLevel level) const { return entry_ != nullptr && level <= entry_->most.load(std::memory_order_relaxed); }
  void write(LogLevel level, std::string_view message) const;

 private:
  friend class Log;
  struct Entry {
    Log* log;
    std::string name;
    std::atomic<LogLevel> most;
  };
  explicit LogCategory(const Entry* entry) : entry_{entry} {}

  const Entry* entry_ = nullptr;
};

// Errors and warnings of every category are written; information and debugging only of those that were asked for.  Thread: any.
class Log {
 public:
  // Gets one line without its end; calls never overlap.
  using Sink = std::function<void(std::string_view line)>;

  explicit Log(Sink sink) : sink_{std::move(sink)} {}
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  // The category of that name, made when it is first asked for.
  [[nodiscard]] LogCategory category(std::string_view name);
  // Everything of these categories from now on; "all" means every one.
  void enable(std::span<const std::string> names);

 private:
  friend class LogCategory;
  void line(LogLevel level, std::string_view name, std::string_view message);
  [[nodiscard]] bool enabled(std::string_view name) const;

  std::mutex mutex_;
  Sink sink_;
  std::vector<std::string> enabled_;
  std::vector<std::unique_ptr<LogCategory::Entry>> entries_;
};

}  // namespace vitrine::base

// LOG_DEBUG(category, "hart {} sleeps", index);
#define VITRINE_LOG(category, level, ...)                \
  do {                                                   \
    if ((category).wants(level)) [[unlikely]]            \
      (category).write(level, fmt::format(__VA_ARGS__)); \
  } while (false)
#define LOG_ERROR(category, ...) VITRINE_LOG(category, ::vitrine::base::LogLevel::kError, __VA_ARGS__)
#define LOG_WARNING(category, ...) VITRINE_LOG(category, ::vitrine::base::LogLevel::kWarning, __VA_ARGS__)
#define LOG_INFO(category, ...) VITRINE_LOG(category, ::vitrine::base::LogLevel::kInfo, __VA_ARGS__)
#define LOG_DEBUG(category, ...) VITRINE_LOG(category, ::vitrine::base::LogLevel::kDebug, __VA_ARGS__)
