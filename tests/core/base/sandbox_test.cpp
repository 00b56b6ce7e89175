// SPDX-License-Identifier: Apache-2.0
// The sandbox holds: seen from a child process, since it cannot be left again.
#include "core/base/sys/sandbox.h"

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <functional>
#include <thread>

using namespace vitrine::base;
namespace fs = std::filesystem;

namespace {

// Exit status of the body in a child that has entered the sandbox; 99 when it could not be entered.
int in_sandbox(const sys::SandboxRules& rules, const std::function<int()>& body) {
  const pid_t child = fork();
  if (child == 0) _exit(sys::enter_sandbox(rules) ? body() : 99);
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// 0, or the error number.
int open_error(const fs::path& path, int flags) {
  const int descriptor = open(path.c_str(), flags | O_CLOEXEC, 0600);
  if (descriptor < 0) return errno;
  close(descriptor);
  return 0;
}

}  // namespace

class SandboxTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    root_ = folder_->path().toStdString();
    fs::create_directories(root_ / "vm");
    for (const char* name : {"outside", "kernel", "vm/disk"}) std::ofstream{root_ / name} << "x";
    rules_ = {{root_ / "kernel", root_ / "missing"}, {root_ / "vm"}};
    if (sys::probe_sandbox().landlock_abi == 0) QSKIP("this kernel has no Landlock");
  }

  void file_outside_cannot_be_opened() {
    QCOMPARE(in_sandbox(rules_, [&] { return open_error(root_ / "outside", O_RDONLY); }), EACCES);
    QCOMPARE(in_sandbox(rules_, [&] { return open_error("/etc/passwd", O_RDONLY); }), EACCES);
    QCOMPARE(in_sandbox(rules_, [&] { return open_error(root_ / "new", O_WRONLY | O_CREAT); }), EACCES);
  }
  void link_inside_does_not_lead_outside() {
    fs::create_symlink(root_ / "outside", root_ / "vm/link");
    QCOMPARE(in_sandbox(rules_, [&] { return open_error(root_ / "vm/link", O_RDONLY); }), EACCES);
  }
  void given_file_is_read_only() {
    QCOMPARE(in_sandbox(rules_, [&] { return open_error(root_ / "kernel", O_RDONLY); }), 0);
    QCOMPARE(in_sandbox(rules_, [&] { return open_error(root_ / "kernel", O_WRONLY); }), EACCES);
  }
  void own_folder_is_writable() {
    QCOMPARE(in_sandbox(rules_, [&] { return open_error(root_ / "vm/disk", O_RDWR); }), 0);
    QCOMPARE(in_sandbox(rules_, [&] { return open_error(root_ / "vm/new", O_WRONLY | O_CREAT); }), 0);
    QCOMPARE(in_sandbox(rules_, [&] { return rename((root_ / "vm/disk").c_str(), (root_ / "vm/disk2").c_str()); }), 0);
  }
  void nothing_can_be_executed() {
    QCOMPARE(in_sandbox(rules_, [] { return execl("/bin/true", "true", nullptr) == -1 ? errno : 0; }), EACCES);
  }
  void threads_that_start_later_are_held_too() {
    QCOMPARE(in_sandbox(rules_,
                        [&] {
                          int error = 0;
                          std::thread{[&] { error = open_error(root_ / "outside", O_RDONLY); }}.join();
                          return error;
                        }),
             EACCES);
  }
  void privileges_and_core_dumps_are_gone() {
    QCOMPARE(in_sandbox(rules_,
                        [] {
                          rlimit core{1, 1};
                          getrlimit(RLIMIT_CORE, &core);
                          return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 && core.rlim_max == 0 ? 0 : 1;
                        }),
             0);
  }
  void level_is_told() {
    const auto level = sys::probe_sandbox();
    QVERIFY(level.level == sys::SandboxLevel::Level::kFiles);
    QVERIFY(level.text.starts_with("files limited by Landlock (ABI "));
  }

 private:
  std::unique_ptr<QTemporaryDir> folder_;
  fs::path root_;
  sys::SandboxRules rules_;
};

QTEST_GUILESS_MAIN(SandboxTest)
#include "sandbox_test.moc"
