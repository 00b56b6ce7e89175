// SPDX-License-Identifier: Apache-2.0
// An X server of the test's own (Xvfb), real key events (xdotool), and pictures of its screen.
#pragma once

#include <QProcess>
#include <QStandardPaths>
#include <QString>
#include <QStringList>

namespace vitrine::frontends::qt {

// Ends with the object.  Thread: the test's.
class XServer {
 public:
  XServer() = default;
  ~XServer() {
    server_.terminate();
    if (!server_.waitForFinished(3000)) server_.kill();
    server_.waitForFinished(3000);
  }
  XServer(const XServer&) = delete;
  XServer& operator=(const XServer&) = delete;

  // What this machine lacks for such a test; empty if nothing.
  static QString missing() {
    for (const char* program : {"Xvfb", "xdotool"}) {
      if (QStandardPaths::findExecutable(QString::fromLatin1(program)).isEmpty()) return QString::fromLatin1(program);
    }
    return {};
  }

  // Starts on a display number that is free; ":7" or empty.
  QString start() {
    server_.setProcessChannelMode(QProcess::SeparateChannels);
    server_.start(QStringLiteral("Xvfb"),
                  {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-screen"), QStringLiteral("0"),
                   QStringLiteral("1280x960x24"), QStringLiteral("-nolisten"), QStringLiteral("tcp")});
    while (!server_.canReadLine()) {
      if (!server_.waitForReadyRead(20'000)) return {};
    }
    display_ = QLatin1Char{':'} + QString::fromLatin1(server_.readLine().trimmed());
    return display_;
  }
  [[nodiscard]] const QString& display() const { return display_; }

  // Runs xdotool with these arguments; what it printed.
  QString xdotool(const QStringList& arguments) const {
    QProcess tool;
    tool.setProcessEnvironment(environment());
    tool.start(QStringLiteral("xdotool"), arguments);
    tool.waitForFinished(30'000);
    return QString::fromUtf8(tool.readAllStandardOutput()).trimmed();
  }

  [[nodiscard]] QProcessEnvironment environment() const {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DISPLAY"), display_);
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
    environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
    return environment;
  }

 private:
  QProcess server_;
  QString display_;
};

}  // namespace vitrine::frontends::qt
