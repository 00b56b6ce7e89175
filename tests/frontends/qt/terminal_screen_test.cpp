// SPDX-License-Identifier: Apache-2.0
// The terminal without its picture: cells, colours, cursor, kept lines, and what keys send.
#include "frontends/qt/terminal_screen.h"

#include <QTest>

#include <random>

#include "frontends/qt/terminal_palette.h"
#include "frontends/qt/terminal_search.h"
#include "frontends/qt/terminal_selection.h"

namespace vitrine::frontends::qt {

namespace {

constexpr int kRows = 10;
constexpr int kColumns = 40;

QString line_text(const TerminalScreen& screen, std::int64_t number) {
  const std::u32string text = screen.text(number);
  return QString::fromUcs4(text.data(), static_cast<qsizetype>(text.size()));
}

// A screen that remembers what was typed.
struct Fixture {
  TerminalScreen screen{kRows, kColumns};
  QByteArray typed;
  Fixture() {
    screen.set_output([this](const QByteArray& bytes) { typed += bytes; });
  }
};

}  // namespace

class TerminalScreenTest : public QObject {
  Q_OBJECT

 private slots:
  void text_lands_in_cells_and_moves_the_cursor() {
    Fixture f;
    f.screen.feed("hello\r\nworld");
    QCOMPARE(line_text(f.screen, 0), QStringLiteral("hello"));
    QCOMPARE(line_text(f.screen, 1), QStringLiteral("world"));
    QCOMPARE(f.screen.cursor().row, 1);
    QCOMPARE(f.screen.cursor().column, 5);
    QCOMPARE(f.screen.cell(0, 0).foreground, kTerminalText);
    QCOMPARE(f.screen.cell(0, 0).background, kTerminalGround);
  }

  void colours_follow_sgr_data() {
    QTest::addColumn<QByteArray>("sequence");
    QTest::addColumn<QRgb>("foreground");
    QTest::addColumn<QRgb>("background");
    QTest::newRow("red") << QByteArray{"\x1b[31mX"} << kTerminalPalette[1] << kTerminalGround;
    QTest::newRow("bright green") << QByteArray{"\x1b[92mX"} << kTerminalPalette[10] << kTerminalGround;
    QTest::newRow("bold is bright") << QByteArray{"\x1b[1;34mX"} << kTerminalPalette[12] << kTerminalGround;
    QTest::newRow("background") << QByteArray{"\x1b[44mX"} << kTerminalText << kTerminalPalette[4];
    QTest::newRow("reverse") << QByteArray{"\x1b[7mX"} << kTerminalGround << kTerminalText;
    QTest::newRow("256: cube") << QByteArray{"\x1b[38;5;196mX"} << QRgb{0xFFFF0000} << kTerminalGround;
    QTest::newRow("truecolour") << QByteArray{"\x1b[38;2;1;2;3;48;2;4;5;6mX"} << QRgb{0xFF010203} << QRgb{0xFF040506};
    QTest::newRow("reset") << QByteArray{"\x1b[31m\x1b[0mX"} << kTerminalText << kTerminalGround;
  }
  void colours_follow_sgr() {
    QFETCH(QByteArray, sequence);
    Fixture f;
    f.screen.feed(sequence.toStdString());
    QTEST(f.screen.cell(0, 0).foreground, "foreground");
    QTEST(f.screen.cell(0, 0).background, "background");
  }

  void attributes_follow_sgr() {
    Fixture f;
    f.screen.feed("\x1b[1;3;4;9mX");
    const TerminalCell cell = f.screen.cell(0, 0);
    QVERIFY(cell.bold);
    QVERIFY(cell.italic);
    QVERIFY(cell.strike);
    QCOMPARE(int{cell.underline}, 1);
  }

  void cursor_has_shapes_and_can_hide() {
    Fixture f;
    f.screen.feed("\x1b[4 q");
    QCOMPARE(f.screen.cursor().shape, CursorShape::kUnderline);
    f.screen.feed("\x1b[6 q");
    QCOMPARE(f.screen.cursor().shape, CursorShape::kBar);
    f.screen.feed("\x1b[2 q\x1b[?25l");
    QCOMPARE(f.screen.cursor().shape, CursorShape::kBlock);
    QVERIFY(!f.screen.cursor().visible);
  }

  void wide_and_combining_characters_take_their_cells() {
    Fixture f;
    f.screen.feed("漢e\xCC\x81");
    QCOMPARE(int{f.screen.cell(0, 0).width}, 2);
    QCOMPARE(int{f.screen.cell(0, 1).width}, 0);
    QCOMPARE(f.screen.cell(0, 2).characters[0], U'e');
    QCOMPARE(f.screen.cell(0, 2).characters[1], char32_t{0x301});
  }

  void utf8_split_between_two_feeds_is_one_character() {
    Fixture f;
    f.screen.feed("\xC3");
    f.screen.feed("\xA4");
    QCOMPARE(line_text(f.screen, 0), QStringLiteral("ä"));
  }

  void lines_that_scroll_away_are_kept() {
    Fixture f;
    for (int line = 0; line < 100; ++line) f.screen.feed("line " + std::to_string(line) + "\r\n");
    QCOMPARE(f.screen.screen_line(), std::int64_t{91});
    QCOMPARE(line_text(f.screen, 0), QStringLiteral("line 0"));
    QCOMPARE(line_text(f.screen, 95), QStringLiteral("line 95"));
  }

  void kept_lines_are_bounded_and_keep_their_numbers() {
    Fixture f;
    for (int line = 0; line < 10'500; ++line) f.screen.feed("line " + std::to_string(line) + "\r\n");
    QCOMPARE(f.screen.screen_line() - f.screen.oldest_line(), std::int64_t{TerminalScreen::kMostKeptLines});
    QCOMPARE(line_text(f.screen, 5'000), QStringLiteral("line 5000"));
    QCOMPARE(line_text(f.screen, 0), QString{});
  }

  void alternate_screen_keeps_nothing_and_gives_the_first_back() {
    Fixture f;
    f.screen.feed("before\x1b[?1049h");
    QVERIFY(f.screen.on_alternate_screen());
    for (int line = 0; line < 50; ++line) f.screen.feed("x\r\n");
    f.screen.feed("\x1b[?1049l");
    QVERIFY(!f.screen.on_alternate_screen());
    QCOMPARE(f.screen.screen_line(), std::int64_t{0});
    QCOMPARE(line_text(f.screen, 0), QStringLiteral("before"));
  }

  void growing_brings_kept_lines_back() {
    Fixture f;
    for (int line = 0; line < 30; ++line) f.screen.feed("line " + std::to_string(line) + "\r\n");
    const std::int64_t end = f.screen.end_line();
    f.screen.resize(20, kColumns);
    QCOMPARE(f.screen.end_line(), end);
    QCOMPARE(line_text(f.screen, 15), QStringLiteral("line 15"));
  }

  void keys_send_what_a_shell_expects_data() {
    QTest::addColumn<int>("key");
    QTest::addColumn<bool>("shift");
    QTest::addColumn<bool>("control");
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* name, TerminalKey key, bool shift, bool control, const char* bytes) {
      QTest::newRow(name) << static_cast<int>(key) << shift << control << QByteArray{bytes};
    };
    row("enter", TerminalKey::kEnter, false, false, "\r");
    row("ctrl enter is enter", TerminalKey::kEnter, false, true, "\r");
    row("backspace", TerminalKey::kBackspace, false, false, "\x7f");
    row("tab", TerminalKey::kTab, false, false, "\t");
    row("shift tab", TerminalKey::kTab, true, false, "\x1b[Z");
    row("escape", TerminalKey::kEscape, false, false, "\x1b");
    row("up", TerminalKey::kUp, false, false, "\x1b[A");
    row("ctrl right", TerminalKey::kRight, false, true, "\x1b[1;5C");
    row("home", TerminalKey::kHome, false, false, "\x1b[H");
    row("delete", TerminalKey::kDelete, false, false, "\x1b[3~");
    row("page up", TerminalKey::kPageUp, false, false, "\x1b[5~");
  }
  void keys_send_what_a_shell_expects() {
    QFETCH(int, key);
    QFETCH(bool, shift);
    QFETCH(bool, control);
    Fixture f;
    f.screen.type_key(static_cast<TerminalKey>(key), {.shift = shift, .control = control});
    QTEST(f.typed, "bytes");
  }

  void function_keys_and_application_mode() {
    Fixture f;
    f.screen.type_function_key(1);
    f.screen.type_function_key(12);
    f.screen.feed("\x1b[?1h");
    f.screen.type_key(TerminalKey::kUp);
    QCOMPARE(f.typed, QByteArray{"\x1bOP\x1b[24~\x1bOA"});
  }

  void characters_with_control_and_alt_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("alt");
    QTest::addColumn<bool>("control");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("plain") << QStringLiteral("a") << false << false << QByteArray{"a"};
    QTest::newRow("utf-8") << QStringLiteral("ß") << false << false << QByteArray{"\xC3\x9F"};
    QTest::newRow("ctrl c") << QStringLiteral("c") << false << true << QByteArray{"\x03"};
    QTest::newRow("ctrl i") << QStringLiteral("i") << false << true << QByteArray{"\t"};
    QTest::newRow("ctrl [") << QStringLiteral("[") << false << true << QByteArray{"\x1b"};
    QTest::newRow("ctrl backslash") << QStringLiteral("\\") << false << true << QByteArray{"\x1c"};
    QTest::newRow("ctrl space") << QStringLiteral(" ") << false << true << QByteArray{"\0", 1};
    QTest::newRow("alt f") << QStringLiteral("f") << true << false
                           << QByteArray{
                                  "\x1b"
                                  "f"};
  }
  void characters_with_control_and_alt() {
    QFETCH(QString, text);
    QFETCH(bool, alt);
    QFETCH(bool, control);
    Fixture f;
    f.screen.type_text(text, {.alt = alt, .control = control});
    QTEST(f.typed, "bytes");
  }

  void paste_is_bracketed_only_where_asked_for() {
    Fixture f;
    f.screen.paste(QStringLiteral("a\nb"));
    QCOMPARE(f.typed, QByteArray{"a\rb"});
    f.typed.clear();
    f.screen.feed("\x1b[?2004h");
    f.screen.paste(QStringLiteral("a\x1b[201~b"));
    QCOMPARE(f.typed, QByteArray{"\x1b[200~a[201~b\x1b[201~"});
  }

  void questions_are_answered_but_not_those_of_long_ago() {
    Fixture f;
    f.screen.feed("\x1b[6n");
    QCOMPARE(f.typed, QByteArray{"\x1b[1;1R"});
    f.typed.clear();
    f.screen.replay("\x1b[6n");
    QCOMPARE(f.typed, QByteArray{});
  }

  void damage_names_the_rows_that_changed() {
    Fixture f;
    f.screen.take_damage();
    f.screen.feed("\x1b[5;1Hx");
    const DamagedRows damage = f.screen.take_damage();
    QVERIFY(damage.first <= 4 && damage.last >= 5);
    const DamagedRows none = f.screen.take_damage();
    QCOMPARE(none.first, none.last);
  }

  void search_finds_places_with_and_without_case() {
    Fixture f;
    f.screen.feed("virtio Virtio\r\nnothing\r\nvirtio");
    QCOMPARE(find_in_terminal(f.screen, QStringLiteral("virtio"), Qt::CaseInsensitive).size(), std::size_t{3});
    const auto matches = find_in_terminal(f.screen, QStringLiteral("Virtio"), Qt::CaseSensitive);
    QCOMPARE(matches.size(), std::size_t{1});
    QCOMPARE(matches[0].column, 7);
    QVERIFY(find_in_terminal(f.screen, {}, Qt::CaseSensitive).empty());
  }

  void selection_gives_text_by_characters_words_and_lines() {
    Fixture f;
    f.screen.feed("one /dev/vda1 three\r\nsecond line");
    TerminalSelection selection;
    selection.start(f.screen, {0, 6}, TerminalSelection::Unit::kWord);
    QCOMPARE(selection.text(f.screen), QStringLiteral("/dev/vda1"));
    selection.start(f.screen, {0, 14}, TerminalSelection::Unit::kCharacter);
    selection.extend(f.screen, {1, 6});
    QCOMPARE(selection.text(f.screen), QStringLiteral("three\nsecond"));
    selection.start(f.screen, {1, 3}, TerminalSelection::Unit::kLine);
    QCOMPARE(selection.text(f.screen), QStringLiteral("second line"));
  }

  void random_bytes_and_sizes_do_no_harm() {
    Fixture f;
    std::mt19937 random{42};
    const std::string pieces[] = {"\x1b[",
                                  "\x1b]",
                                  "\x1bP",
                                  ";",
                                  "9999999999",
                                  "m",
                                  "H",
                                  "r",
                                  "J",
                                  "L",
                                  "M",
                                  "@",
                                  "\x1b#6",
                                  "\x1b[?1049h",
                                  "\x1b[?1049l",
                                  "漢",
                                  "\r\n",
                                  "\x1b"
                                  "c"};
    for (int round = 0; round < 20'000; ++round) {
      f.screen.feed(pieces[random() % std::size(pieces)]);
      const char byte = static_cast<char>(random());
      f.screen.feed({&byte, 1});
      if (round % 50 == 0) f.screen.resize(static_cast<int>(random() % 60), static_cast<int>(random() % 200));
      if (round % 100 == 0) (void)f.screen.line(f.screen.end_line() - 1);
    }
    QVERIFY(f.screen.rows() >= TerminalScreen::kLeastSize);
  }
};

}  // namespace vitrine::frontends::qt

QTEST_GUILESS_MAIN(vitrine::frontends::qt::TerminalScreenTest)
#include "terminal_screen_test.moc"
