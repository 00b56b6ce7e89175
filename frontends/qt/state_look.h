// SPDX-License-Identifier: Apache-2.0
// How a machine's state looks: shape, word and colour, never colour alone.
#pragma once

#include <QString>

#include "app/library/machine.h"
#include "core/vm/command.h"
#include "frontends/qt/tokens.h"

namespace vitrine::frontends::qt {

struct StateLook {
  QString icon;
  QString word;  // translated
  QRgb Tokens::* colour;
};

StateLook look_of(app::library::MachineState state);
StateLook look_of(vm::RunState state);

}  // namespace vitrine::frontends::qt
