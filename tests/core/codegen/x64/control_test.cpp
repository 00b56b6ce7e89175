// SPDX-License-Identifier: Apache-2.0
// Jumps, labels, patches, nops, and what happens at a buffer's end.
#include <QTest>

#include <cstring>

#include "tests/core/codegen/x64/form_book.h"
#include "tests/core/codegen/x64/llvm_assembler.h"

namespace vitrine::codegen::x64::test {
namespace {

// SAFETY: an address to count with, never read.
std::byte* execute_base() { return reinterpret_cast<std::byte*>(FormBook::kExecute); }

struct Buffer {
  explicit Buffer(std::size_t size) : bytes(size), emitter{bytes.data(), execute_base(), size} {}
  // SAFETY: the emitted part of the bytes.
  [[nodiscard]] std::string code(std::size_t from = 0) const {
    return {reinterpret_cast<const char*>(bytes.data()) + from, emitter.position() - from};
  }
  std::vector<std::byte> bytes;
  Emitter emitter;
};

std::string text_of(const Buffer& buffer, std::size_t from = 0) {
  return QString::fromStdString(disassemble(buffer.code(from))).simplified().toStdString();
}

std::vector<Form> indirect_forms() {
  FormBook book;
  const Gprs r64{Width::k64};
  const Mems m{8, &all_memory_operands()};
  book.form("jmp {}", [](Emitter& e, Gpr a) { e.jmp(a); }, r64);
  book.form("call {}", [](Emitter& e, Gpr a) { e.call(a); }, r64);
  book.form("jmp {}", [](Emitter& e, Mem a) { e.jmp(a); }, m);
  book.form("call {}", [](Emitter& e, Mem a) { e.call(a); }, m);
  book.form("jmp {}", [](Emitter& e, Mem a) { e.jmp(a); }, Mems{8});
  book.form("call {}", [](Emitter& e, Mem a) { e.call(a); }, Mems{8});
  book.form("ret", [](Emitter& e) { e.ret(); });
  book.form("int3", [](Emitter& e) { e.int3(); });
  book.form("ud2", [](Emitter& e) { e.ud2(); });
  return book.take();
}

}  // namespace

class ControlTest : public QObject {
  Q_OBJECT
 private slots:
  void indirect_forms_agree_with_llvm();
  void backward_jumps_are_short_where_they_reach();
  void backward_jumps_have_every_condition();
  void forward_jumps_wait_for_their_label();
  void a_label_serves_jumps_on_both_sides();
  void absolute_targets_are_relative_to_the_executable_address();
  void patches_turn_jumps();
  void nops_fill_exactly();
  void align_counts_executable_addresses();
  void a_full_buffer_takes_nothing_more();
  void reach_ends_at_two_gibibytes();
  void inverted_conditions_are_opposites();
};

void ControlTest::indirect_forms_agree_with_llvm() {
  for (const Form& form : indirect_forms()) {
    const std::string report = disagreements(form);
    QVERIFY2(report.empty(), report.c_str());
  }
}

void ControlTest::backward_jumps_are_short_where_they_reach() {
  for (const auto& [distance, expected_jmp, expected_jcc] : {std::tuple{126U, 2U, 2U}, std::tuple{127U, 5U, 6U}}) {
    for (const bool conditional : {false, true}) {
      Buffer b{512};
      Label top;
      b.emitter.bind(top);
      b.emitter.nop(distance);
      conditional ? b.emitter.jcc(Cond::ne, top) : b.emitter.jmp(top);
      const unsigned size = conditional ? expected_jcc : expected_jmp;
      QCOMPARE(b.emitter.position(), distance + size);
      QCOMPARE(text_of(b, distance), fmt::format("{} -{}", conditional ? "jne" : "jmp", distance + size));
    }
  }
}

void ControlTest::backward_jumps_have_every_condition() {
  for (unsigned i = 0; i < 16; ++i) {
    Buffer b{512};
    Label top;
    const Cond cond = static_cast<Cond>(i);
    b.emitter.bind(top);
    b.emitter.jcc(cond, top);
    b.emitter.jcc(cond, static_cast<const void*>(b.emitter.here()));
    Label later;
    b.emitter.jcc(cond, later);
    b.emitter.bind(later);
    const std::string name = "j" + name_of(cond);
    QCOMPARE(text_of(b), fmt::format("{0} -2 {0} -6 {0} 0", name));
  }
}

void ControlTest::forward_jumps_wait_for_their_label() {
  Buffer b{512};
  Label end;
  QVERIFY(!end.awaited());
  b.emitter.jmp(end);                                       // 5 bytes, next 5
  b.emitter.jcc(Cond::g, end);                              // 6, next 11
  b.emitter.call(end);                                      // 5, next 16
  b.emitter.lea(Gpr::r9, end);                              // 7, next 23
  b.emitter.lea(Gpr::rax, end);                             // 7, next 30
  for (int i = 0; i < 5; ++i) b.emitter.jcc(Cond::e, end);  // next 36 to 60
  QVERIFY(end.awaited());
  b.emitter.bind(end);
  QVERIFY(end.bound() && !end.awaited());
  QCOMPARE(end.position(), 60U);
  QCOMPARE(text_of(b), std::string{"jmp 55 jg 49 call 44 lea r9, [rip + 37] lea rax, [rip + 30] je 24 je 18 je 12 je 6 je 0"});
}

void ControlTest::a_label_serves_jumps_on_both_sides() {
  Buffer b{512};
  Label middle;
  b.emitter.jmp(middle);
  b.emitter.bind(middle);
  b.emitter.call(middle);
  b.emitter.lea(Gpr::r12, middle);
  QCOMPARE(text_of(b), std::string{"jmp 0 call -5 lea r12, [rip - 12]"});
}

void ControlTest::absolute_targets_are_relative_to_the_executable_address() {
  Buffer b{512};
  b.emitter.jmp(static_cast<const void*>(execute_base() + 0x1000));
  b.emitter.call(static_cast<const void*>(execute_base() - 0x1000));
  b.emitter.jcc(Cond::be, static_cast<const void*>(execute_base()));
  QCOMPARE(text_of(b), std::string{"jmp 4091 call -4106 jbe -16"});
}

void ControlTest::patches_turn_jumps() {
  Buffer b{512};
  b.emitter.nop(5);
  b.emitter.jcc(Cond::b, static_cast<const void*>(execute_base()));
  ControlEmitter::patch_jump(b.bytes.data(), execute_base(), execute_base() + 100);
  ControlEmitter::patch_jcc(b.bytes.data() + 5, execute_base() + 5, execute_base() - 100);
  QCOMPARE(text_of(b), std::string{"jmp 95 jb -111"});
}

void ControlTest::nops_fill_exactly() {
  for (std::size_t count = 0; count < 64; ++count) {
    Buffer b{512};
    b.emitter.nop(count);
    QCOMPARE(b.emitter.position(), count);
    const QStringList lines = QString::fromStdString(disassemble(b.code())).split('\n', Qt::SkipEmptyParts);
    QCOMPARE(static_cast<std::size_t>(lines.size()), (count + 8) / 9);
    for (const QString& line : lines) QVERIFY2(line.contains("nop") || line.contains("xchg\tax, ax"), qPrintable(line));
  }
}

void ControlTest::align_counts_executable_addresses() {
  std::array<std::byte, 256> bytes{};
  Emitter e{bytes.data(), execute_base() + 3, bytes.size()};
  e.align(16);
  QCOMPARE(e.position(), 13U);
  e.align(16);
  QCOMPARE(e.position(), 13U);
  e.ret();
  e.align(64);
  QCOMPARE(e.position(), 61U);
}

void ControlTest::a_full_buffer_takes_nothing_more() {
  constexpr std::size_t kCapacity = 100;
  std::array<std::byte, kCapacity + 32> bytes{};
  bytes.fill(std::byte{0xEE});
  Emitter e{bytes.data(), execute_base(), kCapacity};
  Label end;
  for (int i = 0; i < 200; ++i) {
    e.alu_store_imm(Alu::add, Width::k64, at(Gpr::r12, Gpr::r13, 3, 0x12345678), 0x12345678);
    e.vroundsd(Round::up, Xmm::xmm9, Xmm::xmm9, at(Gpr::r12, Gpr::r13, 3, 0x12345678));
    e.mov_imm(Gpr::rax, ~0ULL >> 1);
    e.jmp(end);
    e.nop(30);
    e.jmp(static_cast<const void*>(execute_base()));
  }
  QVERIFY(e.overflowed());
  QVERIFY(e.position() <= kCapacity);
  e.bind(end);
  for (std::size_t i = kCapacity; i < bytes.size(); ++i) QCOMPARE(bytes[i], std::byte{0xEE});
  Emitter none{bytes.data(), execute_base(), 0};
  none.ret();
  QVERIFY(none.overflowed());
  QCOMPARE(none.position(), 0U);
}

void ControlTest::reach_ends_at_two_gibibytes() {
  std::array<std::byte, 4096> bytes{};
  // SAFETY: addresses to count with, never read.
  const auto address = [](std::uint64_t a) { return reinterpret_cast<std::byte*>(a); };
  const Emitter e{bytes.data(), address(0x200000000), bytes.size()};
  QVERIFY(e.reaches(address(0x200000000)));
  QVERIFY(e.reaches(address(0x27FFFFFFF)));
  QVERIFY(!e.reaches(address(0x280000000)));
  QVERIFY(e.reaches(address(0x180001000)));
  QVERIFY(!e.reaches(address(0x180000FFF)));
  QVERIFY(!e.reaches(nullptr));
}

void ControlTest::inverted_conditions_are_opposites() {
  QCOMPARE(inverted(Cond::e), Cond::ne);
  QCOMPARE(inverted(Cond::a), Cond::be);
  QCOMPARE(inverted(Cond::ge), Cond::l);
  QCOMPARE(inverted(Cond::p), Cond::np);
}

}  // namespace vitrine::codegen::x64::test

QTEST_GUILESS_MAIN(vitrine::codegen::x64::test::ControlTest)
#include "control_test.moc"
