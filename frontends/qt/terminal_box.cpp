// SPDX-License-Identifier: Apache-2.0
// Box-drawing characters as four arms of a weight each, and blocks as parts of the cell.
#include "frontends/qt/terminal_box.h"

#include <array>
#include <optional>

namespace vitrine::frontends::qt {

namespace {

// One character's arms: left, up, right, down; ' ' none, '1' light, '2' heavy, '=' double.
struct Box {
  char32_t character;
  std::array<char, 5> arms;
};

constexpr std::array kBoxes{
    Box{U'─', {"1 1 "}}, Box{U'━', {"2 2 "}}, Box{U'│', {" 1 1"}}, Box{U'┃', {" 2 2"}}, Box{U'┌', {"  11"}}, Box{U'┏', {"  22"}},
    Box{U'┐', {"1  1"}}, Box{U'┓', {"2  2"}}, Box{U'└', {" 11 "}}, Box{U'┗', {" 22 "}}, Box{U'┘', {"11  "}}, Box{U'┛', {"22  "}},
    Box{U'├', {" 111"}}, Box{U'┣', {" 222"}}, Box{U'┤', {"11 1"}}, Box{U'┫', {"22 2"}}, Box{U'┬', {"1 11"}}, Box{U'┳', {"2 22"}},
    Box{U'┴', {"111 "}}, Box{U'┻', {"222 "}}, Box{U'┼', {"1111"}}, Box{U'╋', {"2222"}}, Box{U'═', {"= = "}}, Box{U'║', {" = ="}},
    Box{U'╔', {"  =="}}, Box{U'╗', {"=  ="}}, Box{U'╚', {" == "}}, Box{U'╝', {"==  "}}, Box{U'╠', {" ==="}}, Box{U'╣', {"== ="}},
    Box{U'╦', {"= =="}}, Box{U'╩', {"=== "}}, Box{U'╬', {"===="}}, Box{U'╭', {"  11"}}, Box{U'╮', {"1  1"}}, Box{U'╯', {"11  "}},
    Box{U'╰', {" 11 "}}, Box{U'╴', {"1   "}}, Box{U'╵', {" 1  "}}, Box{U'╶', {"  1 "}}, Box{U'╷', {"   1"}},
};

// One line of an arm, `thick` wide and `shift` beside the middle; it reaches past the middle so that corners close.
void draw_arm(QPainter& painter, const QRect& cell, std::size_t arm, int thick, int shift, const QColor& colour) {
  const int x = cell.left() + cell.width() / 2 - thick / 2;
  const int y = cell.top() + cell.height() / 2 - thick / 2;
  const int reach = thick + (shift == 0 ? 0 : 1);
  switch (arm) {
    case 0: painter.fillRect(QRect{QPoint{cell.left(), y + shift}, QPoint{x + reach - 1, y + shift + thick - 1}}, colour); break;
    case 1: painter.fillRect(QRect{QPoint{x + shift, cell.top()}, QPoint{x + shift + thick - 1, y + reach - 1}}, colour); break;
    case 2: painter.fillRect(QRect{QPoint{x - reach + thick, y + shift}, QPoint{cell.right(), y + shift + thick - 1}}, colour); break;
    default: painter.fillRect(QRect{QPoint{x + shift, y - reach + thick}, QPoint{x + shift + thick - 1, cell.bottom()}}, colour); break;
  }
}

bool draw_lines(QPainter& painter, const QRect& cell, char32_t character, const QColor& colour) {
  for (const Box& box : kBoxes) {
    if (box.character != character) continue;
    for (std::size_t arm = 0; arm < 4; ++arm) {
      if (box.arms[arm] == '1') draw_arm(painter, cell, arm, 1, 0, colour);
      if (box.arms[arm] == '2') draw_arm(painter, cell, arm, 2, 0, colour);
      if (box.arms[arm] == '=') {
        draw_arm(painter, cell, arm, 1, -1, colour);
        draw_arm(painter, cell, arm, 1, 1, colour);
      }
    }
    return true;
  }
  return false;
}

// A block as a part of the cell, in eighths from left and top.
std::optional<QRect> block_eighths(char32_t character) {
  if (character == U'▀') return QRect{0, 0, 8, 4};
  if (character >= U'▁' && character <= U'█') {
    const int eighths = static_cast<int>(character - U'▁') + 1;
    return QRect{0, 8 - eighths, 8, eighths};
  }
  if (character >= U'▉' && character <= U'▏') return QRect{0, 0, 7 - static_cast<int>(character - U'▉'), 8};
  if (character == U'▐') return QRect{4, 0, 4, 8};
  if (character == U'▔') return QRect{0, 0, 8, 1};
  if (character == U'▕') return QRect{7, 0, 1, 8};
  return std::nullopt;
}

}  // namespace

bool draw_box_character(QPainter& painter, const QRect& cell, char32_t character, const QColor& colour) {
  if (character < U'─' || character > U'▟') return false;
  if (const auto part = block_eighths(character)) {
    const int left = cell.left() + part->left() * cell.width() / 8;
    const int right = cell.left() + (part->right() + 1) * cell.width() / 8;
    const int top = cell.top() + part->top() * cell.height() / 8;
    const int bottom = cell.top() + (part->bottom() + 1) * cell.height() / 8;
    painter.fillRect(left, top, right - left, bottom - top, colour);
    return true;
  }
  if (character >= U'░' && character <= U'▓') {
    QColor shade = colour;
    shade.setAlphaF(0.25F * static_cast<float>(character - U'░' + 1));
    painter.fillRect(cell, shade);
    return true;
  }
  return draw_lines(painter, cell, character, colour);
}

}  // namespace vitrine::frontends::qt
