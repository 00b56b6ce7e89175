// SPDX-License-Identifier: Apache-2.0
// Every integer form of the emitter, byte by byte against LLVM's assembler.
#include <QTest>

#include "tests/core/codegen/x64/form_book.h"

namespace vitrine::codegen::x64::test {
namespace {

constexpr std::array kWidths{Width::k8, Width::k16, Width::k32, Width::k64};
constexpr std::array kWideWidths{Width::k16, Width::k32, Width::k64};
constexpr std::array kNativeWidths{Width::k32, Width::k64};
constexpr std::array kAluNames{"add", "or", "adc", "sbb", "and", "sub", "xor", "cmp"};
constexpr std::int64_t kMin = INT32_MIN;
constexpr std::int64_t kMax = INT32_MAX;

// Around the limits of the immediate's encodings.
Numbers immediates(Width width) {
  switch (width) {
    case Width::k8: return {{0, 1, -1, 127, -128}};
    case Width::k16: return {{0, 1, -1, 127, 128, -128, -129, 32767, -32768}};
    default: return {{0, 1, -1, 127, 128, -128, -129, kMax, kMin}};
  }
}
std::int32_t narrow(std::int64_t value) { return static_cast<std::int32_t>(value); }
Cond cond_of(unsigned i) { return static_cast<Cond>(i); }

void add_moves(FormBook& book) {
  for (const Width w : kWidths) {
    const Gprs r{w};
    const Mems m{bytes_of(w)};
    book.form("mov {}, {}", [w](Emitter& e, Gpr a, Gpr b) { e.mov(w, a, b); }, r, r);
    book.form("mov {}, {}", [w](Emitter& e, Mem a, Gpr b) { e.store(w, a, b); }, m, r);
    book.form("mov {}, {}", [w](Emitter& e, Mem a, std::int64_t b) { e.store_imm(w, a, narrow(b)); }, m, immediates(w));
    book.form("xchg {}, {}", [w](Emitter& e, Mem a, Gpr b) { e.xchg(w, a, b); }, m, r);
  }
  for (const Width w : {Width::k8, Width::k16}) {
    const Gprs r{w};
    const Mems m{bytes_of(w)};
    book.form("movzx {}, {}", [w](Emitter& e, Gpr a, Gpr b) { e.movzx(w, a, b); }, Gprs{Width::k32}, r);
    book.form("movzx {}, {}", [w](Emitter& e, Gpr a, Mem b) { e.load(w, a, b); }, Gprs{Width::k32}, m);
    book.form("movsx {}, {}", [w](Emitter& e, Gpr a, Gpr b) { e.movsx(w, a, b); }, Gprs{Width::k64}, r);
    book.form("movsx {}, {}", [w](Emitter& e, Gpr a, Mem b) { e.load_signed(w, a, b); }, Gprs{Width::k64}, m);
  }
  for (const Width w : kNativeWidths) {
    const Mems m{bytes_of(w), &all_memory_operands()};
    book.form("mov {}, {}", [w](Emitter& e, Gpr a, Mem b) { e.load(w, a, b); }, Gprs{w}, m);
    book.form("mov {}, {}", [w](Emitter& e, Gpr a, Gpr b) { e.movzx(w, a, b); }, Gprs{w}, Gprs{w});
    book.form("bswap {}", [w](Emitter& e, Gpr a) { e.bswap(w, a); }, Gprs{w});
  }
  const Gprs r64{Width::k64};
  book.form("movsxd {}, {}", [](Emitter& e, Gpr a, Gpr b) { e.movsx(Width::k32, a, b); }, r64, Gprs{Width::k32});
  book.form("movsxd {}, {}", [](Emitter& e, Gpr a, Mem b) { e.load_signed(Width::k32, a, b); }, r64, Mems{4});
  book.form("mov {}, {}", [](Emitter& e, Gpr a, Gpr b) { e.movsx(Width::k64, a, b); }, r64, r64);
  book.form("mov {}, {}", [](Emitter& e, Gpr a, Mem b) { e.load_signed(Width::k64, a, b); }, r64, Mems{8});
  book.form("push {}", [](Emitter& e, Gpr a) { e.push(a); }, r64);
  book.form("pop {}", [](Emitter& e, Gpr a) { e.pop(a); }, r64);
  book.form("xor {0}, {0}", [](Emitter& e, Gpr a) { e.zero(a); }, Gprs{Width::k32});
}

void add_constants(FormBook& book) {
  const auto write = [](Emitter& e, Gpr a, std::int64_t b) { e.mov_imm(a, static_cast<std::uint64_t>(b)); };
  book.form("mov {}, {}", write, Gprs{Width::k32}, Numbers{{0, 1, 127, 128, kMax, kMax + 1, 0xFFFFFFFF}});
  book.form("mov {}, {}", write, Gprs{Width::k64}, Numbers{{-1, -128, -129, kMin}});
  book.form("movabs {}, {}", write, Gprs{Width::k64}, Numbers{{0x100000000, kMin - 1, INT64_MAX, INT64_MIN}});
}

void add_alu_operation(FormBook& book, Alu op, Width w) {
  const std::string pattern = fmt::format("{} {{}}, {{}}", kAluNames[static_cast<unsigned>(op)]);
  const Gprs r{w};
  const Mems m{bytes_of(w)};
  const Numbers imm = immediates(w);
  book.form(pattern, [=](Emitter& e, Gpr a, Gpr b) { e.alu(op, w, a, b); }, r, r);
  book.form(pattern, [=](Emitter& e, Gpr a, std::int64_t b) { e.alu_imm(op, w, a, narrow(b)); }, r, imm);
  book.form(pattern, [=](Emitter& e, Gpr a, Mem b) { e.alu_load(op, w, a, b); }, r, m);
  book.form(pattern, [=](Emitter& e, Mem a, Gpr b) { e.alu_store(op, w, a, b); }, m, r);
  book.form(pattern, [=](Emitter& e, Mem a, std::int64_t b) { e.alu_store_imm(op, w, a, narrow(b)); }, m, imm);
  if (op == Alu::cmp) return;
  book.form("lock " + pattern, [=](Emitter& e, Mem a, Gpr b) { e.lock_alu(op, w, a, b); }, m, r);
  book.form("lock " + pattern, [=](Emitter& e, Mem a, std::int64_t b) { e.lock_alu_imm(op, w, a, narrow(b)); }, m, imm);
}

void add_multiplications(FormBook& book) {
  for (const Width w : kWideWidths) {
    const Gprs r{w};
    book.form("imul {}, {}", [w](Emitter& e, Gpr a, Gpr b) { e.imul(w, a, b); }, r, r);
    book.form("imul {}, {}", [w](Emitter& e, Gpr a, Mem b) { e.imul(w, a, b); }, r, Mems{bytes_of(w)});
    const auto by_constant = [w](Emitter& e, Gpr a, Gpr b, std::int64_t c) { e.imul_imm(w, a, b, narrow(c)); };
    book.form("imul {}, {}, {}", by_constant, r, r, immediates(w));
  }
  for (const Width w : kWidths) {
    const Gprs r{w};
    book.form("not {}", [w](Emitter& e, Gpr a) { e.not_(w, a); }, r);
    book.form("neg {}", [w](Emitter& e, Gpr a) { e.neg(w, a); }, r);
    book.form("mul {}", [w](Emitter& e, Gpr a) { e.mul(w, a); }, r);
    book.form("imul {}", [w](Emitter& e, Gpr a) { e.imul1(w, a); }, r);
    book.form("div {}", [w](Emitter& e, Gpr a) { e.div(w, a); }, r);
    book.form("idiv {}", [w](Emitter& e, Gpr a) { e.idiv(w, a); }, r);
  }
  const Gprs r64{Width::k64};
  book.form("mulx {}, {}, {}", [](Emitter& e, Gpr a, Gpr b, Gpr c) { e.mulx(a, b, c); }, r64, r64, r64);
}

void add_tests(FormBook& book) {
  for (const Width w : kWidths) {
    const Gprs r{w};
    const Mems m{bytes_of(w)};
    book.form("test {}, {}", [w](Emitter& e, Gpr a, Gpr b) { e.test(w, a, b); }, r, r);
    book.form("test {}, {}", [w](Emitter& e, Gpr a, std::int64_t b) { e.test_imm(w, a, narrow(b)); }, r, immediates(w));
    book.form("test {}, {}", [w](Emitter& e, Mem a, Gpr b) { e.test_mem(w, a, b); }, m, r);
    book.form("test {}, {}", [w](Emitter& e, Mem a, std::int64_t b) { e.test_mem_imm(w, a, narrow(b)); }, m, immediates(w));
    book.form("lock xadd {}, {}", [w](Emitter& e, Mem a, Gpr b) { e.lock_xadd(w, a, b); }, m, r);
    book.form("lock cmpxchg {}, {}", [w](Emitter& e, Mem a, Gpr b) { e.lock_cmpxchg(w, a, b); }, m, r);
  }
  for (const Width w : kWideWidths) book.form("lea {}, {}", [w](Emitter& e, Gpr a, Mem b) { e.lea(w, a, b); }, Gprs{w}, Mems{0});
}

void add_conditions(FormBook& book) {
  for (unsigned i = 0; i < 16; ++i) {
    const Cond cond = cond_of(i);
    const std::string name = name_of(cond);
    book.form("set" + name + " {}", [=](Emitter& e, Gpr a) { e.setcc(cond, a); }, Gprs{Width::k8});
    for (const Width w : kWideWidths) {
      const std::string pattern = "cmov" + name + " {}, {}";
      book.form(pattern, [=](Emitter& e, Gpr a, Gpr b) { e.cmov(cond, w, a, b); }, Gprs{w}, Gprs{w});
      book.form(pattern, [=](Emitter& e, Gpr a, Mem b) { e.cmov(cond, w, a, b); }, Gprs{w}, Mems{bytes_of(w)});
    }
  }
}

void add_shifts(FormBook& book) {
  const std::array<std::pair<Shift, const char*>, 5> names{
      {{Shift::rol, "rol"}, {Shift::ror, "ror"}, {Shift::shl, "shl"}, {Shift::shr, "shr"}, {Shift::sar, "sar"}}};
  for (const auto& [op, name] : names)
    for (const Width w : kWidths) {
      const auto by_constant = [op, w](Emitter& e, Gpr a, std::int64_t b) { e.shift(op, w, a, static_cast<unsigned>(b)); };
      book.form(fmt::format("{} {{}}, {{}}", name), by_constant, Gprs{w}, Numbers{{1, 2, 7, 31, 63}});
      book.form(fmt::format("{} {{}}, cl", name), [op, w](Emitter& e, Gpr a) { e.shift_cl(op, w, a); }, Gprs{w});
    }
  for (const Width w : kNativeWidths) {
    const Gprs r{w};
    const Mems m{bytes_of(w)};
    book.form("shlx {}, {}, {}", [w](Emitter& e, Gpr a, Gpr b, Gpr c) { e.shlx(w, a, b, c); }, r, r, r);
    book.form("shrx {}, {}, {}", [w](Emitter& e, Gpr a, Gpr b, Gpr c) { e.shrx(w, a, b, c); }, r, r, r);
    book.form("sarx {}, {}, {}", [w](Emitter& e, Gpr a, Gpr b, Gpr c) { e.sarx(w, a, b, c); }, r, r, r);
    book.form("shlx {}, {}, {}", [w](Emitter& e, Gpr a, Mem b, Gpr c) { e.shlx(w, a, b, c); }, r, m, r);
    book.form("shrx {}, {}, {}", [w](Emitter& e, Gpr a, Mem b, Gpr c) { e.shrx(w, a, b, c); }, r, m, r);
    book.form("sarx {}, {}, {}", [w](Emitter& e, Gpr a, Mem b, Gpr c) { e.sarx(w, a, b, c); }, r, m, r);
    const auto rotate = [w](Emitter& e, Gpr a, Gpr b, std::int64_t c) { e.rorx(w, a, b, static_cast<unsigned>(c)); };
    book.form("rorx {}, {}, {}", rotate, r, r, Numbers{{0, 1, 31, 63}});
    book.form("andn {}, {}, {}", [w](Emitter& e, Gpr a, Gpr b, Gpr c) { e.andn(w, a, b, c); }, r, r, r);
  }
}

using RegisterForm = void (IntegerEmitter::*)(Width, Gpr, Gpr);
using BitForm = void (IntegerEmitter::*)(Width, Gpr, unsigned);

void add_bits(FormBook& book) {
  const std::array<std::pair<const char*, RegisterForm>, 9> forms{{{"bt", &IntegerEmitter::bt},
                                                                   {"bts", &IntegerEmitter::bts},
                                                                   {"btr", &IntegerEmitter::btr},
                                                                   {"btc", &IntegerEmitter::btc},
                                                                   {"lzcnt", &IntegerEmitter::lzcnt},
                                                                   {"tzcnt", &IntegerEmitter::tzcnt},
                                                                   {"popcnt", &IntegerEmitter::popcnt},
                                                                   {"bsr", &IntegerEmitter::bsr},
                                                                   {"bsf", &IntegerEmitter::bsf}}};
  const std::array<std::pair<const char*, BitForm>, 4> immediate_forms{{{"bt", &IntegerEmitter::bt_imm},
                                                                        {"bts", &IntegerEmitter::bts_imm},
                                                                        {"btr", &IntegerEmitter::btr_imm},
                                                                        {"btc", &IntegerEmitter::btc_imm}}};
  for (const Width w : kWideWidths) {
    for (const auto& [name, form] : forms) {
      const RegisterForm write = form;
      book.form(fmt::format("{} {{}}, {{}}", name), [=](Emitter& e, Gpr a, Gpr b) { (e.*write)(w, a, b); }, Gprs{w}, Gprs{w});
    }
    for (const auto& [name, form] : immediate_forms) {
      const auto write = [=, form = form](Emitter& e, Gpr a, std::int64_t b) { (e.*form)(w, a, static_cast<unsigned>(b)); };
      book.form(fmt::format("{} {{}}, {{}}", name), write, Gprs{w}, Numbers{{0, 1, 15, 31, 63}});
    }
  }
}

void add_fixed(FormBook& book) {
  book.form("cdq", [](Emitter& e) { e.cdq(); });
  book.form("cqo", [](Emitter& e) { e.cqo(); });
  book.form("mfence", [](Emitter& e) { e.mfence(); });
  book.form("lock or dword ptr [rsp], 0", [](Emitter& e) { e.lock_or_rsp0(); });
  book.form("rep movsb", [](Emitter& e) { e.rep_movsb(); });
  book.form("rep movsq", [](Emitter& e) { e.rep_movsq(); });
  book.form("rep stosb", [](Emitter& e) { e.rep_stosb(); });
  book.form("rep stosq", [](Emitter& e) { e.rep_stosq(); });
  book.form("rdtsc", [](Emitter& e) { e.rdtsc(); });
  book.form("prefetcht0 {}", [](Emitter& e, Mem a) { e.prefetcht0(a); }, Mems{1});
}

std::vector<Form> all_forms() {
  FormBook book;
  add_moves(book);
  add_constants(book);
  for (unsigned op = 0; op < 8; ++op)
    for (const Width w : kWidths) add_alu_operation(book, static_cast<Alu>(op), w);
  add_multiplications(book);
  add_tests(book);
  add_conditions(book);
  add_shifts(book);
  add_bits(book);
  add_fixed(book);
  return book.take();
}

}  // namespace

class IntegerFormsTest : public QObject {
  Q_OBJECT
 private slots:
  void agrees_with_llvm_data();
  void agrees_with_llvm();
  void cleanupTestCase();

 private:
  std::vector<Form> forms_ = all_forms();
  std::size_t samples_ = 0;
};

void IntegerFormsTest::agrees_with_llvm_data() {
  QTest::addColumn<qsizetype>("index");
  for (std::size_t i = 0; i < forms_.size(); ++i)
    QTest::addRow("%s: %s", forms_[i].name.c_str(), forms_[i].samples.front().text.c_str()) << static_cast<qsizetype>(i);
}

void IntegerFormsTest::agrees_with_llvm() {
  QFETCH(qsizetype, index);
  const Form& form = forms_[static_cast<std::size_t>(index)];
  samples_ += form.samples.size();
  const std::string report = disagreements(form);
  QVERIFY2(report.empty(), report.c_str());
}

void IntegerFormsTest::cleanupTestCase() { qInfo("%zu forms, %zu instructions", forms_.size(), samples_); }

}  // namespace vitrine::codegen::x64::test

QTEST_GUILESS_MAIN(vitrine::codegen::x64::test::IntegerFormsTest)
#include "integer_forms_test.moc"
