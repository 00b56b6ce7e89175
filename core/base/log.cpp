// SPDX-License-Identifier: Apache-2.0
// Categories of a log, and how a line looks.
#include "core/base/log.h"

#include <algorithm>

namespace vitrine::base {
namespace {

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::kError: return "error";
    case LogLevel::kWarning: return "warning";
    case LogLevel::kInfo: return "info";
    case LogLevel::kDebug: return "debug";
  }
  return "";
}

constexpr LogLevel level_for(bool enabled) { return enabled ? LogLevel::kDebug : LogLevel::kWarning; }

}  // namespace

void LogCategory::write(LogLevel level, std::string_view message) const {
  if (entry_ != nullptr) entry_->log->line(level, entry_->name, message);
}

LogCategory Log::category(std::string_view name) {
  const std::scoped_lock hold{mutex_};
  const auto known = std::ranges::find(entries_, name, [](const auto& entry) -> std::string_view { return entry->name; });
  if (known != entries_.end()) return LogCategory{known->get()};
  entries_.push_back(std::make_unique<LogCategory::Entry>(this, std::string{name}, level_for(enabled(name))));
  return LogCategory{entries_.back().get()};
}

void Log::enable(std::span<const std::string> names) {
  const std::scoped_lock hold{mutex_};
  enabled_.insert(enabled_.end(), names.begin(), names.end());
  for (const auto& entry : entries_) entry->most = level_for(enabled(entry->name));
}

bool Log::enabled(std::string_view name) const {
  return std::ranges::any_of(enabled_, [&](const std::string& wanted) { return wanted == name || wanted == "all"; });
}

void Log::line(LogLevel level, std::string_view name, std::string_view message) {
  const std::string text = fmt::format("{}: {}: {}", name, name_of(level), message);
  const std::scoped_lock hold{mutex_};
  if (sink_) sink_(text);
}

}  // namespace vitrine::base
