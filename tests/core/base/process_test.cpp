// SPDX-License-Identifier: Apache-2.0
// Lock files that die with their process, detached children and their end.
#include "core/base/sys/process.h"

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

using namespace vitrine::base;
namespace fs = std::filesystem;

class ProcessTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    lock_ = fs::path{folder_->path().toStdString()} / "lock";
  }

  void lock_is_exclusive_within_one_process_too() {
    auto first = sys::LockFile::take(lock_);
    QVERIFY(first);
    QVERIFY(sys::LockFile::is_held(lock_));
    const auto second = sys::LockFile::take(lock_);
    QVERIFY(!second);
    QCOMPARE(second.error().code, Errc::kBusy);
    { const auto gone = std::move(*first); }
    QVERIFY(!sys::LockFile::is_held(lock_));
    QVERIFY(sys::LockFile::take(lock_));
  }
  void text_is_replaced_whole() {
    auto lock = *sys::LockFile::take(lock_);
    lock.write_text("a longer text");
    lock.write_text("short");
    QCOMPARE(sys::LockFile::read_text(lock_), std::string{"short"});
    QCOMPARE(sys::LockFile::read_text(lock_.parent_path() / "none"), std::string{});
  }
  void lock_goes_with_a_killed_process() {
    auto lock = std::make_optional(std::move(*sys::LockFile::take(lock_)));
    const pid_t child = fork();
    if (child == 0) {
      pause();
      _exit(0);
    }
    lock.reset();  // the child has it now alone
    QVERIFY(sys::LockFile::is_held(lock_));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    QVERIFY(!sys::LockFile::is_held(lock_));
  }
  void inherited_lock_is_adopted_only_for_its_file() {
    const auto lock = *sys::LockFile::take(lock_);
    QVERIFY(sys::LockFile::adopt(dup(lock.descriptor()), lock_));
    std::ofstream{lock_.parent_path() / "other"};
    QVERIFY(!sys::LockFile::adopt(lock.descriptor(), lock_.parent_path() / "other"));
    QVERIFY(!sys::LockFile::adopt(-1, lock_));
  }

  void detached_child_writes_its_log_and_its_end_is_told() {
    const fs::path log = lock_.parent_path() / "log";
    const auto pid = sys::spawn_detached({.executable = "/bin/sh",
                                          .arguments = {"-c", "echo $GREETING; readlink /proc/self/fd/0; exit 7"},
                                          .environment = {"GREETING=hello"},
                                          .log = log});
    QVERIFY(pid);
    std::optional<int> end;
    QTRY_VERIFY_WITH_TIMEOUT(end || (end = sys::reap(*pid)), 10000);
    QCOMPARE(*end, 7);
    std::ifstream file{log};
    std::string first, second;
    std::getline(file, first);
    std::getline(file, second);
    QCOMPARE(first, std::string{"hello"});
    QCOMPARE(second, std::string{"/dev/null"});
  }
  void missing_program_is_named() {
    const auto pid = sys::spawn_detached({.executable = "/nonexistent/vitrine", .log = lock_.parent_path() / "log"});
    QVERIFY(!pid);
    QVERIFY(pid.error().message.starts_with("/nonexistent/vitrine: cannot be started"));
  }
  void kill_hits_only_the_process_that_started_then() {
    const pid_t child = fork();
    if (child == 0) {
      pause();
      _exit(0);
    }
    const auto start = sys::process_start(child);
    QVERIFY(start > 0);
    QVERIFY(!sys::kill_process(child, start + 1));
    QVERIFY(!sys::reap(child));
    QVERIFY(sys::kill_process(child, start));
    std::optional<int> end;
    QTRY_VERIFY_WITH_TIMEOUT(end || (end = sys::reap(child)), 10000);
    QCOMPARE(*end, 128 + SIGKILL);
    QVERIFY(!sys::kill_process(child, start));
  }

  void private_folder_refuses_what_others_can_reach() {
    const fs::path folder = lock_.parent_path() / "run";
    QVERIFY(sys::make_private_folder(folder));
    QVERIFY(sys::make_private_folder(folder));
    QCOMPARE(fs::status(folder).permissions() & fs::perms::all, fs::perms::owner_all);
    fs::permissions(folder, fs::perms::group_read, fs::perm_options::add);
    QVERIFY(!sys::make_private_folder(folder));
    fs::create_symlink(lock_.parent_path(), lock_.parent_path() / "link");
    QVERIFY(!sys::make_private_folder(lock_.parent_path() / "link"));
  }

 private:
  std::unique_ptr<QTemporaryDir> folder_;
  fs::path lock_;
};

QTEST_GUILESS_MAIN(ProcessTest)
#include "process_test.moc"
