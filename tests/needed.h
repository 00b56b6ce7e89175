// SPDX-License-Identifier: Apache-2.0
// What a test needs of the machine and may not find there: a developer's test is skipped, one of continuous integration fails.
#pragma once

#include <QTest>
#include <source_location>

namespace vitrine::tests {

// True, with the running test skipped (failed under CI=true), unless `present`; the test then returns.  `message` names what is missing.
inline bool is_missing(bool present, const char* message, const std::source_location& where = std::source_location::current()) {
  if (present) return false;
  const auto line = static_cast<int>(where.line());
  if (qEnvironmentVariable("CI") == QLatin1String("true")) QTest::qFail(message, where.file_name(), line);
  else QTest::qSkip(message, where.file_name(), line);
  return true;
}

// For a program whose main finds nothing to test: what ctest takes for skipped, or a failure under CI=true.
inline int exit_without(const char* message) {
  qWarning("%s: nothing tested", message);
  constexpr int kSkipped = 77;
  return qEnvironmentVariable("CI") == QLatin1String("true") ? 1 : kSkipped;
}

}  // namespace vitrine::tests
