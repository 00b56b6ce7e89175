// SPDX-License-Identifier: Apache-2.0
// ELF64 little endian: header, program headers, and the symbol table as far as HTIF needs it.
#include "core/machine/firmware/elf.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/bits.h"
#include "core/machine/firmware/architecture.h"

namespace vitrine::machine::firmware {
namespace {

constexpr std::size_t kHeaderSize = 64, kSegmentSize = 56, kSectionSize = 64, kSymbolSize = 24;
constexpr unsigned kMachineRiscv = 243;
constexpr std::uint32_t kLoadSegment = 1, kSymbolTable = 2;
constexpr std::uint64_t kMaxSymbolBytes = std::uint64_t{64} << 20;  // beyond any kernel; keeps hostile files cheap

template <class T> T field(std::span<const std::byte> record, std::size_t offset) { return base::load_le<T>(record.data() + offset); }

struct Header {
  std::uint64_t entry, segments_at, sections_at;
  unsigned segments, sections;
};

base::Result<Header> read_header(const Source& source) {
  std::array<std::byte, kHeaderSize> raw{};
  if (source.size() < raw.size()) return base::fail(base::Errc::kCorrupt, "{}: is too short for an ELF header", source.name());
  TRY(source.read(0, raw));
  if (base::load_be<std::uint32_t>(raw.data()) != 0x7f454c46)
    return base::fail(base::Errc::kInvalidArgument, "{}: is not an ELF file", source.name());
  const bool little_endian = raw[5] == std::byte{1};
  const unsigned machine = little_endian ? field<std::uint16_t>(raw, 18) : base::load_be<std::uint16_t>(raw.data() + 18);
  if (machine != kMachineRiscv)
    return base::fail(base::Errc::kUnsupported, "{}: is a program for {}, this machine is RISC-V (64 bit)", source.name(),
                      elf_machine_name(machine));
  if (raw[4] != std::byte{2} || !little_endian)
    return base::fail(base::Errc::kUnsupported, "{}: is a {} RISC-V program, this machine is RISC-V (64 bit, little endian)", source.name(),
                      little_endian ? "32-bit" : "big-endian");
  const unsigned type = field<std::uint16_t>(raw, 16);
  if (type != 2 && type != 3)
    return base::fail(base::Errc::kUnsupported, "{}: is not an executable ELF program (type {}): link it first", source.name(), type);
  const Header header{field<std::uint64_t>(raw, 24), field<std::uint64_t>(raw, 32), field<std::uint64_t>(raw, 40),
                      field<std::uint16_t>(raw, 56), field<std::uint16_t>(raw, 60)};
  if (header.segments == 0) return base::fail(base::Errc::kCorrupt, "{}: has no program headers, nothing to load", source.name());
  if (field<std::uint16_t>(raw, 54) != kSegmentSize)
    return base::fail(base::Errc::kCorrupt, "{}: program headers of {} bytes, {} expected", source.name(), field<std::uint16_t>(raw, 54),
                      kSegmentSize);
  return header;
}

// Reads a table that a header announces; its bounds are the file's.
base::Result<std::vector<std::byte>> read_table(const Source& source, std::uint64_t offset, std::uint64_t size, std::string_view what) {
  if (!base::range_fits(offset, size, source.size()) || size > kMaxSymbolBytes)
    return base::fail(base::Errc::kCorrupt, "{}: is cut off or corrupt: its {} would be {} bytes at {:#x}", source.name(), what, size,
                      offset);
  std::vector<std::byte> table(size);
  TRY(source.read(offset, table));
  return table;
}

base::Status load_segment(const Source& source, std::span<const std::byte> segment, memory::GuestMemory& memory, ElfProgram& program) {
  const auto offset = field<std::uint64_t>(segment, 8), address = field<std::uint64_t>(segment, 24);
  const auto file_size = field<std::uint64_t>(segment, 32), memory_size = field<std::uint64_t>(segment, 40);
  if (memory_size == 0) return {};
  if (file_size > memory_size)
    return base::fail(base::Errc::kCorrupt, "{}: the segment at {:#x} has more bytes in the file ({}) than in memory ({})", source.name(),
                      address, file_size, memory_size);
  if (!inside_one_block(memory, address, memory_size))
    return base::fail(base::Errc::kInvalidArgument, "{}: its segment at {:#x} ({} bytes) does not lie in the machine's memory",
                      source.name(), address, memory_size);
  TRY(copy_to_guest(source, {offset, file_size}, memory, address));
  TRY(zero_guest(memory, address + file_size, memory_size - file_size));
  program.low = std::min(program.low, address);
  program.high = std::max(program.high, address + memory_size);
  return {};
}

bool name_is(std::span<const std::byte> names, std::uint64_t at, std::string_view wanted) {
  if (!base::range_fits(at, wanted.size() + 1, names.size())) return false;
  return std::equal(wanted.begin(), wanted.end(), names.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char a, std::byte b) { return static_cast<std::byte>(a) == b; }) &&
         names[at + wanted.size()] == std::byte{0};
}

void note_symbols(std::span<const std::byte> symbols, std::span<const std::byte> names, ElfProgram& program) {
  for (; symbols.size() >= kSymbolSize; symbols = symbols.subspan(kSymbolSize)) {
    const auto name = field<std::uint32_t>(symbols, 0);
    const auto value = field<std::uint64_t>(symbols, 8);
    if (name_is(names, name, "tohost")) program.tohost = value;
    if (name_is(names, name, "fromhost")) program.fromhost = value;
  }
}

// A program without section headers (stripped) has no HTIF, which is no error.
base::Status find_symbols(const Source& source, const Header& header, ElfProgram& program) {
  if (header.sections == 0 || header.sections_at == 0) return {};
  TRY_ASSIGN(const auto sections, read_table(source, header.sections_at, std::uint64_t{header.sections} * kSectionSize, "section table"));
  for (unsigned index = 0; index < header.sections; ++index) {
    const std::span section = std::span{sections}.subspan(index * kSectionSize, kSectionSize);
    if (field<std::uint32_t>(section, 4) != kSymbolTable) continue;
    const unsigned names_index = field<std::uint32_t>(section, 40);
    if (names_index >= header.sections) return base::fail(base::Errc::kCorrupt, "{}: its symbol table names no strings", source.name());
    const std::span strings = std::span{sections}.subspan(names_index * kSectionSize, kSectionSize);
    TRY_ASSIGN(const auto symbols,
               read_table(source, field<std::uint64_t>(section, 24), field<std::uint64_t>(section, 32), "symbol table"));
    TRY_ASSIGN(const auto names, read_table(source, field<std::uint64_t>(strings, 24), field<std::uint64_t>(strings, 32), "string table"));
    note_symbols(symbols, names, program);
    return {};  // a program has one symbol table
  }
  return {};
}

}  // namespace

base::Result<ElfProgram> load_elf(const Source& source, memory::GuestMemory& memory) {
  TRY_ASSIGN(const Header header, read_header(source));
  TRY_ASSIGN(const auto segments,
             read_table(source, header.segments_at, std::uint64_t{header.segments} * kSegmentSize, "program header table"));
  ElfProgram program;
  program.entry = header.entry;
  for (unsigned index = 0; index < header.segments; ++index) {
    const std::span segment = std::span{segments}.subspan(index * kSegmentSize, kSegmentSize);
    if (field<std::uint32_t>(segment, 0) == kLoadSegment) TRY(load_segment(source, segment, memory, program));
  }
  if (program.high == 0) return base::fail(base::Errc::kCorrupt, "{}: has no segment to load", source.name());
  TRY(find_symbols(source, header, program));
  return program;
}

}  // namespace vitrine::machine::firmware
