// SPDX-License-Identifier: Apache-2.0
// Reads and writes one word in each of 2,048 pages, as tables and heaps do that no TLB holds.
#include "kernel.h"

enum { kPages = 2048, kStride = 4096 / 8 + 8 };
static uint64_t words[kPages * kStride];

void bench_prepare(void) {
  for (unsigned i = 0; i < kPages * kStride; ++i) words[i] = i;
}

uint64_t bench_run(uint64_t rounds) {
  uint64_t hash = 1;
  for (uint64_t round = 0; round < rounds; ++round)
    for (unsigned page = 0; page < kPages; ++page) {
      hash += words[page * kStride];
      words[page * kStride] = hash ^ round;
    }
  return hash;
}
