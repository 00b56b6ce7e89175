// SPDX-License-Identifier: Apache-2.0
// Polynomials by Horner's rule with fused multiply-add, in double and single precision.
#include "kernel.h"

enum { kValues = 256, kDegree = 16 };
static double values[kValues], factors[kDegree];
static float small_values[kValues], small_factors[kDegree];

void bench_prepare(void) {
  uint64_t seed = 12;
  for (int i = 0; i < kValues; ++i) {
    values[i] = (double)(next_random(&seed) >> 40) / (1 << 24) - 0.5;
    small_values[i] = (float)values[i];
  }
  for (int i = 0; i < kDegree; ++i) {
    factors[i] = 1.0 / (i + 1);
    small_factors[i] = (float)factors[i];
  }
}

uint64_t bench_run(uint64_t rounds) {
  uint64_t hash = 1;
  double sum = 0;
  for (uint64_t round = 0; round < rounds; ++round) {
    for (int i = 0; i < kValues; ++i) {
      double result = 0;
      float small = 0;
      for (int k = 0; k < kDegree; ++k) {
        result = __builtin_fma(result, values[i], factors[k]);
        small = __builtin_fmaf(small, small_values[i], small_factors[k]);
      }
      sum += result - (double)small;
    }
    values[round % kValues] *= 0.75;
    hash = mix(hash, bits_of(sum));
  }
  return hash;
}
