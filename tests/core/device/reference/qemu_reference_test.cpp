// SPDX-License-Identifier: Apache-2.0
// The devices against QEMU's own: the same random register accesses to both, every answer compared.
#include <QProcess>
#include <QStandardPaths>
#include <QTest>
#include <random>

#include "core/base/bits.h"
#include "core/bus/system_bus.h"
#include "core/device/flash/cfi_flash.h"
#include "core/device/intc/plic.h"
#include "core/device/platform/fw_cfg.h"
#include "core/device/rtc/goldfish_rtc.h"
#include "core/device/serial/ns16550a.h"
#include "core/device/timer/aclint.h"
#include "tests/core/device/support.h"
#include "tests/needed.h"

using namespace vitrine;

namespace {
constexpr std::uint64_t kRtc = 0x101000, kClint = 0x2000000, kPlic = 0xc000000, kUart = 0x10000000, kFlash = 0x20000000;
constexpr std::uint64_t kFlashBytes = 32u << 20;
constexpr std::int64_t kWall = 1'577'836'800'000'000'000;  // 2020-01-01, when the reference's clock starts and stands

struct Access {
  bool write;
  unsigned size;
  std::uint64_t address;
  std::uint64_t value;
};

// The devices at QEMU's addresses, with a clock that stands.
struct Board {
  test::ManualTime time;
  test::RecordingPort port;
  device::intc::Plic plic{{.sources = 96, .contexts = 2}, {}};
  bus::IrqLine uart_line = plic.input(10), rtc_line = plic.input(11);
  device::serial::Ns16550a uart{port, uart_line};
  device::rtc::GoldfishRtc rtc{[] { return kWall; }, time.timers, rtc_line};
  device::timer::Aclint aclint{1, time.timers, {}};
  std::vector<std::byte> store = std::vector<std::byte>(kFlashBytes);
  device::flash::CfiFlash flash{store, false, {}};
  bus::SystemBus bus;
  bool mapped = bus.map(kPlic, device::intc::Plic::kWindowBytes, plic, "plic") && bus.map(kUart, 0x100, uart, "uart") &&
                bus.map(kRtc, 0x1000, rtc, "rtc") && bus.map(kClint, 0x10000, aclint, "aclint") &&
                bus.map(kFlash, kFlashBytes, flash, "flash");
};

// QEMU, stopped before its first instruction, with its devices driven by the qtest protocol.
class Reference {
 public:
  bool start() {
    process_.start("qemu-system-riscv64", {"-M", "virt", "-accel", "tcg", "-S", "-qtest", "stdio", "-display", "none", "-serial", "null",
                                           "-monitor", "none", "-rtc", "base=2020-01-01T00:00:00,clock=vm"});
    return process_.waitForStarted(10'000);
  }
  ~Reference() {
    process_.kill();
    process_.waitForFinished(10'000);
  }
  // All accesses, and what the reads gave.
  std::vector<std::uint64_t> run(const std::vector<Access>& accesses) {
    QByteArray text;
    for (const Access& each : accesses) {
      text +=
          (each.write ? "write" : "read") + QByteArray{1, "?bw?l???q"[each.size]} + " 0x" + QByteArray::number(quint64{each.address}, 16);
      if (each.write) text += " 0x" + QByteArray::number(quint64{each.value}, 16);
      text += '\n';
    }
    process_.write(text);
    std::vector<std::uint64_t> answers;
    while (answers.size() < accesses.size() && (process_.canReadLine() || process_.waitForReadyRead(20'000))) {
      while (process_.canReadLine()) {
        const QByteArray line = process_.readLine().trimmed();
        if (line.startsWith("OK")) answers.push_back(line.size() > 3 ? line.mid(5).toULongLong(nullptr, 16) : 0);
      }
    }
    return answers;
  }

 private:
  QProcess process_;
};

using Random = std::mt19937_64;
std::uint64_t below(Random& random, std::uint64_t limit) { return random() % limit; }

// What a guest may do to each device in QEMU's own terms, weighted towards what matters.
Access plic_access(Random& random) {
  const std::uint64_t sources[] = {4 * 10, 4 * 11, 4 * below(random, 96), 0x1000, 0x2000, 0x2080, 0x2004, 0x200000, 0x201000};
  const std::uint64_t offset = sources[below(random, std::size(sources))];
  // Source 0 does not exist; QEMU keeps its bits all the same.
  if (offset == 0) return {false, 4, kPlic + 0x1000, 0};
  const std::uint64_t value = offset == 0x2000 || offset == 0x2080 ? random() & 0xffff'fffe : random() & 7;
  return {below(random, 3) > 0, 4, kPlic + offset, value};
}

Access uart_access(Random& random) {
  // Characters are received in loopback alone, in tests of their own: QEMU's receive timeout needs a running clock.
  const std::uint64_t offset = 1 + below(random, 7);
  std::uint64_t value = random() & 0xff;
  if (offset == 3) value &= 0x7f;
  return {below(random, 2) == 0, 1, kUart + offset, value};
}

// The time is set in a test of its own: QEMU does not look at the alarm again when it was.
Access rtc_access(Random& random) {
  const std::uint64_t offset = 8 + 4 * below(random, 6);
  const bool flag = offset >= 0x10;
  return {below(random, 2) == 0, 4, kRtc + offset,
          flag            ? random() & 1
          : offset == 0xc ? 0x15e50000 + below(random, 0x20000)
                          : random() & 0xffff'ffff};
}

Access rtc_time_access(Random& random) { return {below(random, 2) == 0, 4, kRtc + 4 * below(random, 2), random() & 0xffff'ffff}; }

Access aclint_access(Random& random) {
  const std::uint64_t timers[] = {0x4000, 0x4004, 0xbff8, 0xbffc};
  const std::uint64_t offset = timers[below(random, 4)];
  const unsigned size = offset % 8 == 0 && below(random, 2) == 0 ? 8 : 4;
  if (below(random, 8) == 0) return {below(random, 2) == 0, 4, kClint, random() & 1};
  return {below(random, 2) == 0, size, kClint + offset, size == 4 ? random() & 0xffff'ffff : random()};
}

Access flash_read(Random& random) {
  const unsigned size = 1u << below(random, 4);
  return {false, size, kFlash + base::align_down(below(random, 0x200), size), 0};
}

// Whole commands as drivers give them; QEMU erases before the confirmation, so that always follows.
void flash_command(Random& random, std::vector<Access>& out) {
  const std::uint64_t at = kFlash + base::align_down(below(random, 0x200), 4);
  const auto command = [&](std::uint64_t code) { out.push_back({true, 4, at, code * 0x10001}); };
  switch (below(random, 8)) {
    case 0:
      command(0x40);
      out.push_back({true, 4, at, random() & 0xffff'ffff});
      break;
    case 1:
      out.push_back({true, 2, at, 0x10});
      out.push_back({true, 2, at, random() & 0xffff});
      break;
    case 2:
      command(0x20);
      command(0xd0);
      break;
    case 3: {
      const std::uint64_t words = 1 + below(random, 16);
      command(0xe8);
      command(words - 1);
      for (std::uint64_t word = 0; word < words; ++word) out.push_back({true, 4, at + 4 * word, random() & 0xffff'ffff});
      command(0xd0);
      break;
    }
    case 4: command(0x90); break;
    case 5:
      command(0x98);
      for (int count = 0; count < 8; ++count) out.push_back(flash_read(random));
      command(0xff);
      break;
    case 6:
      command(0x60);
      command(below(random, 2) == 0 ? 0xd0 : 0x01);
      break;
    default: command(below(random, 2) == 0 ? 0x50 : 0xff); break;
  }
}
}  // namespace

class QemuReferenceTest : public QObject {
  Q_OBJECT

  void compare(const std::vector<Access>& accesses) {
    Board board;
    QVERIFY(board.mapped);
    Reference reference;
    QVERIFY(reference.start());
    const auto expected = reference.run(accesses);
    QCOMPARE(expected.size(), accesses.size());
    for (std::size_t index = 0; index < accesses.size(); ++index) {
      const Access& each = accesses[index];
      if (each.write) {
        QVERIFY(board.bus.write(each.address, each.size, each.value));
        continue;
      }
      const auto ours = board.bus.read(each.address, each.size);
      QVERIFY(ours.has_value());
      if (*ours != expected[index]) {
        QFAIL(qPrintable(QStringLiteral("access %1: reading %2 bytes at %3 gives %4, QEMU gives %5")
                             .arg(index)
                             .arg(each.size)
                             .arg(each.address, 0, 16)
                             .arg(*ours, 0, 16)
                             .arg(expected[index], 0, 16)));
      }
    }
  }

 private slots:
  void initTestCase() {
    const bool installed = !QStandardPaths::findExecutable("qemu-system-riscv64").isEmpty();
    tests::is_missing(installed, "qemu-system-riscv64 is not installed");
  }
  void random_accesses_are_answered_alike_data() {
    QTest::addColumn<int>("device");
    QTest::addColumn<unsigned>("seed");
    const char* names[] = {"plic", "uart", "rtc", "rtc time", "aclint"};
    for (int device = 0; device < 5; ++device) {
      for (unsigned seed = 1; seed <= 2; ++seed) QTest::addRow("%s, seed %u", names[device], seed) << device << seed;
    }
  }
  void random_accesses_are_answered_alike() {
    QFETCH(int, device);
    QFETCH(unsigned, seed);
    Access (*const makers[])(Random&) = {plic_access, uart_access, rtc_access, rtc_time_access, aclint_access};
    Random random{seed};
    // Registers that have no defined value at reset.
    std::vector<Access> accesses{{true, 8, kClint + 0x4000, ~std::uint64_t{0}}, {true, 4, kRtc + 0x0c, 0}, {true, 1, kUart + 2, 1}};
    while (accesses.size() < 20'000) accesses.push_back(makers[device](random));
    compare(accesses);
  }
  void the_uart_loops_back_alike_data() {
    QTest::addColumn<unsigned>("fcr");
    QTest::newRow("without FIFO") << 0u;
    QTest::newRow("FIFO, trigger 1") << 1u;
  }
  void the_uart_loops_back_alike() {
    QFETCH(unsigned, fcr);
    Random random{7};
    std::vector<Access> accesses{{true, 1, kUart + 2, fcr}, {true, 1, kUart + 4, 0x1f}};
    while (accesses.size() < 20'000) {
      const std::uint64_t offset = below(random, 3) == 0 ? below(random, 8) : below(random, 2) * 5;
      const bool write = below(random, 2) == 0 && offset <= 1;
      accesses.push_back({write, 1, kUart + offset, random() & 0xff});
    }
    compare(accesses);
  }
  void the_uart_interrupts_the_plic_alike() {
    Random random{3};
    std::vector<Access> accesses{{true, 4, kPlic + 40, 3}, {true, 4, kPlic + 0x2000, 1u << 10}};
    for (int round = 0; round < 2000; ++round) {
      accesses.push_back({true, 1, kUart + 1, 0});
      accesses.push_back({true, 1, kUart + 1, below(random, 2) * 2});
      accesses.push_back({true, 4, kPlic + 0x200000, below(random, 5)});
      accesses.push_back({false, 4, kPlic + 0x1000, 0});
      accesses.push_back({false, 4, kPlic + 0x200004, 0});
      accesses.push_back({true, 1, kUart + 1, 0});
      accesses.push_back({true, 4, kPlic + 0x200004, 10});
      accesses.push_back({false, 4, kPlic + 0x1000, 0});
    }
    compare(accesses);
  }
  void flash_commands_are_answered_alike() {
    // The reference's flash has no file behind it and reads as zeros, like our store.
    Random random{11};
    std::vector<Access> accesses;
    while (accesses.size() < 20'000) {
      flash_command(random, accesses);
      for (std::uint64_t count = below(random, 4); count > 0; --count) accesses.push_back(flash_read(random));
    }
    compare(accesses);
  }
};

QTEST_GUILESS_MAIN(QemuReferenceTest)
#include "qemu_reference_test.moc"
