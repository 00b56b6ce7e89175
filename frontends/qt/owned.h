// SPDX-License-Identifier: Apache-2.0
// make_owned<T>(): makes an object that Qt's object tree owns.
#pragma once

#include <memory>
#include <utility>

namespace vitrine::frontends::qt {

// The result belongs to the parent among the arguments, or to the Qt call that it is handed to.
template <class T, class... Args> T* make_owned(Args&&... args) { return std::make_unique<T>(std::forward<Args>(args)...).release(); }

}  // namespace vitrine::frontends::qt
