// SPDX-License-Identifier: Apache-2.0
// Quicksort of 20,000 words, recursive, middle element as pivot.
#include "kernel.h"

enum { kCount = 20000 };
static uint64_t values[kCount];

void bench_prepare(void) {}

static void sort(uint64_t* low, uint64_t* high) {
  while (low < high) {
    uint64_t *left = low, *right = high;
    const uint64_t pivot = low[(high - low) / 2];
    while (left <= right) {
      while (*left < pivot) ++left;
      while (*right > pivot) --right;
      if (left > right) break;
      const uint64_t value = *left;
      *left++ = *right;
      *right-- = value;
    }
    sort(low, right);
    low = left;
  }
}

uint64_t bench_run(uint64_t rounds) {
  uint64_t hash = 1, seed = 4711;
  for (uint64_t round = 0; round < rounds; ++round) {
    for (unsigned i = 0; i < kCount; ++i) values[i] = next_random(&seed);
    sort(values, values + kCount - 1);
    for (unsigned i = 1; i < kCount; i += 101) hash = mix(hash, values[i] + (values[i - 1] <= values[i]));
  }
  return hash;
}
