// SPDX-License-Identifier: Apache-2.0
// Programs that a test starts.
#pragma once

#include <QProcess>

namespace vitrine::tests {

// Call it before start().  QProcess clones its child by a bare system call unless the child has something to do before it runs the program;
// then it forks, which ThreadSanitizer's runtime can follow.
inline void start_by_fork(QProcess& process) {
  process.setChildProcessModifier([] {});
}

}  // namespace vitrine::tests
