// SPDX-License-Identifier: Apache-2.0
// The host code of the guest snippets in snippets.txt is the recorded one: no translation grows or changes unseen.
// After a change that is meant: `cmake --build --preset release --target record-host-code`, and read the difference.
#include <fmt/format.h>

#include <QFile>
#include <QTest>
#include <cstring>
#include <map>
#include <optional>
#include <sstream>

#include "core/codegen/x64/emitter.h"
#include "core/codegen/x64/unit_lowering.h"
#include "core/engine/interpreter/riscv_homes.h"
#include "core/engine/interpreter/riscv_recorder.h"
#include "core/guest/riscv64/mmu.h"
#include "tests/core/codegen/x64/host_listing.h"

using namespace vitrine;
using namespace vitrine::codegen::x64;
namespace riscv = vitrine::guest::riscv64;

namespace {

struct Snippet {
  std::string name, code;
  bool with_float = false, exact = false, compressed = false;
  std::uint32_t page_offset = 0x100;
  std::uint8_t rounding = 0;
};

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' '), last = text.find_last_not_of(' ');
  return first == std::string::npos ? std::string{} : text.substr(first, last - first + 1);
}

std::vector<std::string> pieces(const std::string& text, char separator) {
  std::vector<std::string> all;
  std::istringstream stream{text};
  for (std::string piece; std::getline(stream, piece, separator);)
    if (!trimmed(piece).empty()) all.push_back(trimmed(piece));
  return all;
}

bool set_option(Snippet& snippet, const std::string& option) {
  if (option == "float") return snippet.with_float = true;
  if (option == "exact") return snippet.exact = true;
  if (option == "compressed") return snippet.compressed = true;
  if (option.starts_with("page="))
    return (snippet.page_offset = static_cast<std::uint32_t>(std::stoul(option.substr(5), nullptr, 16))) != 0;
  if (option.starts_with("rounding=")) return (snippet.rounding = static_cast<std::uint8_t>(std::stoul(option.substr(9)))) <= 4;
  return false;
}

// "name: options: instructions"
std::optional<Snippet> parse(const std::string& line) {
  Snippet snippet;
  const std::size_t first = line.find(':'), second = line.find(':', first + 1);
  if (second == std::string::npos) return std::nullopt;
  snippet.name = line.substr(0, first);
  for (const std::string& option : pieces(line.substr(first + 1, second - first - 1), ' '))
    if (!set_option(snippet, option)) return std::nullopt;
  snippet.code = trimmed(line.substr(second + 1));
  return snippet;
}

std::string read(const char* path) {
  QFile file{QString::fromUtf8(path)};
  return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string{};
}

// Addresses that are never executed, so that the code is the same everywhere.
const auto kCodeAt = reinterpret_cast<std::byte*>(std::uintptr_t{0x40000000});
constexpr std::size_t kStubBytes = 1 << 16, kUnitBytes = 1 << 16;
template <class Function> Function callback(std::uintptr_t number) { return reinterpret_cast<Function>(0x7f0000000000 + 0x1000 * number); }

struct Recorded {
  std::size_t guest_insns = 0, straight_insns = 0, insns = 0;
  std::uint32_t straight_bytes = 0, bytes = 0;
  std::string text;
};

// Translates as the engine does, into a buffer of its own.
class Translator {
 public:
  Translator() : buffer_(kStubBytes + kUnitBytes), map_{engine::interpreter::riscv_homes()}, homes_{map_} {
    Emitter out{buffer_.data(), kCodeAt, kStubBytes};
    const Callbacks callbacks{.load = callback<decltype(Callbacks::load)>(1),
                              .store = callback<decltype(Callbacks::store)>(2),
                              .group = callback<decltype(Callbacks::group)>(7),
                              .atomic = callback<decltype(Callbacks::atomic)>(3),
                              .compute = callback<decltype(Callbacks::compute)>(4),
                              .system = callback<decltype(Callbacks::system)>(5),
                              .find = callback<decltype(Callbacks::find)>(6)};
    stubs_ = emit_stubs(out, map_, callbacks);
    stub_bytes_ = out.position();
    names_.emplace(stubs_, map_.state_bias);
    for (unsigned number = 0; number < 33; ++number) names_->name_slot(riscv::kSlotX + 8 * number, fmt::format("x{}", number));
    for (unsigned number = 0; number < 32; ++number) names_->name_slot(riscv::kSlotF + 8 * number, fmt::format("f{}", number));
    names_->name_slot(riscv::kSlotFsDirty, "fs_dirty");
  }

  // Nothing where the snippet's text is no code.
  std::optional<Recorded> record(const Snippet& snippet) {
    Recorded recorded;
    const auto insns = decode(snippet);
    if (insns.empty()) return std::nullopt;
    ir::UnitIr ir;
    engine::interpreter::record_unit(decoder_, insns, ir);
    codegen::SiteTable table;
    table.exits.resize(codegen::kCommonExits);
    std::vector<std::uint32_t> marks;
    const UnitRequest request{.ir = &ir,
                              .translation = 0,
                              .page_offset = snippet.page_offset,
                              .exact = snippet.exact,
                              .with_float = snippet.with_float,
                              .rounding = snippet.rounding,
                              .host_fuses = true,
                              .marks = &marks};
    Emitter out{buffer_.data() + kStubBytes, kCodeAt + kStubBytes, kUnitBytes};
    UnitLowering lowering{{.homes = &homes_, .stubs = &stubs_, .table = &table}, request, out};
    codegen::Emitted emitted;
    recorded.guest_insns = insns.size();
    if (!lowering.run(emitted)) {
      recorded.text = "    not translated\n";
      return recorded;
    }
    test::HostNames::Notes notes;
    const auto lines = pieces(snippet.code, ';');
    for (std::size_t i = 0; i < marks.size(); ++i) notes.emplace_back(marks[i], lines[i]);
    notes.emplace_back(emitted.straight_bytes, "seldom");
    describe(emitted, notes, recorded);
    return recorded;
  }

  Recorded record_stubs() {
    Recorded recorded;
    const std::size_t first = kVectorConstants * kVectorConstantBytes;
    const std::string code = bytes_at(first, stub_bytes_ - first);
    recorded.bytes = static_cast<std::uint32_t>(code.size());
    recorded.insns = test::disassemble_each(code).size();
    return recorded;
  }

 private:
  std::vector<cpu::DecodedInsn> decode(const Snippet& snippet) const {
    std::vector<cpu::DecodedInsn> insns;
    std::uint16_t offset = 0;
    const std::uint32_t mode = riscv::kModeRoundingValid | (snippet.with_float ? std::uint32_t{riscv::kModeFpuOn} : 0) | 1 |
                               std::uint32_t{snippet.rounding} << riscv::kModeRoundingShift;
    for (const std::string& code : test::assemble_riscv(pieces(snippet.code, ';'), snippet.compressed)) {
      if (code.empty() || code.size() > 4) return {};
      std::uint32_t raw = 0;
      std::memcpy(&raw, code.data(), code.size());
      insns.push_back(decoder_.decode(raw, mode));
      insns.back().pc_offset = offset;
      offset = static_cast<std::uint16_t>(offset + code.size());
    }
    return insns;
  }

  [[nodiscard]] std::string bytes_at(std::size_t from, std::size_t count) const {
    return {reinterpret_cast<const char*>(buffer_.data()) + from, count};
  }

  void describe(const codegen::Emitted& emitted, const test::HostNames::Notes& notes, Recorded& recorded) const {
    const std::string code = bytes_at(kStubBytes, emitted.bytes);
    recorded.bytes = emitted.bytes;
    recorded.straight_bytes = emitted.straight_bytes;
    for (const auto& insn : test::disassemble_each(code)) {
      ++recorded.insns;
      if (insn.at < emitted.straight_bytes) ++recorded.straight_insns;
    }
    recorded.text = names_->listing(kCodeAt + kStubBytes, code, notes);
  }

  std::vector<std::byte> buffer_;
  codegen::HomeMap map_;
  HomeTable homes_;
  Stubs stubs_;
  std::size_t stub_bytes_ = 0;
  std::optional<test::HostNames> names_;
  riscv::Decoder decoder_{~std::uint64_t{0}};
};

constexpr const char* kHeading =
    "# Host code of the snippets beside this file; recorded_test.cpp says how it is made and renewed.\n"
    "# guest: instructions of the snippet; then host instructions and bytes on the straight path and with the paths that are seldom taken.\n";

std::string summary_line(const std::string& name, const Recorded& recorded) {
  return fmt::format("{:<28} guest {:>2}   straight {:>3} in {:>3} bytes   all {:>3} in {:>4} bytes\n", name, recorded.guest_insns,
                     recorded.straight_insns, recorded.straight_bytes, recorded.insns, recorded.bytes);
}

// The lines of both that differ, for people; the first ones.
QByteArray difference(const std::string& was, const std::string& is) {
  std::map<std::string, std::string> before;
  for (const std::string& line : pieces(was, '\n')) before[line.substr(0, line.find(' '))] = line;
  std::string text;
  int shown = 0;
  for (const std::string& line : pieces(is, '\n')) {
    const std::string& old = before[line.substr(0, line.find(' '))];
    if (old != line && ++shown <= 12) text += (old.empty() ? "" : "\nwas  " + old) + "\nis   " + line;
  }
  return QByteArray::fromStdString(text);
}

}  // namespace

class RecordedTest : public QObject {
  Q_OBJECT
 private slots:
  void every_snippet_translates_as_it_did() {
    Translator translator;
    std::string summary = summary_line("stubs", translator.record_stubs()), details;
    for (const std::string& line : pieces(read(VITRINE_SOURCE_DIR "/tests/core/codegen/x64/snippets.txt"), '\n')) {
      if (line.starts_with('#')) continue;
      const auto snippet = parse(line);
      QVERIFY2(snippet, line.c_str());
      const auto recorded = translator.record(*snippet);
      QVERIFY2(recorded, line.c_str());
      summary += summary_line(snippet->name, *recorded);
      details += "\n" + line + "\n" + recorded->text;
    }
    const std::string now = kHeading + summary + details;
    QFile written{QStringLiteral(VITRINE_BINARY_DIR "/recorded_host_code.txt")};
    QVERIFY(written.open(QIODevice::WriteOnly));
    written.write(now.data(), static_cast<qint64>(now.size()));
    written.close();
    const std::string was = read(VITRINE_SOURCE_DIR "/tests/core/codegen/x64/recorded.txt");
    const std::string was_summary = was.substr(0, was.find("\n\n"));
    QVERIFY2(was == now, "see " + written.fileName().toUtf8() + difference(was_summary, summary));
  }
};

QTEST_GUILESS_MAIN(RecordedTest)
#include "recorded_test.moc"
