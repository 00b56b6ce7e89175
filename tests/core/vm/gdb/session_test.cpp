// SPDX-License-Identifier: Apache-2.0
// What a debugger is answered, packet by packet.
#include "core/vm/gdb/session.h"

#include <QTest>
#include <QXmlStreamReader>

#include "core/vm/gdb/hex.h"
#include "tests/core/vm/gdb/fake_target.h"

using namespace vitrine;
using namespace vitrine::vm::gdb;
using cpu::ExitReason;
using cpu::HartAction;

namespace {

QString joined(const Replies& replies) {
  QStringList list;
  for (const auto& reply : replies) list << QString::fromStdString(reply);
  return list.join('|');
}

// A session with a machine of two harts; monitor lines are answered with themselves.
struct Conversation {
  test::FakeTarget target{2};
  bool killed = false;
  SessionHooks hooks{[](const std::string& line) -> base::Result<std::string> { return "heard " + line; }, [this] { killed = true; }};
  Session session{target, hooks};
  QString ask(std::string_view packet) { return joined(session.handle(packet)); }
};

}  // namespace

class GdbSessionTest : public QObject {
  Q_OBJECT

 private slots:
  void packet_is_answered_data() {
    QTest::addColumn<QString>("packet");
    QTest::addColumn<QString>("answer");
    const auto row = [](const char* packet, const char* answer) { QTest::newRow(packet) << QString{packet} << QString{answer}; };
    row("?", "T05thread:1;");
    row("", "");
    row("unknown", "");
    row("vMustReplyEmpty", "");
    row("vCont?", "vCont;c;C;s;S");
    row("qC", "QC1");
    row("qAttached", "1");
    row("qfThreadInfo", "m1,2");
    row("qsThreadInfo", "l");
    row("qThreadExtraInfo,2", "686172742031");
    row("qThreadExtraInfo,3", "E01");
    row("QStartNoAckMode", "OK");
    row("qXfer:features:read:nothing.xml:0,10", "E00");
    row("qXfer:auxv:read::0,10", "");
    row("qXfer:features:read:target.xml:ffffff,10", "E01");
    row("qXfer:features:read:target.xml:0,5", "m<?xml");
    row("qRcmd,6869", "O68656172642068690a|OK");
    row("qRcmd,6", "E01");
    row("p20", "0000008000000000");
    row("p21", "E01");
    row("pzz", "E01");
    row("p44", "00000000");
    row("P5=0102030405060708", "OK");
    row("P5=01", "E01");
    row("P0=0102030405060708", "E01");
    row("P5", "E01");
    row("m80000000,4", "00000000");
    row("m0,4", "E14");
    row("m80002ffe,8", "0000");  // as far as there is memory
    row("mffffffffffffffff,ffffffffffffffff", "E14");
    row("m80000000", "E01");
    row("M80000000,2:1234", "OK");
    row("M80000000,2:12", "E01");
    row("M80000000,2:12zz", "E01");
    row("M0,1:12", "E14");
    row("X80000000,0:", "OK");
    row("X80000000,2:ab", "OK");
    row("X80000000,3:ab", "E01");
    row("Z0,80000010,4", "OK");
    row("Z1,80000010,2", "OK");
    row("Z2,80000010,8", "OK");
    row("Z2,80000010,0", "E01");
    row("Z4,ffffffffffffffff,2", "E01");
    row("Z5,80000010,4", "");
    row("Z0,80000010", "E01");
    row("z0,80000010,4", "OK");
    row("Hg2", "OK");
    row("Hg3", "E01");
    row("Hg0", "OK");
    row("Hc-1", "OK");
    row("H", "E01");
    row("T2", "OK");
    row("T3", "E01");
    row("T0", "E01");
    row("vCont", "E01");
    row("vCont;x", "E01");
    row("vCont;c:9", "E01");
    row("c80000000", "E01");
    row("G00", "E01");
  }
  void packet_is_answered() {
    QFETCH(QString, packet);
    QFETCH(QString, answer);
    Conversation talk;
    QCOMPARE(talk.ask(packet.toStdString()), answer);
  }
  void attaching_halts_and_leaving_resumes_without_breakpoints() {
    test::FakeTarget target{2};
    const SessionHooks hooks;
    {
      Session session{target, hooks};
      QVERIFY(target.halted);
      (void)session.handle("Z0,80000100,4");
      QCOMPARE(target.fake(1).breakpoints.size(), std::size_t{1});
    }
    QVERIFY(!target.halted);
    QVERIFY(target.fake(0).breakpoints.empty());
    QVERIFY(target.fake(1).breakpoints.empty());
  }
  void general_registers_end_at_the_first_gap() {
    Conversation talk;
    QCOMPARE(talk.ask("g").size(), 33 * 16);
    QCOMPARE(talk.ask("G" + std::string(33 * 16, '1')), QString{"OK"});
    QCOMPARE(talk.ask("p1"), QString{"1111111111111111"});
    QCOMPARE(talk.ask("p0"), QString{"0000000000000000"});
  }
  void memory_is_read_back() {
    Conversation talk;
    QCOMPARE(talk.ask("M80000ffe,4:01020304"), QString{"OK"});
    QCOMPARE(talk.ask("Hg2"), QString{"OK"});
    QCOMPARE(talk.ask("m80000ffe,4"), QString{"00000000"});  // the fake's harts share nothing
    QCOMPARE(talk.ask("Hg1"), QString{"OK"});
    QCOMPARE(talk.ask("m80000ffe,4"), QString{"01020304"});
  }
  void actions_reach_the_named_hart_data() {
    QTest::addColumn<QString>("packet");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("second");
    const int stay = static_cast<int>(HartAction::kStay), run = static_cast<int>(HartAction::kRun),
              step = static_cast<int>(HartAction::kStep);
    QTest::newRow("all") << "vCont;c" << run << run;
    QTest::newRow("step one, others run") << "vCont;s:1;c" << step << run;
    QTest::newRow("step one, others stay") << "vCont;s:2" << stay << step;
    QTest::newRow("signals are dropped") << "vCont;S05:2;C05:1" << run << step;
    QTest::newRow("minus one") << "vCont;c:-1" << run << run;
    QTest::newRow("old continue") << "c" << run << run;
    QTest::newRow("old step") << "s" << step << stay;
  }
  void actions_reach_the_named_hart() {
    QFETCH(QString, packet);
    QFETCH(int, first);
    QFETCH(int, second);
    Conversation talk;
    QCOMPARE(talk.ask(packet.toStdString()), QString{});
    QCOMPARE(static_cast<int>(talk.target.last_actions.at(0)), first);
    QCOMPARE(static_cast<int>(talk.target.last_actions.at(1)), second);
    QVERIFY(!talk.target.halted);
  }
  void stop_halts_the_others_and_names_the_hart() {
    Conversation talk;
    (void)talk.ask("vCont;c");
    QCOMPARE(joined(talk.session.stopped({1, ExitReason::kBreakpoint, 0})), QString{"T05thread:2;"});
    QVERIFY(talk.target.halted);
    QCOMPARE(talk.ask("qC"), QString{"QC2"});
    QCOMPARE(talk.ask("?"), QString{"T05thread:2;"});
  }
  void watchpoint_tells_its_address() {
    Conversation talk;
    (void)talk.ask("vCont;c");
    talk.target.fake(0).hit = {{0x80000040, cpu::WatchKind::kRead}};
    QCOMPARE(joined(talk.session.stopped({0, ExitReason::kWatchpoint, 0})), QString{"T05thread:1;rwatch:80000040;"});
  }
  void further_harts_stop_is_left_to_report_itself_again() {
    Conversation talk;
    (void)talk.ask("vCont;c");
    (void)talk.session.stopped({0, ExitReason::kWatchpoint, 0});
    QVERIFY(talk.session.stopped({1, ExitReason::kWatchpoint, 0}).empty());
    QCOMPARE(talk.ask("vCont;c"), QString{});
    QVERIFY(!talk.target.halted);
  }
  void missing_watchpoints_are_told_by_an_empty_reply() {
    Conversation talk;
    talk.target.fake(0).watchpoints_supported = false;
    QCOMPARE(talk.ask("Z2,80000010,8"), QString{});
  }
  void ctrl_c_stops_a_running_machine_only() {
    Conversation talk;
    QVERIFY(talk.session.interrupt().empty());
    (void)talk.ask("vCont;c");
    QCOMPARE(joined(talk.session.interrupt()), QString{"T02thread:1;"});
    QVERIFY(talk.target.halted);
  }
  void running_machine_answers_nothing_but_an_error() {
    Conversation talk;
    (void)talk.ask("vCont;c");
    for (const char* packet : {"g", "m80000000,4", "Z0,80000010,4", "vCont;c", "P5=0102030405060708"})
      QCOMPARE(talk.ask(packet), QString{"E01"});
  }
  void ended_machine_reports_its_exit_code() {
    Conversation talk;
    (void)talk.ask("vCont;c");
    QCOMPARE(joined(talk.session.stopped({0, ExitReason::kStopped, 7})), QString{"W07"});
    QCOMPARE(talk.ask("g"), QString{"E01"});
    QCOMPARE(talk.ask("vCont;c"), QString{"W07"});
  }
  void kill_asks_for_the_machines_end() {
    Conversation talk;
    QCOMPARE(talk.ask("k"), QString{});
    QVERIFY(talk.killed);
    QVERIFY(talk.session.is_over());
  }
  void target_description_is_well_formed() {
    Conversation talk;
    QByteArray xml;
    for (int more = 1; more != 0;) {
      const QString part = talk.ask("qXfer:features:read:target.xml:" + QByteArray::number(xml.size(), 16).toStdString() + ",100");
      more = part.startsWith('m');
      QVERIFY(more || part.startsWith('l'));
      xml += part.mid(1).toUtf8();
    }
    QXmlStreamReader reader{xml};
    int registers = 0, features = 0;
    while (!reader.atEnd()) {
      reader.readNext();
      if (!reader.isStartElement()) continue;
      registers += reader.name() == QLatin1String{"reg"};
      features += reader.name() == QLatin1String{"feature"};
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    QCOMPARE(registers, 34);
    QCOMPARE(features, 2);
    QVERIFY(xml.contains("<architecture>riscv:rv64</architecture>"));
  }
  void breakpoints_are_bounded() {
    Conversation talk;
    QString last;
    for (int i = 0; i < 1001; ++i) last = talk.ask("Z0," + QByteArray::number(0x80000000LL + 4 * i, 16).toStdString() + ",4");
    QCOMPARE(last, QString{"E01"});
  }
};

QTEST_GUILESS_MAIN(GdbSessionTest)
#include "session_test.moc"
