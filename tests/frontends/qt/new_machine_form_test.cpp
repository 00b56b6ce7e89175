// SPDX-License-Identifier: Apache-2.0
// The form for a new machine: says what is wrong where it stands, and gives only what differs from the defaults.
#include "frontends/qt/new_machine_form.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryFile>
#include <QTest>

namespace vitrine::frontends::qt {

namespace {

QLineEdit* field(NewMachineForm& form, const QString& name) {
  for (QLineEdit* edit : form.findChildren<QLineEdit*>()) {
    if (edit->accessibleName() == name) return edit;
  }
  return nullptr;
}

QPushButton* button(NewMachineForm& form, const QString& text) {
  for (QPushButton* candidate : form.findChildren<QPushButton*>()) {
    if (candidate->text() == text) return candidate;
  }
  return nullptr;
}

bool says(NewMachineForm& form, const QString& part) {
  for (const QLabel* label : form.findChildren<QLabel*>()) {
    if (!label->isHidden() && label->text().contains(part)) return true;
  }
  return false;
}

}  // namespace

class NewMachineFormTest : public QObject {
  Q_OBJECT

 private slots:
  void empty_form_scolds_nobody_until_create() {
    NewMachineForm form;
    const QSignalSpy wanted{&form, &NewMachineForm::create_requested};
    QVERIFY(!says(form, QStringLiteral("needs a name")));
    button(form, QStringLiteral("Create"))->click();
    QVERIFY(says(form, QStringLiteral("needs a name")));
    QVERIFY(says(form, QStringLiteral("Choose the kernel")));
    QCOMPARE(wanted.size(), 0);
  }

  void missing_kernel_is_named() {
    NewMachineForm form;
    field(form, QStringLiteral("Kernel"))->setText(QStringLiteral("/nowhere/vmlinuz"));
    QVERIFY(says(form, QStringLiteral("There is no file “/nowhere/vmlinuz”")));
    field(form, QStringLiteral("Kernel"))->setText(QStringLiteral("/tmp"));
    QVERIFY(says(form, QStringLiteral("is a folder")));
  }

  void good_values_are_handed_over() {
    QTemporaryFile kernel;
    QVERIFY(kernel.open());
    NewMachineForm form;
    const QSignalSpy wanted{&form, &NewMachineForm::create_requested};
    field(form, QStringLiteral("Name"))->setText(QStringLiteral(" Debian 13 "));
    field(form, QStringLiteral("Kernel"))->setText(kernel.fileName());
    form.findChildren<QSpinBox*>().at(1)->setValue(4);
    button(form, QStringLiteral("Create"))->click();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(form.name(), QStringLiteral("Debian 13"));
    const auto values = form.values();
    QCOMPARE(values.size(), std::size_t{2});
    QCOMPARE(std::get<std::int64_t>(values.at("machine.cpus")), std::int64_t{4});
    QCOMPARE(std::get<std::string>(values.at("boot.kernel")), kernel.fileName().toStdString());
  }

  void name_that_is_too_long_is_refused_in_place() {
    NewMachineForm form;
    field(form, QStringLiteral("Name"))->setText(QString{200, QLatin1Char{'x'}});
    QVERIFY(!field(form, QStringLiteral("Name"))->accessibleDescription().isEmpty());
  }

  void refusal_by_the_library_is_shown() {
    NewMachineForm form;
    form.show_problem(QStringLiteral("there is a machine of that name already"));
    QVERIFY(says(form, QStringLiteral("of that name already")));
  }
};

}  // namespace vitrine::frontends::qt

QTEST_MAIN(vitrine::frontends::qt::NewMachineFormTest)
#include "new_machine_form_test.moc"
