// SPDX-License-Identifier: Apache-2.0
// Values of the schema for people.
#include "frontends/qt/setting_words.h"

#include <QCoreApplication>
#include <QLocale>

namespace vitrine::frontends::qt {

namespace {

constexpr std::int64_t kMebibytesInGibibyte = 1024;

QString words(const char* text) { return QCoreApplication::translate("SettingWords", text); }

QString text_words(const app::settings::Row& row, const std::string& text) {
  for (const app::settings::Choice& choice : row.choices) {
    if (choice.value == text) return schema_words(choice.label);
  }
  return QString::fromStdString(text);
}

}  // namespace

QString schema_words(std::string_view text) { return QCoreApplication::translate("settings", std::string{text}.c_str()); }

QString label_words(const app::settings::Row& row) { return schema_words(row.label); }

QString mebibyte_words(std::int64_t mebibytes) {
  if (mebibytes % kMebibytesInGibibyte == 0)
    return words(QT_TRANSLATE_NOOP("SettingWords", "%1 GB")).arg(QLocale{}.toString(mebibytes / kMebibytesInGibibyte));
  return words(QT_TRANSLATE_NOOP("SettingWords", "%1 MB")).arg(QLocale{}.toString(static_cast<qlonglong>(mebibytes)));
}

QString value_words(const app::settings::Row& row, const app::settings::Settings& settings) {
  const app::settings::Value value = settings.value(row);
  if (const bool* on = std::get_if<bool>(&value))
    return *on ? words(QT_TRANSLATE_NOOP("SettingWords", "Yes")) : words(QT_TRANSLATE_NOOP("SettingWords", "No"));
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    if (row.unit == app::settings::Unit::kMebibyte) return mebibyte_words(*number);
    if (row.unit == app::settings::Unit::kSeconds)
      return words(QT_TRANSLATE_NOOP("SettingWords", "%1 s")).arg(QLocale{}.toString(static_cast<qlonglong>(*number)));
    return QLocale{}.toString(static_cast<qlonglong>(*number));
  }
  return text_words(row, std::get<std::string>(value));
}

}  // namespace vitrine::frontends::qt
