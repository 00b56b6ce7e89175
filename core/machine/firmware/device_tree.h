// SPDX-License-Identifier: Apache-2.0
// Writes flattened device trees.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace vitrine::machine::firmware {

// Builds one tree from its root downwards, over libfdt's sequential writer: a node's properties come before its children.  Devicetree
// Specification 0.4, chapter 5.  The first failure sticks and finish() reports it.  Thread: control.
class DeviceTree {
 public:
  DeviceTree();

  // Opens a node for the lifetime of the returned scope.
  class Node {
   public:
    explicit Node(DeviceTree& tree) : tree_{&tree} {}
    Node(Node&& other) noexcept;
    Node& operator=(Node&&) = delete;
    ~Node();

   private:
    DeviceTree* tree_;
  };
  [[nodiscard]] Node node(const std::string& name);

  void flag(const std::string& name);
  void cell(const std::string& name, std::uint32_t value) { cells(name, {value}); }
  void cells(const std::string& name, std::span<const std::uint32_t> values);
  void cells(const std::string& name, std::initializer_list<std::uint32_t> values) {
    cells(name, std::span{values.begin(), values.size()});
  }
  void pair(const std::string& name, std::uint64_t value);  // a 64-bit value, two cells
  // reg with two address and two size cells.
  void reg(std::uint64_t address, std::uint64_t size) { reg({{address, size}}); }
  void reg(std::initializer_list<std::pair<std::uint64_t, std::uint64_t>> ranges);
  // The value ends at its first NUL.
  void text(const std::string& name, std::string_view value);
  void texts(const std::string& name, std::span<const std::string> values);
  void texts(const std::string& name, std::initializer_list<std::string> values) { texts(name, std::span{values.begin(), values.size()}); }
  void bytes(const std::string& name, std::span<const std::byte> value);

  // A fresh phandle; give it to its node with phandle().
  [[nodiscard]] std::uint32_t new_phandle() { return next_phandle_++; }
  void phandle(std::uint32_t handle);

  // Closes the root and hands the finished tree out.
  base::Result<std::vector<std::byte>> finish();

 private:
  template <class Step> void apply(Step step);
  void end_node();

  std::vector<std::byte> buffer_;
  std::uint32_t next_phandle_ = 1;
  int error_ = 0;
};

}  // namespace vitrine::machine::firmware
