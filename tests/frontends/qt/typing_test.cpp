// SPDX-License-Identifier: Apache-2.0
// Real X key events, made by xdotool under an X server of the test's own, reach the machine behind the window.
#include <QApplication>
#include <QCoreApplication>
#include <QDir>
#include <QScreen>
#include <QTest>

#include "frontends/qt/machine_window.h"
#include "frontends/qt/terminal_view.h"
#include "frontends/qt/terminal_widget.h"
#include "frontends/qt/theme.h"
#include "tests/frontends/qt/fake_vm.h"
#include "tests/frontends/qt/x_server.h"
#include "tests/needed.h"

namespace vitrine::frontends::qt {

class TypingTest : public QObject {
  Q_OBJECT

 public:
  explicit TypingTest(const XServer& server) : server_{server} {}

 private slots:
  void real_keys_reach_the_machine() {
    FakeVm vm;
    vm.write("$ ");
    MachineWindow window{QStringLiteral("typing"), false};
    window.resize(900, 600);
    window.move(20, 20);
    window.show();
    window.show_machine(&vm);
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    server_.xdotool({QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("20"),
                     QStringLiteral("echo 'Hello, World!' | cat > /tmp/a_B-1")});
    server_.xdotool({QStringLiteral("key"), QStringLiteral("Return"), QStringLiteral("ctrl+c"), QStringLiteral("Up"), QStringLiteral("F5"),
                     QStringLiteral("alt+f"), QStringLiteral("shift+Tab"), QStringLiteral("BackSpace")});
    const std::string expected =
        "echo 'Hello, World!' | cat > /tmp/a_B-1\r\x03\x1b[A\x1b[15~\x1b"
        "f\x1b[Z\x7f";
    QTRY_COMPARE(QByteArray::fromStdString(vm.typed()), QByteArray::fromStdString(expected));
    save_picture(QStringLiteral("typing"));
  }

  void clipboard_goes_both_ways() {
    FakeVm vm;
    vm.write("copy me");
    MachineWindow window{QStringLiteral("clipboard"), false};
    window.resize(900, 600);
    window.show();
    window.show_machine(&vm);
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTRY_COMPARE(window.terminal_view().terminal().screen().cursor().column, 7);
    server_.xdotool(
        {QStringLiteral("key"), QStringLiteral("ctrl+shift+a"), QStringLiteral("ctrl+shift+c"), QStringLiteral("ctrl+shift+v")});
    QTRY_VERIFY(QByteArray::fromStdString(vm.typed()).startsWith("copy me"));
  }

 private:
  static void save_picture(const QString& name) {
    const QString folder = QStringLiteral(VITRINE_BINARY_DIR "/screenshots");
    QVERIFY(QDir{}.mkpath(folder));
    QTest::qWait(100);
    QVERIFY(QGuiApplication::primaryScreen()->grabWindow(0).save(folder + QLatin1Char{'/'} + name + QStringLiteral(".png")));
  }

  const XServer& server_;
};

}  // namespace vitrine::frontends::qt

int main(int argc, char** argv) {
  using namespace vitrine::frontends::qt;
  if (const QString missing = XServer::missing(); !missing.isEmpty())
    return vitrine::tests::exit_without(qPrintable(missing + QStringLiteral(" is not installed")));
  XServer server;
  {
    int no_arguments = 1;
    const QCoreApplication helper{no_arguments, argv};  // QProcess wants an application
    if (server.start().isEmpty()) qFatal("Xvfb did not start");
  }
  qputenv("DISPLAY", server.display().toLatin1());
  qputenv("QT_QPA_PLATFORM", "xcb");
  QApplication application{argc, argv};
  QCoreApplication::setOrganizationName(QStringLiteral("vitrine-test"));
  install_theme(application);
  TypingTest test{server};
  return QTest::qExec(&test, argc, argv);
}
#include "typing_test.moc"
