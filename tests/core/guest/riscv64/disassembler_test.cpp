// SPDX-License-Identifier: Apache-2.0
// Instructions as text: every format, each register file, what compressed ones stand for.
#include "core/guest/riscv64/disassembler.h"

#include <QTest>

#include "core/guest/riscv64/decoder.h"
#include "core/guest/riscv64/mmu.h"

using namespace vitrine::guest::riscv64;

class DisassemblerTest : public QObject {
  Q_OBJECT

 private slots:
  void text_is_an_assemblers_data() {
    QTest::addColumn<uint>("raw");
    QTest::addColumn<QString>("text");
    const auto row = [](uint raw, const char* text) { QTest::newRow(text) << raw << QString::fromUtf8(text); };
    row(0x00c58533, "add a0, a1, a2");
    row(0xff010113, "addi sp, sp, -16");
    row(0x03f5d513, "srli a0, a1, 63");
    row(0x41f5d51b, "sraiw a0, a1, 31");
    row(0xfd043703, "ld a4, -48(s0)");
    row(0x00b52423, "sw a1, 8(a0)");
    row(0xfeb51ee3, "bne a0, a1, 0x80000ffc");
    row(0x123452b7, "lui t0, 0x12345");
    row(0x0000006f, "jal zero, 0x80001000");
    row(0x00008067, "jalr zero, 0(ra)");
    row(0x60059513, "clz a0, a1");
    row(0x06b6352f, "amoadd.d.aqrl a0, a1, (a2)");
    row(0x1005a52f, "lr.w a0, (a1)");
    row(0x02c5f553, "fadd.d fa0, fa1, fa2");
    row(0x02c58553, "fadd.d fa0, fa1, fa2, rne");
    row(0x6ac5f543, "fmadd.d fa0, fa1, fa2, fa3");
    row(0x0085b507, "fld fa0, 8(a1)");
    row(0x00a5b427, "fsd fa0, 8(a1)");
    row(0xd2250553, "fcvt.d.l fa0, a0, rne");
    row(0xe2050553, "fmv.x.d a0, fa0");
    row(0xa2b52553, "feq.d a0, fa0, fa1");
    row(0x18051073, "csrrw zero, satp, a0");
    row(0x10016073, "csrrsi zero, sstatus, 2");
    row(0x12b50073, "sfence.vma a0, a1");
    row(0x0000100f, "fence.i");
    row(0x10200073, "sret");
    row(0x4501, "addi a0, zero, 0");
    row(0x6498, "ld a4, 8(s1)");
    row(0x0000, "illegal");
  }
  void text_is_an_assemblers() {
    QFETCH(uint, raw);
    QFETCH(QString, text);
    const Decoder decoder{~std::uint64_t{0}};
    const auto insn = decoder.decode(raw, kModeFpuOn | kModeRoundingValid | 3);
    QCOMPARE(QString::fromStdString(disassemble(decoder.info(insn.info), insn, 0x80001000)), text);
  }

  void every_row_has_a_text() {
    const Decoder decoder{~std::uint64_t{0}};
    for (const InsnInfo* const row : decoder.table()) {
      const auto insn = decoder.decode(row->match, kModeFpuOn | kModeRoundingValid | 3);
      QVERIFY2(!disassemble(decoder.info(insn.info), insn, 0).empty(), row->name.data());
    }
  }
};

QTEST_GUILESS_MAIN(DisassemblerTest)
#include "disassembler_test.moc"
