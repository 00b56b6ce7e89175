// SPDX-License-Identifier: Apache-2.0
// The palette keeps its promises: text 4.5:1 on every ground it is used on, graphics 3:1, in both themes and in the terminal.
#include "frontends/qt/tokens.h"

#include <QTest>

#include "frontends/qt/terminal_palette.h"

namespace vitrine::frontends::qt {

class TokensTest : public QObject {
  Q_OBJECT

 private slots:
  void text_is_readable_on_every_ground_data() { add_themes(); }
  void text_is_readable_on_every_ground() {
    QFETCH(bool, dark);
    const Tokens& t = dark ? kDarkTokens : kLightTokens;
    for (const QRgb ground : {t.window, t.surface, t.select}) {
      for (const QRgb text : {t.text, t.text2, t.text3, t.accent, t.green, t.amber, t.red, t.blue}) expect(text, ground, 4.5);
    }
    for (const QRgb ground : {t.raised, t.sunken, t.hover, t.accent_soft, t.green_soft, t.amber_soft, t.red_soft, t.blue_soft})
      expect(t.text, ground, 4.5);
  }

  void verdicts_are_readable_on_their_own_soft_ground_data() { add_themes(); }
  void verdicts_are_readable_on_their_own_soft_ground() {
    QFETCH(bool, dark);
    const Tokens& t = dark ? kDarkTokens : kLightTokens;
    expect(t.green, t.green_soft, 4.5);
    expect(t.amber, t.amber_soft, 4.5);
    expect(t.red, t.red_soft, 4.5);
    expect(t.blue, t.blue_soft, 4.5);
    expect(t.accent, t.accent_soft, 4.5);
    expect(t.on_accent, t.accent_fill, 4.5);
  }

  void outlines_of_controls_are_visible_data() { add_themes(); }
  void outlines_of_controls_are_visible() {
    QFETCH(bool, dark);
    const Tokens& t = dark ? kDarkTokens : kLightTokens;
    expect(t.control, t.window, 3.0);
    expect(t.control, t.surface, 3.0);
    expect(t.accent, t.window, 3.0);
  }

  void terminal_colours_are_readable() {
    for (std::size_t index = 1; index < kTerminalPalette.size(); ++index) expect(kTerminalPalette[index], kTerminalGround, 4.5);
    expect(kTerminalText, kTerminalGround, 4.5);
    expect(kTerminalText, kTerminalSelection, 4.5);
    expect(kTerminalText, kTerminalMatch, 4.5);
    expect(kTerminalGround, kTerminalCurrentMatch, 4.5);
    expect(kTerminalGround, kTerminalCursor, 4.5);
  }

  void known_ratios_are_computed() {
    QVERIFY(qAbs(contrast_ratio(0xFF000000, 0xFFFFFFFF) - 21.0) < 0.001);
    QVERIFY(qAbs(contrast_ratio(0xFF777777, 0xFFFFFFFF) - 4.48) < 0.01);
  }

  void palette_leads_back_to_its_tokens() {
    QCOMPARE(tokens_for(make_palette(kLightTokens)).window, kLightTokens.window);
    QCOMPARE(tokens_for(make_palette(kDarkTokens)).window, kDarkTokens.window);
  }

 private:
  static void add_themes() {
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
  }
  static void expect(QRgb text, QRgb ground, double least) {
    const double ratio = contrast_ratio(text, ground);
    QVERIFY2(ratio >= least, qPrintable(QStringLiteral("%1 on %2: %3").arg(QColor{text}.name(), QColor{ground}.name()).arg(ratio)));
  }
};

}  // namespace vitrine::frontends::qt

QTEST_GUILESS_MAIN(vitrine::frontends::qt::TokensTest)
#include "tokens_test.moc"
