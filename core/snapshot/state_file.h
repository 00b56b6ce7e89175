// SPDX-License-Identifier: Apache-2.0
// A saved machine: named, versioned sections with length and checksum.
//
// Layout, little endian: "VITRINE1", number of sections (4); then for each section its name's length (2), name, version (4),
// payload length (8), CRC-32C of the name and the payload (4), payload.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/snapshot/fields.h"

namespace vitrine::snapshot {

inline constexpr std::size_t kMaxSections = 4096;
inline constexpr std::size_t kMaxSectionName = 255;

// Thread: any.
class StateWriter {
 public:
  StateWriter();
  // The name is new and has 1 to 255 bytes.
  void add(std::string_view name, std::uint32_t version, std::span<const std::uint8_t> payload);
  // The component's fields as one section.
  void add(std::string_view name, Stateful& component);
  [[nodiscard]] std::vector<std::uint8_t> finish() &&;

 private:
  std::vector<std::uint8_t> out_;
  std::vector<std::string> names_;
};

// Reads a saved machine that nobody vouches for.  The sections borrow the bytes given to parse().  Thread: any.
class StateReader {
 public:
  struct Section {
    std::string_view name;
    std::uint32_t version;
    std::span<const std::uint8_t> payload;
  };
  // Checks the whole structure and all checksums.
  static base::Result<StateReader> parse(std::span<const std::uint8_t> file);

  [[nodiscard]] const std::vector<Section>& sections() const { return sections_; }
  [[nodiscard]] base::Result<Section> find(std::string_view name) const;
  // Fills the component from its section, then lets it check what it got.  On an error the component is in some valid but useless state.
  [[nodiscard]] base::Status restore(std::string_view name, Stateful& component) const;

 private:
  std::vector<Section> sections_;
};

// One component's state as bytes, and back: what a section holds.
[[nodiscard]] std::vector<std::uint8_t> save(Stateful& component);
[[nodiscard]] base::Status restore(Stateful& component, std::uint32_t version, std::span<const std::uint8_t> saved);

}  // namespace vitrine::snapshot
