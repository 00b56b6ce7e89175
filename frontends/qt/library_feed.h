// SPDX-License-Identifier: Apache-2.0
// Keeps a window's picture of the library fresh: scans on a pool thread whenever the watcher says so.
#pragma once

#include <QObject>

#include <memory>
#include <vector>

#include "app/library/library.h"
#include "app/library/watcher.h"

namespace vitrine::frontends::qt {

// Sleeps until something happens in the library.  Thread: ui.
class LibraryFeed final : public QObject {
  Q_OBJECT

 public:
  explicit LibraryFeed(const app::library::Library& library, QObject* parent = nullptr);
  ~LibraryFeed() override;
  // Scans soon; several wishes during one scan make one more scan.
  void refresh();

 signals:
  void listed(const std::vector<vitrine::app::library::Machine>& machines);
  void failed(const QString& sentence);

 private:
  void scan();
  void scanned(base::Result<std::vector<app::library::Machine>> machines);

  app::library::Library library_;
  std::unique_ptr<app::library::Watcher> watcher_;
  bool scanning_ = false;
  bool again_ = false;
};

}  // namespace vitrine::frontends::qt
