// SPDX-License-Identifier: Apache-2.0
// The Mandelbrot set on a grid of 64 x 64, at most 200 steps a point.
#include "kernel.h"

enum { kSide = 64, kSteps = 200 };

void bench_prepare(void) {}

static unsigned steps(double real, double imaginary) {
  double x = 0, y = 0;
  for (unsigned step = 0; step < kSteps; ++step) {
    const double xx = x * x, yy = y * y;
    if (xx + yy > 4) return step;
    y = 2 * x * y + imaginary;
    x = xx - yy + real;
  }
  return kSteps;
}

uint64_t bench_run(uint64_t rounds) {
  uint64_t hash = 1;
  for (uint64_t round = 0; round < rounds; ++round) {
    const double shift = (double)(round & 15) / 64;
    for (int row = 0; row < kSide; ++row)
      for (int column = 0; column < kSide; ++column) hash = mix(hash, steps((column - 44) / 24.0 + shift, (row - 32) / 24.0));
  }
  return hash;
}
