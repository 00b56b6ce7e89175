// SPDX-License-Identifier: Apache-2.0
// Pictures of the windows in both themes, saved for a look under screenshots/; the test itself checks that nothing is clipped.
#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "frontends/qt/library_model.h"
#include "frontends/qt/library_window.h"
#include "frontends/qt/machine_window.h"
#include "frontends/qt/message_dialog.h"
#include "frontends/qt/new_machine_form.h"
#include "frontends/qt/owned.h"
#include "frontends/qt/search_bar.h"
#include "frontends/qt/terminal_view.h"
#include "frontends/qt/terminal_widget.h"
#include "frontends/qt/theme.h"
#include "frontends/qt/tokens.h"
#include "tests/frontends/qt/fake_vm.h"

namespace vitrine::frontends::qt {

namespace {

constexpr char kBoot[] =
    "\x1b[33mOpenSBI v1.1\x1b[0m\r\n\r\n"
    "Platform Name             : riscv-virtio,vitrine\r\n"
    "Platform HART Count       : 2\r\n"
    "[    \x1b[32m0.000000\x1b[0m] Linux version 6.12.48+deb13-riscv64 (debian-kernel@lists.debian.org)\r\n"
    "[    \x1b[32m0.512044\x1b[0m] virtio_blk virtio1: [vda] 41943040 512-byte logical blocks (21.5 GB/20.0 GiB)\r\n"
    "[  \x1b[1;32mOK\x1b[0m  ] Reached target \x1b[1mnetwork.target\x1b[0m - Network.\r\n"
    "[ \x1b[1;33mWARN\x1b[0m ] \x1b[33mclock went forward by 41 min while the machine was saved\x1b[0m\r\n"
    "\x1b[3mitalic\x1b[0m \x1b[4munderlined\x1b[0m \x1b[7mreverse\x1b[0m \x1b[9mstruck\x1b[0m \x1b[38;2;255;128;0mtruecolour\x1b[0m "
    "\x1b[38;5;141m256\x1b[0m 漢字 é\r\n"
    "┌──────┬─────┐ ╔═══╗ ▁▂▃▄▅▆▇█ ░▒▓\r\n"
    "│ vda  │ 20G │ ║   ║\r\n"
    "└──────┴─────┘ ╚═══╝\r\n"
    "\x1b[1;32muser@riscv-build\x1b[0m:\x1b[1;34m~\x1b[0m$ ls /sys/bus/virtio/drivers\r\n"
    "\x1b[1;34mvirtio_blk  virtio_console  virtio_net  virtio_rng\x1b[0m\r\n"
    "\x1b[1;32muser@riscv-build\x1b[0m:\x1b[1;34m~\x1b[0m$ ";

void save(QWidget& widget, const QString& name) {
  const QString folder = QStringLiteral(VITRINE_BINARY_DIR "/screenshots");
  QVERIFY(QDir{}.mkpath(folder));
  QVERIFY(widget.grab().save(folder + QLatin1Char{'/'} + name + QStringLiteral(".png")));
}

// A label's text fits into it, or wraps.
void expect_nothing_clipped(const QWidget& window) {
  for (const QLabel* label : window.findChildren<QLabel*>()) {
    if (!label->isVisible() || label->wordWrap() || label->text().isEmpty()) continue;
    QVERIFY2(label->width() >= label->sizeHint().width() - 1, qPrintable(label->text()));
  }
}

QString with_theme(const char* name) {
  return QString::fromLatin1(name) + (is_dark(QApplication::palette()) ? QStringLiteral("-dark") : QStringLiteral("-light"));
}

}  // namespace

class ScreensTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("vitrine-test"));
    install_theme(*qApp);
  }
  void cleanup() { choose_theme(ThemeChoice::kSystem); }

  void machine_window_data() { add_themes(); }
  void machine_window() {
    use_theme();
    FakeVm vm;
    vm.write(kBoot);
    MachineWindow window{QStringLiteral("riscv-build"), true};
    window.resize(1080, 760);
    window.show();
    window.show_machine(&vm);
    QTRY_VERIFY(window.terminal_view().terminal().screen().cursor().column > 3);
    QTest::qWait(1200);  // the first figures come after a second
    save(window, with_theme("machine"));
    window.terminal_view().open_search();
    window.terminal_view().search_bar().findChild<QLineEdit*>()->setText(QStringLiteral("virtio"));
    QTest::qWait(50);
    save(window, with_theme("machine-search"));
    window.terminal_view().close_search();
    vm.panic("Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)\nCPU: 0 UID: 0 PID: 1 Comm: swapper/0");
    QTest::qWait(50);
    save(window, with_theme("machine-panic"));
    vm.die("Its process was killed by signal 9");
    QTest::qWait(50);
    save(window, with_theme("machine-died"));
    expect_nothing_clipped(window);
  }

  void library_data() { add_themes(); }
  void library() {
    use_theme();
    const QTemporaryDir folder;
    const std::filesystem::path root{folder.path().toStdString()};
    const app::library::Library library{
        {.machines = root / "machines", .user_file = root / "settings.toml", .cache = root / "cache", .runtime = root / "run"}};
    LibraryWindow window{library, {}};
    window.show();
    QTest::qWait(100);
    save(window, with_theme("library-empty"));
    using Values = std::map<std::string, app::settings::Value>;
    QVERIFY(library.create("Debian 13", Values{{"boot.kernel", std::string{"/boot/vmlinuz-6.12.48+deb13-riscv64"}},
                                               {"machine.cpus", std::int64_t{2}},
                                               {"machine.memory_mib", std::int64_t{2048}}}));
    QVERIFY(library.create("ring-test", {}));
    QVERIFY(library.create("A machine with a name that is much longer than the list is wide", {}));
    QTRY_COMPARE(window.model().rowCount(), 3);
    auto machines = library.list().value();
    machines[0].state = app::library::MachineState::kPaused;
    machines[1].state = app::library::MachineState::kRunning;
    machines[2].state = app::library::MachineState::kCrashed;
    machines[2].problem = "Its process was killed by signal 11 on 23 November, 14:02";
    window.show_machines(machines);
    QTest::qWait(50);
    save(window, with_theme("library"));
    window.findChild<QListView*>()->setCurrentIndex(window.findChild<QListView*>()->model()->index(2, 0));
    QTest::qWait(50);
    save(window, with_theme("library-crashed"));
    expect_nothing_clipped(window);
    window.resize(720, 480);
    QTest::qWait(50);
    save(window, with_theme("library-small"));
  }

  void theme_changes_open_windows_at_once() {
    choose_theme(ThemeChoice::kLight);
    FakeVm vm;
    MachineWindow window{QStringLiteral("theme"), true};
    window.show();
    window.show_machine(&vm);
    QTest::qWait(50);
    const QImage before = window.grab().toImage();
    choose_theme(ThemeChoice::kDark);
    QTest::qWait(50);
    const QImage dark = window.grab().toImage();
    choose_theme(ThemeChoice::kLight);
    QTest::qWait(50);
    QVERIFY(before.pixel(3, 3) == kLightTokens.window);
    QVERIFY(dark.pixel(3, 3) == kDarkTokens.window);
    QCOMPARE(window.grab().toImage(), before);
  }

  void form_data() { add_themes(); }
  void form() {
    use_theme();
    NewMachineForm form;
    form.show();
    form.findChildren<QLineEdit*>().at(1)->setText(QStringLiteral("/nowhere/vmlinuz"));
    QTest::qWait(50);
    save(form, with_theme("form"));
    expect_nothing_clipped(form);
  }

  void dialogs_data() { add_themes(); }
  void dialogs() {
    use_theme();
    auto* dialog = make_owned<MessageDialog>(
        MessageDialog::Content{.kind = MessageDialog::Kind::kError,
                               .title = QStringLiteral("Web server"),
                               .what = QStringLiteral("“Web server” did not start"),
                               .why = QStringLiteral("Its kernel /boot/vmlinuz is for x86-64, the machine is RISC-V. Nothing was changed."),
                               .details = QStringLiteral("start   kernel /boot/vmlinuz\nread    PE header, machine 0x8664"),
                               .close = {}},
        nullptr);
    dialog->add_action(QStringLiteral("Choose another kernel"), MessageDialog::Action::kDefault, [] {});
    dialog->add_action(QStringLiteral("Delete"), MessageDialog::Action::kDestructive, [] {});
    dialog->show();
    QTest::qWait(50);
    save(*dialog, with_theme("dialog"));
    expect_nothing_clipped(*dialog);
    dialog->close();
  }

 private:
  static void add_themes() {
    QTest::addColumn<int>("theme");
    QTest::newRow("light") << static_cast<int>(ThemeChoice::kLight);
    QTest::newRow("dark") << static_cast<int>(ThemeChoice::kDark);
  }
  static void use_theme() {
    QFETCH(int, theme);
    choose_theme(static_cast<ThemeChoice>(theme));
  }
};

}  // namespace vitrine::frontends::qt

QTEST_MAIN(vitrine::frontends::qt::ScreensTest)
#include "screens_test.moc"
