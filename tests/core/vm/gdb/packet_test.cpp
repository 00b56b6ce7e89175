// SPDX-License-Identifier: Apache-2.0
// Packets in a stream of bytes, good and bad, and the server on a real socket.
#include "core/vm/gdb/packet.h"

#include <QTcpSocket>
#include <QTest>

#include "core/vm/gdb/server.h"
#include "tests/core/vm/gdb/fake_target.h"

using namespace vitrine;
using namespace vitrine::vm::gdb;

namespace {

QString shown(const std::vector<WireEvent>& events) {
  QStringList list;
  for (const WireEvent& event : events) {
    switch (event.kind) {
      case WireKind::kPacket: list << "[" + QString::fromLatin1(event.payload.data(), static_cast<int>(event.payload.size())) + "]"; break;
      case WireKind::kBroken: list << "broken"; break;
      case WireKind::kInterrupt: list << "stop"; break;
      case WireKind::kAcknowledge: list << "+"; break;
      case WireKind::kRepeat: list << "-"; break;
    }
  }
  return list.join(' ');
}

// Waits until the socket has said `wanted`.
bool hears(QTcpSocket& socket, const QByteArray& wanted) {
  QByteArray heard;
  while (!heard.contains(wanted)) {
    if (socket.bytesAvailable() == 0 && !socket.waitForReadyRead(5000)) return false;
    heard += socket.readAll();
  }
  return true;
}

}  // namespace

class GdbPacketTest : public QObject {
  Q_OBJECT

 private slots:
  void stream_is_cut_into_packets_data() {
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QString>("seen");
    QTest::newRow("one") << QByteArray{"$g#67"} << "[g]";
    QTest::newRow("acknowledged") << QByteArray{"+$g#67+"} << "+ [g] +";
    QTest::newRow("empty") << QByteArray{"$#00"} << "[]";
    QTest::newRow("wrong sum") << QByteArray{"$g#68$g#67"} << "broken [g]";
    QTest::newRow("sum of no digits") << QByteArray{"$g#zz"} << "broken";
    QTest::newRow("escaped brace") << QByteArray{"$a}]#3b"} << "[a}]";
    QTest::newRow("Ctrl-C") << QByteArray{"\x03$g#67"} << "stop [g]";
    QTest::newRow("Ctrl-C inside is data") << QByteArray{"$\x03#03"} << "[\x03]";
    QTest::newRow("rubbish between") << QByteArray{"rubbish$g#67rubbish"} << "[g]";
    QTest::newRow("unfinished") << QByteArray{"$abc"} << "";
    QTest::newRow("too long") << "$" + QByteArray(static_cast<int>(kPacketSize) + 1, 'a') + "#00$g#67" << "broken [g]";
  }
  void stream_is_cut_into_packets() {
    QFETCH(QByteArray, stream);
    QFETCH(QString, seen);
    PacketReader whole;
    QCOMPARE(shown(whole.feed({stream.constData(), static_cast<std::size_t>(stream.size())})), seen);
    PacketReader single;
    std::vector<WireEvent> events;
    for (const char byte : stream) std::ranges::move(single.feed({&byte, 1}), std::back_inserter(events));
    QCOMPARE(shown(events), seen);
  }
  void framing_and_reading_are_inverse() {
    std::string all;
    for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
    PacketReader reader;
    const auto events = reader.feed(framed(all));
    QCOMPARE(events.size(), std::size_t{1});
    QVERIFY(events.front().payload == all);
  }
  void server_talks_over_tcp_and_lets_go() {
    test::FakeTarget target{1};
    auto server = Server::start(0, target, {});
    QVERIFY(server.has_value());
    QTcpSocket socket;
    socket.connectToHost("127.0.0.1", (*server)->port());
    QVERIFY(socket.waitForConnected(5000));
    socket.write("$?#3f");
    QVERIFY(hears(socket, "+$T05thread:1;#"));
    socket.write("+$QStartNoAckMode#b0");
    QVERIFY(hears(socket, "$OK#9a"));
    socket.write("+" + QByteArray::fromStdString(framed("Z0,80000010,4") + framed("vCont;c")));
    QVERIFY(hears(socket, "$T05thread:1;#"));
    QCOMPARE(target.fake(0).pc(), std::uint64_t{0x80000010});
    socket.write(QByteArray::fromStdString(framed("D")));
    QVERIFY(hears(socket, "$OK#9a"));
    QVERIFY(socket.state() == QAbstractSocket::UnconnectedState || socket.waitForDisconnected(5000));
    server->reset();
    QVERIFY(!target.halted);
  }
  void second_debugger_is_turned_away() {
    test::FakeTarget target{1};
    auto server = Server::start(0, target, {});
    QTcpSocket first, second;
    first.connectToHost("127.0.0.1", (*server)->port());
    QVERIFY(first.waitForConnected(5000));
    first.write("$?#3f");
    QVERIFY(hears(first, "T05"));
    second.connectToHost("127.0.0.1", (*server)->port());
    QVERIFY(second.waitForConnected(5000));
    QVERIFY(second.state() == QAbstractSocket::UnconnectedState || second.waitForDisconnected(5000));
    first.write("$?#3f");
    QVERIFY(hears(first, "T05"));
  }
  void taken_port_is_an_error_that_names_it() {
    test::FakeTarget target{1};
    auto first = Server::start(0, target, {});
    const auto second = Server::start((*first)->port(), target, {});
    QVERIFY(!second.has_value());
    QVERIFY(second.error().message.find(std::to_string((*first)->port())) != std::string::npos);
  }
  void debugger_that_never_reads_is_hung_up_on() {
    test::FakeTarget target{1};
    auto server = Server::start(0, target, {});
    QTcpSocket socket;
    socket.connectToHost("127.0.0.1", (*server)->port());
    QVERIFY(socket.waitForConnected(5000));
    socket.write("$?#3f");
    QVERIFY(hears(socket, "T05"));
    QVERIFY(target.halted);
    socket.setReadBufferSize(1);
    QByteArray greedy;
    for (int i = 0; i < 300; ++i) greedy += QByteArray::fromStdString(framed("m80000000,1ff0"));
    for (int i = 0; i < 100 && socket.state() == QAbstractSocket::ConnectedState; ++i) {
      socket.write(greedy);
      if (!socket.waitForBytesWritten(2000)) break;
    }
    QTRY_VERIFY_WITH_TIMEOUT(!target.halted, 5000);
  }
};

QTEST_GUILESS_MAIN(GdbPacketTest)
#include "packet_test.moc"
