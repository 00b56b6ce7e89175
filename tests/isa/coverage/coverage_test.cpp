// SPDX-License-Identifier: Apache-2.0
// Holds the decoder against LLVM's opcodes in both directions, and the committed coverage table against what is found.
#include <QtTest>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>

#include "core/guest/riscv64/decoder.h"
#include "core/guest/riscv64/mmu.h"
#include "core/guest/riscv64/model.h"
#include "tests/isa/coverage/coverage_table.h"
#include "tests/isa/coverage/llvm_opcodes.h"

namespace vitrine::tests {
namespace {

namespace riscv = guest::riscv64;

// Every operation field of a 32-bit word, with register fields zero and not.
template <class Visit> void for_each_word(Visit visit) {
  for (std::uint32_t half = 0; half < 0x10000; ++half)
    if ((half & 3) != 3) visit(half);
  for (std::uint32_t top = 0; top < 4096; ++top)
    for (std::uint32_t opcode = 3; opcode < 128; opcode += 4)
      for (std::uint32_t funct3 = 0; funct3 < 8; ++funct3)
        for (const std::uint32_t registers : {0U, 5U << 7, 6U << 15, 5U << 7 | 6U << 15})
          visit(top << 20 | funct3 << 12 | opcode | registers);
}

// LLVM 19 lacks or restricts what the specifications allow here; the reason stands beside each.
bool known_extra(const std::string& name, std::uint32_t word) {
  if (name == "fence" || name == "fence.i") return true;  // unused fields are reserved for later and ignored by implementations
  const bool compressed = (word & 3) != 3;
  return compressed;  // hints (rd = x0 and the like) execute as no-operations; LLVM names them only as hints of the standard encodings
}

// LLVM prints these, but the specification reserves them, and so they trap: c.lui with a zero immediate ("C Extension", listing of c.lui).
bool reserved_although_printed(std::uint32_t word) { return word < 0x10000 && (word & 0xf07f) == 0x6001; }

}  // namespace

class CoverageTest : public QObject {
  Q_OBJECT
 private slots:
  void every_advertised_opcode_is_translated() {
    const CoverageTable table = find_coverage();
    for (const CoverageRow& row : table.rows)
      QVERIFY2(row.state == "translated", qPrintable(QString::fromStdString(row.opcode + ": " + row.state + ", e.g. " + row.sample)));
    QVERIFY(table.rows.size() > 200);
  }

  void nothing_decodes_that_llvm_refuses() {
    const riscv::Decoder decoder{riscv::parse_cpu_model("max")->extensions};
    LlvmDisassembler llvm{std::string{kFeatures}};
    constexpr std::uint32_t kMode = 3 | riscv::kModeFpuOn | riscv::kModeRoundingValid;
    std::map<std::string, std::uint32_t> extra;
    for_each_word([&](std::uint32_t word) {
      const auto& info = decoder.info(decoder.decode(word, kMode).info);
      if (info.name == "illegal" || llvm.opcode(word)) return;
      if (!known_extra(display_name(info.name), word)) extra.try_emplace(display_name(info.name), word);
    });
    for (const auto& [name, word] : extra) qWarning("%s accepts %08x", name.c_str(), word);
    QVERIFY(extra.empty());
  }

  // VITRINE_UPDATE=1 writes the table anew instead.
  void the_committed_table_is_true() {
    const std::string path = std::string{VITRINE_SOURCE_DIR} + "/docs/instruction-coverage-riscv64.md";
    const std::string text = to_markdown(find_coverage());
    if (std::getenv("VITRINE_UPDATE") != nullptr) std::ofstream{path} << text;
    std::ifstream file{path};
    const std::string committed{std::istreambuf_iterator<char>{file}, {}};
    QCOMPARE(QString::fromStdString(committed), QString::fromStdString(text));
  }
};

CoverageTable find_coverage() {
  const riscv::Decoder decoder{riscv::parse_cpu_model("max")->extensions};
  LlvmDisassembler llvm{std::string{kFeatures}};
  constexpr std::uint32_t kMode = 3 | riscv::kModeFpuOn | riscv::kModeRoundingValid;
  std::map<std::string, CoverageRow> found;
  for_each_word([&](std::uint32_t word) {
    const auto opcode = llvm.opcode(word);
    if (!opcode || reserved_although_printed(word) || !is_advertised(*opcode)) return;
    const riscv::InsnInfo& info = decoder.info(decoder.decode(word, kMode).info);
    const bool missing = info.name == "illegal";
    auto [at, is_new] = found.try_emplace(*opcode);
    if (!is_new && !missing) return;
    at->second = {*opcode, missing ? "" : display_name(info.name), group_of(info), missing ? "missing" : "translated", sample_text(word)};
  });
  CoverageTable table;
  for (auto& [opcode, row] : found) table.rows.push_back(std::move(row));
  return table;
}

}  // namespace vitrine::tests

QTEST_GUILESS_MAIN(vitrine::tests::CoverageTest)
#include "coverage_test.moc"
