// SPDX-License-Identifier: Apache-2.0
// CPU models, the registers that debuggers see, and saved state.
#include "core/guest/riscv64/model.h"

#include <set>

#include "core/guest/riscv64/fields.h"
#include "core/guest/riscv64/registers.h"
#include "tests/core/guest/riscv64/hart_fixture.h"

using namespace vitrine::guest::riscv64;
using namespace vitrine::guest::riscv64::test;
namespace snapshot = vitrine::snapshot;

namespace {

// Keeps all fields as numbers, and writes them back.
class NumberFields final : public snapshot::Fields {
 public:
  NumberFields() : Fields{1} {}
  void bytes(std::string_view, std::span<std::uint8_t>) override { qFatal("a hart has no blocks"); }
  void sized_bytes(std::string_view, std::vector<std::uint8_t>&, std::size_t) override { qFatal("a hart has no blocks"); }
  bool restoring() const override { return restoring_; }
  std::map<std::string, std::uint64_t> singles;
  std::vector<std::uint64_t> values;
  void restore() { restoring_ = true, at_ = 0; }
  void save() { restoring_ = false, values.clear(); }

 protected:
  void integer(std::string_view name, std::uint64_t& field, std::size_t) override {
    if (!restoring_) {
      values.push_back(field);
    } else {
      field = values[at_++];
      if (const auto wrong = singles.find(std::string{name}); wrong != singles.end()) field = wrong->second;
    }
  }

 private:
  bool restoring_ = false;
  std::size_t at_ = 0;
};

void fill(Hart& hart) {
  State& state = hart.state;
  for (unsigned i = 1; i < 32; ++i) state.x[i] = i * 0x0101010101010101;
  for (unsigned i = 0; i < 32; ++i) state.f[i] = ~state.x[i];
  QVERIFY(write_csr(state, kCsrMstatus, ~std::uint64_t{0}));
  for (const std::uint32_t number : {kCsrMtvec, kCsrMedeleg, kCsrMideleg, kCsrMie, kCsrMcounteren, kCsrMenvcfg, kCsrMepc, kCsrStvec,
                                     kCsrScounteren, kCsrSenvcfg, kCsrSepc, kCsrMip, kCsrFcsr, kCsrMscratch, kCsrStval})
    QVERIFY(write_csr(state, number, ~std::uint64_t{0}));
  QVERIFY(write_csr(state, kCsrSatp, 0x9000'1000'0008'0000));
  state.instructions = 12345;
  state.privilege = Privilege::kSupervisor;
}

}  // namespace

class ModelTest : public QObject {
  Q_OBJECT

 private slots:
  void texts_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("isa");
    QTest::addColumn<QString>("mmu");
    const QString full = "rv64imafdc_zicntr_zicsr_zifencei_zihpm_zba_zbb_zbs_sstc_svadu";
    QTest::newRow("max") << "max" << full << "riscv,sv57";
    QTest::newRow("rv64") << "rv64,h=off,v=off" << full << "riscv,sv57";
    QTest::newRow("without B") << "rv64,zba=off,-zbb,zbs=false" << "rv64imafdc_zicntr_zicsr_zifencei_zihpm_sstc_svadu" << "riscv,sv57";
    QTest::newRow("off and on again") << "max,-zba,+zba" << full << "riscv,sv57";
    QTest::newRow("svade") << "max,svadu=off,svade=on" << QString{full}.replace("svadu", "svade") << "riscv,sv57";
    QTest::newRow("sv39") << "max,sv57=off,sv48=off" << full << "riscv,sv39";
    QTest::newRow("no paging") << "max,sv57=off,sv48=off,sv39=off" << full << "riscv,none";
    QTest::newRow("soft float") << "max,d=off,f=off" << QString{full}.replace("fd", "") << "riscv,sv57";
  }
  void texts() {
    QFETCH(QString, text);
    const auto model = parse_cpu_model(text.toStdString());
    QVERIFY2(model, model ? "" : model.error().message.c_str());
    QTEST(QString::fromStdString(isa_string(*model)), "isa");
    QTEST(QString::fromStdString(mmu_type(*model)), "mmu");
    QCOMPARE(isa_extensions(*model)[0], std::string{"i"});
  }

  void wrong_texts_are_named_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("named");
    QTest::newRow("model") << "cortex-a57" << "cortex-a57";
    QTest::newRow("empty") << "" << "\"\"";
    QTest::newRow("extension") << "max,zfoo=on" << "zfoo";
    QTest::newRow("not there yet") << "max,+v" << "\"v\" is not supported";
    QTest::newRow("always there") << "max,zicsr=off" << "zicsr";
    QTest::newRow("value") << "max,zba=maybe" << "zba=maybe";
    QTest::newRow("bare name") << "max,zba" << "zba";
    QTest::newRow("D without F") << "max,f=off" << "d needs f";
    QTest::newRow("Sv48 without Sv39") << "max,sv39=off" << "sv48 needs sv39";
  }
  void wrong_texts_are_named() {
    QFETCH(QString, text);
    QFETCH(QString, named);
    const auto model = parse_cpu_model(text.toStdString());
    QVERIFY(!model);
    QVERIFY2(model.error().message.find(named.toStdString()) != std::string::npos, model.error().message.c_str());
  }

  void registers_have_gdb_numbers() {
    Hart hart;
    std::set<std::string> names;
    std::set<unsigned> numbers;
    for (const auto& info : debug_registers(hart.state.extensions)) {
      QVERIFY2(names.insert(info.name).second, info.name.c_str());
      QVERIFY2(numbers.insert(info.number).second, info.name.c_str());
      QVERIFY2(read_debug_register(hart.state, info.number), info.name.c_str());
    }
    for (const char* name :
         {"zero", "t6", "pc", "ft0", "ft11", "fcsr", "mstatus", "satp", "mhpmcounter31", "hpmcounter3", "pmpaddr15", "priv"})
      QVERIFY2(names.contains(name), name);
    QVERIFY(numbers.contains(65 + 0x300) && numbers.contains(66) && numbers.contains(4161));
    QVERIFY(!read_debug_register(hart.state, 65 + 0x7a5));
    QVERIFY(!read_debug_register(hart.state, 99999));
  }

  void registers_can_be_written_whatever_the_mode() {
    Hart hart;
    hart.state.privilege = Privilege::kUser;
    QVERIFY(write_debug_register(hart.state, 5, 55));
    QVERIFY(write_debug_register(hart.state, 0, 55));
    QVERIFY(write_debug_register(hart.state, 32, 0x8001));
    QVERIFY(write_debug_register(hart.state, 65 + 0x340, 66));
    QVERIFY(write_debug_register(hart.state, 4161, 1));
    QVERIFY(!write_debug_register(hart.state, 4161, 2));
    QVERIFY(!write_debug_register(hart.state, 65 + 0xf14, 2));
    QCOMPARE(hart.state.x[0], std::uint64_t{0});
    QCOMPARE(hart.state.x[5], std::uint64_t{55});
    QCOMPARE(hart.state.pc, std::uint64_t{0x8000});
    QCOMPARE(hart.state.csr.mscratch, std::uint64_t{66});
    QCOMPARE(static_cast<int>(hart.state.privilege), 1);
  }

  void state_comes_back_equal() {
    Hart hart;
    fill(hart);
    NumberFields saved;
    saved.save();
    fields(hart.state, saved);
    Hart other;
    saved.restore();
    fields(other.state, saved);
    const auto status = restored(other.state);
    QVERIFY2(status, status ? "" : status.error().message.c_str());
    NumberFields again;
    again.save();
    fields(other.state, again);
    QCOMPARE(again.values, saved.values);
    for (const auto& info : debug_registers(hart.state.extensions))
      QCOMPARE(read_debug_register(other.state, info.number).value(), read_debug_register(hart.state, info.number).value());
  }

  void impossible_states_are_refused_data() {
    QTest::addColumn<QString>("field");
    QTest::addColumn<quint64>("value");
    QTest::newRow("privilege") << "privilege" << quint64{2};
    QTest::newRow("mstatus") << "mstatus" << (quint64{1} << 40);
    QTest::newRow("satp") << "satp" << (quint64{15} << 60);
    QTest::newRow("pmpcfg") << "pmpcfg" << quint64{0x60};
    QTest::newRow("pmpaddr") << "pmpaddr" << ~quint64{0};
    QTest::newRow("mtvec") << "mtvec" << quint64{2};
    QTest::newRow("medeleg") << "medeleg" << quint64{1 << 11};
    QTest::newRow("mie") << "mie" << quint64{1};
    QTest::newRow("menvcfg") << "menvcfg" << quint64{2};
    QTest::newRow("sepc") << "sepc" << quint64{1};
    QTest::newRow("frm") << "frm" << quint64{8};
    QTest::newRow("x0") << "x" << quint64{1};
    QTest::newRow("pc") << "pc" << quint64{1};
    QTest::newRow("mip") << "mip_software" << quint64{1 << 7};
    QTest::newRow("mcountinhibit") << "mcountinhibit" << quint64{2};
  }
  void impossible_states_are_refused() {
    QFETCH(QString, field);
    QFETCH(quint64, value);
    Hart hart;
    fill(hart);
    NumberFields saved;
    saved.save();
    fields(hart.state, saved);
    saved.singles[field.toStdString()] = value;
    saved.restore();
    fields(hart.state, saved);
    QVERIFY(!restored(hart.state));
  }
};

QTEST_GUILESS_MAIN(ModelTest)
#include "model_test.moc"
