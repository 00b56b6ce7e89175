// SPDX-License-Identifier: Apache-2.0
// What the library window's buttons do.
#include <QCloseEvent>
#include <QDesktopServices>
#include <QLocale>
#include <QUrl>

#include "frontends/qt/background.h"
#include "frontends/qt/library_feed.h"
#include "frontends/qt/library_model.h"
#include "frontends/qt/library_window.h"
#include "frontends/qt/machine_sessions.h"
#include "frontends/qt/message_dialog.h"
#include "frontends/qt/new_machine_form.h"
#include "frontends/qt/owned.h"
#include "frontends/qt/sentence.h"

namespace vitrine::frontends::qt {

using app::library::Machine;
using app::library::MachineState;

void LibraryWindow::first_action() {
  const Machine* machine = selected();
  if (machine == nullptr || machine->state == MachineState::kBroken) return;
  if (!machine->has_process()) {
    sessions_->start(*machine);
    return;
  }
  if (machine->state == MachineState::kPaused) sessions_->command(*machine, vm::Resume{});
  sessions_->show_window(*machine);
}

void LibraryWindow::toggle_pause() {
  if (const Machine* machine = selected()) sessions_->command(*machine, vm::Pause{});
}

void LibraryWindow::power_off() {
  if (const Machine* machine = selected()) sessions_->command(*machine, vm::PowerOff{});
}

void LibraryWindow::open_form() {
  auto* form = make_owned<NewMachineForm>(this);
  form->setAttribute(Qt::WA_DeleteOnClose);
  connect(form, &NewMachineForm::create_requested, this, [this, form] { create_machine(*form); });
  form->open();
}

void LibraryWindow::create_machine(NewMachineForm& form) {
  form.setEnabled(false);
  run_in_background(
      &form, [library = library_, name = form.name().toStdString(), values = form.values()] { return library.create(name, values); },
      [this, &form](base::Result<Machine> machine) {
        form.setEnabled(true);
        if (!machine) {
          form.show_problem(as_sentence(machine.error().message));
          return;
        }
        wanted_ = machine->id;
        feed_->refresh();
        form.close();
      });
}

void LibraryWindow::start_demo() {
  run_in_background(
      this, [library = library_] { return app::library::ensure_demo_machine(library); },
      [this](base::Result<Machine> machine) {
        if (!machine) {
          show_failure(tr("The demo machine could not be set up"), as_sentence(machine.error().message));
          return;
        }
        wanted_ = machine->id;
        feed_->refresh();
        if (machine->has_process()) {
          sessions_->show_window(*machine);
        } else {
          sessions_->start(*machine);
        }
      });
}

void LibraryWindow::ask_to_delete() {
  const Machine* machine = selected();
  if (machine == nullptr || machine->has_process()) return;
  run_in_background(
      this, [library = library_, machine = *machine] { return library.plan_delete(machine); },
      [this, machine = *machine](base::Result<app::library::DeletePlan> plan) {
        if (plan) {
          confirm_delete(machine, *plan);
        } else {
          show_failure(tr("“%1” cannot be deleted").arg(QString::fromStdString(machine.name)), as_sentence(plan.error().message));
        }
      });
}

void LibraryWindow::confirm_delete(const Machine& machine, const app::library::DeletePlan& plan) {
  const QString name = QString::fromStdString(machine.name);
  const QString size = QLocale{}.formattedDataSize(static_cast<qint64>(plan.bytes), 1, QLocale::DataSizeSIFormat);
  auto* dialog = make_owned<MessageDialog>(
      MessageDialog::Content{
          .kind = MessageDialog::Kind::kQuestion,
          .title = name,
          .what = tr("Delete “%1”?").arg(name),
          .why = tr("This deletes the folder %1 with %n file(s), %2. It cannot be undone. Files elsewhere, such as the kernel, stay.",
                    nullptr, static_cast<int>(plan.files))
                     .arg(QString::fromStdString(plan.folder.string()), size),
          .details = {},
          .close = tr("Cancel")},
      this);
  dialog->add_action(tr("Delete"), MessageDialog::Action::kDestructive, [this, machine] { remove(machine); });
  dialog->open();
}

void LibraryWindow::remove(const Machine& machine) {
  run_in_background(
      this, [library = library_, machine] { return library.remove(machine); },
      [this, machine](base::Status status) {
        feed_->refresh();
        if (status) return;
        show_failure(tr("“%1” could not be deleted").arg(QString::fromStdString(machine.name)), as_sentence(status.error().message));
      });
}

void LibraryWindow::show_folder() {
  if (const Machine* machine = selected()) QDesktopServices::openUrl(QUrl::fromLocalFile(QString::fromStdString(machine->folder.string())));
}

void LibraryWindow::show_failure(const QString& what, const QString& why) { show_error(this, windowTitle(), what, why); }

void LibraryWindow::closeEvent(QCloseEvent* event) {
  const int count = sessions_->local_machines();
  if (count == 0) {
    event->accept();
    return;
  }
  event->ignore();
  auto* dialog = make_owned<MessageDialog>(
      MessageDialog::Content{
          .kind = MessageDialog::Kind::kQuestion,
          .title = windowTitle(),
          .what = tr("Close and end %n machine(s)?", nullptr, count),
          .why = tr("Their isolation is “None”: they run inside this program and end with it, as if their plugs were pulled."),
          .details = {},
          .close = tr("Cancel")},
      this);
  dialog->add_action(tr("Close and end"), MessageDialog::Action::kDestructive, [] { QCoreApplication::quit(); });
  dialog->open();
}

}  // namespace vitrine::frontends::qt
