// SPDX-License-Identifier: Apache-2.0
// The stock kernel in machines of this process: two at once, and one that is saved at its prompt and goes on in another.
#include <QStandardPaths>
#include <QTest>

#include <cstdlib>
#include <filesystem>

#include "core/base/guarded.h"
#include "core/vm/local_vm.h"
#include "tests/needed.h"

using namespace vitrine;
using namespace vitrine::vm;

namespace {

constexpr int kBootMs = 400'000, kAnswerMs = 60'000;

std::filesystem::path guest_folder() {
  const char* const cache = std::getenv("XDG_CACHE_HOME");
  const std::filesystem::path base =
      cache != nullptr && *cache != '\0' ? std::filesystem::path{cache} : std::filesystem::path{std::getenv("HOME")} / ".cache";
  return base / "vitrine/guests/riscv64";
}

// One machine and its console.
class Guest {
 public:
  explicit Guest(unsigned cpus) {
    MachineConfig config;
    config.cpus = cpus;
    config.kernel = guest_folder() / "vmlinux";
    config.initrd = guest_folder() / "initramfs.cpio.gz";
    config.append = "console=ttyS0";
    auto made = LocalVm::create(config);
    if (!made) qFatal("%s", made.error().message.c_str());
    vm_ = std::move(*made);
    vm_->set_sink([this](const Event& event) {
      if (const auto* output = std::get_if<SerialOutput>(&event)) console_.lock()->append(output->bytes.begin(), output->bytes.end());
    });
  }
  ~Guest() { vm_->set_sink({}); }
  Guest(const Guest&) = delete;
  Guest& operator=(const Guest&) = delete;

  LocalVm& vm() { return *vm_; }
  [[nodiscard]] bool says(const char* words, int patience_ms) {
    return QTest::qWaitFor([&] { return console_.lock()->find(words) != std::string::npos; }, patience_ms);
  }
  void type(const std::string& line) {
    const std::string keys = line + "\n";
    QVERIFY(ask(*vm_, SerialInput{0, {keys.begin(), keys.end()}}));
  }
  [[nodiscard]] std::string console() { return *console_.lock(); }

 private:
  base::Guarded<std::string> console_;
  std::unique_ptr<LocalVm> vm_;
};

}  // namespace

class MachinesTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() {
    tests::is_missing(std::filesystem::exists(guest_folder() / "vmlinux"), "no demo guest; fetch it with installer/fetch-guest");
  }

  void two_machines_boot_side_by_side() {
    Guest one{1}, two{2};
    one.vm().start();
    two.vm().start();
    QVERIFY2(one.says("~ # ", kBootMs), one.console().c_str());
    QVERIFY2(two.says("~ # ", kBootMs), two.console().c_str());
    one.type("echo ONE-$(nproc)");
    two.type("echo TWO-$(nproc)");
    QVERIFY(one.says("ONE-1", kAnswerMs));
    QVERIFY(two.says("TWO-2", kAnswerMs));
    one.type("poweroff -f");
    const auto end = one.vm().wait_for_end(kAnswerMs);
    QVERIFY(end && end->reason == EndReason::kPowerOff && end->exit_code == 0);
    two.type("echo STILL-$((20 + 22))");
    QVERIFY(two.says("STILL-42", kAnswerMs));
    QVERIFY(two.console().find("ONE-") == std::string::npos);
  }

  void a_running_guest_is_saved_and_goes_on_in_another_machine() {
    std::vector<std::uint8_t> state;
    {
      Guest before{2};
      before.vm().start();
      QVERIFY2(before.says("~ # ", kBootMs), before.console().c_str());
      before.type("secret=$((6 * 7)); echo SET-$secret");
      QVERIFY(before.says("SET-42", kAnswerMs));
      QVERIFY(ask(before.vm(), Pause{}));
      auto saved = ask(before.vm(), SaveState{});
      QVERIFY2(saved, saved ? "" : saved.error().message.c_str());
      state = std::get<Bytes>(*saved).bytes;
    }
    Guest after{2};
    after.vm().start(true);
    const auto restored = ask(after.vm(), RestoreState{state});
    QVERIFY2(restored, restored ? "" : restored.error().message.c_str());
    const auto again = ask(after.vm(), SaveState{});
    QVERIFY(again);
    QVERIFY2(std::get<Bytes>(*again).bytes == state, "save, restore, save: the bytes differ");
    QVERIFY(ask(after.vm(), Resume{}));
    after.type("echo KEPT-$secret; sleep 1; echo SLEPT");
    QVERIFY2(after.says("KEPT-42", kAnswerMs), after.console().c_str());
    QVERIFY2(after.says("\nSLEPT", kAnswerMs), after.console().c_str());
    after.type("poweroff -f");
    const auto end = after.vm().wait_for_end(kAnswerMs);
    QVERIFY(end && end->exit_code == 0);
  }
};

QTEST_GUILESS_MAIN(MachinesTest)
#include "machines_test.moc"
