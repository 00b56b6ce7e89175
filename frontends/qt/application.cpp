// SPDX-License-Identifier: Apache-2.0
// Application set-up.
#include "frontends/qt/application.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <cstdio>

#include "frontends/qt/accessible_terminal.h"
#include "frontends/qt/icons.h"
#include "frontends/qt/owned.h"
#include "frontends/qt/theme.h"

static void load_translation_resources() { Q_INIT_RESOURCE(translations); }  // outside any namespace: the macro declares a function

namespace vitrine::frontends::qt {

namespace {

// Our own texts, and Qt's (file dialogs), in the desktop's language.  English stands below every language, for its plurals.
void load_translations(QApplication& application) {
  load_translation_resources();
  const auto install = [&application](const QLocale& locale, const QString& file, const QString& folder) {
    auto* translator = make_owned<QTranslator>(&application);
    if (translator->load(locale, file, QStringLiteral("_"), folder)) QCoreApplication::installTranslator(translator);
  };
  install(QLocale{QLocale::English}, QStringLiteral("vitrine"), QStringLiteral(":/translations"));
  install(QLocale{}, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
  install(QLocale{}, QStringLiteral("vitrine"), QStringLiteral(":/translations"));
}

}  // namespace

void set_up(QApplication& application) {
  QCoreApplication::setApplicationName(QStringLiteral("vitrine"));
  QCoreApplication::setOrganizationName(QStringLiteral("vitrine"));
  QGuiApplication::setDesktopFileName(QStringLiteral("vitrine"));
  load_translations(application);
  install_theme(application);
  install_accessible_terminal();
  QGuiApplication::setWindowIcon(program_icon());
}

int say(const base::Error& error) {
  std::fprintf(stderr, "vitrine: %s\n", error.message.c_str());
  return 1;
}

}  // namespace vitrine::frontends::qt
