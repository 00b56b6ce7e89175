// SPDX-License-Identifier: Apache-2.0
// Light, dark, or as the desktop says.
#include "frontends/qt/theme.h"

#include <QApplication>
#include <QSettings>

#include "frontends/qt/owned.h"
#include "frontends/qt/style.h"
#include "frontends/qt/tokens.h"

namespace vitrine::frontends::qt {

namespace {

constexpr char kThemeKey[] = "theme";
constexpr char kDesktopDarkProperty[] = "vitrine_desktop_dark";

void apply() {
  const ThemeChoice choice = chosen_theme();
  const bool desktop_dark = qApp->property(kDesktopDarkProperty).toBool();
  const bool dark = choice == ThemeChoice::kDark || (choice == ThemeChoice::kSystem && desktop_dark);
  QApplication::setPalette(make_palette(dark ? kDarkTokens : kLightTokens));
}

}  // namespace

void install_theme(QApplication& application) {
  application.setProperty(kDesktopDarkProperty, is_dark(QApplication::palette()));
  auto* const style = make_owned<VitrineStyle>();
  style->setParent(&application);  // setStyle() does so too, which the lint's analyzer cannot see
  QApplication::setStyle(style);
  apply();
}

void choose_theme(ThemeChoice choice) {
  QSettings{}.setValue(QLatin1String{kThemeKey}, static_cast<int>(choice));
  apply();
}

ThemeChoice chosen_theme() {
  const int value = QSettings{}.value(QLatin1String{kThemeKey}, 0).toInt();
  return value == 1 ? ThemeChoice::kLight : value == 2 ? ThemeChoice::kDark : ThemeChoice::kSystem;
}

}  // namespace vitrine::frontends::qt
