// SPDX-License-Identifier: Apache-2.0
// Capital letter and full stop.
#include "frontends/qt/sentence.h"

#include <algorithm>

namespace vitrine::frontends::qt {

QString as_sentence(const std::string& words) {
  QString sentence = QString::fromStdString(words).trimmed();
  if (sentence.isEmpty()) return sentence;
  // A file's or an option's name keeps its spelling.
  const QString first = sentence.section(QLatin1Char{' '}, 0, 0);
  if (std::ranges::all_of(first, [](QChar character) { return character.isLetter() || character == QLatin1Char{'\''}; }))
    sentence[0] = sentence[0].toUpper();
  const QChar last = sentence.back();
  if (last.isLetterOrNumber() || last == QLatin1Char{')'} || last == QLatin1Char{'\''}) sentence += QLatin1Char{'.'};
  return sentence;
}

}  // namespace vitrine::frontends::qt
