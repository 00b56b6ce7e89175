// SPDX-License-Identifier: Apache-2.0
// The terminal widget: keys become bytes, cells become pixels, the view scrolls and selects.
#include "frontends/qt/terminal_widget.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

#include "frontends/qt/accessible_terminal.h"
#include "frontends/qt/terminal_palette.h"

namespace vitrine::frontends::qt {

namespace {

QByteArray typed_so_far(const QSignalSpy& spy) {
  QByteArray bytes;
  for (const auto& arguments : spy) bytes += arguments.at(0).toByteArray();
  return bytes;
}

// A pixel of the cell that no letter reaches.
QRgb pixel_of_cell(TerminalWidget& widget, int row, int column) {
  const QImage image = widget.grab().toImage();
  return image.pixel(16 + column * 8 + 1, 12 + row * 19 + 1);
}

}  // namespace

class TerminalWidgetTest : public QObject {
  Q_OBJECT

 private slots:
  void keys_reach_the_guest_as_bytes() {
    TerminalWidget widget;
    show(widget);
    const QSignalSpy spy{&widget, &TerminalWidget::typed};
    QTest::keyClicks(&widget, QStringLiteral("ls"));
    QTest::keyClick(&widget, Qt::Key_Tab);
    QTest::keyClick(&widget, Qt::Key_C, Qt::ControlModifier);
    QTest::keyClick(&widget, Qt::Key_F, Qt::AltModifier);
    QTest::keyClick(&widget, Qt::Key_F10);
    QTest::keyClick(&widget, Qt::Key_Return);
    QCOMPARE(typed_so_far(spy), QByteArray{"ls\t\x03\x1b"
                                           "f\x1b[21~\r"});
  }

  void control_shift_stays_with_the_window() {
    TerminalWidget widget;
    show(widget);
    const QSignalSpy spy{&widget, &TerminalWidget::typed};
    QTest::keyClick(&widget, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(typed_so_far(spy), QByteArray{});
  }

  void grid_follows_the_size() {
    TerminalWidget widget;
    const QSignalSpy spy{&widget, &TerminalWidget::grid_changed};
    show(widget);
    QCOMPARE(spy.last().at(0).toInt(), widget.screen().columns());
    const int columns = widget.screen().columns();
    widget.resize(widget.width() * 2, widget.height());
    QVERIFY(widget.screen().columns() > columns);
  }

  void cells_and_cursor_have_their_colours() {
    TerminalWidget widget;
    show(widget);
    widget.feed("\x1b[44m  \x1b[0m");
    QCOMPARE(pixel_of_cell(widget, 0, 0), kTerminalPalette[4]);
    QCOMPARE(pixel_of_cell(widget, 0, 2), kTerminalCursor);
    QCOMPARE(pixel_of_cell(widget, 1, 0), kTerminalGround);
  }

  void view_follows_unless_scrolled_back() {
    TerminalWidget widget;
    show(widget);
    for (int line = 0; line < 200; ++line) widget.feed("line\r\n");
    QCOMPARE(widget.top_line(), widget.screen().screen_line());
    widget.scroll_to(50);
    widget.feed("more\r\n");
    QCOMPARE(widget.top_line(), std::int64_t{50});
    QTest::keyClick(&widget, Qt::Key_A);
    QCOMPARE(widget.top_line(), widget.screen().screen_line());
  }

  void shift_page_keys_scroll() {
    TerminalWidget widget;
    show(widget);
    for (int line = 0; line < 200; ++line) widget.feed("line\r\n");
    QTest::keyClick(&widget, Qt::Key_PageUp, Qt::ShiftModifier);
    QVERIFY(widget.top_line() < widget.screen().screen_line());
  }

  void mouse_selects_and_copy_takes_it() {
    TerminalWidget widget;
    show(widget);
    widget.feed("hello world");
    QTest::mousePress(&widget, Qt::LeftButton, {}, {16, 20});
    QMouseEvent move{QEvent::MouseMove, QPointF{16 + 5 * 8, 20}, widget.mapToGlobal(QPointF{16 + 5 * 8, 20}),
                     Qt::NoButton,      Qt::LeftButton,          Qt::NoModifier};
    QCoreApplication::sendEvent(&widget, &move);
    QTest::mouseRelease(&widget, Qt::LeftButton, {}, {16 + 5 * 8, 20});
    widget.copy();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("hello"));
  }

  void double_click_selects_a_word() {
    TerminalWidget widget;
    show(widget);
    widget.feed("cat /etc/passwd now");
    QTest::mouseDClick(&widget, Qt::LeftButton, {}, {16 + 8 * 8, 20});
    QCOMPARE(widget.selected_text(), QStringLiteral("/etc/passwd"));
  }

  void screen_reader_gets_the_lines() {
    install_accessible_terminal();
    TerminalWidget widget;
    show(widget);
    widget.feed("first\r\nsecond");
    const QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(&widget);
    QCOMPARE(interface->role(), QAccessible::Terminal);
    QCOMPARE(interface->text(QAccessible::Name), QStringLiteral("Serial terminal"));
    QCOMPARE(interface->text(QAccessible::Value), QStringLiteral("first\nsecond"));
  }

  void matches_are_marked_and_scrolled_to() {
    TerminalWidget widget;
    show(widget);
    widget.feed("needle\r\n");
    for (int line = 0; line < 200; ++line) widget.feed("line\r\n");
    widget.show_matches(find_in_terminal(widget.screen(), QStringLiteral("needle"), Qt::CaseInsensitive), 0);
    QCOMPARE(widget.top_line(), std::int64_t{0});
    QCOMPARE(pixel_of_cell(widget, 0, 0), kTerminalCurrentMatch);
  }

 private:
  static void show(TerminalWidget& widget) {
    widget.resize(widget.sizeHint());
    widget.show();
    widget.setFocus();
    widget.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&widget));
  }
};

}  // namespace vitrine::frontends::qt

QTEST_MAIN(vitrine::frontends::qt::TerminalWidgetTest)
#include "terminal_widget_test.moc"
