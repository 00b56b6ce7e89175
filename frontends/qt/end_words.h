// SPDX-License-Identifier: Apache-2.0
// How a machine ended, in words.
#pragma once

#include <QString>

#include "core/vm/command.h"

namespace vitrine::frontends::qt {

struct EndWords {
  QString what;
  QString why;
  bool unexpected = false;
};

EndWords words_for_end(const QString& machine, const vm::Status& status);

}  // namespace vitrine::frontends::qt
