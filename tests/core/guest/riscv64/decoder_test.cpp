// SPDX-License-Identifier: Apache-2.0
// What decodes and what is illegal, against LLVM's disassembler; fields, modes, models, and the register that is always zero.
#include "core/guest/riscv64/decoder.h"

#include <QTest>
#include <random>

#include "core/guest/riscv64/mmu.h"
#include "tests/core/guest/riscv64/llvm_disassembler.h"

using namespace vitrine::guest::riscv64;
using vitrine::guest::riscv64::test::LlvmDisassembler;

namespace {

constexpr std::uint64_t kEverything = ~std::uint64_t{0};
constexpr std::uint32_t kAllOn = kModeFpuOn | kModeRoundingValid | 3;

bool is_legal(const Decoder& decoder, std::uint32_t raw, std::uint32_t mode = kAllOn) { return decoder.decode(raw, mode).info != 0; }

// Bits of these are reserved and to be ignored (fence, fence.i), and sfence.vma and wfi are LLVM's too: an assembler's disassembler only
// knows the forms it writes.
bool is_lenient(std::uint32_t raw) { return (raw & 0x7f) == 0x0f && (raw >> 12 & 7) <= 1; }

// Random operands in a row's free bits; half of the words get one more bit flipped, so that the borders of each encoding are tried.
std::uint32_t near(const InsnInfo& row, std::mt19937& random) {
  const std::uint32_t word = (static_cast<std::uint32_t>(random()) & ~row.mask) | row.match;
  return (random() & 1) != 0 ? word ^ 1u << (random() % 30 + 2) : word;
}

}  // namespace

class DecoderTest : public QObject {
  Q_OBJECT

 private slots:
  void legality_is_llvms_data() {
    QTest::addColumn<uint>("row");
    const Decoder decoder{kEverything};
    QTest::newRow("any word") << 0u;
    for (uint row = 1; row < decoder.table().size(); ++row) QTest::newRow(decoder.table()[row]->name.data()) << row;
  }
  void legality_is_llvms() {
    QFETCH(uint, row);
    const LlvmDisassembler llvm;
    const Decoder decoder{kEverything};
    std::mt19937 random{row};
    const int cases = row == 0 ? 100'000 : 2'000;
    for (int i = 0; i < cases; ++i) {
      const std::uint32_t raw = row == 0 ? static_cast<std::uint32_t>(random()) | 3 : near(*decoder.table()[row], random);
      const std::string expected = llvm.text(raw, 4);
      if (is_legal(decoder, raw) == !expected.empty() || is_lenient(raw)) continue;
      QFAIL(qPrintable(QString::asprintf("%08x: LLVM '%s', ours %s", raw, expected.c_str(),
                                         decoder.info(decoder.decode(raw, kAllOn).info).name.data())));
    }
  }

  // Everything that a program must not be refused, though assemblers never write it.
  void reserved_fields_of_fences_are_ignored_data() {
    QTest::addColumn<uint>("raw");
    QTest::newRow("fence with registers") << 0x0ff50f8fu;
    QTest::newRow("fence with another fm") << 0x7ff0000fu;
    QTest::newRow("fence.tso") << 0x8330000fu;
    QTest::newRow("pause") << 0x0100000fu;
    QTest::newRow("fence.i with an immediate") << 0xfff5108fu;
  }
  void reserved_fields_of_fences_are_ignored() {
    QFETCH(uint, raw);
    QVERIFY(is_legal(Decoder{kEverything}, raw));
  }

  void modes_make_floating_point_illegal_data() {
    QTest::addColumn<uint>("raw");
    QTest::addColumn<bool>("needs_frm");
    QTest::newRow("fadd.s dyn") << 0x0020f053u << true;
    QTest::newRow("fadd.s rne") << 0x00208053u << false;
    QTest::newRow("fmadd.d dyn") << 0x0220f043u << true;
    QTest::newRow("fsgnj.d") << 0x22208053u << false;
    QTest::newRow("fld") << 0x0000b087u << false;
    QTest::newRow("c.fld") << 0x2000u << false;
    QTest::newRow("c.fsdsp") << 0xa002u << false;
    QTest::newRow("fcvt.w.s dyn") << 0xc000f053u << true;
  }
  void modes_make_floating_point_illegal() {
    QFETCH(uint, raw);
    QFETCH(bool, needs_frm);
    const Decoder decoder{kEverything};
    QVERIFY(is_legal(decoder, raw));
    QVERIFY(!is_legal(decoder, raw, 3 | kModeRoundingValid));
    QCOMPARE(is_legal(decoder, raw, 3 | kModeFpuOn), !needs_frm);
  }

  void models_lack_what_they_lack_data() {
    QTest::addColumn<uint>("raw");
    QTest::addColumn<quint64>("extension");
    QTest::newRow("mul") << 0x02208033u << quint64{kExtM};
    QTest::newRow("lr.w") << 0x1000a02fu << quint64{kExtA};
    QTest::newRow("flw") << 0x0000a087u << quint64{kExtF};
    QTest::newRow("fsd") << 0x0010b027u << quint64{kExtD};
    QTest::newRow("c.addi") << 0x0505u << quint64{kExtC};
    QTest::newRow("c.fld") << 0x2000u << quint64{kExtD};
    QTest::newRow("sh1add") << 0x2020a033u << quint64{kExtZba};
    QTest::newRow("andn") << 0x4020f033u << quint64{kExtZbb};
    QTest::newRow("bset") << 0x28209033u << quint64{kExtZbs};
  }
  void models_lack_what_they_lack() {
    QFETCH(uint, raw);
    QFETCH(quint64, extension);
    QVERIFY(is_legal(Decoder{kEverything}, raw));
    QVERIFY(!is_legal(Decoder{kEverything & ~extension}, raw));
  }

  void x0_as_an_integer_destination_is_discarded_data() {
    QTest::addColumn<uint>("row");
    const Decoder decoder{kEverything};
    for (uint row = 1; row < decoder.table().size(); ++row) QTest::newRow(decoder.table()[row]->name.data()) << row;
  }
  void x0_as_an_integer_destination_is_discarded() {
    QFETCH(uint, row);
    const Decoder decoder{kEverything};
    const InsnInfo& info = *decoder.table()[row];
    const std::uint32_t all_zero = info.match;
    for (const std::uint32_t number : {0u, 1u, 31u}) {
      if (((info.mask >> 7) & 31) != 0) return;  // no rd
      const auto insn = decoder.decode(all_zero | number << 7, kAllOn);
      QCOMPARE(insn.info, static_cast<std::uint16_t>(row));
      const bool discards = info.destination == Destination::kX && number == 0;
      QCOMPARE(unsigned{insn.rd}, discards ? kDiscard : number);
    }
  }

  void immediates_are_read_whole_data() {
    QTest::addColumn<uint>("raw");
    QTest::addColumn<qint64>("imm");
    QTest::newRow("addi -1") << 0xfff00013u << qint64{-1};
    QTest::newRow("addi 2047") << 0x7ff00013u << qint64{2047};
    QTest::newRow("sd -2048") << 0x80003023u << qint64{-2048};
    QTest::newRow("sd 2047") << 0x7e003fa3u << qint64{2047};
    QTest::newRow("beq -4096") << 0x80000063u << qint64{-4096};
    QTest::newRow("beq 4094") << 0x7e000fe3u << qint64{4094};
    QTest::newRow("jal -1048576") << 0x8000006fu << qint64{-1048576};
    QTest::newRow("jal 1048574") << 0x7ffff06fu << qint64{1048574};
    QTest::newRow("lui 0x80000") << 0x80000037u << qint64{-2147483648};
    QTest::newRow("lui 0x7ffff") << 0x7ffff037u << qint64{0x7ffff000};
    QTest::newRow("slli 63") << 0x03f01013u << qint64{63};
    QTest::newRow("slliw 31") << 0x01f0101bu << qint64{31};
    QTest::newRow("csrrw 0xfff") << 0xfff01073u << qint64{0xfff};
  }
  void immediates_are_read_whole() {
    QFETCH(uint, raw);
    const auto insn = Decoder{kEverything}.decode(raw, kAllOn);
    QTEST(qint64{insn.imm}, "imm");
    QCOMPARE(insn.length, std::uint8_t{4});
    QCOMPARE(insn.raw, raw);
  }
};

QTEST_GUILESS_MAIN(DecoderTest)
#include "decoder_test.moc"
