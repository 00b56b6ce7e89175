// SPDX-License-Identifier: Apache-2.0
// Every vector form of the emitter, byte by byte against LLVM's assembler.
#include <QTest>

#include "tests/core/codegen/x64/form_book.h"

namespace vitrine::codegen::x64::test {
namespace {

constexpr std::array kNativeWidths{Width::k32, Width::k64};
constexpr Xmms kXmm{};
const Numbers kBytes{{0, 1, 0x5A, 0xFF}};

unsigned control(std::int64_t value) { return static_cast<unsigned>(value); }

void add_scalar_moves(FormBook& book) {
  book.form("vmovsd {}, {}", [](Emitter& e, Xmm a, Mem b) { e.vmovsd(a, b); }, kXmm, Mems{8, &all_memory_operands()});
  book.form("vmovss {}, {}", [](Emitter& e, Xmm a, Mem b) { e.vmovss(a, b); }, kXmm, Mems{4});
  book.form("vmovsd {}, {}", [](Emitter& e, Mem a, Xmm b) { e.vmovsd(a, b); }, Mems{8}, kXmm);
  book.form("vmovss {}, {}", [](Emitter& e, Mem a, Xmm b) { e.vmovss(a, b); }, Mems{4}, kXmm);
  book.form("vmovsd {}, {}, {}", [](Emitter& e, Xmm a, Xmm b, Xmm c) { e.vmovsd(a, b, c); }, kXmm, kXmm, kXmm);
  book.form("vmovss {}, {}, {}", [](Emitter& e, Xmm a, Xmm b, Xmm c) { e.vmovss(a, b, c); }, kXmm, kXmm, kXmm);
  book.form("vmovapd {}, {}", [](Emitter& e, Xmm a, Xmm b) { e.vmovapd(a, b); }, kXmm, kXmm);
  book.form("vmovd {}, {}", [](Emitter& e, Xmm a, Gpr b) { e.vmovd(a, b); }, kXmm, Gprs{Width::k32});
  book.form("vmovd {}, {}", [](Emitter& e, Gpr a, Xmm b) { e.vmovd(a, b); }, Gprs{Width::k32}, kXmm);
  book.form("vmovq {}, {}", [](Emitter& e, Xmm a, Gpr b) { e.vmovq(a, b); }, kXmm, Gprs{Width::k64});
  book.form("vmovq {}, {}", [](Emitter& e, Gpr a, Xmm b) { e.vmovq(a, b); }, Gprs{Width::k64}, kXmm);
}

void add_block_moves(FormBook& book) {
  for (const Block size : {Block::k16, Block::k32}) {
    const Xmms r{size};
    const Mems m{size == Block::k16 ? 16U : 32U};
    book.form("vmovups {}, {}", [size](Emitter& e, Xmm a, Mem b) { e.vmovups(size, a, b); }, r, m);
    book.form("vmovups {}, {}", [size](Emitter& e, Mem a, Xmm b) { e.vmovups(size, a, b); }, m, r);
    book.form("vmovdqu {}, {}", [size](Emitter& e, Xmm a, Mem b) { e.vmovdqu(size, a, b); }, r, m);
    book.form("vmovdqu {}, {}", [size](Emitter& e, Mem a, Xmm b) { e.vmovdqu(size, a, b); }, m, r);
  }
}

using ThreeXmm = void (VectorEmitter::*)(Xmm, Xmm, Xmm);
using ThreeMem = void (VectorEmitter::*)(Xmm, Xmm, Mem);
struct ThreeOperandForm {
  const char* name;
  unsigned bytes;  // of the last operand in memory
  ThreeXmm xmm;
  ThreeMem mem;
};

constexpr std::array kThreeOperandForms{
    ThreeOperandForm{"vaddsd", 8, &VectorEmitter::vaddsd<Xmm>, &VectorEmitter::vaddsd<Mem>},
    ThreeOperandForm{"vaddss", 4, &VectorEmitter::vaddss<Xmm>, &VectorEmitter::vaddss<Mem>},
    ThreeOperandForm{"vsubsd", 8, &VectorEmitter::vsubsd<Xmm>, &VectorEmitter::vsubsd<Mem>},
    ThreeOperandForm{"vsubss", 4, &VectorEmitter::vsubss<Xmm>, &VectorEmitter::vsubss<Mem>},
    ThreeOperandForm{"vmulsd", 8, &VectorEmitter::vmulsd<Xmm>, &VectorEmitter::vmulsd<Mem>},
    ThreeOperandForm{"vmulss", 4, &VectorEmitter::vmulss<Xmm>, &VectorEmitter::vmulss<Mem>},
    ThreeOperandForm{"vdivsd", 8, &VectorEmitter::vdivsd<Xmm>, &VectorEmitter::vdivsd<Mem>},
    ThreeOperandForm{"vdivss", 4, &VectorEmitter::vdivss<Xmm>, &VectorEmitter::vdivss<Mem>},
    ThreeOperandForm{"vminsd", 8, &VectorEmitter::vminsd<Xmm>, &VectorEmitter::vminsd<Mem>},
    ThreeOperandForm{"vminss", 4, &VectorEmitter::vminss<Xmm>, &VectorEmitter::vminss<Mem>},
    ThreeOperandForm{"vmaxsd", 8, &VectorEmitter::vmaxsd<Xmm>, &VectorEmitter::vmaxsd<Mem>},
    ThreeOperandForm{"vmaxss", 4, &VectorEmitter::vmaxss<Xmm>, &VectorEmitter::vmaxss<Mem>},
    ThreeOperandForm{"vsqrtsd", 8, &VectorEmitter::vsqrtsd<Xmm>, &VectorEmitter::vsqrtsd<Mem>},
    ThreeOperandForm{"vsqrtss", 4, &VectorEmitter::vsqrtss<Xmm>, &VectorEmitter::vsqrtss<Mem>},
    ThreeOperandForm{"vcvtsd2ss", 8, &VectorEmitter::vcvtsd2ss<Xmm>, &VectorEmitter::vcvtsd2ss<Mem>},
    ThreeOperandForm{"vcvtss2sd", 4, &VectorEmitter::vcvtss2sd<Xmm>, &VectorEmitter::vcvtss2sd<Mem>},
    ThreeOperandForm{"vandpd", 16, &VectorEmitter::vandpd<Xmm>, &VectorEmitter::vandpd<Mem>},
    ThreeOperandForm{"vandnpd", 16, &VectorEmitter::vandnpd<Xmm>, &VectorEmitter::vandnpd<Mem>},
    ThreeOperandForm{"vorpd", 16, &VectorEmitter::vorpd<Xmm>, &VectorEmitter::vorpd<Mem>},
    ThreeOperandForm{"vxorpd", 16, &VectorEmitter::vxorpd<Xmm>, &VectorEmitter::vxorpd<Mem>},
    ThreeOperandForm{"vpand", 16, &VectorEmitter::vpand<Xmm>, &VectorEmitter::vpand<Mem>},
    ThreeOperandForm{"vpandn", 16, &VectorEmitter::vpandn<Xmm>, &VectorEmitter::vpandn<Mem>},
    ThreeOperandForm{"vpor", 16, &VectorEmitter::vpor<Xmm>, &VectorEmitter::vpor<Mem>},
    ThreeOperandForm{"vpxor", 16, &VectorEmitter::vpxor<Xmm>, &VectorEmitter::vpxor<Mem>},
    ThreeOperandForm{"vpcmpeqd", 16, &VectorEmitter::vpcmpeqd<Xmm>, &VectorEmitter::vpcmpeqd<Mem>},
    ThreeOperandForm{"vpunpckldq", 16, &VectorEmitter::vpunpckldq<Xmm>, &VectorEmitter::vpunpckldq<Mem>}};

void add_three_operands(FormBook& book) {
  for (const ThreeOperandForm& form : kThreeOperandForms) {
    const std::string pattern = fmt::format("{} {{}}, {{}}, {{}}", form.name);
    book.form(pattern, [&](Emitter& e, Xmm a, Xmm b, Xmm c) { (e.*form.xmm)(a, b, c); }, kXmm, kXmm, kXmm);
    book.form(pattern, [&](Emitter& e, Xmm a, Xmm b, Mem c) { (e.*form.mem)(a, b, c); }, kXmm, kXmm, Mems{form.bytes});
  }
}

void add_fused(FormBook& book) {
  constexpr std::array kKinds{"vfmadd", "vfmsub", "vfnmadd", "vfnmsub"};
  constexpr std::array kOrders{"132", "213", "231"};
  for (unsigned i = 0; i < 12; ++i) {
    const Fma kind = static_cast<Fma>(i % 4);
    const FmaOrder order = static_cast<FmaOrder>(i / 4);
    const std::string name = fmt::format("{}{}", kKinds[i % 4], kOrders[i / 4]);
    const std::string sd = name + "sd {}, {}, {}";
    const std::string ss = name + "ss {}, {}, {}";
    book.form(sd, [=](Emitter& e, Xmm a, Xmm b, Xmm c) { e.vfma_sd(kind, order, a, b, c); }, kXmm, kXmm, kXmm);
    book.form(sd, [=](Emitter& e, Xmm a, Xmm b, Mem c) { e.vfma_sd(kind, order, a, b, c); }, kXmm, kXmm, Mems{8});
    book.form(ss, [=](Emitter& e, Xmm a, Xmm b, Xmm c) { e.vfma_ss(kind, order, a, b, c); }, kXmm, kXmm, kXmm);
    book.form(ss, [=](Emitter& e, Xmm a, Xmm b, Mem c) { e.vfma_ss(kind, order, a, b, c); }, kXmm, kXmm, Mems{4});
  }
}

void add_flag_comparisons(FormBook& book) {
  const Mems d{8};
  const Mems s{4};
  book.form("vucomisd {}, {}", [](Emitter& e, Xmm a, Xmm b) { e.vucomisd(a, b); }, kXmm, kXmm);
  book.form("vucomiss {}, {}", [](Emitter& e, Xmm a, Xmm b) { e.vucomiss(a, b); }, kXmm, kXmm);
  book.form("vcomisd {}, {}", [](Emitter& e, Xmm a, Xmm b) { e.vcomisd(a, b); }, kXmm, kXmm);
  book.form("vcomiss {}, {}", [](Emitter& e, Xmm a, Xmm b) { e.vcomiss(a, b); }, kXmm, kXmm);
  book.form("vucomisd {}, {}", [](Emitter& e, Xmm a, Mem b) { e.vucomisd(a, b); }, kXmm, d);
  book.form("vucomiss {}, {}", [](Emitter& e, Xmm a, Mem b) { e.vucomiss(a, b); }, kXmm, s);
  book.form("vcomisd {}, {}", [](Emitter& e, Xmm a, Mem b) { e.vcomisd(a, b); }, kXmm, d);
  book.form("vcomiss {}, {}", [](Emitter& e, Xmm a, Mem b) { e.vcomiss(a, b); }, kXmm, s);
}

void add_masks(FormBook& book) {
  const std::array<std::pair<Compare, const char*>, 14> predicates{{{Compare::eq, "eq"},
                                                                    {Compare::lt, "lt"},
                                                                    {Compare::le, "le"},
                                                                    {Compare::unord, "unord"},
                                                                    {Compare::neq, "neq"},
                                                                    {Compare::nlt, "nlt"},
                                                                    {Compare::nle, "nle"},
                                                                    {Compare::ord, "ord"},
                                                                    {Compare::ge, "ge"},
                                                                    {Compare::gt, "gt"},
                                                                    {Compare::lt_quiet, "lt_oq"},
                                                                    {Compare::le_quiet, "le_oq"},
                                                                    {Compare::ge_quiet, "ge_oq"},
                                                                    {Compare::gt_quiet, "gt_oq"}}};
  for (const auto& [predicate, name] : predicates) {
    const Compare p = predicate;
    const std::string sd = fmt::format("vcmp{}sd {{}}, {{}}, {{}}", name);
    const std::string ss = fmt::format("vcmp{}ss {{}}, {{}}, {{}}", name);
    book.form(sd, [p](Emitter& e, Xmm a, Xmm b, Xmm c) { e.vcmpsd(p, a, b, c); }, kXmm, kXmm, kXmm);
    book.form(sd, [p](Emitter& e, Xmm a, Xmm b, Mem c) { e.vcmpsd(p, a, b, c); }, kXmm, kXmm, Mems{8});
    book.form(ss, [p](Emitter& e, Xmm a, Xmm b, Xmm c) { e.vcmpss(p, a, b, c); }, kXmm, kXmm, kXmm);
    book.form(ss, [p](Emitter& e, Xmm a, Xmm b, Mem c) { e.vcmpss(p, a, b, c); }, kXmm, kXmm, Mems{4});
  }
  const std::string blend = "vblendvpd {}, {}, {}, {}";
  book.form(blend, [](Emitter& e, Xmm a, Xmm b, Xmm c, Xmm d) { e.vblendvpd(a, b, c, d); }, kXmm, kXmm, kXmm, kXmm);
  book.form(blend, [](Emitter& e, Xmm a, Xmm b, Mem c, Xmm d) { e.vblendvpd(a, b, c, d); }, kXmm, kXmm, Mems{16}, kXmm);
}

void add_rounding(FormBook& book) {
  for (unsigned i = 0; i < 5; ++i) {
    const Round mode = static_cast<Round>(i);
    const std::string sd = fmt::format("vroundsd {{}}, {{}}, {{}}, {}", i);
    const std::string ss = fmt::format("vroundss {{}}, {{}}, {{}}, {}", i);
    book.form(sd, [mode](Emitter& e, Xmm a, Xmm b, Xmm c) { e.vroundsd(mode, a, b, c); }, kXmm, kXmm, kXmm);
    book.form(sd, [mode](Emitter& e, Xmm a, Xmm b, Mem c) { e.vroundsd(mode, a, b, c); }, kXmm, kXmm, Mems{8});
    book.form(ss, [mode](Emitter& e, Xmm a, Xmm b, Xmm c) { e.vroundss(mode, a, b, c); }, kXmm, kXmm, kXmm);
    book.form(ss, [mode](Emitter& e, Xmm a, Xmm b, Mem c) { e.vroundss(mode, a, b, c); }, kXmm, kXmm, Mems{4});
  }
}

void add_conversions(FormBook& book) {
  for (const Width w : kNativeWidths) {
    const Gprs r{w};
    const Mems m{bytes_of(w)};
    book.form("vcvtsi2sd {}, {}, {}", [w](Emitter& e, Xmm a, Xmm b, Gpr c) { e.vcvtsi2sd(w, a, b, c); }, kXmm, kXmm, r);
    book.form("vcvtsi2ss {}, {}, {}", [w](Emitter& e, Xmm a, Xmm b, Gpr c) { e.vcvtsi2ss(w, a, b, c); }, kXmm, kXmm, r);
    book.form("vcvtsi2sd {}, {}, {}", [w](Emitter& e, Xmm a, Xmm b, Mem c) { e.vcvtsi2sd(w, a, b, c); }, kXmm, kXmm, m);
    book.form("vcvtsi2ss {}, {}, {}", [w](Emitter& e, Xmm a, Xmm b, Mem c) { e.vcvtsi2ss(w, a, b, c); }, kXmm, kXmm, m);
    book.form("vcvtsd2si {}, {}", [w](Emitter& e, Gpr a, Xmm b) { e.vcvtsd2si(w, a, b); }, r, kXmm);
    book.form("vcvtss2si {}, {}", [w](Emitter& e, Gpr a, Xmm b) { e.vcvtss2si(w, a, b); }, r, kXmm);
    book.form("vcvttsd2si {}, {}", [w](Emitter& e, Gpr a, Xmm b) { e.vcvttsd2si(w, a, b); }, r, kXmm);
    book.form("vcvttss2si {}, {}", [w](Emitter& e, Gpr a, Xmm b) { e.vcvttss2si(w, a, b); }, r, kXmm);
  }
}

void add_lanes(FormBook& book) {
  const Gprs r32{Width::k32};
  const Gprs r64{Width::k64};
  const Numbers counts{{0, 1, 31, 63}};
  const Numbers four{{0, 1, 2, 3}};
  const Numbers two{{0, 1}};
  using I = std::int64_t;
  book.form("vpsllq {}, {}, {}", [](Emitter& e, Xmm a, Xmm b, I c) { e.vpsllq(a, b, control(c)); }, kXmm, kXmm, counts);
  book.form("vpsrlq {}, {}, {}", [](Emitter& e, Xmm a, Xmm b, I c) { e.vpsrlq(a, b, control(c)); }, kXmm, kXmm, counts);
  book.form("vpslld {}, {}, {}", [](Emitter& e, Xmm a, Xmm b, I c) { e.vpslld(a, b, control(c)); }, kXmm, kXmm, counts);
  book.form("vpsrld {}, {}, {}", [](Emitter& e, Xmm a, Xmm b, I c) { e.vpsrld(a, b, control(c)); }, kXmm, kXmm, counts);
  book.form("vpshufd {}, {}, {}", [](Emitter& e, Xmm a, Xmm b, I c) { e.vpshufd(a, b, control(c)); }, kXmm, kXmm, kBytes);
  book.form("vpshufd {}, {}, {}", [](Emitter& e, Xmm a, Mem b, I c) { e.vpshufd(a, b, control(c)); }, kXmm, Mems{16}, kBytes);
  const std::string insert = "vinsertps {}, {}, {}, {}";
  book.form(insert, [](Emitter& e, Xmm a, Xmm b, Xmm c, I d) { e.vinsertps(a, b, c, control(d)); }, kXmm, kXmm, kXmm, kBytes);
  book.form(insert, [](Emitter& e, Xmm a, Xmm b, Mem c, I d) { e.vinsertps(a, b, c, control(d)); }, kXmm, kXmm, Mems{4}, kBytes);
  book.form("vpextrd {}, {}, {}", [](Emitter& e, Gpr a, Xmm b, I c) { e.vpextrd(a, b, control(c)); }, r32, kXmm, four);
  book.form("vpextrq {}, {}, {}", [](Emitter& e, Gpr a, Xmm b, I c) { e.vpextrq(a, b, control(c)); }, r64, kXmm, two);
  const std::string to_lane = "vpinsrd {}, {}, {}, {}";
  book.form(to_lane, [](Emitter& e, Xmm a, Xmm b, Gpr c, I d) { e.vpinsrd(a, b, c, control(d)); }, kXmm, kXmm, r32, four);
  const std::string to_half = "vpinsrq {}, {}, {}, {}";
  book.form(to_half, [](Emitter& e, Xmm a, Xmm b, Gpr c, I d) { e.vpinsrq(a, b, c, control(d)); }, kXmm, kXmm, r64, two);
  book.form("vzeroupper", [](Emitter& e) { e.vzeroupper(); });
  book.form("ldmxcsr {}", [](Emitter& e, Mem a) { e.ldmxcsr(a); }, Mems{4});
  book.form("stmxcsr {}", [](Emitter& e, Mem a) { e.stmxcsr(a); }, Mems{4});
}

std::vector<Form> all_forms() {
  FormBook book;
  add_scalar_moves(book);
  add_block_moves(book);
  add_three_operands(book);
  add_fused(book);
  add_flag_comparisons(book);
  add_masks(book);
  add_rounding(book);
  add_conversions(book);
  add_lanes(book);
  return book.take();
}

}  // namespace

class VectorFormsTest : public QObject {
  Q_OBJECT
 private slots:
  void agrees_with_llvm_data();
  void agrees_with_llvm();
  void cleanupTestCase();

 private:
  std::vector<Form> forms_ = all_forms();
  std::size_t samples_ = 0;
};

void VectorFormsTest::agrees_with_llvm_data() {
  QTest::addColumn<qsizetype>("index");
  for (std::size_t i = 0; i < forms_.size(); ++i)
    QTest::addRow("%s: %s", forms_[i].name.c_str(), forms_[i].samples.front().text.c_str()) << static_cast<qsizetype>(i);
}

void VectorFormsTest::agrees_with_llvm() {
  QFETCH(qsizetype, index);
  const Form& form = forms_[static_cast<std::size_t>(index)];
  samples_ += form.samples.size();
  const std::string report = disagreements(form);
  QVERIFY2(report.empty(), report.c_str());
}

void VectorFormsTest::cleanupTestCase() { qInfo("%zu forms, %zu instructions", forms_.size(), samples_); }

}  // namespace vitrine::codegen::x64::test

QTEST_GUILESS_MAIN(vitrine::codegen::x64::test::VectorFormsTest)
#include "vector_forms_test.moc"
