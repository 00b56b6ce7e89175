// SPDX-License-Identifier: Apache-2.0
// Runs the library window.
#include "frontends/qt/manager.h"

#include <QApplication>
#include <QThreadPool>

#include "app/library/library.h"
#include "frontends/qt/application.h"
#include "frontends/qt/library_window.h"
#include "frontends/qt/show_machine.h"

namespace vitrine::frontends::qt {

int run_manager(int argc, char** argv, const ManagerOptions& options) {
  if (const auto display = check_display(); !display) return say(display.error());
  const auto paths = app::library::Paths::from_environment();
  if (!paths) return say(paths.error());
  QApplication application{argc, argv};
  set_up(application);
  int status = 0;
  {
    LibraryWindow window{app::library::Library{*paths}, options.vm_factory};
    window.show();
    if (options.demo) window.start_demo();
    status = QApplication::exec();
  }
  QThreadPool::globalInstance()->waitForDone();  // machines that were let go of end in order
  return status;
}

}  // namespace vitrine::frontends::qt
