// SPDX-License-Identifier: Apache-2.0
// Layers, values of command lines, and the configuration that the core gets.
#include "app/settings/settings.h"

#include <QTest>

#include <set>

using namespace vitrine::app::settings;
namespace vm = vitrine::vm;

class SettingsTest : public QObject {
  Q_OBJECT

 private slots:
  void every_row_is_sound() {
    std::set<std::string_view> keys;
    for (const Row& row : schema()) {
      const QByteArray key{row.key.data(), static_cast<qsizetype>(row.key.size())};
      QVERIFY2(keys.insert(row.key).second, key.constData());
      QVERIFY2(validate(row, row.fallback_value()), key.constData());
      QVERIFY2(!row.label.empty() && row.help.ends_with('.'), key.constData());
      QCOMPARE(find_row(row.key), &row);
    }
  }

  void higher_layer_wins_and_says_so() {
    Settings settings;
    const Row& memory = *find_row("machine.memory_mib");
    QCOMPARE(settings.origin(memory).layer, Layer::kBuiltIn);
    settings.use(Layer::kUserFile, *Document::parse("[machine]\nmemory_mib = 1024\ncpus = 2\n", "user.toml", Scope::kUser));
    settings.use(Layer::kVmFile, *Document::parse("[machine]\nmemory_mib = 2048\n", "vm.toml"));
    QCOMPARE(settings.get(kMemoryMib), std::int64_t{2048});
    QCOMPARE(settings.origin(memory).place, std::string{"vm.toml:2:14"});
    QCOMPARE(settings.get(kCpus), std::int64_t{2});
    QCOMPARE(settings.origin(*find_row("machine.cpus")).layer, Layer::kUserFile);
    QVERIFY(settings.set(Layer::kCommandLine, "machine.memory_mib", std::int64_t{64}));
    QCOMPARE(settings.get(kMemoryMib), std::int64_t{64});
    QCOMPARE(settings.origin(memory).place, std::string{"command line"});
  }

  void values_of_command_lines_data() {
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("outcome");  // a number, or the beginning of the error
    const auto row = [](const char* key, const char* text, const char* outcome) {
      QTest::addRow("%s=%s", key, text) << QByteArray{key} << QByteArray{text} << QByteArray{outcome};
    };
    row("machine.memory_mib", "512", "512");
    row("machine.memory_mib", "512M", "512");
    row("machine.memory_mib", "2G", "2048");
    row("machine.memory_mib", "G", "machine.memory_mib must be a whole number");
    row("machine.memory_mib", "", "machine.memory_mib must be a whole number");
    row("machine.memory_mib", "-1", "machine.memory_mib must be a whole number");
    row("machine.memory_mib", "9223372036854775807G", "machine.memory_mib must be a whole number");
    row("machine.memory_mib", "5 ", "machine.memory_mib must be a whole number");
    row("machine.cpus", "4", "4");
    row("machine.cpus", "4G", "machine.cpus must be a whole number from 1 to 64, not \"4G\"");
    row("engine.verify", "yes", "1");
    row("engine.verify", "off", "0");
    row("engine.verify", "perhaps", "engine.verify must be true or false, not \"perhaps\"");
    row("machine.isa", "mips", "machine.isa must be one of riscv64, x86_64, arm64, not \"mips\"");
  }
  void values_of_command_lines() {
    QFETCH(const QByteArray, key);
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, outcome);
    const auto value = parse_value(*find_row(key.toStdString()), text.toStdString());
    QByteArray got;
    if (!value) got = QByteArray::fromStdString(value.error().message);
    else if (const auto* flag = std::get_if<bool>(&*value)) got = *flag ? "1" : "0";
    else got = QByteArray::number(static_cast<qint64>(std::get<std::int64_t>(*value)));
    QVERIFY2(value ? got == outcome : got.startsWith(outcome), got.constData());
  }

  void machine_config_resolves_paths_from_the_folder() {
    Settings settings;
    settings.use(Layer::kVmFile,
                 *Document::parse("[machine]\nmemory_mib = 256\ncpus = 4\n[boot]\nkernel = 'files/../vmlinux'\ninitrd = '/abs/initrd'\n"
                                  "append = 'console=ttyS0'\n",
                                  "vm.toml"));
    const auto config = settings.machine_config("/machines/one");
    QVERIFY(config);
    QCOMPARE(config->kernel, std::string{"/machines/one/vmlinux"});
    QCOMPARE(config->initrd, std::string{"/abs/initrd"});
    QCOMPARE(config->firmware, std::string{"default"});
    QCOMPARE(config->memory_bytes, std::uint64_t{256} << 20);
    QCOMPARE(config->cpus, 4U);
    QCOMPARE(config->isa, vm::Isa::kRiscv64);
  }
  void machine_config_refuses_what_does_not_fit_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("board") << QByteArray{"[machine]\nboard = 'q35'\n"} << QByteArray{"machine.board: there is no q35"};
    QTest::newRow("engine") << QByteArray{"[engine]\nkind = 'aot'\n"} << QByteArray{"engine.kind: this build has no engine \"aot\""};
    QTest::newRow("initrd alone") << QByteArray{"[boot]\ninitrd = 'x'\n"} << QByteArray{"boot.initrd: an initial RAM disk needs a kernel"};
  }
  void machine_config_refuses_what_does_not_fit() {
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, message);
    Settings settings;
    settings.use(Layer::kVmFile, *Document::parse(text.toStdString(), "vm.toml"));
    const auto config = settings.machine_config("/m");
    QVERIFY(!config);
    QVERIFY2(QByteArray::fromStdString(config.error().message).startsWith(message), config.error().message.c_str());
  }
};

QTEST_GUILESS_MAIN(SettingsTest)
#include "settings_test.moc"
