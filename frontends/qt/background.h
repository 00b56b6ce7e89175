// SPDX-License-Identifier: Apache-2.0
// Work that may take longer than a picture: done on a pool thread, its result handed back to the window's thread.
#pragma once

#include <QCoreApplication>
#include <QMetaObject>
#include <QPointer>
#include <QThreadPool>

#include <memory>
#include <type_traits>
#include <utility>

namespace vitrine::frontends::qt {

// Calls act() on the window's thread, unless `context` is gone by then.  May be called from any thread with a pointer made on the window's.
template <class Act> void post_to_ui(QPointer<QObject> context, Act act) {
  QMetaObject::invokeMethod(
      QCoreApplication::instance(),
      [context = std::move(context), act = std::move(act)]() mutable {
        if (context) act();
      },
      Qt::QueuedConnection);
}

// then(work()) with work on a pool thread and then on the window's, unless `context` is gone by then.
template <class Work, class Then> void run_in_background(QObject* context, Work work, Then then) {
  QThreadPool::globalInstance()->start([context = QPointer<QObject>{context}, work = std::move(work), then = std::move(then)]() mutable {
    auto result = std::make_shared<std::invoke_result_t<Work>>(work());
    post_to_ui(std::move(context), [result = std::move(result), then = std::move(then)]() mutable { then(std::move(*result)); });
  });
}

}  // namespace vitrine::frontends::qt
