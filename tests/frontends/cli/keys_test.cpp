// SPDX-License-Identifier: Apache-2.0
// Ctrl-A and its letters, and the monitor's line editor.
#include <QTest>

#include "frontends/cli/escape_keys.h"
#include "frontends/cli/monitor_prompt.h"

using namespace vitrine::frontends::cli;

namespace {

std::span<const std::uint8_t> bytes_of(const QByteArray& text) {
  // SAFETY: characters may be looked at as bytes.
  return {reinterpret_cast<const std::uint8_t*>(text.constData()), static_cast<std::size_t>(text.size())};
}

// "ab!ab": what is sent, with one mark an action.
QByteArray shown(const std::vector<KeyEvent>& events) {
  QByteArray text;
  for (const KeyEvent& event : events) {
    switch (event.action) {
      case KeyAction::kSend:
        text += QByteArray(reinterpret_cast<const char*>(event.bytes.data()), static_cast<int>(event.bytes.size()));
        break;
      case KeyAction::kEndMachine: text += "[end]"; break;
      case KeyAction::kToggleMonitor: text += "[monitor]"; break;
      case KeyAction::kHelp: text += "[help]"; break;
    }
  }
  return text;
}

}  // namespace

class KeysTest : public QObject {
  Q_OBJECT

 private slots:
  void prefix_and_letter_become_an_action_data() {
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QByteArray>("seen");
    QTest::newRow("plain") << QByteArray{"ls\r"} << QByteArray{"ls\r"};
    QTest::newRow("Ctrl-C is the guest's") << QByteArray{"\x03"} << QByteArray{"\x03"};
    QTest::newRow("end") << QByteArray{"a\x01xb"} << QByteArray{"a[end]b"};
    QTest::newRow("capital letter") << QByteArray{"\x01X"} << QByteArray{"[end]"};
    QTest::newRow("monitor") << QByteArray{"\x01" "c"} << QByteArray{"[monitor]"};
    QTest::newRow("help") << QByteArray{"\x01h"} << QByteArray{"[help]"};
    QTest::newRow("Ctrl-A itself") << QByteArray{"\x01\x01x"} << QByteArray{"\x01x"};
    QTest::newRow("unknown letter") << QByteArray{"a\x01zb"} << QByteArray{"ab"};
    QTest::newRow("prefix alone") << QByteArray{"\x01"} << QByteArray{};
  }
  void prefix_and_letter_become_an_action() {
    QFETCH(QByteArray, typed);
    QFETCH(QByteArray, seen);
    EscapeKeys whole;
    QCOMPARE(shown(whole.feed(bytes_of(typed))), seen);
    EscapeKeys single;  // the same in reads of one byte
    QByteArray collected;
    for (const char letter : typed) collected += shown(single.feed(bytes_of(QByteArray(1, letter))));
    QCOMPARE(collected, seen);
  }
  void line_is_edited() {
    MonitorPrompt prompt;
    const QByteArray typed{"inf\x7fgo\b\b\b\b\b\b\bstatus\rrest"};
    auto keys = bytes_of(typed);
    std::string echo;
    const auto line = prompt.feed(keys, echo);
    QVERIFY(line.has_value());
    QCOMPARE(*line, std::string{"status"});
    QCOMPARE(keys.size(), std::size_t{4});
    QVERIFY(echo.ends_with("status\n"));
  }
  void long_line_is_bounded() {
    MonitorPrompt prompt;
    const QByteArray typed = QByteArray(100000, 'a') + "\r";
    auto keys = bytes_of(typed);
    std::string echo;
    QCOMPARE(prompt.feed(keys, echo)->size(), MonitorPrompt::kLongestLine);
  }
};

QTEST_GUILESS_MAIN(KeysTest)
#include "keys_test.moc"
