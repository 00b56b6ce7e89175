// SPDX-License-Identifier: Apache-2.0
// TerminalScreen's typing half: keys and pasted text as the bytes that a guest's terminal driver expects.
#include <vterm.h>

#include <array>
#include <optional>

#include "frontends/qt/terminal_screen.h"

namespace vitrine::frontends::qt {

namespace {

constexpr std::array kVtermKeys{VTERM_KEY_ENTER, VTERM_KEY_TAB,  VTERM_KEY_BACKSPACE, VTERM_KEY_ESCAPE,  VTERM_KEY_UP,
                                VTERM_KEY_DOWN,  VTERM_KEY_LEFT, VTERM_KEY_RIGHT,     VTERM_KEY_INS,     VTERM_KEY_DEL,
                                VTERM_KEY_HOME,  VTERM_KEY_END,  VTERM_KEY_PAGEUP,    VTERM_KEY_PAGEDOWN};

VTermModifier to_vterm(KeyModifiers modifiers) {
  int result = VTERM_MOD_NONE;
  if (modifiers.shift) result |= VTERM_MOD_SHIFT;
  if (modifiers.alt) result |= VTERM_MOD_ALT;
  if (modifiers.control) result |= VTERM_MOD_CTRL;
  return static_cast<VTermModifier>(result);
}

// libvterm gives Enter, Tab, Backspace and Escape "CSI u" forms under Shift and Ctrl, which no shell's line editor knows.
KeyModifiers plain_modifiers(TerminalKey key, KeyModifiers modifiers) {
  if (key > TerminalKey::kEscape) return modifiers;
  return {.shift = modifiers.shift && key == TerminalKey::kTab, .alt = modifiers.alt, .control = false};
}

// The byte of Ctrl with a character, as terminals have sent it since the VT100.
std::optional<char> control_byte(char32_t character) {
  if (character >= U'a' && character <= U'z') return static_cast<char>(character - U'a' + 1);
  if (character >= U'@' && character <= U'_') return static_cast<char>(character - U'@');
  if (character == U' ' || character == U'2') return '\0';
  if (character >= U'3' && character <= U'7') return static_cast<char>(character - U'3' + 0x1B);
  if (character == U'8' || character == U'?') return '\x7F';
  if (character == U'/' || character == U'-') return '\x1F';
  return std::nullopt;
}

// Line ends as the Enter key sends them, and no byte that could end a bracketed paste early.
QString cleaned(QString text) {
  text.replace(QStringLiteral("\r\n"), QStringLiteral("\r")).replace(QLatin1Char{'\n'}, QLatin1Char{'\r'});
  text.removeIf([](QChar character) {
    return character.category() == QChar::Other_Control && character != QLatin1Char{'\r'} && character != QLatin1Char{'\t'};
  });
  return text;
}

}  // namespace

void TerminalScreen::typed(std::string_view bytes) {
  if (!replaying_ && output_) output_(QByteArray{bytes.data(), static_cast<qsizetype>(bytes.size())});
}

void TerminalScreen::type_text(const QString& text, KeyModifiers modifiers) {
  QByteArray bytes;
  for (const char32_t character : text.toStdU32String()) {
    if (modifiers.alt) bytes += '\x1B';
    const auto control = modifiers.control ? control_byte(character) : std::nullopt;
    if (control) {
      bytes += *control;
    } else {
      bytes += QString::fromUcs4(&character, 1).toUtf8();
    }
  }
  typed({bytes.data(), static_cast<std::size_t>(bytes.size())});
}

void TerminalScreen::type_key(TerminalKey key, KeyModifiers modifiers) {
  vterm_keyboard_key(terminal_.get(), kVtermKeys[static_cast<std::size_t>(key)], to_vterm(plain_modifiers(key, modifiers)));
}

void TerminalScreen::type_function_key(int number, KeyModifiers modifiers) {
  vterm_keyboard_key(terminal_.get(), static_cast<VTermKey>(VTERM_KEY_FUNCTION(number)), to_vterm(modifiers));
}

void TerminalScreen::paste(const QString& text) {
  vterm_keyboard_start_paste(terminal_.get());
  const QByteArray bytes = cleaned(text).toUtf8();
  typed({bytes.data(), static_cast<std::size_t>(bytes.size())});
  vterm_keyboard_end_paste(terminal_.get());
}

}  // namespace vitrine::frontends::qt
