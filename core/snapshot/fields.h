// SPDX-License-Identifier: Apache-2.0
// A component's state, declared once: saving, restoring and the debug view are visitors of the same list of fields.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/base/result.h"

namespace vitrine::snapshot {

// Visits the fields of one component in their fixed order.  A restoring visitor writes through the references.
class Fields {
 public:
  virtual ~Fields() = default;

  // The version of the component's list that is visited: its own when saving, the saved one when restoring.  A component that gained fields
  // visits them only from the version on that has them.
  [[nodiscard]] std::uint32_t version() const { return version_; }

  template <std::integral T> void value(std::string_view name, T& field) {
    std::uint64_t wide = static_cast<std::uint64_t>(field);
    integer(name, wide, sizeof(T));
    field = static_cast<T>(wide);
  }
  template <class T>
    requires std::is_enum_v<T>
  void value(std::string_view name, T& field) {
    auto raw = static_cast<std::underlying_type_t<T>>(field);
    value(name, raw);
    field = static_cast<T>(raw);
  }
  template <std::integral T, std::size_t N> void array(std::string_view name, T (&fields)[N]) {
    for (T& field : fields) value(name, field);
  }
  template <class Container> void array(std::string_view name, Container& fields) {
    for (auto& field : fields) value(name, field);
  }
  // A block of fixed size.
  virtual void bytes(std::string_view name, std::span<std::uint8_t> block) = 0;
  // A block whose size is part of the state, at most `limit` bytes: a saved state is as hostile as any file.
  virtual void sized_bytes(std::string_view name, std::vector<std::uint8_t>& block, std::size_t limit) = 0;
  [[nodiscard]] virtual bool restoring() const = 0;

 protected:
  explicit Fields(std::uint32_t version) : version_{version} {}
  virtual void integer(std::string_view name, std::uint64_t& field, std::size_t size_bytes) = 0;

 private:
  std::uint32_t version_;
};

// A component with state.  Restored values are checked by restored() as strictly as register writes are.
class Stateful {
 public:
  virtual ~Stateful() = default;
  virtual void fields(Fields& visitor) = 0;
  // The newest version of that list; it grows when the list changes.
  [[nodiscard]] virtual std::uint32_t state_version() const { return 1; }
  // After a restore, also one that broke off: checks the values and re-derives what is not saved (interrupt lines, timers).  Values that
  // cannot be are an error, and leave the component as after a reset.
  virtual base::Status restored() { return {}; }
};

}  // namespace vitrine::snapshot
