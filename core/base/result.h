// SPDX-License-Identifier: Apache-2.0
// Errors as values: Result<T>, fail() and the TRY macros.
#pragma once

#include <fmt/format.h>

#include <expected>
#include <string>
#include <utility>

namespace vitrine::base {

// What kind of thing went wrong; the sentence for people is Error::message.
enum class Errc { kInvalidArgument, kNotFound, kUnsupported, kIo, kCorrupt, kBusy, kDenied, kTimeout, kCancelled, kInternal };

struct Error {
  Errc code;
  std::string message;  // one sentence: what, where, and what to do; no full stop at its end
};

template <class T> using Result = std::expected<T, Error>;
using Status = Result<void>;

// return fail(Errc::kIo, "{}: cannot be read: {}", path, reason);
template <class... Args> [[nodiscard]] std::unexpected<Error> fail(Errc code, fmt::format_string<Args...> format, Args&&... args) {
  return std::unexpected{Error{code, fmt::format(format, std::forward<Args>(args)...)}};
}

}  // namespace vitrine::base

#define VITRINE_CONCAT_INNER(a, b) a##b
#define VITRINE_CONCAT(a, b) VITRINE_CONCAT_INNER(a, b)

// TRY(expression): returns its error from the enclosing function, or goes on.
#define TRY(...)                                                   \
  do {                                                             \
    if (auto try_result = (__VA_ARGS__); !try_result) [[unlikely]] \
      return std::unexpected{std::move(try_result).error()};       \
  } while (false)

// TRY_ASSIGN(auto value, expression): the value of the expression, or returns its error.
#define TRY_ASSIGN(target, ...) TRY_ASSIGN_IMPL(VITRINE_CONCAT(try_assign_, __LINE__), target, __VA_ARGS__)
#define TRY_ASSIGN_IMPL(name, target, ...)           \
  auto name = (__VA_ARGS__);                         \
  if (!name) [[unlikely]]                            \
    return std::unexpected{std::move(name).error()}; \
  target = std::move(*name)
