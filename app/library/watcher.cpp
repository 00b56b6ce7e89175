// SPDX-License-Identifier: Apache-2.0
// Watching the library's folder and the folder of each machine in it.
#include "app/library/watcher.h"

#include <atomic>
#include <thread>

#include "core/base/sys/folder_watch.h"

namespace vitrine::app::library {
namespace {

namespace fs = std::filesystem;

// Changes that come within this time of each other are one.
constexpr int kGatherMs = 30;
constexpr int kMostRounds = 8;  // a file that is written all the time does not hold the rest up
// The kernel tells that a dying process closed its lock file a moment before the lock is free: after a burst, one more look.
constexpr int kSecondLookMs = 200;

class FolderWatcher final : public Watcher {
 public:
  FolderWatcher(Library library, base::sys::FolderWatch watch, std::function<void()> changed)
      : library_{std::move(library)}, watch_{std::move(watch)}, changed_{std::move(changed)}, thread_{[this] { run(); }} {}

  ~FolderWatcher() override {
    stop_ = true;
    watch_.wake();
    thread_.join();
  }

 private:
  void run() {
    refresh();
    while (!stop_) {
      if (!watch_.wait(-1)) continue;
      for (bool more = true; more && !stop_; more = watch_.wait(kSecondLookMs)) {
        for (int round = 0; round < kMostRounds && watch_.wait(kGatherMs); ++round) {}
        refresh();
      }
      refresh();
    }
  }

  void refresh() {
    if (stop_) return;
    std::vector<fs::path> folders{library_.paths().machines, library_.paths().user_file.parent_path()};
    std::error_code error;
    for (fs::directory_iterator entries{library_.paths().machines, error}; !error && entries != fs::directory_iterator{};
         entries.increment(error))
      if (!entries->path().filename().string().starts_with('.')) folders.push_back(entries->path());
    watch_.set_folders(folders);
    changed_();
  }

  const Library library_;
  base::sys::FolderWatch watch_;
  const std::function<void()> changed_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace

base::Result<std::unique_ptr<Watcher>> Watcher::start(const Library& library, std::function<void()> changed) {
  std::error_code error;
  fs::create_directories(library.paths().machines, error);
  if (error) return base::fail(base::Errc::kIo, "{}: cannot be created: {}", library.paths().machines.string(), error.message());
  TRY_ASSIGN(auto watch, base::sys::FolderWatch::create());
  return std::make_unique<FolderWatcher>(library, std::move(watch), std::move(changed));
}

}  // namespace vitrine::app::library
