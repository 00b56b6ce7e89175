// SPDX-License-Identifier: Apache-2.0
// The device tree writer, over libfdt.
#include "core/machine/firmware/device_tree.h"

#include <libfdt.h>

#include <utility>

#include "core/base/bits.h"

namespace vitrine::machine::firmware {
namespace {

constexpr std::size_t kFirstSize = std::size_t{16} << 10;
constexpr std::size_t kLargestSize = std::size_t{1} << 20;  // what boot loaders set aside for a tree

std::vector<std::byte> big_endian(std::span<const std::uint32_t> values) {
  std::vector<std::byte> raw(values.size() * 4);
  for (std::size_t i = 0; i < values.size(); ++i) base::store_be(&raw[i * 4], values[i]);
  return raw;
}

}  // namespace

DeviceTree::DeviceTree() : buffer_(kFirstSize) {
  error_ = fdt_create(buffer_.data(), static_cast<int>(buffer_.size()));
  apply([](void* tree) { return fdt_finish_reservemap(tree); });
  apply([](void* tree) { return fdt_begin_node(tree, ""); });
}

// Runs one step of the writer, with a larger buffer as often as it asks for one.
template <class Step> void DeviceTree::apply(Step step) {
  while (error_ == 0) {
    const int result = step(buffer_.data());
    if (result != -FDT_ERR_NOSPACE) {
      error_ = result;
      return;
    }
    if (buffer_.size() >= kLargestSize) {
      error_ = result;
      return;
    }
    std::vector<std::byte> larger(buffer_.size() * 2);
    error_ = fdt_resize(buffer_.data(), larger.data(), static_cast<int>(larger.size()));
    buffer_ = std::move(larger);
  }
}

DeviceTree::Node::Node(Node&& other) noexcept : tree_{std::exchange(other.tree_, nullptr)} {}

DeviceTree::Node::~Node() {
  if (tree_ != nullptr) tree_->end_node();
}

DeviceTree::Node DeviceTree::node(const std::string& name) {
  apply([&](void* tree) { return fdt_begin_node(tree, name.c_str()); });
  return Node{*this};
}

void DeviceTree::end_node() {
  apply([](void* tree) { return fdt_end_node(tree); });
}

void DeviceTree::bytes(const std::string& name, std::span<const std::byte> value) {
  apply([&](void* tree) { return fdt_property(tree, name.c_str(), value.data(), static_cast<int>(value.size())); });
}

void DeviceTree::flag(const std::string& name) { bytes(name, {}); }

void DeviceTree::cells(const std::string& name, std::span<const std::uint32_t> values) { bytes(name, big_endian(values)); }

void DeviceTree::pair(const std::string& name, std::uint64_t value) {
  cells(name, {static_cast<std::uint32_t>(value >> 32), static_cast<std::uint32_t>(value)});
}

void DeviceTree::reg(std::initializer_list<std::pair<std::uint64_t, std::uint64_t>> ranges) {
  std::vector<std::uint32_t> values;
  for (const auto& [address, size] : ranges)
    for (const std::uint64_t wide : {address, size}) {
      values.push_back(static_cast<std::uint32_t>(wide >> 32));
      values.push_back(static_cast<std::uint32_t>(wide));
    }
  cells("reg", values);
}

void DeviceTree::text(const std::string& name, std::string_view value) { texts(name, {std::string{value}}); }

void DeviceTree::texts(const std::string& name, std::span<const std::string> values) {
  std::string joined;
  for (const std::string& value : values) joined.append(value.c_str()).push_back('\0');
  bytes(name, std::as_bytes(std::span{joined}));
}

void DeviceTree::phandle(std::uint32_t handle) { cell("phandle", handle); }

base::Result<std::vector<std::byte>> DeviceTree::finish() {
  end_node();
  apply([](void* tree) { return fdt_finish(tree); });
  if (error_ != 0) return base::fail(base::Errc::kInvalidArgument, "the device tree cannot be built: {}", fdt_strerror(error_));
  buffer_.resize(fdt_totalsize(buffer_.data()));
  return std::move(buffer_);
}

}  // namespace vitrine::machine::firmware
