// SPDX-License-Identifier: Apache-2.0
// Harts on threads of their own that change each other's code.
#include <thread>

#include "tests/core/engine/interpreter/guest.h"

using namespace vitrine::tests::interpreter;

namespace {

constexpr unsigned kRounds = 2000;  // an immediate holds them
constexpr std::uint64_t kMail = kRam + 0x80000;

constexpr std::uint64_t function_of(std::uint64_t hart) { return kRam + 0x10000 + hart * 0x1000; }
constexpr std::uint64_t mail_of(std::uint64_t hart) { return kMail + hart * 0x1000; }

// x20: the value last given away; x21: how many; x22, x23: the neighbour's function and mail; x24, x25: own function and mail;
// x26: the instruction that goes into the neighbour's function; x27: its increment; x28: how often a promise was broken.
// Each turn: write `addi x10, x0, n` into the neighbour's function, then n into its mail; read the own mail, fence.i, call the own function:
// what it returns is never older than the mail.
constexpr Word kLoop[] = {
    addi(20, 20, 1), add(26, 26, 27), sw(26, 22),       kFence,     sd(20, 23),      ld(5, 25),   kFenceI,
    jalr(1, 24),     blt(10, 5, 12),  bne(20, 21, -36), jal(0, 12), addi(28, 28, 1), jal(0, -12),
};
constexpr std::uint64_t kLoopEnd = kRam + 4 * std::size(kLoop);

void prepare(Guest& guest, std::size_t hart, std::size_t harts, bool same_page) {
  const std::size_t neighbour = (hart + 1) % harts;
  const auto function = [&](std::size_t of) { return same_page ? kRam + 0x10000 + of * 0x40 : function_of(of); };
  guest.program(function(hart), {addi(10, 0, 0), kRet});
  guest.set(21, kRounds, hart);
  guest.set(22, function(neighbour), hart);
  guest.set(23, mail_of(neighbour), hart);
  guest.set(24, function(hart), hart);
  guest.set(25, mail_of(hart), hart);
  guest.set(26, addi(10, 0, 0), hart);
  guest.set(27, 1u << 20, hart);
  guest.set(kPc, kRam, hart);
}

}  // namespace

class ThreadsTest : public QObject {
  Q_OBJECT

 private slots:
  void code_is_never_older_than_the_message_about_it_data() {
    QTest::addColumn<int>("harts");
    QTest::addColumn<bool>("same_page");
    QTest::addColumn<bool>("verify");
    for (const int harts : {2, 4})
      for (const bool same_page : {false, true})
        for (const bool verify : {false, true})
          QTest::addRow("%d harts%s%s", harts, same_page ? ", same page" : "", verify ? ", verified" : "") << harts << same_page << verify;
  }
  void code_is_never_older_than_the_message_about_it() {
    QFETCH(int, harts);
    QFETCH(bool, same_page);
    QFETCH(bool, verify);
    const auto count = static_cast<std::size_t>(harts);
    Guest guest{configuration(verify), count};
    guest.program(kRam, kLoop);
    guest.program(kLoopEnd, {kWfi, jal(0, -4)});
    for (std::size_t hart = 0; hart < count; ++hart) prepare(guest, hart, count, same_page);
    {
      std::vector<std::jthread> threads;
      for (const auto& vcpu : guest.vcpus)
        threads.emplace_back([&vcpu] {
          while (vcpu->run(0) == vitrine::cpu::ExitReason::kKicked) {}
        });
    }
    for (std::size_t hart = 0; hart < count; ++hart) {
      QCOMPARE(QString::fromStdString(guest.vcpus[hart]->stop_message()), QString{});
      QCOMPARE(guest.get(20, hart), kRounds);
      QCOMPARE(guest.get(28, hart), 0u);
    }
  }

  // A device's thread writes code and then tells of it.
  void code_from_a_device_is_never_older_than_its_message_data() { verification_rows(); }
  void code_from_a_device_is_never_older_than_its_message() {
    QFETCH(bool, verify);
    Guest guest{configuration(verify)};
    // Until the mail holds x21: read it, fence.i, call, compare.
    guest.program(kRam, {ld(5, 25), kFenceI, jalr(1, 24), blt(10, 5, 12), bne(5, 21, -16), jal(0, 12), addi(28, 28, 1), jal(0, -12), kWfi});
    prepare(guest, 0, 1, false);
    std::jthread device{[&] {
      for (unsigned n = 1; n <= kRounds; ++n) {
        guest.transfer(function_of(0), addi(10, 0, static_cast<int>(n)));
        if (!guest.memory.write_value(mail_of(0), std::uint64_t{n})) return;
      }
    }};
    QCOMPARE(guest.vcpus[0]->run(0), vitrine::cpu::ExitReason::kWaiting);
    QCOMPARE(guest.get(28), 0u);
    QCOMPARE(guest.get(10), kRounds);
  }
};

QTEST_GUILESS_MAIN(ThreadsTest)
#include "threads_test.moc"
