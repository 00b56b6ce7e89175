// SPDX-License-Identifier: Apache-2.0
// Where firmware, kernel, initrd and device tree go, and what is said when they don't fit.
#include "core/machine/riscv_virt/boot_files.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/core/machine/firmware/image_maker.h"

using namespace vitrine;
using namespace vitrine::machine::riscv_virt;
namespace maker = vitrine::machine::firmware::test;

namespace {

constexpr std::uint64_t kMiB = 1 << 20;

}  // namespace

class BootFilesTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() {
    QVERIFY(folder_.isValid());
    firmware_ = keep("firmware", maker::Bytes(0x40000, std::byte{0x13}));
    kernel_ = keep("kernel", maker::linux_image());
    initrd_ = keep("initrd", maker::Bytes(0x5000, std::byte{0xff}));
    program_ = keep("program", maker::elf_program());
  }

  void everything_lies_where_the_reference_board_puts_it() {
    const auto layout = load(config(1024));
    QVERIFY(layout);
    QCOMPARE(layout->first, std::uint64_t{0x80000000});
    QCOMPARE(layout->next, std::uint64_t{0x80200000});
    QCOMPARE(layout->initrd->base, std::uint64_t{0x88200000});
    QCOMPARE(layout->initrd->size, std::uint64_t{0x5000});
    QCOMPARE(layout->tree, std::uint64_t{0xbfe00000});
  }

  void a_small_machine_halves_the_distance_of_the_initrd() {
    const auto layout = load(config(64));
    QVERIFY(layout);
    QCOMPARE(layout->initrd->base, std::uint64_t{0x82200000});
    QCOMPARE(layout->tree, std::uint64_t{0x83e00000});
  }

  void a_large_machine_keeps_the_tree_below_4_gib() { QCOMPARE(load(config(4096))->tree, std::uint64_t{0xbfe00000}); }

  void without_firmware_the_kernel_starts_at_once() {
    Config without = config(64);
    without.firmware = "none";
    without.kernel = keep("raw", maker::Bytes(64));
    const auto layout = load(without);
    QVERIFY(layout);
    QCOMPARE(layout->first, std::uint64_t{0x80000000});
  }

  void an_elf_program_stands_alone() {
    Config elf;
    elf.elf = program_;
    const auto layout = load(elf);
    QVERIFY(layout);
    QCOMPARE(layout->first, maker::kProgramBase + 4);
    QCOMPARE(layout->tohost.value_or(0), std::uint64_t{0x80002000});
  }

  void unusable_files_are_named_data() {
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("reason");
    const QString kernel = QString::fromStdString(kernel_);
    const QString foreign = QString::fromStdString(keep("foreign", maker::elf_program(62)));
    QTest::newRow("missing kernel") << "kernel" << "/no/such/kernel" << "/no/such/kernel: cannot be opened";
    QTest::newRow("missing initrd") << "initrd" << "/no/such/initrd" << "/no/such/initrd: cannot be opened";
    QTest::newRow("missing firmware") << "firmware" << "/no/such/firmware" << "/no/such/firmware: cannot be opened";
    QTest::newRow("missing program") << "elf" << "/no/such/program" << "/no/such/program: cannot be opened";
    QTest::newRow("x86 kernel") << "kernel" << foreign << "x86-64";
    QTest::newRow("x86 program") << "elf" << foreign << "x86-64";
    QTest::newRow("x86 firmware") << "firmware" << foreign << "x86-64";
    QTest::newRow("kernel as firmware") << "firmware" << kernel << "not RISC-V firmware";
    QTest::newRow("kernel as initrd") << "initrd" << kernel << "not an initial RAM disk";
    QTest::newRow("folder") << "kernel" << folder_.path() << "folder";
  }
  void unusable_files_are_named() {
    QFETCH(QString, option);
    QFETCH(QString, file);
    QFETCH(QString, reason);
    Config bad = config(64);
    (option == "kernel"     ? bad.kernel
     : option == "initrd"   ? bad.initrd
     : option == "firmware" ? bad.firmware
                            : bad.elf) = file.toStdString();
    const auto layout = load(bad);
    QVERIFY(!layout);
    const QString message = QString::fromStdString(layout.error().message);
    QVERIFY2(message.contains(reason) && message.contains(file), qPrintable(message));
  }

  void too_little_memory_is_said_data() {
    QTest::addColumn<std::uint64_t>("kernel_bytes");
    QTest::addColumn<std::uint64_t>("initrd_bytes");
    QTest::newRow("kernel") << 32 * kMiB << std::uint64_t{16};
    QTest::newRow("initrd") << 3 * kMiB << 12 * kMiB;
  }
  void too_little_memory_is_said() {
    QFETCH(std::uint64_t, kernel_bytes);
    QFETCH(std::uint64_t, initrd_bytes);
    Config small = config(16);
    small.kernel = keep("large kernel", maker::linux_image(0x200000, kernel_bytes));
    small.initrd = keep("large initrd", maker::Bytes(initrd_bytes, std::byte{0xff}));
    const auto layout = load(small);
    QVERIFY(!layout);
    QVERIFY2(layout.error().message.starts_with("too little memory"), layout.error().message.c_str());
  }

 private:
  Config config(std::uint64_t mebibytes) const {
    Config config;
    config.memory_bytes = mebibytes * kMiB;
    config.firmware = firmware_;
    config.kernel = kernel_;
    config.initrd = initrd_;
    return config;
  }

  static base::Result<BootLayout> load(const Config& config) {
    memory::GuestMemory memory;
    TRY(memory.add_ram(kRamBase, config.memory_bytes, "ram"));
    TRY_ASSIGN(const auto files, BootFiles::open(config));
    return files.load(memory, config.memory_bytes);
  }

  std::string keep(const char* name, const maker::Bytes& bytes) const {
    QFile file{folder_.filePath(name)};
    if (file.open(QIODevice::WriteOnly)) file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<qint64>(bytes.size()));
    return file.fileName().toStdString();
  }

  QTemporaryDir folder_;
  std::string firmware_, kernel_, initrd_, program_;
};

QTEST_GUILESS_MAIN(BootFilesTest)
#include "boot_files_test.moc"
