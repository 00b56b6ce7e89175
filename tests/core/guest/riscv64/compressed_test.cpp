// SPDX-License-Identifier: Apache-2.0
// The expansion of all 65,536 halfwords against LLVM's disassembler.
#include "core/guest/riscv64/compressed.h"

#include <QTest>

#include "tests/core/guest/riscv64/llvm_disassembler.h"

using namespace vitrine::guest::riscv64;
using vitrine::guest::riscv64::test::LlvmDisassembler;

namespace {

// Changes nothing: x0 is the destination, or nothing is added to or shifted in it.
bool is_no_operation(std::uint32_t insn) {
  const std::uint32_t opcode = insn & 0x7f, rd = insn >> 7 & 31, rs1 = insn >> 15 & 31;
  const bool computes = opcode == 0x13 || opcode == 0x33 || opcode == 0x37;
  return computes && (rd == 0 || (opcode == 0x13 && rd == rs1 && (insn >> 20 & 0x3f) == 0 && (insn >> 12 & 7) != 7));
}

// LLVM's name of what an encoding stands for; empty for none.  It names hints as they are, all zeros, which is illegal by definition, and
// c.lui of 0, which is reserved.
std::string meaning(const LlvmDisassembler& llvm, std::uint16_t raw, std::uint32_t expanded) {
  const std::string text = llvm.text(raw, 2);
  if (text == "\tunimp" || (text.find("lui") != std::string::npos && text.ends_with(", 0"))) return {};
  return text.starts_with("\tc.") && is_no_operation(expanded) ? llvm.text(expanded, 4) : text;
}

// The expansion's name; c.mv is an addition to x0 where LLVM takes one of zero.
std::string meaning(const LlvmDisassembler& llvm, std::uint32_t expanded) {
  if (expanded == 0) return {};
  const bool moves = (expanded & 0xfe0ff07f) == 0x33 && (expanded >> 7 & 31) != 0;
  const std::uint32_t source = expanded >> 20 & 31;
  return llvm.text(moves ? source << 15 | (expanded & 0xf80) | 0x13 : expanded, 4);
}

}  // namespace

class CompressedTest : public QObject {
  Q_OBJECT

 private slots:
  void expansions_mean_the_same_data() {
    QTest::addColumn<uint>("group");  // quadrant and upper three bits
    for (uint group = 0; group < 32; ++group) QTest::addRow("quadrant %u, funct3 %u", group & 3, group >> 2) << group;
  }
  void expansions_mean_the_same() {
    QFETCH(uint, group);
    const LlvmDisassembler llvm;
    QStringList differences;
    for (uint middle = 0; middle < 0x800; ++middle) {
      const auto raw = static_cast<std::uint16_t>((group >> 2) << 13 | middle << 2 | (group & 3));
      const std::uint32_t expanded = expand_compressed(raw);
      if ((group & 3) == 3) {
        if (expanded != 0) differences << QString::asprintf("%04x is not compressed", raw);
        continue;
      }
      const std::string expected = meaning(llvm, raw, expanded);
      const std::string ours = meaning(llvm, expanded);
      if (expected != ours)
        differences << QString::asprintf("%04x: LLVM '%s', ours %08x '%s'", raw, expected.c_str(), expanded, ours.c_str());
    }
    if (!differences.isEmpty())
      QFAIL(qPrintable(QString::number(differences.size()) + " differences, first " + differences.mid(0, 12).join("\n")));
  }
};

QTEST_GUILESS_MAIN(CompressedTest)
#include "compressed_test.moc"
