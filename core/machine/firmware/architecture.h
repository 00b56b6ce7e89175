// SPDX-License-Identifier: Apache-2.0
// Tells from a file's first bytes what it is and which architecture it is for, so that a wrong file gets a helpful sentence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace vitrine::machine::firmware {

enum class FileKind : std::uint8_t {
  kUnknown,  // raw code, or something we don't know
  kEmpty,
  kElf,
  kLinuxImage,  // RISC-V Image (with or without an EFI stub around it)
  kGzip,
  kForeignKernel,  // another architecture's kernel, see FileFacts::what
  kForeignFile,    // recognised, and not code at all: an ISO, a disk image, an archive
};

struct FileFacts {
  FileKind kind = FileKind::kUnknown;
  bool archive = false;  // a compressed file or cpio archive: may be an initrd
  std::string what;      // "an x86-64 Linux kernel (bzImage)", "a qcow2 disk image"; empty for kUnknown
};

// How many bytes recognise() wants to see at most.
inline constexpr std::size_t kRecogniseBytes = 0x9000;
FileFacts recognise(std::span<const std::byte> head);

// "RISC-V", "x86-64", "AArch64" … for an ELF e_machine; "machine type 1234" for unknown ones.
std::string elf_machine_name(unsigned machine);

}  // namespace vitrine::machine::firmware
