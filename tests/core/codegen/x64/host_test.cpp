// SPDX-License-Identifier: Apache-2.0
// Host features against what the kernel says, and the emitter's speed.
#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>
#include <vector>

#include "core/codegen/x64/emitter.h"
#include "core/codegen/x64/host_features.h"

namespace vitrine::codegen::x64::test {
namespace {

constexpr std::size_t kMixed = 12;

// The mix of a compiled guest block: operands known at run time only.
void emit_mix(Emitter& e, Gpr a, Gpr b, std::int32_t disp) {
  e.mov(Width::k64, a, b);
  e.alu(Alu::add, Width::k64, a, b);
  e.alu_imm(Alu::sub, Width::k64, b, disp);
  e.load(Width::k64, a, at(b, disp));
  e.lea(Width::k64, b, at(a, b, 1, disp));
  e.store(Width::k32, at(a, disp), b);
  e.shift(Shift::shl, Width::k64, a, 5);
  e.shrx(Width::k64, a, b, a);
  e.imul(Width::k64, b, a);
  e.alu_load(Alu::cmp, Width::k64, a, at(Gpr::r15, 16));
  e.mov_imm(b, static_cast<std::uint64_t>(disp));
  e.jcc(Cond::ne, e.here());
}

}  // namespace

class HostTest : public QObject {
  Q_OBJECT
 private slots:
  void features_agree_with_the_kernel_data();
  void features_agree_with_the_kernel();
  void emitting_is_fast();
};

void HostTest::features_agree_with_the_kernel_data() {
  QTest::addColumn<QByteArray>("flag");
  QTest::addColumn<bool>("detected");
  const HostFeatures f = HostFeatures::detect();
  const std::array<std::pair<const char*, bool>, 10> rows{{{"bmi1", f.bmi1},
                                                           {"bmi2", f.bmi2},
                                                           {"abm", f.lzcnt},
                                                           {"popcnt", f.popcnt},
                                                           {"avx", f.avx},
                                                           {"fma", f.fma},
                                                           {"avx2", f.avx2},
                                                           {"erms", f.erms},
                                                           {"fsrm", f.fsrm},
                                                           {"avx512vl", f.avx512vl}}};
  for (const auto& [flag, detected] : rows) QTest::newRow(flag) << QByteArray{flag} << detected;
}

void HostTest::features_agree_with_the_kernel() {
  QFETCH(QByteArray, flag);
  QFETCH(bool, detected);
  QFile file{"/proc/cpuinfo"};
  if (!file.open(QIODevice::ReadOnly)) QSKIP("no /proc/cpuinfo");
  for (const QByteArray& line : file.readAll().split('\n')) {
    if (!line.startsWith("flags")) continue;
    QCOMPARE(line.simplified().split(' ').contains(flag), detected);
    return;
  }
  QVERIFY2(!detected, "a feature of x86-64 on another host");
}

// Prints the figure; the bound is far above it, for a loaded machine and sanitizers.
void HostTest::emitting_is_fast() {
  constexpr unsigned kRounds = 2000;
  constexpr unsigned kMixes = 400;
  std::vector<std::byte> buffer(std::size_t{kMixes} * kMixed * 16);
  qint64 best = std::numeric_limits<qint64>::max();
  for (unsigned round = 0; round < kRounds; ++round) {
    Emitter e{buffer.data(), buffer.data(), buffer.size()};
    QElapsedTimer timer;
    timer.start();
    for (unsigned i = 0; i < kMixes; ++i)
      emit_mix(e, static_cast<Gpr>((i * 7 + round) % 16), static_cast<Gpr>(8 + (i * 3 + 1) % 8), static_cast<std::int32_t>(i * 3));
    best = std::min(best, timer.nsecsElapsed());
    QVERIFY(!e.overflowed());
  }
  const double each = static_cast<double>(best) / (kMixes * kMixed);
  qInfo("%.2f ns an instruction", each);
  QVERIFY(each < 100);
}

}  // namespace vitrine::codegen::x64::test

QTEST_GUILESS_MAIN(vitrine::codegen::x64::test::HostTest)
#include "host_test.moc"
