// SPDX-License-Identifier: Apache-2.0
// Two processes pass a byte to and fro through pipes, 20,000 times: switches between address spaces.  Without a C library, so that guest and host run the same.
#include "system.h"

static void pass(int from, int to, long turns) {
  char byte = 0;
  for (long turn = 0; turn < turns; ++turn) {
    system_call(kRead, from, (long)&byte, 1, 0);
    ++byte;
    system_call(kWrite, to, (long)&byte, 1, 0);
  }
}

int program(void) {
  enum { kTurns = 20000, kChildSignal = 17 };
  int there[2], back[2];
  char byte = 1;
  if (system_call(kPipe, (long)there, 0, 0, 0) < 0 || system_call(kPipe, (long)back, 0, 0, 0) < 0) return 1;
  const long child = system_call(kClone, kChildSignal, 0, 0, 0);
  if (child < 0) return 1;
  if (child == 0) {
    pass(there[0], back[1], kTurns);
    return 0;
  }
  system_call(kWrite, there[1], (long)&byte, 1, 0);
  pass(back[0], there[1], kTurns - 1);
  system_call(kRead, back[0], (long)&byte, 1, 0);
  system_call(kWait, child, 0, 0, 0);
  byte = (char)('a' + (byte & 15));
  return system_call(kWrite, 1, (long)&byte, 1, 0) == 1 ? 0 : 1;
}
