// SPDX-License-Identifier: Apache-2.0
// Opens, recognises and places what a machine boots.
#include "core/machine/riscv_virt/boot_files.h"

#include <algorithm>

#include "core/base/bits.h"
#include "core/machine/firmware/architecture.h"
#include "core/machine/firmware/elf.h"
#include "core/machine/firmware/linux_image.h"
#include "core/machine/firmware/opensbi.h"

namespace vitrine::machine::riscv_virt {
namespace {

using firmware::FileKind;
using firmware::Source;

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
constexpr std::uint64_t kKernelAlignment = 2 * kMiB;
constexpr std::uint64_t kTreeRoom = kMiB;
constexpr std::uint64_t kTreeCeiling = 3072 * kMiB;  // boot loaders with 32-bit pointers reach it

base::Result<FileKind> kind_of(const Source& source) {
  TRY_ASSIGN(const auto head, firmware::read_head(source, firmware::kRecogniseBytes));
  return firmware::recognise(head).kind;
}

// Raw code and RISC-V ELF programs pass.
base::Result<std::unique_ptr<Source>> open_firmware(const std::string& path) {
  TRY_ASSIGN(auto source, firmware::FileSource::open(path));
  TRY_ASSIGN(const auto head, firmware::read_head(*source, firmware::kRecogniseBytes));
  const firmware::FileFacts facts = firmware::recognise(head);
  if (facts.kind != FileKind::kElf && facts.kind != FileKind::kUnknown)
    return base::fail(base::Errc::kUnsupported, "{}: is {}, not RISC-V firmware", path, facts.what);
  return source;
}

// An initrd may be many things, but not a program or a disk.
base::Result<std::unique_ptr<Source>> open_initrd(const std::string& path) {
  TRY_ASSIGN(auto source, firmware::FileSource::open(path));
  TRY_ASSIGN(const auto head, firmware::read_head(*source, firmware::kRecogniseBytes));
  const firmware::FileFacts facts = firmware::recognise(head);
  if (!facts.archive && facts.kind != FileKind::kUnknown)
    return base::fail(base::Errc::kUnsupported, "{}: is {}, not an initial RAM disk", path, facts.what);
  return source;
}

base::Status too_little_memory(std::string_view what, std::uint64_t end, std::uint64_t limit) {
  return base::fail(base::Errc::kInvalidArgument,
                    "too little memory: {} would end at {:#x}, only what lies below {:#x} is free; give more with --memory", what, end,
                    limit);
}

std::uint64_t tree_address(std::uint64_t ram_bytes) {
  return base::align_down(std::min(kRamBase + ram_bytes, kTreeCeiling) - kTreeRoom, kKernelAlignment);
}

}  // namespace

base::Result<BootFiles> BootFiles::open(const Config& config) {
  BootFiles files;
  if (!config.elf.empty()) {
    TRY_ASSIGN(files.elf_, firmware::FileSource::open(config.elf));
    return files;
  }
  if (config.firmware == "default") {
    TRY_ASSIGN(const std::string path, firmware::find_default_opensbi());
    TRY_ASSIGN(files.firmware_, open_firmware(path));
  } else if (config.firmware != "none") {
    TRY_ASSIGN(files.firmware_, open_firmware(config.firmware));
  }
  if (!config.kernel.empty()) {
    TRY_ASSIGN(files.kernel_, firmware::open_kernel(config.kernel, config.memory_bytes));
  }
  if (!config.initrd.empty()) {
    TRY_ASSIGN(files.initrd_, open_initrd(config.initrd));
  }
  files.starts_in_flash_ = !config.pflash_code.empty() && config.kernel.empty();
  return files;
}

base::Result<std::uint64_t> BootFiles::load_firmware(memory::GuestMemory& memory, BootLayout& layout) const {
  if (!firmware_) return kRamBase;
  TRY_ASSIGN(const FileKind kind, kind_of(*firmware_));
  if (kind == FileKind::kElf) {
    TRY_ASSIGN(const auto program, firmware::load_elf(*firmware_, memory));
    layout.first = program.entry;
    return program.high;
  }
  if (!firmware::inside_one_block(memory, kRamBase, firmware_->size()))
    return std::unexpected{too_little_memory("the firmware", kRamBase + firmware_->size(), kRamBase + memory.find(kRamBase)->size).error()};
  TRY(firmware::copy_to_guest(*firmware_, {0, firmware_->size()}, memory, kRamBase));
  return kRamBase + firmware_->size();
}

base::Result<BootFiles::Range> BootFiles::load_kernel(memory::GuestMemory& memory, std::uint64_t firmware_end, BootLayout& layout) const {
  TRY_ASSIGN(const FileKind kind, kind_of(*kernel_));
  if (kind == FileKind::kElf) {
    TRY_ASSIGN(const auto program, firmware::load_elf(*kernel_, memory));
    layout.next = program.entry;
    return Range{program.low, program.high};
  }
  std::uint64_t start = base::align_up(firmware_end, kKernelAlignment);
  std::uint64_t size = kernel_->size();
  if (kind == FileKind::kLinuxImage) {
    TRY_ASSIGN(const auto image, firmware::read_linux_image(*kernel_));
    start = std::max(start, kRamBase + image.text_offset);
    size = image.memory_size;
  }
  if (start + size > layout.tree) return std::unexpected{too_little_memory("the kernel", start + size, layout.tree).error()};
  TRY(firmware::copy_to_guest(*kernel_, {0, kernel_->size()}, memory, start));
  layout.next = start;
  return Range{start, start + size};
}

base::Status BootFiles::load_initrd(memory::GuestMemory& memory, Range kernel, std::uint64_t ram_bytes, BootLayout& layout) const {
  const std::uint64_t wanted = kernel.start + std::min(ram_bytes / 2, 128 * kMiB);
  const std::uint64_t start = std::max(wanted, base::align_up(kernel.end, memory::kPageSize));
  const std::uint64_t end = start + initrd_->size();
  if (end > layout.tree) return too_little_memory("the initrd", end, layout.tree);
  TRY(firmware::copy_to_guest(*initrd_, {0, initrd_->size()}, memory, start));
  layout.initrd = Window{start, initrd_->size()};
  return {};
}

base::Result<BootLayout> BootFiles::load(memory::GuestMemory& memory, std::uint64_t ram_bytes) const {
  BootLayout layout{.first = kRamBase, .next = 0, .initrd = {}, .tree = tree_address(ram_bytes), .tohost = {}};
  if (elf_) {
    TRY_ASSIGN(const auto program, firmware::load_elf(*elf_, memory));
    layout.first = program.entry;
    layout.tohost = program.tohost;
    return layout;
  }
  TRY_ASSIGN(const std::uint64_t firmware_end, load_firmware(memory, layout));
  Range kernel{base::align_up(firmware_end, kKernelAlignment), base::align_up(firmware_end, kKernelAlignment)};
  if (kernel_) {
    TRY_ASSIGN(kernel, load_kernel(memory, firmware_end, layout));
  } else if (starts_in_flash_) {
    layout.next = kFlash0.base;
  }
  if (initrd_) TRY(load_initrd(memory, kernel, ram_bytes, layout));
  if (!firmware_ && layout.next != 0) layout.first = layout.next;
  return layout;
}

}  // namespace vitrine::machine::riscv_virt
