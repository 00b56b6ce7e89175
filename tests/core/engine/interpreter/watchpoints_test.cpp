// SPDX-License-Identifier: Apache-2.0
// Which accesses a debugger's watchpoints stop.
#include "core/engine/interpreter/watchpoints.h"

#include <QTest>

using namespace vitrine;
using cpu::AccessKind;
using cpu::WatchKind;
using engine::interpreter::Watchpoints;

Q_DECLARE_METATYPE(vitrine::cpu::AccessKind)
Q_DECLARE_METATYPE(vitrine::cpu::WatchKind)

class WatchpointsTest : public QObject {
  Q_OBJECT

 private slots:
  void access_is_stopped_data() {
    QTest::addColumn<WatchKind>("kind");
    QTest::addColumn<AccessKind>("access");
    QTest::addColumn<quint64>("address");
    QTest::addColumn<quint64>("stopped_at");     // 0: not at all
    const quint64 watched = 0xffffffff80001004;  // four bytes
    const auto row = [](const char* name, WatchKind kind, AccessKind access, quint64 address, quint64 at) {
      QTest::newRow(name) << kind << access << address << at;
    };
    row("load, read", WatchKind::kRead, AccessKind::kLoad, watched, watched);
    row("load, write", WatchKind::kWrite, AccessKind::kLoad, watched, 0);
    row("load, access", WatchKind::kAccess, AccessKind::kLoad, watched, watched);
    row("store, read", WatchKind::kRead, AccessKind::kStore, watched, 0);
    row("store, write", WatchKind::kWrite, AccessKind::kStore, watched, watched);
    row("amo, read", WatchKind::kRead, AccessKind::kAmo, watched, watched);
    row("amo, write", WatchKind::kWrite, AccessKind::kAmo, watched, watched);
    row("lr, read", WatchKind::kRead, AccessKind::kLoadReserved, watched, watched);
    row("lr, write", WatchKind::kWrite, AccessKind::kLoadReserved, watched, 0);
    row("sc, write", WatchKind::kWrite, AccessKind::kStoreConditional, watched, watched);
    row("overlaps from below", WatchKind::kWrite, AccessKind::kStore, watched - 1, watched);
    row("starts inside", WatchKind::kWrite, AccessKind::kStore, watched + 3, watched + 3);
    row("ends before", WatchKind::kWrite, AccessKind::kStore, watched - 8, 0);
    row("starts behind", WatchKind::kWrite, AccessKind::kStore, watched + 4, 0);
  }
  void access_is_stopped() {
    QFETCH(WatchKind, kind);
    QFETCH(AccessKind, access);
    QFETCH(quint64, address);
    QFETCH(quint64, stopped_at);
    cpu::VcpuState state;
    Watchpoints watches{state};
    QVERIFY(watches.set(0xffffffff80001004, 4, kind, true));
    QCOMPARE(watches.allows(access, address, 8), stopped_at == 0);
    QCOMPARE(watches.hit().has_value(), stopped_at != 0);
    if (stopped_at != 0) QCOMPARE(quint64{watches.hit()->first}, stopped_at);
  }
  void observer_is_there_as_long_as_a_watchpoint_is() {
    cpu::VcpuState state;
    Watchpoints watches{state};
    QVERIFY(state.observer == nullptr);
    QVERIFY(watches.set(0x1000, 4, WatchKind::kRead, true));
    QVERIFY(watches.set(0x1000, 4, WatchKind::kRead, true));
    QVERIFY(state.observer == &watches);
    QVERIFY(watches.set(0x1000, 4, WatchKind::kRead, false));
    QVERIFY(state.observer == nullptr);
  }
  void number_is_bounded() {
    cpu::VcpuState state;
    Watchpoints watches{state};
    for (std::size_t i = 0; i < Watchpoints::kMost; ++i) QVERIFY(watches.set(0x1000 + 8 * i, 8, WatchKind::kWrite, true));
    QVERIFY(!watches.set(0x10000, 8, WatchKind::kWrite, true));
  }
};

QTEST_GUILESS_MAIN(WatchpointsTest)
#include "watchpoints_test.moc"
