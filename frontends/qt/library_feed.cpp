// SPDX-License-Identifier: Apache-2.0
// Watcher's thread → pool thread → window's thread.
#include "frontends/qt/library_feed.h"

#include <utility>

#include "frontends/qt/background.h"
#include "frontends/qt/sentence.h"

namespace vitrine::frontends::qt {

LibraryFeed::LibraryFeed(const app::library::Library& library, QObject* parent) : QObject{parent}, library_{library} {
  const QPointer<QObject> self{this};
  auto watcher =
      app::library::Watcher::start(library_, [self] { post_to_ui(self, [self] { static_cast<LibraryFeed*>(self.data())->refresh(); }); });
  if (watcher) {
    watcher_ = *std::move(watcher);
  } else {
    const QString why = as_sentence(watcher.error().message);
    post_to_ui(self, [self, why] { emit static_cast<LibraryFeed*>(self.data())->failed(why); });
  }
  refresh();
}

LibraryFeed::~LibraryFeed() = default;

void LibraryFeed::refresh() {
  if (std::exchange(scanning_, true)) {
    again_ = true;
    return;
  }
  scan();
}

void LibraryFeed::scan() {
  run_in_background(
      this, [library = library_] { return library.list(); },
      [this](base::Result<std::vector<app::library::Machine>> machines) { scanned(std::move(machines)); });
}

void LibraryFeed::scanned(base::Result<std::vector<app::library::Machine>> machines) {
  scanning_ = false;
  if (machines) {
    emit listed(*machines);
  } else {
    emit failed(as_sentence(machines.error().message));
  }
  if (std::exchange(again_, false)) refresh();
}

}  // namespace vitrine::frontends::qt
