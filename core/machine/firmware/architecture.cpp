// SPDX-License-Identifier: Apache-2.0
// The magic numbers of kernels, images and archives.
#include "core/machine/firmware/architecture.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "core/base/bits.h"

namespace vitrine::machine::firmware {
namespace {

struct Magic {
  std::size_t offset;
  std::string_view bytes;
  FileKind kind;
  std::string_view what;
  bool archive = false;
};

using namespace std::string_view_literals;

// The first row that fits wins, so that a kernel with an EFI stub ("MZ") is known by its own header.
constexpr std::array kMagics{
    Magic{0, "\177ELF"sv, FileKind::kElf, "an ELF file"},
    Magic{0x38, "RSC\x05"sv, FileKind::kLinuxImage, "a RISC-V Linux kernel (Image)"},
    Magic{0x30, "RISCV\0\0\0"sv, FileKind::kLinuxImage, "a RISC-V Linux kernel (Image)"},
    Magic{0x38, "ARM\x64"sv, FileKind::kForeignKernel, "an ARM64 Linux kernel (Image)"},
    Magic{0x202, "HdrS"sv, FileKind::kForeignKernel, "an x86 Linux kernel (bzImage)"},
    Magic{0x24, "\x18\x28\x6f\x01"sv, FileKind::kForeignKernel, "a 32-bit ARM Linux kernel (zImage)"},
    Magic{0, "\x1f\x8b"sv, FileKind::kGzip, "a gzip file", true},
    Magic{0, "\x28\xb5\x2f\xfd"sv, FileKind::kForeignFile, "a zstd file, which must be unpacked first", true},
    Magic{0,
          "\xfd"
          "7zXZ"sv,
          FileKind::kForeignFile, "an xz file, which must be unpacked first", true},
    Magic{0, "BZh"sv, FileKind::kForeignFile, "a bzip2 file, which must be unpacked first", true},
    Magic{0, "QFI\xfb"sv, FileKind::kForeignFile, "a qcow2 disk image"},
    Magic{0, "KDMV"sv, FileKind::kForeignFile, "a VMDK disk image"},
    Magic{0, "070701"sv, FileKind::kForeignFile, "a cpio archive (an initramfs belongs to --initrd)", true},
    Magic{0, "!<arch>\n"sv, FileKind::kForeignFile, "a Debian package or static library"},
    Magic{0, "\xd0\x0d\xfe\xed"sv, FileKind::kForeignFile, "a device tree"},
    Magic{0x8001, "CD001"sv, FileKind::kForeignFile, "an ISO 9660 image"},
    Magic{0, "MZ"sv, FileKind::kForeignKernel, "an EFI program"},
};

bool matches(const Magic& magic, std::span<const std::byte> head) {
  return base::range_fits(magic.offset, magic.bytes.size(), head.size()) &&
         std::memcmp(head.data() + magic.offset, magic.bytes.data(), magic.bytes.size()) == 0;
}

bool is_text(std::span<const std::byte> head) {
  return std::ranges::all_of(head.first(std::min<std::size_t>(head.size(), 512)), [](std::byte byte) {
    const auto character = static_cast<unsigned char>(byte);
    return (character >= 0x20 && character < 0x7f) || (character >= '\t' && character <= '\r');
  });
}

}  // namespace

FileFacts recognise(std::span<const std::byte> head) {
  if (head.empty()) return {FileKind::kEmpty, false, "an empty file"};
  for (const Magic& magic : kMagics)
    if (matches(magic, head)) return {magic.kind, magic.archive, std::string{magic.what}};
  if (is_text(head)) return {FileKind::kForeignFile, false, "a text file"};
  return {};
}

std::string elf_machine_name(unsigned machine) {
  struct Name {
    unsigned machine;
    std::string_view name;
  };
  // ELF gABI, e_machine.
  static constexpr std::array kNames{Name{2, "SPARC"},    Name{3, "x86 (32 bit)"}, Name{4, "m68k"},       Name{8, "MIPS"},
                                     Name{20, "PowerPC"}, Name{21, "PowerPC64"},   Name{22, "S/390"},     Name{40, "ARM (32 bit)"},
                                     Name{43, "SPARC64"}, Name{50, "IA-64"},       Name{62, "x86-64"},    Name{183, "AArch64"},
                                     Name{243, "RISC-V"}, Name{247, "BPF"},        Name{258, "LoongArch"}};
  for (const Name& entry : kNames)
    if (entry.machine == machine) return std::string{entry.name};
  return fmt::format("machine type {}", machine);
}

}  // namespace vitrine::machine::firmware
