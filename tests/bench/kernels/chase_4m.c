// SPDX-License-Identifier: Apache-2.0
// Follows a random cycle of pointers through 4096 KiB, one in each 64-byte line.
#include "kernel.h"

enum { kLines = 4096 * 1024 / 64 };
static struct Line {
  struct Line* next;
  uint64_t value, rest[6];
} lines[kLines];

// Sattolo's shuffle: one cycle through all lines.
void bench_prepare(void) {
  uint64_t seed = 2024;
  for (unsigned i = 0; i < kLines; ++i) {
    lines[i].next = &lines[i];
    lines[i].value = i;
  }
  for (unsigned i = kLines - 1; i > 0; --i) {
    const unsigned other = (unsigned)(next_random(&seed) % i);
    struct Line* const kept = lines[i].next;
    lines[i].next = lines[other].next;
    lines[other].next = kept;
  }
}

uint64_t bench_run(uint64_t rounds) {
  uint64_t hash = 1;
  const struct Line* line = lines;
  for (uint64_t round = 0; round < rounds; ++round)
    for (unsigned step = 0; step < 10000; ++step) {
      line = line->next;
      hash += line->value ^ step;
    }
  return mix(hash, line->value);
}
