// SPDX-License-Identifier: Apache-2.0
// The IR of every row, node by node, is the recorded one: no compiler orders operands its own way, and no instruction changes unseen.
// After a change that is meant, copy the file that a failure names over recorded.txt and read the difference.
#include <QFile>
#include <QTest>
#include <string>

#include "core/guest/riscv64/decoder.h"
#include "core/guest/riscv64/mmu.h"
#include "core/ir/builder.h"

using namespace vitrine;
using namespace vitrine::guest::riscv64;

namespace {

// rd 5, rs1 6, rs2 7, rs3 9; static rounding to nearest.
constexpr std::uint32_t kOperands = 5u << 7 | 6u << 15 | 7u << 20 | 9u << 27;

// "add.i64(0,1)": the operation and the nodes of this instruction that it takes.  Slots and constants are other tests' business.
std::string node_text(const ir::Node& node) {
  const ir::OpInfo& info = ir::op_info(node.op);
  std::string text{info.name};
  if (node.type != ir::Type::kVoid) text += "." + std::string{ir::type_name(node.type)};
  const ir::NodeId operands[] = {node.a, node.b, node.c};
  for (unsigned i = 0; i < info.operands; ++i) text += (i == 0 ? "(" : ",") + std::to_string(operands[i]);
  return info.operands == 0 ? text : text + ")";
}

std::string record(const Decoder& decoder, const InsnInfo& info) {
  const auto insn = decoder.decode((kOperands & ~info.mask) | info.match, kModeFpuOn | kModeRoundingValid | 3);
  if (&decoder.info(insn.info) != &info) return {};
  ir::UnitIr unit;
  ir::Builder builder{unit};
  builder.begin_insn(insn.raw, 0, insn.length, info.name);
  Recording domain{builder};
  info.record(domain, insn);
  std::string line{info.name};
  line += ":";
  for (const ir::Node& node : unit.nodes) line += " " + node_text(node);
  return line + "\n";
}

}  // namespace

class RecordingTest : public QObject {
  Q_OBJECT
 private slots:
  void every_row_records_what_it_did() {
    const Decoder decoder{~std::uint64_t{0}};
    std::string now;
    for (const InsnInfo* const info : decoder.table()) {
      const std::string line = record(decoder, *info);
      QVERIFY2(!line.empty(), info->name.data());
      now += line;
    }
    QFile written{QStringLiteral(VITRINE_BINARY_DIR "/recorded.txt")};
    QVERIFY(written.open(QIODevice::WriteOnly));
    written.write(now.data(), static_cast<qint64>(now.size()));
    QFile golden{QStringLiteral(VITRINE_SOURCE_DIR "/tests/core/guest/riscv64/recorded.txt")};
    QVERIFY(golden.open(QIODevice::ReadOnly));
    const auto is_list = QByteArray::fromStdString(now).split('\n');
    const auto was_list = golden.readAll().split('\n');
    for (qsizetype i = 0; i < std::min(is_list.size(), was_list.size()); ++i)
      QVERIFY2(is_list[i] == was_list[i], is_list[i] + "\nwas " + was_list[i] + "\nsee " + written.fileName().toUtf8());
    QCOMPARE(is_list.size(), was_list.size());
  }
};

QTEST_GUILESS_MAIN(RecordingTest)
#include "recording_test.moc"
