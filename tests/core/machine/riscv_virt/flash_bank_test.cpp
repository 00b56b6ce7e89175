// SPDX-License-Identifier: Apache-2.0
// The board's flashes: contents as memory, the file behind the variables, and saved states.
#include "core/machine/riscv_virt/flash_bank.h"

#include <sys/resource.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

#include "core/snapshot/state_file.h"

using namespace vitrine;
using machine::riscv_virt::FlashBank;
using machine::riscv_virt::kFlash0;
using machine::riscv_virt::kFlash1;

namespace {

struct Rig {
  explicit Rig(const std::string& code = "") {
    auto made = FlashBank::create(code.empty() ? kFlash1 : kFlash0, code, memory);
    if (!made) qFatal("%s", made.error().message.c_str());
    bank = std::move(*made);
    base = code.empty() ? kFlash1.base : kFlash0.base;
  }
  void put(std::uint64_t offset, std::uint32_t value) { bank->chips().write(offset, 4, value); }
  void program(std::uint64_t offset, std::uint32_t value) {
    put(offset, 0x00400040);
    put(offset, value);
  }
  std::uint32_t word(std::uint64_t offset) {
    std::uint32_t value = 0;
    if (!memory.read_value(base + offset, value)) qFatal("outside of memory");
    return value;
  }
  [[nodiscard]] bool is_memory() const { return memory.find_readable(base) != nullptr; }

  memory::GuestMemory memory;
  std::unique_ptr<FlashBank> bank;
  std::uint64_t base = 0;
};

// No file may grow or be written beyond its first byte: what a full disk looks like.
class SmallFiles {
 public:
  SmallFiles() : old_handler_{std::signal(SIGXFSZ, SIG_IGN)} {
    getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit small{1, old_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallFiles() {
    setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, old_handler_);
  }
  SmallFiles(const SmallFiles&) = delete;
  SmallFiles& operator=(const SmallFiles&) = delete;

 private:
  void (*old_handler_)(int);
  rlimit old_{};
};

}  // namespace

class FlashBankTest : public QObject {
  Q_OBJECT

 private slots:
  void a_missing_file_becomes_an_erased_flash_that_keeps_programs() {
    const std::string path = at("new.fd");
    {
      Rig rig;
      QVERIFY(rig.bank->keep_in(path));
      QCOMPARE(rig.word(kFlash1.size - 4), 0xffffffffu);
      rig.program(0x40, 0x12345678);
      QCOMPARE(file_word(path, 0x40), 0x12345678u);  // at once, not only at the end
    }
    Rig again;
    QVERIFY(again.bank->keep_in(path));
    QCOMPARE(again.word(0x40), 0x12345678u);
    again.put(0, 0x00200020);
    again.put(0, 0x00d000d0);
    QCOMPARE(file_word(path, 0x40), 0xffffffffu);
    QCOMPARE(QFile{QString::fromStdString(path)}.size(), static_cast<qint64>(kFlash1.size));
  }
  void a_write_that_the_host_refuses_is_told_of() {
    std::string told;
    base::Log log{[&told](std::string_view line) { told = line; }};
    Rig rig;
    QVERIFY(rig.bank->keep_in(at("full.fd"), log.category("machine")));
    const SmallFiles no_room;
    rig.program(0x40, 0x12345678);
    QCOMPARE(rig.bank->chips().read(0, 4), std::uint64_t{0x00900090});  // the guest's view: the program failed
    rig.put(0, 0x00ff00ff);
    QCOMPARE(rig.word(0x40), 0xffffffffu);
    QVERIFY2(told.find("full.fd: cannot be written") != std::string::npos, told.c_str());
  }
  void a_command_hides_the_contents() {
    Rig rig;
    QVERIFY(rig.is_memory());
    rig.program(0, 7);
    QVERIFY(!rig.is_memory());
    QCOMPARE(rig.bank->chips().read(0, 4), std::uint64_t{0x00800080});
    rig.put(0, 0x00ff00ff);
    QVERIFY(rig.is_memory());
    QCOMPARE(rig.word(0), 7u);
  }
  void a_file_has_one_writer() {
    const std::string path = at("busy.fd");
    Rig first, second;
    QVERIFY(first.bank->keep_in(path));
    const auto refused = second.bank->keep_in(path);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, base::Errc::kBusy);
  }
  void a_file_of_another_size_is_refused_and_left_alone() {
    const std::string path = write("short.fd", "variables");
    Rig rig;
    const auto refused = rig.bank->keep_in(path);
    QVERIFY(!refused && refused.error().message.find("must have 33554432") != std::string::npos);
    QCOMPARE(QFile{QString::fromStdString(path)}.size(), qint64{9});
  }
  void code_is_not_changed() {
    const std::string path = write("code.fd", "code");
    Rig rig{path};
    const std::uint32_t before = rig.word(0);
    rig.program(0, 0);
    QCOMPARE(rig.bank->chips().read(0, 4), std::uint64_t{0x00900090});
    QCOMPARE(rig.word(0), before);
    QCOMPARE(before, file_word(path, 0));
  }
  // In command mode, in the middle of a buffer: the state is the same again, and the file gets the contents.
  void a_saved_bank_comes_back_with_its_file() {
    Rig rig;
    rig.program(0x100, 0xcafe);
    rig.put(0x1000, 0x00e800e8);
    rig.put(0x1000, 0x00010001);
    rig.put(0x1000, 5);
    const auto saved = snapshot::save(*rig.bank);
    Rig other;
    QVERIFY(other.bank->keep_in(at("restored.fd")));
    QVERIFY(snapshot::restore(*other.bank, 1, saved));
    QVERIFY(snapshot::save(*other.bank) == saved);
    QVERIFY(!other.is_memory());
    QCOMPARE(file_word(at("restored.fd"), 0x100), 0xcafeu);
    QCOMPARE(file_word(at("restored.fd"), 0), 0u);
    other.put(0x1004, 6);
    other.put(0x1000, 0x00d000d0);
    QCOMPARE(file_word(at("restored.fd"), 0x1004), 6u);
  }

 private:
  std::string at(const char* name) { return folder_.filePath(name).toStdString(); }
  std::string write(const char* name, const char* text) {
    QFile file{folder_.filePath(name)};
    if (!file.open(QIODevice::WriteOnly) || file.write(text) < 0) qFatal("%s", name);
    return at(name);
  }
  static std::uint32_t file_word(const std::string& path, qint64 offset) {
    QFile file{QString::fromStdString(path)};
    std::uint32_t value = 0;
    if (!file.open(QIODevice::ReadOnly) || !file.seek(offset) || file.read(reinterpret_cast<char*>(&value), 4) != 4) qFatal("short");
    return value;
  }
  QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(FlashBankTest)
#include "flash_bank_test.moc"
