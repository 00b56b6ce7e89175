// SPDX-License-Identifier: Apache-2.0
// The machine window over a machine that echoes: typing, earlier output, pausing, panics and ends.
#include "frontends/qt/machine_window.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

#include "frontends/qt/terminal_view.h"
#include "frontends/qt/terminal_widget.h"
#include "tests/frontends/qt/fake_vm.h"

namespace vitrine::frontends::qt {

namespace {

QString screen_text(MachineWindow& window) {
  const TerminalScreen& screen = window.terminal_view().terminal().screen();
  QStringList lines;
  for (std::int64_t line = screen.oldest_line(); line < screen.end_line(); ++line) {
    const std::u32string text = screen.text(line);
    lines += QString::fromUcs4(text.data(), static_cast<qsizetype>(text.size()));
  }
  return lines.join(QLatin1Char{'\n'});
}

QAction* action_named(MachineWindow& window, const QString& text) {
  for (QAction* action : window.findChildren<QAction*>()) {
    if (action->text() == text) return action;
  }
  return nullptr;
}

}  // namespace

class MachineWindowTest : public QObject {
  Q_OBJECT

 private slots:
  void typing_reaches_the_machine_and_its_echo_the_screen() {
    FakeVm vm;
    MachineWindow window{QStringLiteral("echo"), false};
    window.show_machine(&vm);
    QTest::keyClicks(&window.terminal_view().terminal(), QStringLiteral("uname -a"));
    QTRY_VERIFY(screen_text(window).startsWith(QStringLiteral("uname -a")));
    QCOMPARE(vm.typed(), std::string{"uname -a"});
  }

  void window_that_opens_later_shows_earlier_output_once() {
    FakeVm vm;
    vm.write("before\r\n");
    MachineWindow window{QStringLiteral("late"), false};
    window.show_machine(&vm);
    vm.write("after\r\n");
    QTRY_COMPARE(screen_text(window).trimmed(), QStringLiteral("before\nafter"));
  }

  void second_window_over_the_same_machine_takes_over() {
    FakeVm vm;
    {
      MachineWindow first{QStringLiteral("one"), false};
      first.show_machine(&vm);
      vm.write("text");
      QTRY_COMPARE(screen_text(first).trimmed(), QStringLiteral("text"));
    }
    MachineWindow second{QStringLiteral("two"), false};
    second.show_machine(&vm);
    QTRY_COMPARE(screen_text(second).trimmed(), QStringLiteral("text"));
  }

  void figures_come_once_a_second_while_the_window_can_be_seen() {
    FakeVm vm;
    MachineWindow window{QStringLiteral("figures"), false};
    window.show_machine(&vm);
    window.show();
    const auto shows = [&window](const QString& words) {
      const auto labels = window.findChildren<QLabel*>();
      return std::ranges::any_of(labels, [&words](const QLabel* label) { return label->text() == words; });
    };
    QTRY_VERIFY(shows(QStringLiteral("412 MIPS")) && shows(QStringLiteral("Translated: 97 %")));
    const int before = vm.stats_asked();
    QTRY_VERIFY(vm.stats_asked() >= before + 2);
    QVERIFY(vm.stats_asked() <= before + 6);  // QTRY_VERIFY gives it five seconds
    window.hide();
    const int hidden = vm.stats_asked();
    QTest::qWait(2500);
    QVERIFY(vm.stats_asked() <= hidden + 1);  // one may be on its way
  }

  void pause_becomes_resume_and_back() {
    FakeVm vm;
    MachineWindow window{QStringLiteral("pause"), false};
    window.show_machine(&vm);
    QAction* pause = action_named(window, QStringLiteral("Pause"));
    QVERIFY(pause != nullptr);
    QTRY_VERIFY(pause->isEnabled());
    pause->trigger();
    QTRY_COMPARE(pause->text(), QStringLiteral("Resume"));
    pause->trigger();
    QTRY_COMPARE(pause->text(), QStringLiteral("Pause"));
  }

  void panic_shows_its_last_lines() {
    FakeVm vm;
    MachineWindow window{QStringLiteral("panic"), false};
    window.show_machine(&vm);
    vm.panic("Kernel panic - not syncing: VFS: Unable to mount root fs\nCPU: 0 PID: 1");
    auto* strip = window.findChild<MessageStrip*>();
    QTRY_VERIFY(!strip->isHidden());
    QVERIFY(strip->message().details.contains(QStringLiteral("Unable to mount root fs")));
    QCOMPARE(strip->message().kind, MessageStrip::Kind::kError);
  }

  void machine_that_dies_leaves_its_reason_and_offers_to_start_again() {
    FakeVm vm;
    MachineWindow window{QStringLiteral("dies"), true};
    const QSignalSpy wanted{&window, &MachineWindow::start_requested};
    window.show_machine(&vm);
    vm.write("last words\r\n");
    vm.die("its process was killed by signal 9");
    auto* strip = window.findChild<MessageStrip*>();
    QTRY_VERIFY(!strip->isHidden());
    QCOMPARE(strip->message().why, QStringLiteral("Its process was killed by signal 9."));
    QVERIFY(strip->message().details.contains(QStringLiteral("last words")));
    for (QPushButton* button : strip->findChildren<QPushButton*>()) {
      if (button->text() == QStringLiteral("Start again")) button->click();
    }
    QCOMPARE(wanted.size(), 1);
  }

  void power_off_is_no_error() {
    FakeVm vm;
    MachineWindow window{QStringLiteral("off"), false};
    window.show_machine(&vm);
    QAction* power_off = action_named(window, QStringLiteral("Power off"));
    QTRY_VERIFY(power_off->isEnabled());
    power_off->trigger();
    auto* strip = window.findChild<MessageStrip*>();
    QTRY_COMPARE(strip->message().kind, MessageStrip::Kind::kInfo);
    QTRY_VERIFY(!power_off->isEnabled());
    QVERIFY(strip->message().what.contains(QStringLiteral("is off")));
  }

  void much_output_arrives_complete() {
    FakeVm vm;
    MachineWindow window{QStringLiteral("much"), false};
    window.show_machine(&vm);
    for (int line = 0; line < 5000; ++line) vm.write("line " + std::to_string(line) + "\r\n");
    QTRY_VERIFY(screen_text(window).contains(QStringLiteral("line 4999")));
    QVERIFY(screen_text(window).contains(QStringLiteral("line 0\nline 1\n")));
  }
};

}  // namespace vitrine::frontends::qt

QTEST_MAIN(vitrine::frontends::qt::MachineWindowTest)
#include "machine_window_test.moc"
