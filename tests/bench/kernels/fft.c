// SPDX-License-Identifier: Apache-2.0
// Fast Fourier transform of 2,048 complex doubles, there and back.
#include "kernel.h"

enum { kPoints = 2048, kLevels = 11 };
static double real[kPoints], imaginary[kPoints], cosine[kPoints / 2], sine[kPoints / 2];

// Cosines and sines by halving the angle and adding angles: no library, the same bits everywhere.
void bench_prepare(void) {
  double c[kLevels], s[kLevels];  // of pi / 2^i
  c[0] = -1, s[0] = 0, c[1] = 0, s[1] = 1;
  for (int i = 2; i < kLevels; ++i) {
    c[i] = __builtin_sqrt((1 + c[i - 1]) / 2);
    s[i] = __builtin_sqrt((1 - c[i - 1]) / 2);
  }
  for (int i = 0; i < kPoints / 2; ++i) {
    double x = 1, y = 0;
    for (int bit = 0; bit < kLevels - 1; ++bit) {
      if (!(i >> bit & 1)) continue;
      const int level = kLevels - 1 - bit;
      const double turned = x * c[level] - y * s[level];
      y = x * s[level] + y * c[level];
      x = turned;
    }
    cosine[i] = x;
    sine[i] = y;
  }
  uint64_t seed = 8;
  for (int i = 0; i < kPoints; ++i) real[i] = (double)(int64_t)(next_random(&seed) >> 44) / 1024;
}

static void swap(double* one, double* two) {
  const double kept = *one;
  *one = *two;
  *two = kept;
}

static void transform(double direction) {
  for (unsigned i = 1, j = 0; i < kPoints; ++i) {
    unsigned bit = kPoints / 2;
    for (; j & bit; bit /= 2) j ^= bit;
    j ^= bit;
    if (i < j) swap(&real[i], &real[j]), swap(&imaginary[i], &imaginary[j]);
  }
  for (unsigned half = 1; half < kPoints; half *= 2)
    for (unsigned start = 0; start < kPoints; start += 2 * half)
      for (unsigned i = 0; i < half; ++i) {
        const double wr = cosine[i * (kPoints / 2 / half)], wi = direction * sine[i * (kPoints / 2 / half)];
        const unsigned low = start + i, high = low + half;
        const double re = real[high] * wr - imaginary[high] * wi, im = real[high] * wi + imaginary[high] * wr;
        real[high] = real[low] - re;
        imaginary[high] = imaginary[low] - im;
        real[low] += re;
        imaginary[low] += im;
      }
}

uint64_t bench_run(uint64_t rounds) {
  uint64_t hash = 1;
  for (uint64_t round = 0; round < rounds; ++round) {
    transform(-1);
    hash = mix(hash, bits_of(real[round % kPoints]));
    transform(1);
    for (int i = 0; i < kPoints; ++i) {
      real[i] /= kPoints;
      imaginary[i] /= kPoints;
    }
    hash = mix(hash, bits_of(real[round * 5 % kPoints]));
  }
  return hash;
}
