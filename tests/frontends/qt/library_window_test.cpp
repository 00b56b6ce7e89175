// SPDX-License-Identifier: Apache-2.0
// The library window over a library on disk: a machine is made, started, paused, powered off and deleted; the list follows.
#include "frontends/qt/library_window.h"

#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>
#include <QThreadPool>

#include "frontends/qt/details_pane.h"
#include "frontends/qt/empty_library.h"
#include "frontends/qt/library_model.h"
#include "frontends/qt/machine_window.h"
#include "frontends/qt/message_dialog.h"
#include "frontends/qt/new_machine_form.h"
#include "frontends/qt/terminal_view.h"
#include "frontends/qt/terminal_widget.h"
#include "tests/frontends/qt/fake_vm.h"

namespace vitrine::frontends::qt {

namespace {

using app::library::Library;
using app::library::MachineState;
using Values = std::map<std::string, app::settings::Value>;

constexpr int kFresh = 1000;  // the list follows the disk within a second

// A library in a folder of its own, its window, and machines that echo.
struct Fixture {
  QTemporaryDir folder;
  std::filesystem::path root{folder.path().toStdString()};
  Library library{{.machines = root / "machines", .user_file = root / "settings.toml", .cache = root / "cache", .runtime = root / "run"}};
  LibraryWindow window{library,
                       [](const vm::MachineConfig&) -> base::Result<std::unique_ptr<vm::Vm>> { return std::make_unique<FakeVm>(); }};

  Fixture() {
    window.show();
    window.activateWindow();
  }
  bool create(const char* name) {
    QTemporaryFile kernel{folder.filePath(QStringLiteral("kernel"))};
    kernel.setAutoRemove(false);
    return kernel.open() &&
           library.create(name, Values{{"isolation", std::string{"none"}}, {"boot.kernel", kernel.fileName().toStdString()}}).has_value();
  }
  QAction* action(const QString& text) {
    for (QAction* action : window.findChildren<QAction*>()) {
      if (action->text() == text) return action;
    }
    return nullptr;
  }
  MachineState state() { return window.model().machine(window.model().index(0))->state; }
};

MachineWindow* machine_window() {
  for (QWidget* widget : QApplication::topLevelWidgets()) {
    if (auto* window = qobject_cast<MachineWindow*>(widget); window != nullptr && window->isVisible()) return window;
  }
  return nullptr;
}

bool press(const QWidget& parent, const QString& text) {
  for (QPushButton* button : parent.findChildren<QPushButton*>()) {
    if (button->text() != text || !button->isVisible()) continue;
    button->click();
    return true;
  }
  return false;
}

}  // namespace

class LibraryWindowTest : public QObject {
  Q_OBJECT

 private slots:
  void cleanup() { QThreadPool::globalInstance()->waitForDone(); }

  void empty_library_leads_to_the_form() {
    Fixture f;
    auto* empty = f.window.findChild<EmptyLibrary*>();
    QTRY_VERIFY(empty->isVisible());
    QVERIFY(press(*empty, QStringLiteral("New machine…")));
    QVERIFY(f.window.findChild<NewMachineForm*>() != nullptr);
  }

  void form_makes_a_machine_and_selects_it() {
    Fixture f;
    QTemporaryFile kernel;
    QVERIFY(kernel.open());
    f.action(QStringLiteral("New"))->trigger();
    auto* form = f.window.findChild<NewMachineForm*>();
    for (QLineEdit* edit : form->findChildren<QLineEdit*>()) {
      if (edit->accessibleName() == QStringLiteral("Name")) edit->setText(QStringLiteral("My machine"));
      if (edit->accessibleName() == QStringLiteral("Kernel")) edit->setText(kernel.fileName());
    }
    QVERIFY(press(*form, QStringLiteral("Create")));
    QTRY_COMPARE(f.window.model().rowCount(), 1);
    QVERIFY(f.library.find("My machine").has_value());
    QTRY_VERIFY(f.window.findChild<DetailsPane*>()->isVisible());
  }

  void list_follows_the_disk_within_a_second() {
    Fixture f;
    QTRY_VERIFY(f.window.findChild<EmptyLibrary*>()->isVisible());
    QVERIFY(f.create("one"));
    QTRY_COMPARE_WITH_TIMEOUT(f.window.model().rowCount(), 1, kFresh);
    QVERIFY(f.create("two"));
    QTRY_COMPARE_WITH_TIMEOUT(f.window.model().rowCount(), 2, kFresh);
    QVERIFY(f.library.remove(*f.library.find("one")).has_value());
    QTRY_COMPARE_WITH_TIMEOUT(f.window.model().rowCount(), 1, kFresh);
  }

  void machine_starts_pauses_resumes_and_powers_off() {
    Fixture f;
    QVERIFY(f.create("echo"));
    QTRY_COMPARE(f.window.model().rowCount(), 1);
    f.action(QStringLiteral("Start"))->trigger();
    QTRY_VERIFY(machine_window() != nullptr);
    QTRY_COMPARE_WITH_TIMEOUT(f.state(), MachineState::kRunning, 5 * kFresh);
    QTest::keyClicks(&machine_window()->terminal_view().terminal(), QStringLiteral("hello"));
    QTRY_VERIFY(machine_window()->terminal_view().terminal().screen().cursor().column == 5);
    QTRY_VERIFY(f.action(QStringLiteral("Show window")) != nullptr);
    QTRY_VERIFY(f.action(QStringLiteral("Pause"))->isEnabled());
    f.action(QStringLiteral("Pause"))->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(f.state(), MachineState::kPaused, 5 * kFresh);
    QTRY_VERIFY(f.action(QStringLiteral("Power off"))->isEnabled());
    f.action(QStringLiteral("Power off"))->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(f.state(), MachineState::kOff, 5 * kFresh);
  }

  void closed_window_comes_back_with_what_was_printed() {
    Fixture f;
    QVERIFY(f.create("back"));
    QTRY_COMPARE(f.window.model().rowCount(), 1);
    f.action(QStringLiteral("Start"))->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(f.state(), MachineState::kRunning, 5 * kFresh);
    QTest::keyClicks(&machine_window()->terminal_view().terminal(), QStringLiteral("kept"));
    QTRY_VERIFY(machine_window()->terminal_view().terminal().screen().cursor().column == 4);
    machine_window()->close();
    QTRY_VERIFY(machine_window() == nullptr);
    QCOMPARE(f.state(), MachineState::kRunning);
    f.action(QStringLiteral("Show window"))->trigger();
    QTRY_VERIFY(machine_window() != nullptr);
    QTRY_VERIFY(machine_window()->terminal_view().terminal().screen().text(0) == U"kept");
    f.action(QStringLiteral("Power off"))->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(f.state(), MachineState::kOff, 5 * kFresh);
  }

  void machine_that_ended_unseen_does_not_hold_the_program() {
    Fixture f;
    QVERIFY(f.create("unseen"));
    QTRY_COMPARE(f.window.model().rowCount(), 1);
    f.action(QStringLiteral("Start"))->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(f.state(), MachineState::kRunning, 5 * kFresh);
    machine_window()->close();
    QTRY_VERIFY(machine_window() == nullptr);
    f.window.close();
    QVERIFY2(f.window.isVisible(), "a machine inside the program asks before it ends with it");
    QTRY_VERIFY(f.window.findChild<MessageDialog*>() != nullptr);
    QVERIFY(press(*f.window.findChild<MessageDialog*>(), QStringLiteral("Cancel")));
    f.action(QStringLiteral("Power off"))->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(f.state(), MachineState::kOff, 5 * kFresh);
    QTRY_VERIFY((f.window.close(), !f.window.isVisible()));
  }

  void deletion_asks_first_and_names_the_folder() {
    Fixture f;
    QVERIFY(f.create("doomed"));
    QTRY_COMPARE(f.window.model().rowCount(), 1);
    f.action(QStringLiteral("Delete…"))->trigger();
    QTRY_VERIFY(f.window.findChild<MessageDialog*>() != nullptr);
    QCOMPARE(f.window.model().rowCount(), 1);
    QVERIFY(press(*f.window.findChild<MessageDialog*>(), QStringLiteral("Delete")));
    QTRY_COMPARE(f.window.model().rowCount(), 0);
    QVERIFY(!std::filesystem::exists(f.root / "machines" / "doomed"));
  }

  void search_narrows_the_list() {
    Fixture f;
    QVERIFY(f.create("debian"));
    QVERIFY(f.create("fedora"));
    QTRY_COMPARE(f.window.model().rowCount(), 2);
    auto* list = f.window.findChild<QListView*>();
    for (QLineEdit* edit : f.window.findChildren<QLineEdit*>()) {
      if (edit->accessibleName() == QStringLiteral("Search machines")) edit->setText(QStringLiteral("FED"));
    }
    QCOMPARE(list->model()->rowCount(), 1);
  }
};

}  // namespace vitrine::frontends::qt

QTEST_MAIN(vitrine::frontends::qt::LibraryWindowTest)
#include "library_window_test.moc"
