// SPDX-License-Identifier: Apache-2.0
// The table of states.
#include "frontends/qt/state_look.h"

#include <QCoreApplication>

namespace vitrine::frontends::qt {

namespace {

QString word(const char* text) { return QCoreApplication::translate("StateLook", text); }

StateLook starting() { return {QStringLiteral("state-starting"), word(QT_TRANSLATE_NOOP("StateLook", "Starting")), &Tokens::accent}; }
StateLook running() { return {QStringLiteral("state-running"), word(QT_TRANSLATE_NOOP("StateLook", "Running")), &Tokens::green}; }
StateLook paused() { return {QStringLiteral("state-paused"), word(QT_TRANSLATE_NOOP("StateLook", "Paused")), &Tokens::amber}; }
StateLook off() { return {QStringLiteral("state-off"), word(QT_TRANSLATE_NOOP("StateLook", "Off")), &Tokens::text2}; }
StateLook crashed() {
  return {QStringLiteral("state-crashed"), word(QT_TRANSLATE_NOOP("StateLook", "Stopped unexpectedly")), &Tokens::red};
}
StateLook broken() {
  return {QStringLiteral("state-missing"), word(QT_TRANSLATE_NOOP("StateLook", "Settings cannot be read")), &Tokens::red};
}

}  // namespace

StateLook look_of(app::library::MachineState state) {
  switch (state) {
    case app::library::MachineState::kOff: return off();
    case app::library::MachineState::kStarting: return starting();
    case app::library::MachineState::kRunning: return running();
    case app::library::MachineState::kPaused: return paused();
    case app::library::MachineState::kCrashed: return crashed();
    case app::library::MachineState::kBroken: return broken();
  }
  return off();
}

StateLook look_of(vm::RunState state) {
  switch (state) {
    case vm::RunState::kStarting: return starting();
    case vm::RunState::kRunning: return running();
    case vm::RunState::kPaused: return paused();
    case vm::RunState::kPoweredOff: return off();
    case vm::RunState::kCrashed: return crashed();
  }
  return off();
}

}  // namespace vitrine::frontends::qt
