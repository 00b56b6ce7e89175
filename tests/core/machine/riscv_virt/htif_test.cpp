// SPDX-License-Identifier: Apache-2.0
// The mailbox of test programs.
#include "core/machine/riscv_virt/htif.h"

#include <QTest>
#include <string>
#include <vector>

using namespace vitrine;
using namespace vitrine::machine::riscv_virt;

namespace {

constexpr std::uint64_t kRam = 0x80000000, kToHost = kRam + 0x1040;

struct Console final : ports::SerialPort {
  void write(std::span<const std::uint8_t> bytes) override { text.append(bytes.begin(), bytes.end()); }
  std::string text;
};

}  // namespace

class HtifTest : public QObject {
  Q_OBJECT
 private slots:
  void init() {
    memory_ = std::make_unique<memory::GuestMemory>();
    console_ = {};
    codes_.clear();
    QVERIFY(memory_->add_ram(kRam, 0x10000, "ram"));
    QVERIFY(Htif::attach(*memory_, kToHost, console_, [this](std::uint64_t code) { codes_.push_back(code); }));
  }

  void an_odd_value_ends_the_program() {
    QVERIFY(memory_->write_value(kToHost, std::uint64_t{1}));
    QVERIFY(memory_->write_value(kToHost, std::uint64_t{(42 << 1) | 1}));
    QCOMPARE(codes_, (std::vector<std::uint64_t>{0, 42}));
  }

  void a_store_of_the_low_half_is_enough() {
    QVERIFY(memory_->write_value(kToHost, std::uint32_t{7}));
    QCOMPARE(codes_, std::vector<std::uint64_t>{3});
  }

  void characters_are_printed_and_acknowledged() {
    for (const char character : std::string{"ok"})
      QVERIFY(memory_->write_value(kToHost, std::uint64_t{0x0101000000000000} | static_cast<std::uint8_t>(character)));
    QCOMPARE(console_.text, std::string{"ok"});
    std::uint64_t word = 1;
    QVERIFY(memory_->read_value(kToHost, word));
    QCOMPARE(word, std::uint64_t{0});
    QVERIFY(codes_.empty());
  }

  void writing_by_proxy_reaches_the_console() {
    const std::array<std::uint64_t, 4> call{64, 1, kRam + 0x2000, 5};
    QVERIFY(memory_->write_value(kRam + 0x3000, call));
    QVERIFY(memory_->write_value(kRam + 0x2000, std::array{'h', 'e', 'l', 'l', 'o'}));
    QVERIFY(memory_->write_value(kToHost, std::uint64_t{kRam + 0x3000}));
    QCOMPARE(console_.text, std::string{"hello"});
    std::uint64_t result = 0;
    QVERIFY(memory_->read_value(kRam + 0x3000, result));
    QCOMPARE(result, std::uint64_t{5});
  }

  void nonsense_is_ignored() {
    for (const std::uint64_t value :
         {std::uint64_t{0x10}, std::uint64_t{0xfffffffffffe}, std::uint64_t{0x7700000000000000}, std::uint64_t{0}})
      QVERIFY(memory_->write_value(kToHost, value));
    QVERIFY(codes_.empty() && console_.text.empty());
  }

  void a_mailbox_outside_of_ram_is_refused() {
    QVERIFY(!Htif::attach(*memory_, 0x1000, console_, [](std::uint64_t) {}));
  }

 private:
  std::unique_ptr<memory::GuestMemory> memory_;
  Console console_;
  std::vector<std::uint64_t> codes_;
};

QTEST_GUILESS_MAIN(HtifTest)
#include "htif_test.moc"
