// SPDX-License-Identifier: Apache-2.0
// Runs one machine's window.
#include "frontends/qt/show_machine.h"

#include <QApplication>

#include "frontends/qt/application.h"
#include "frontends/qt/machine_window.h"

namespace vitrine::frontends::qt {

base::Status check_display() {
  if (qEnvironmentVariableIsSet("QT_QPA_PLATFORM") || !qEnvironmentVariableIsEmpty("DISPLAY") ||
      !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
    return {};
  return base::fail(base::Errc::kNotFound,
                    "there is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set; `vitrine run` needs none");
}

int show_machine(vm::Vm& machine, const std::string& name) {
  if (const auto display = check_display(); !display) return say(display.error());
  int argument_count = 1;
  char program[] = "vitrine";
  char* arguments[] = {program, nullptr};
  QApplication application{argument_count, arguments};
  set_up(application);
  MachineWindow window{QString::fromStdString(name), false};
  vm::EndStatus end;
  QObject::connect(&window, &MachineWindow::machine_ended, &window, [&end](const vm::EndStatus& ended) { end = ended; });
  window.resize(MachineWindow::kFirstSize);
  window.show_machine(&machine);
  window.show();
  QApplication::exec();
  window.show_machine(nullptr);
  return end.exit_code;
}

}  // namespace vitrine::frontends::qt
