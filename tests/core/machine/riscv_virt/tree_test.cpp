// SPDX-License-Identifier: Apache-2.0
// The board's device tree, by itself and beside QEMU's.
#include <libfdt.h>

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "core/machine/riscv_virt/tree.h"
#include "tests/needed.h"

using namespace vitrine::machine::riscv_virt;

namespace {

TreeInputs inputs(unsigned cpus) {
  return {.cpus = cpus,
          .memory_bytes = std::uint64_t{1} << 30,
          .isa = "rv64imafdc_zicsr_zifencei",
          .extensions = {"i", "m", "a"},
          .mmu_type = "riscv,sv57",
          .bootargs = "console=ttyS0",
          .initrd = Window{0x88200000, 0x1234},
          .rng_seed = {}};
}

QByteArray value_of(const void* tree, const char* path, const char* name) {
  int size = 0;
  const int node = fdt_path_offset(tree, path);
  const void* const value = node < 0 ? nullptr : fdt_getprop(tree, node, name, &size);
  return value == nullptr ? QByteArray{"(missing)"} : QByteArray{static_cast<const char*>(value), size};
}

QByteArray reference_tree() {
  const QString qemu = QStandardPaths::findExecutable("qemu-system-riscv64");
  if (qemu.isEmpty()) return {};
  const QTemporaryDir folder;
  const QString file = folder.filePath("virt.dtb");
  QProcess process;
  process.start(qemu, {"-M", "virt,dumpdtb=" + file, "-m", "1024", "-smp", "2", "-display", "none"});
  if (!process.waitForFinished(20'000)) return {};
  QFile dump{file};
  return dump.open(QIODevice::ReadOnly) ? dump.readAll() : QByteArray{};
}

}  // namespace

class TreeTest : public QObject {
  Q_OBJECT
 private slots:
  void is_well_formed_for_any_number_of_harts() {
    for (const unsigned cpus : {1u, 4u, 64u}) {
      const auto tree = build_tree(inputs(cpus));
      QVERIFY(tree);
      QCOMPARE(fdt_check_full(tree->data(), tree->size()), 0);
    }
  }

  void tells_the_kernel_how_to_start() {
    const auto tree = build_tree(inputs(1));
    QVERIFY(tree);
    QCOMPARE(value_of(tree->data(), "/chosen", "bootargs"), QByteArray("console=ttyS0", 14));
    QCOMPARE(value_of(tree->data(), "/chosen", "linux,initrd-start").toHex(), QByteArray("0000000088200000"));
    QCOMPARE(value_of(tree->data(), "/chosen", "linux,initrd-end").toHex(), QByteArray("0000000088201234"));
    QCOMPARE(value_of(tree->data(), "/cpus/cpu@0", "riscv,isa-base"), QByteArray("rv64i", 6));
    QCOMPARE(value_of(tree->data(), "/cpus/cpu@0", "riscv,isa-extensions"), QByteArray("i\0m\0a", 6));
  }

  void describes_devices_as_the_reference_does_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QStringList>("properties");
    QTest::newRow("root") << "/" << QStringList{"#address-cells", "#size-cells", "compatible", "model"};
    QTest::newRow("memory") << "/memory@80000000" << QStringList{"device_type", "reg"};
    QTest::newRow("cpus") << "/cpus" << QStringList{"timebase-frequency", "#address-cells", "#size-cells"};
    QTest::newRow("cpu") << "/cpus/cpu@1" << QStringList{"device_type", "reg", "status", "compatible"};
    QTest::newRow("serial") << "/soc/serial@10000000" << QStringList{"compatible", "reg", "interrupts", "clock-frequency"};
    QTest::newRow("clint") << "/soc/clint@2000000" << QStringList{"compatible", "reg"};
    QTest::newRow("plic") << "/soc/plic@c000000" << QStringList{"compatible", "reg", "riscv,ndev", "#interrupt-cells", "#address-cells"};
    QTest::newRow("rtc") << "/soc/rtc@101000" << QStringList{"compatible", "reg", "interrupts"};
    QTest::newRow("test") << "/soc/test@100000" << QStringList{"compatible", "reg"};
    QTest::newRow("poweroff") << "/poweroff" << QStringList{"compatible", "offset", "value"};
    QTest::newRow("reboot") << "/reboot" << QStringList{"compatible", "offset", "value"};
    QTest::newRow("flash") << "/flash@20000000" << QStringList{"compatible", "reg", "bank-width"};
    QTest::newRow("fw_cfg") << "/fw-cfg@10100000" << QStringList{"compatible", "reg"};
    QTest::newRow("chosen") << "/chosen" << QStringList{"stdout-path"};
  }
  void describes_devices_as_the_reference_does() {
    static const QByteArray reference = reference_tree();
    if (vitrine::tests::is_missing(!reference.isEmpty(), "no qemu-system-riscv64 to compare with")) return;
    QFETCH(QString, path);
    QFETCH(QStringList, properties);
    const auto tree = build_tree(inputs(2));
    QVERIFY(tree);
    for (const QString& name : properties)
      QVERIFY2(
          value_of(tree->data(), qPrintable(path), qPrintable(name)) == value_of(reference.constData(), qPrintable(path), qPrintable(name)),
          qPrintable(name + ": " + value_of(tree->data(), qPrintable(path), qPrintable(name)).toHex(' ') + " here, there " +
                     value_of(reference.constData(), qPrintable(path), qPrintable(name)).toHex(' ')));
  }
};

QTEST_GUILESS_MAIN(TreeTest)
#include "tree_test.moc"
