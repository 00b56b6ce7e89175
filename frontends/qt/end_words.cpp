// SPDX-License-Identifier: Apache-2.0
// One sentence for each way to end.
#include "frontends/qt/end_words.h"

#include <QCoreApplication>

#include "frontends/qt/sentence.h"

namespace vitrine::frontends::qt {

namespace {

QString words(const char* text) { return QCoreApplication::translate("EndWords", text); }

QString reason_words(const vm::EndStatus& end) {
  switch (end.reason) {
    case vm::EndReason::kPowerOff: return words(QT_TRANSLATE_NOOP("EndWords", "The guest powered it off."));
    case vm::EndReason::kGuestExit: return words(QT_TRANSLATE_NOOP("EndWords", "The guest ended it with the code %1.")).arg(end.exit_code);
    case vm::EndReason::kReset: return words(QT_TRANSLATE_NOOP("EndWords", "The guest reset itself, which ends this machine."));
    case vm::EndReason::kRequested: return words(QT_TRANSLATE_NOOP("EndWords", "It was powered off from outside."));
    case vm::EndReason::kTimeout: return words(QT_TRANSLATE_NOOP("EndWords", "Its time ran out."));
    case vm::EndReason::kError:
    case vm::EndReason::kNone: break;
  }
  return {};
}

}  // namespace

EndWords words_for_end(const QString& machine, const vm::Status& status) {
  const bool unexpected = status.state == vm::RunState::kCrashed || status.end.reason == vm::EndReason::kError;
  const QString message = as_sentence(status.end.message);
  const QString reason = reason_words(status.end);
  return {.what = unexpected ? words(QT_TRANSLATE_NOOP("EndWords", "“%1” stopped unexpectedly")).arg(machine)
                             : words(QT_TRANSLATE_NOOP("EndWords", "“%1” is off")).arg(machine),
          .why = message.isEmpty() ? reason : message,
          .unexpected = unexpected};
}

}  // namespace vitrine::frontends::qt
