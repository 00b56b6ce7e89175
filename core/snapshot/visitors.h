// SPDX-License-Identifier: Apache-2.0
// The visitors of a component's fields: to bytes, back from bytes, and to text for people.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/snapshot/fields.h"

namespace vitrine::snapshot {

// Appends each field, little endian in its own size; blocks of variable size after their length (8 bytes).  Thread: any.
class Saver final : public Fields {
 public:
  explicit Saver(std::uint32_t version) : Fields{version} {}
  void bytes(std::string_view name, std::span<std::uint8_t> block) override;
  void sized_bytes(std::string_view name, std::vector<std::uint8_t>& block, std::size_t limit) override;
  [[nodiscard]] bool restoring() const override { return false; }
  [[nodiscard]] std::vector<std::uint8_t> take() { return std::move(out_); }

 private:
  void integer(std::string_view name, std::uint64_t& field, std::size_t size_bytes) override;
  std::vector<std::uint8_t> out_;
};

// Fills the fields from bytes that nobody vouches for.  After the first field that does not fit, nothing more is written; finish() says
// which one that was.  Thread: any.
class Restorer final : public Fields {
 public:
  Restorer(std::uint32_t version, std::span<const std::uint8_t> saved) : Fields{version}, left_{saved} {}
  void bytes(std::string_view name, std::span<std::uint8_t> block) override;
  void sized_bytes(std::string_view name, std::vector<std::uint8_t>& block, std::size_t limit) override;
  [[nodiscard]] bool restoring() const override { return true; }
  // An error when bytes were missing, a block was longer than allowed, or bytes are left over.
  [[nodiscard]] base::Status finish() const;

 private:
  void integer(std::string_view name, std::uint64_t& field, std::size_t size_bytes) override;
  std::span<const std::uint8_t> take(std::string_view name, std::size_t size);
  void refuse(std::string_view name, std::string reason);

  std::span<const std::uint8_t> left_;
  std::string problem_;  // empty while all is well
};

// One line a field, for the monitor and for logs: numbers in hexadecimal, runs of equal array elements folded.  Thread: any.
class Dumper final : public Fields {
 public:
  explicit Dumper(std::uint32_t version) : Fields{version} {}
  void bytes(std::string_view name, std::span<std::uint8_t> block) override;
  void sized_bytes(std::string_view name, std::vector<std::uint8_t>& block, std::size_t limit) override;
  [[nodiscard]] bool restoring() const override { return false; }
  [[nodiscard]] std::string take();

 private:
  void integer(std::string_view name, std::uint64_t& field, std::size_t size_bytes) override;
  void flush();

  std::string out_;
  std::string name_;  // the field that repeats
  std::uint64_t value_ = 0;
  std::size_t repeats_ = 0;
};

// The state of one component as text.
[[nodiscard]] std::string dump(Stateful& component);

}  // namespace vitrine::snapshot
