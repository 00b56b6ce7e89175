// SPDX-License-Identifier: Apache-2.0
// Copies 268 KiB by 64-bit words, eight a turn.
#include "kernel.h"

enum { kWords = 268 * 1024 / 8 };
static uint64_t from[kWords];
static uint64_t to[kWords];

void bench_prepare(void) {
  uint64_t seed = 42;
  for (unsigned i = 0; i < kWords; ++i) from[i] = next_random(&seed);
}

static void copy(uint64_t* restrict target, const uint64_t* restrict source, size_t words) {
  for (size_t i = 0; i < words; i += 8) {
    const uint64_t a = source[i], b = source[i + 1], c = source[i + 2], d = source[i + 3];
    const uint64_t e = source[i + 4], f = source[i + 5], g = source[i + 6], h = source[i + 7];
    target[i] = a;
    target[i + 1] = b;
    target[i + 2] = c;
    target[i + 3] = d;
    target[i + 4] = e;
    target[i + 5] = f;
    target[i + 6] = g;
    target[i + 7] = h;
  }
}

uint64_t bench_run(uint64_t rounds) {
  uint64_t hash = 1;
  for (uint64_t round = 0; round < rounds; ++round) {
    from[round % kWords] += round;
    copy(to, from, kWords);
    hash = mix(hash, to[round * 7919 % kWords]);
  }
  return hash;
}
