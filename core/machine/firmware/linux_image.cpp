// SPDX-License-Identifier: Apache-2.0
// The 64-byte header of a RISC-V Linux Image, and what stands around kernels.
#include "core/machine/firmware/linux_image.h"

#include <algorithm>
#include <array>

#include "core/base/bits.h"
#include "core/machine/firmware/architecture.h"
#include "core/machine/firmware/inflate.h"

namespace vitrine::machine::firmware {
namespace {

constexpr std::size_t kHeaderSize = 64;
constexpr std::uint64_t kMaxTextOffset = std::uint64_t{64} << 20;
constexpr std::uint64_t kMaxImage = std::uint64_t{1} << 30;

base::Status check_facts(const std::string& name, const FileFacts& facts) {
  switch (facts.kind) {
    case FileKind::kForeignKernel:
    case FileKind::kForeignFile: return base::fail(base::Errc::kUnsupported, "{}: is {}, not a RISC-V kernel", name, facts.what);
    case FileKind::kEmpty: return base::fail(base::Errc::kInvalidArgument, "{}: is empty", name);
    default: return {};
  }
}

}  // namespace

base::Result<LinuxImage> read_linux_image(const Source& source) {
  std::array<std::byte, kHeaderSize> raw{};
  if (source.size() < raw.size()) return base::fail(base::Errc::kCorrupt, "{}: is too short for a Linux Image", source.name());
  TRY(source.read(0, raw));
  LinuxImage image{.text_offset = base::load_le<std::uint64_t>(&raw[8]), .memory_size = base::load_le<std::uint64_t>(&raw[16])};
  const auto flags = base::load_le<std::uint64_t>(&raw[24]);
  if (base::bit(flags, 0))
    return base::fail(base::Errc::kUnsupported, "{}: is a big-endian kernel, this machine is little endian", source.name());
  if (image.text_offset > kMaxTextOffset || image.memory_size > kMaxImage || !base::is_aligned(image.text_offset, 4096))
    return base::fail(base::Errc::kCorrupt, "{}: its Image header is damaged (text offset {:#x}, size {:#x})", source.name(),
                      image.text_offset, image.memory_size);
  image.memory_size = std::max(image.memory_size, source.size());
  return image;
}

base::Result<std::unique_ptr<Source>> unwrap_kernel(std::unique_ptr<Source> source, std::uint64_t limit) {
  TRY_ASSIGN(auto head, read_head(*source, kRecogniseBytes));
  FileFacts facts = recognise(head);
  if (facts.kind == FileKind::kGzip) {
    TRY_ASSIGN(source, inflate_gzip(*source, limit));
    TRY_ASSIGN(head, read_head(*source, kRecogniseBytes));
    facts = recognise(head);
    if (facts.kind == FileKind::kGzip) return base::fail(base::Errc::kUnsupported, "{}: is packed twice", source->name());
  }
  TRY(check_facts(source->name(), facts));
  return source;
}

base::Result<std::unique_ptr<Source>> open_kernel(const std::string& path, std::uint64_t limit) {
  TRY_ASSIGN(auto source, FileSource::open(path));
  return unwrap_kernel(std::move(source), limit);
}

}  // namespace vitrine::machine::firmware
