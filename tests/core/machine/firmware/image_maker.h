// SPDX-License-Identifier: Apache-2.0
// Makes small ELF programs and Linux Images, good ones and damaged ones, for the loaders' tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "core/base/bits.h"
#include "core/machine/firmware/source.h"

namespace vitrine::machine::firmware::test {

using Bytes = std::vector<std::byte>;

template <class T> void put(Bytes& bytes, std::size_t offset, T value) {
  if (bytes.size() < offset + sizeof value) bytes.resize(offset + sizeof value);
  base::store_le(&bytes[offset], value);
}

inline constexpr std::size_t kSegmentAt = 64, kSectionsAt = 0x200, kSymbolsAt = 0x300, kNamesAt = 0x380, kCodeAt = 0x100;
inline constexpr std::uint64_t kProgramBase = 0x80001000;

// One segment of 16 bytes in the file and 32 in memory at kProgramBase; the symbols tohost (size 0) and fromhost (size 8).
inline Bytes elf_program(std::uint16_t machine = 243) {
  Bytes elf(0x400);
  std::memcpy(elf.data(), "\177ELF\2\1\1", 7);
  put<std::uint16_t>(elf, 16, 2);
  put<std::uint16_t>(elf, 18, machine);
  put<std::uint64_t>(elf, 24, kProgramBase + 4);
  put<std::uint64_t>(elf, 32, kSegmentAt);
  put<std::uint64_t>(elf, 40, kSectionsAt);
  put<std::uint16_t>(elf, 54, 56);
  put<std::uint16_t>(elf, 56, 1);
  put<std::uint16_t>(elf, 58, 64);
  put<std::uint16_t>(elf, 60, 3);
  put<std::uint32_t>(elf, kSegmentAt, 1);
  put<std::uint64_t>(elf, kSegmentAt + 8, kCodeAt);
  put<std::uint64_t>(elf, kSegmentAt + 16, 0xffffffff80001000);  // the virtual address is nobody's business
  put<std::uint64_t>(elf, kSegmentAt + 24, kProgramBase);
  put<std::uint64_t>(elf, kSegmentAt + 32, 16);
  put<std::uint64_t>(elf, kSegmentAt + 40, 32);
  std::memset(&elf[kCodeAt], 0x13, 16);
  put<std::uint32_t>(elf, kSectionsAt + 64 + 4, 2);  // section 1: symbols, named by section 2
  put<std::uint64_t>(elf, kSectionsAt + 64 + 24, kSymbolsAt);
  put<std::uint64_t>(elf, kSectionsAt + 64 + 32, 48);
  put<std::uint32_t>(elf, kSectionsAt + 64 + 40, 2);
  put<std::uint64_t>(elf, kSectionsAt + 128 + 24, kNamesAt);
  put<std::uint64_t>(elf, kSectionsAt + 128 + 32, 17);
  std::memcpy(&elf[kNamesAt], "\0tohost\0fromhost", 17);
  put<std::uint32_t>(elf, kSymbolsAt, 1);
  put<std::uint64_t>(elf, kSymbolsAt + 8, 0x80002000);
  put<std::uint32_t>(elf, kSymbolsAt + 24, 8);
  put<std::uint64_t>(elf, kSymbolsAt + 32, 0x80002040);
  put<std::uint64_t>(elf, kSymbolsAt + 40, 8);
  return elf;
}

inline Bytes linux_image(std::uint64_t text_offset = 0x200000, std::uint64_t memory_size = 0x300000, std::uint64_t flags = 0) {
  Bytes image(0x2000);
  put<std::uint64_t>(image, 8, text_offset);
  put<std::uint64_t>(image, 16, memory_size);
  put<std::uint64_t>(image, 24, flags);
  put<std::uint32_t>(image, 32, 2);
  std::memcpy(&image[0x30], "RISCV\0\0\0RSC\5", 12);
  return image;
}

inline std::unique_ptr<Source> source(Bytes bytes, std::string name = "the file") {
  return std::make_unique<MemorySource>(std::move(name), std::move(bytes));
}

}  // namespace vitrine::machine::firmware::test
