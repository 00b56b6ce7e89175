// SPDX-License-Identifier: Apache-2.0
// The loaders: what they load, and what they say of files that are not for this machine.
#include <zlib.h>

#include <QTest>

#include "core/machine/firmware/architecture.h"
#include "core/machine/firmware/elf.h"
#include "core/machine/firmware/inflate.h"
#include "core/machine/firmware/linux_image.h"
#include "core/machine/firmware/opensbi.h"
#include "tests/core/machine/firmware/image_maker.h"

using namespace vitrine;
using namespace vitrine::machine::firmware;
using namespace vitrine::machine::firmware::test;

namespace {

constexpr std::uint64_t kRam = 0x80000000;
constexpr std::uint64_t kRamSize = 1 << 20;

void add_ram(memory::GuestMemory& memory) { QVERIFY(memory.add_ram(kRam, kRamSize, "ram")); }

Bytes gzip(const Bytes& plain) {
  Bytes packed(compressBound(plain.size()) + 64);
  z_stream stream{};
  if (deflateInit2(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) != Z_OK) qFatal("zlib");
  // SAFETY: zlib reads and writes bytes.
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) qFatal("zlib");
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

Bytes text(const char* words) {
  const auto bytes = std::as_bytes(std::span{words, std::strlen(words)});
  return {bytes.begin(), bytes.end()};
}

template <class T> Bytes changed(std::size_t offset, T value) {
  Bytes elf = elf_program();
  put<T>(elf, offset, value);
  return elf;
}

}  // namespace

class LoadersTest : public QObject {
  Q_OBJECT
 private slots:
  void an_elf_program_is_loaded_at_its_physical_address() {
    memory::GuestMemory memory;
    add_ram(memory);
    QVERIFY(memory.write_value(kProgramBase + 16, std::uint64_t{~0ull}));
    const auto program = load_elf(*source(elf_program()), memory);
    QVERIFY(program);
    QCOMPARE(program->entry, kProgramBase + 4);
    QCOMPARE(program->low, kProgramBase);
    QCOMPARE(program->high, kProgramBase + 32);
    QCOMPARE(program->tohost.value_or(0), std::uint64_t{0x80002000});
    QCOMPARE(program->fromhost.value_or(0), std::uint64_t{0x80002040});
    std::uint64_t code = 0, bss = 1;
    QVERIFY(memory.read_value(kProgramBase, code) && memory.read_value(kProgramBase + 16, bss));
    QCOMPARE(code, std::uint64_t{0x1313131313131313});
    QCOMPARE(bss, std::uint64_t{0});
  }

  void bad_elf_files_are_refused_with_their_reason_data() {
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const Bytes& bytes, const char* reason) {
      QTest::newRow(name) << QByteArray{reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())} << reason;
    };
    row("empty", {}, "too short");
    row("no ELF", Bytes(100), "not an ELF");
    row("x86-64", elf_program(62), "for x86-64, this machine is RISC-V");
    row("AArch64", elf_program(183), "for AArch64");
    row("unknown machine", elf_program(4711), "machine type 4711");
    row("32 bit", changed<std::uint8_t>(4, 1), "32-bit");
    row(
        "big endian",
        [] {
          Bytes elf = changed<std::uint8_t>(5, 2);
          elf[18] = std::byte{0};
          elf[19] = std::byte{243};
          return elf;
        }(),
        "big-endian");
    row("object file", changed<std::uint16_t>(16, 1), "link it first");
    row("no segments", changed<std::uint16_t>(56, 0), "nothing to load");
    row("nothing loadable", changed<std::uint32_t>(kSegmentAt, 4), "no segment to load");
    row("odd header size", changed<std::uint16_t>(54, 32), "32 bytes");
    row("headers beyond the end", changed<std::uint64_t>(32, 0x3f0), "program header table");
    row("headers at the end of the world", changed<std::uint64_t>(32, ~0ull - 7), "program header table");
    row("segment beyond the file", changed<std::uint64_t>(kSegmentAt + 8, 0x3f8), "cut off");
    row("more in the file than in memory", changed<std::uint64_t>(kSegmentAt + 40, 8), "more bytes in the file");
    row("outside of RAM", changed<std::uint64_t>(kSegmentAt + 24, 0x1000), "does not lie in the machine's memory");
    row("across RAM's end", changed<std::uint64_t>(kSegmentAt + 24, kRam + kRamSize - 8), "does not lie in the machine's memory");
    row("bss beyond RAM", changed<std::uint64_t>(kSegmentAt + 40, ~0ull), "does not lie in the machine's memory");
    row("sections beyond the end", changed<std::uint64_t>(40, 0x3f0), "section table");
    row("symbols beyond the end", changed<std::uint64_t>(kSectionsAt + 64 + 32, 1ull << 40), "symbol table");
    row("names that are none", changed<std::uint32_t>(kSectionsAt + 64 + 40, 77), "names no strings");
  }
  void bad_elf_files_are_refused_with_their_reason() {
    QFETCH(QByteArray, file);
    QFETCH(QString, reason);
    memory::GuestMemory memory;
    add_ram(memory);
    const auto bytes = std::as_bytes(std::span{file.constData(), static_cast<std::size_t>(file.size())});
    const auto program = load_elf(*source({bytes.begin(), bytes.end()}), memory);
    QVERIFY(!program);
    const QString message = QString::fromStdString(program.error().message);
    QVERIFY2(message.startsWith("the file: ") && message.contains(reason), qPrintable(message));
  }

  void a_linux_image_says_where_it_wants_to_be() {
    const auto image = read_linux_image(*source(linux_image()));
    QVERIFY(image);
    QCOMPARE(image->text_offset, std::uint64_t{0x200000});
    QCOMPARE(image->memory_size, std::uint64_t{0x300000});
    QVERIFY(!read_linux_image(*source(linux_image(0x200000, 0x300000, 1))));
    QVERIFY(!read_linux_image(*source(linux_image(~0ull))));
    QVERIFY(!read_linux_image(*source(linux_image(0x200000, ~0ull))));
    QVERIFY(!read_linux_image(*source(Bytes(10))));
    QCOMPARE(read_linux_image(*source(linux_image(0x200000, 0)))->memory_size, std::uint64_t{0x2000});
  }

  void a_packed_kernel_is_unpacked_within_its_limit() {
    const Bytes packed = gzip(linux_image());
    const auto kernel = unwrap_kernel(source(packed), 1 << 20);
    QVERIFY(kernel);
    QCOMPARE((*kernel)->size(), std::uint64_t{0x2000});
    const auto too_large = unwrap_kernel(source(packed), 0x1000);
    QVERIFY(!too_large && too_large.error().message.find("more than") != std::string::npos);
    const auto cut = unwrap_kernel(source({packed.begin(), packed.begin() + 20}), 1 << 20);
    QVERIFY(!cut && cut.error().message.find("cut off") != std::string::npos);
    Bytes damaged = packed;
    damaged[12] = std::byte{0xff};
    damaged[13] = std::byte{0xff};
    QVERIFY(!unwrap_kernel(source(damaged), 1 << 20));
    QVERIFY(!unwrap_kernel(source(gzip(gzip(linux_image()))), 1 << 20));
  }

  void what_is_no_kernel_is_called_by_its_name_data() {
    QTest::addColumn<int>("offset");
    QTest::addColumn<QByteArray>("magic");
    QTest::addColumn<QString>("name");
    QTest::newRow("bzImage") << 0x202 << QByteArray{"HdrS"} << "x86";
    QTest::newRow("arm64 Image") << 0x38 << QByteArray{"ARM\x64"} << "ARM64";
    QTest::newRow("zImage") << 0x24 << QByteArray{"\x18\x28\x6f\x01"} << "32-bit ARM";
    QTest::newRow("ISO") << 0x8001 << QByteArray{"CD001"} << "ISO 9660";
    QTest::newRow("qcow2") << 0 << QByteArray{"QFI\xfb"} << "qcow2";
    QTest::newRow("EFI program") << 0 << QByteArray{"MZ"} << "EFI";
    QTest::newRow("device tree") << 0 << QByteArray{"\xd0\x0d\xfe\xed"} << "device tree";
    QTest::newRow("initramfs") << 0 << QByteArray{"070701"} << "--initrd";
  }
  void what_is_no_kernel_is_called_by_its_name() {
    QFETCH(int, offset);
    QFETCH(QByteArray, magic);
    QFETCH(QString, name);
    Bytes file(0x9000);
    std::memcpy(&file[static_cast<std::size_t>(offset)], magic.constData(), static_cast<std::size_t>(magic.size()));
    const auto kernel = unwrap_kernel(source(file), 1 << 20);
    QVERIFY(!kernel);
    const QString message = QString::fromStdString(kernel.error().message);
    QVERIFY2(message.contains(name) && message.contains("not a RISC-V kernel"), qPrintable(message));
  }

  void text_and_emptiness_are_no_kernels() {
    QVERIFY(!unwrap_kernel(source(text("#!/bin/sh\necho hello\n")), 1 << 20));
    QVERIFY(!unwrap_kernel(source({}), 1 << 20));
    QVERIFY(unwrap_kernel(source(Bytes(64)), 1 << 20));  // raw code may be anything
  }

  void missing_files_and_folders_are_named() {
    const auto missing = FileSource::open("/nonexistent/kernel");
    QVERIFY(!missing && missing.error().message.find("/nonexistent/kernel") != std::string::npos);
    QCOMPARE(missing.error().code, base::Errc::kNotFound);
    const auto folder = FileSource::open("/");
    QVERIFY(!folder && folder.error().message.find("folder") != std::string::npos);
  }

  void the_reset_rom_holds_what_firmware_expects() {
    const auto rom = reset_rom({.first = 0x80000000, .device_tree = 0xbfe00000, .next = 0x80200000});
    const auto word = [&](std::size_t offset) { return base::load_le<std::uint64_t>(&rom[offset]); };
    QCOMPARE(word(0x18), std::uint64_t{0x80000000});
    QCOMPARE(word(0x20), std::uint64_t{0xbfe00000});
    QCOMPARE(word(0x28), std::uint64_t{0x4942534f});
    QCOMPARE(word(0x38), std::uint64_t{0x80200000});
    QCOMPARE(word(0x40), std::uint64_t{1});
  }
};

QTEST_GUILESS_MAIN(LoadersTest)
#include "loaders_test.moc"
