// SPDX-License-Identifier: Apache-2.0
// The table of named keys, and characters with Ctrl and Alt.
#include "frontends/qt/terminal_keys.h"

#include <array>
#include <optional>
#include <utility>

namespace vitrine::frontends::qt {

namespace {

constexpr std::array kNamedKeys{
    std::pair{Qt::Key_Return, TerminalKey::kEnter},  std::pair{Qt::Key_Enter, TerminalKey::kEnter},
    std::pair{Qt::Key_Tab, TerminalKey::kTab},       std::pair{Qt::Key_Backtab, TerminalKey::kTab},
    std::pair{Qt::Key_Escape, TerminalKey::kEscape}, std::pair{Qt::Key_Backspace, TerminalKey::kBackspace},
    std::pair{Qt::Key_Up, TerminalKey::kUp},         std::pair{Qt::Key_Down, TerminalKey::kDown},
    std::pair{Qt::Key_Left, TerminalKey::kLeft},     std::pair{Qt::Key_Right, TerminalKey::kRight},
    std::pair{Qt::Key_Insert, TerminalKey::kInsert}, std::pair{Qt::Key_Delete, TerminalKey::kDelete},
    std::pair{Qt::Key_Home, TerminalKey::kHome},     std::pair{Qt::Key_End, TerminalKey::kEnd},
    std::pair{Qt::Key_PageUp, TerminalKey::kPageUp}, std::pair{Qt::Key_PageDown, TerminalKey::kPageDown},
};

KeyModifiers modifiers_of(const QKeyEvent& event) {
  return {.shift = event.modifiers().testFlag(Qt::ShiftModifier),
          .alt = event.modifiers().testFlag(Qt::AltModifier),
          .control = event.modifiers().testFlag(Qt::ControlModifier)};
}

// With Ctrl, text() is already the control byte or empty: the key itself says which character was meant.
QString character_of(const QKeyEvent& event) {
  if (!event.modifiers().testFlag(Qt::ControlModifier)) return event.text();
  const int key = event.key();
  if (key < 0x20 || key > 0x7E) return event.text();
  return QString{QChar{key}.toLower()};
}

}  // namespace

bool type_key_event(TerminalScreen& screen, const QKeyEvent& event) {
  const KeyModifiers modifiers = modifiers_of(event);
  for (const auto& [key, terminal_key] : kNamedKeys) {
    if (event.key() != key) continue;
    screen.type_key(terminal_key, {.shift = modifiers.shift || key == Qt::Key_Backtab, .alt = modifiers.alt, .control = modifiers.control});
    return true;
  }
  if (event.key() >= Qt::Key_F1 && event.key() <= Qt::Key_F12) {
    screen.type_function_key(event.key() - Qt::Key_F1 + 1, modifiers);
    return true;
  }
  const QString text = character_of(event);
  if (text.isEmpty()) return false;
  screen.type_text(text, modifiers);
  return true;
}

bool belongs_to_window(const QKeyEvent& event) { return event.modifiers().testFlags(Qt::ControlModifier | Qt::ShiftModifier); }

}  // namespace vitrine::frontends::qt
