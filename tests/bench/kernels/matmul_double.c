// SPDX-License-Identifier: Apache-2.0
// Multiplies two matrices of 120 x 120 (double).
#include "kernel.h"

typedef double Number;
enum { kSide = 120 };
static Number left[kSide][kSide];
static Number right[kSide][kSide];
static Number product[kSide][kSide];

void bench_prepare(void) {
  uint64_t seed = 99;
  for (unsigned row = 0; row < kSide; ++row)
    for (unsigned column = 0; column < kSide; ++column) {
      left[row][column] = (Number)(next_random(&seed) >> 40 & 1023) - 512;
      right[row][column] = (Number)(next_random(&seed) >> 40 & 1023) - 512;
    }
}

static void multiply(void) {
  for (unsigned row = 0; row < kSide; ++row)
    for (unsigned column = 0; column < kSide; ++column) {
      Number sum = 0;
      for (unsigned i = 0; i < kSide; ++i) sum += left[row][i] * right[i][column];
      product[row][column] = sum;
    }
}

uint64_t bench_run(uint64_t rounds) {
  uint64_t hash = 1;
  for (uint64_t round = 0; round < rounds; ++round) {
    left[round % kSide][round * 7 % kSide] += 1;
    multiply();
    for (unsigned row = 0; row < kSide; ++row) hash = mix(hash, (uint64_t)(int64_t)product[row][(row * 3 + round) % kSide]);
  }
  return hash;
}
