// SPDX-License-Identifier: Apache-2.0
// A kernel's panic is noticed once, with the lines around it.
#include "core/vm/panic_watch.h"

#include <QTest>
#include <string_view>

using vitrine::vm::PanicWatch;

namespace {

std::optional<std::string> feed(PanicWatch& watch, std::string_view text) {
  std::optional<std::string> lines;
  for (const char character : text) {
    const auto byte = static_cast<std::uint8_t>(character);
    if (auto found = watch.feed({&byte, 1})) lines = std::move(found);
  }
  return lines;
}

}  // namespace

class PanicWatchTest : public QObject {
  Q_OBJECT
 private slots:
  void a_panic_ends_with_its_last_line_data() {
    QTest::addColumn<QByteArray>("last");
    QTest::newRow("halts") << QByteArray{"[ 1.2] ---[ end Kernel panic - not syncing: x ]---\r\n"};
    QTest::newRow("reboots") << QByteArray{"[ 1.2] Rebooting in 1 seconds..\r\n"};
  }
  void a_panic_ends_with_its_last_line() {
    QFETCH(QByteArray, last);
    PanicWatch watch;
    QVERIFY(!feed(watch, "booting\r\n[ 1.0] Kernel panic - not syncing: x\r\n[ 1.1] Call Trace:\r\n"));
    const auto lines = feed(watch, last.constData());
    QVERIFY(lines && lines->starts_with("booting\n[ 1.0] Kernel panic"));
    QVERIFY(!watch.finish());
  }
  void a_panic_that_is_cut_short_is_told_at_the_end() {
    PanicWatch watch;
    QVERIFY(!feed(watch, "Kernel panic - not syncing: y\n"));
    QVERIFY(watch.finish().has_value());
    QVERIFY(!watch.finish());
  }
  void endless_lines_and_no_panic_say_nothing() {
    PanicWatch watch;
    QVERIFY(!feed(watch, std::string(100'000, 'x')));
    QVERIFY(!feed(watch, "\nall is well\n"));
    QVERIFY(!watch.finish());
  }
};

QTEST_GUILESS_MAIN(PanicWatchTest)
#include "panic_watch_test.moc"
