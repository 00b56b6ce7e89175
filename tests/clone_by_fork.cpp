// SPDX-License-Identifier: Apache-2.0
// For tests under ThreadSanitizer: programs that Qt starts are forked.
//
// QProcess clones its child into the parent's own memory (CLONE_VM with CLONE_VFORK) and ThreadSanitizer's runtime, which takes every clone for
// a fork, then stops at a check of its own.  QProcess behaves the same with a copy of the memory, only more slowly.
#include <sched.h>

#include <cstdarg>

// The runtime's own; it lets a program define the function itself.
extern "C" int __interceptor_clone(int (*run)(void*), void* stack, int flags, void* argument, ...);

extern "C" int clone(int (*run)(void*), void* stack, int flags, void* argument, ...) noexcept {
  va_list more;
  va_start(more, argument);
  auto* const parent_tid = va_arg(more, void*);
  auto* const tls = va_arg(more, void*);
  auto* const child_tid = va_arg(more, void*);
  va_end(more);
  return __interceptor_clone(run, stack, flags & ~(CLONE_VM | CLONE_VFORK), argument, parent_tid, tls, child_tid);
}
