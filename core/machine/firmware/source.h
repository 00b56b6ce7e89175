// SPDX-License-Identifier: Apache-2.0
// Where a loader's bytes come from: a file, or a block in memory; and how they get into guest memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/sys/read_only_file.h"
#include "core/memory/guest_memory.h"

namespace vitrine::machine::firmware {

// A block of bytes with a name for messages.  Kept for the machine's life, so that a reset can load it again.  Thread: control.
class Source {
 public:
  virtual ~Source() = default;
  [[nodiscard]] virtual const std::string& name() const = 0;
  [[nodiscard]] virtual std::uint64_t size() const = 0;
  [[nodiscard]] virtual base::Status read(std::uint64_t offset, std::span<std::byte> out) const = 0;
};

class FileSource final : public Source {
 public:
  static base::Result<std::unique_ptr<Source>> open(const std::string& path);
  explicit FileSource(base::sys::ReadOnlyFile file) : file_{std::move(file)} {}
  [[nodiscard]] const std::string& name() const override { return file_.path(); }
  [[nodiscard]] std::uint64_t size() const override { return file_.size(); }
  [[nodiscard]] base::Status read(std::uint64_t offset, std::span<std::byte> out) const override { return file_.read_at(offset, out); }

 private:
  base::sys::ReadOnlyFile file_;
};

class MemorySource final : public Source {
 public:
  MemorySource(std::string name, std::vector<std::byte> bytes) : name_{std::move(name)}, bytes_{std::move(bytes)} {}
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
  [[nodiscard]] base::Status read(std::uint64_t offset, std::span<std::byte> out) const override;

 private:
  std::string name_;
  std::vector<std::byte> bytes_;
};

// The first `limit` bytes of a source, or all of it when it is shorter.
base::Result<std::vector<std::byte>> read_head(const Source& source, std::size_t limit);

// A contiguous piece of a source.
struct Piece {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};
// Copies a piece to a guest-physical address, without holding it in host memory as a whole.  An error names the source and the address.
base::Status copy_to_guest(const Source& source, Piece piece, memory::GuestMemory& memory, std::uint64_t address);
// Sets [address, address + size) to zero, touching only pages that are not zero already.
base::Status zero_guest(memory::GuestMemory& memory, std::uint64_t address, std::uint64_t size);
// Does [address, address + size) lie inside one block of memory?
bool inside_one_block(const memory::GuestMemory& memory, std::uint64_t address, std::uint64_t size);

}  // namespace vitrine::machine::firmware
