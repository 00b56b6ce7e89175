// SPDX-License-Identifier: Apache-2.0
// The library's model: rows follow the disk and keep their selection.
#include "frontends/qt/library_model.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QTest>

namespace vitrine::frontends::qt {

namespace {

using app::library::Machine;
using app::library::MachineState;

Machine make(const std::string& id, const std::string& name, MachineState state = MachineState::kOff) {
  Machine machine;
  machine.id = id;
  machine.name = name;
  machine.state = state;
  return machine;
}

QStringList names(const LibraryModel& model) {
  QStringList result;
  for (int row = 0; row < model.rowCount(); ++row) result += model.data(model.index(row), Qt::DisplayRole).toString();
  return result;
}

}  // namespace

class LibraryModelTest : public QObject {
  Q_OBJECT

 private slots:
  void rows_follow_the_list() {
    LibraryModel model;
    const QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
    model.show({make("a", "A"), make("c", "C")});
    model.show({make("a", "A"), make("b", "B"), make("c", "C")});
    QCOMPARE(names(model), (QStringList{"A", "B", "C"}));
    model.show({make("b", "B")});
    QCOMPARE(names(model), (QStringList{"B"}));
    model.show({});
    QCOMPARE(model.rowCount(), 0);
  }

  void selected_machine_stays_selected() {
    LibraryModel model;
    model.show({make("a", "A"), make("c", "C")});
    const QPersistentModelIndex selected{model.index_of("c")};
    model.show({make("a", "A"), make("b", "B"), make("c", "C", MachineState::kRunning)});
    QCOMPARE(model.machine(selected)->id, std::string{"c"});
    QCOMPARE(model.running(), 1);
  }

  void renamed_machine_moves() {
    LibraryModel model;
    const QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
    model.show({make("a", "A"), make("b", "B")});
    model.show({make("b", "B"), make("a", "Z")});
    QCOMPARE(names(model), (QStringList{"B", "Z"}));
  }

  void row_says_state_and_architecture_to_a_screen_reader() {
    LibraryModel model;
    model.show({make("a", "Debian 13", MachineState::kRunning)});
    QCOMPARE(model.data(model.index(0), Qt::AccessibleTextRole).toString(), QStringLiteral("Debian 13, RISC-V 64, Running"));
  }
};

}  // namespace vitrine::frontends::qt

QTEST_GUILESS_MAIN(vitrine::frontends::qt::LibraryModelTest)
#include "library_model_test.moc"
