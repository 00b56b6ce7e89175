// SPDX-License-Identifier: Apache-2.0
// System calls: a user program enters supervisor mode and comes back, all registers saved and restored as a kernel does.
#include "guest.h"

// guest/user.S: runs the user program at `start` for so many calls; the handler counts them in *count.
void enter_user(uint64_t calls, uint64_t start, uint64_t* count);

void bench_prepare(void) {}

uint64_t bench_run(uint64_t rounds) {
  uint64_t count = 0;
  enter_user(rounds * 1000, kWindow + kWindowPages * 4096, &count);
  return count;
}
