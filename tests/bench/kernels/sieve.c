// SPDX-License-Identifier: Apache-2.0
// Sieve of Eratosthenes over bytes: strided byte stores and a counting loop.
#include "kernel.h"

enum { kSize = 200000 };
static uint8_t composite[kSize];

void bench_prepare(void) {}

static uint64_t sieve(void) {
  uint64_t primes = 0;
  for (unsigned i = 0; i < kSize; ++i) composite[i] = 0;
  for (unsigned i = 2; i < kSize; ++i) {
    if (composite[i]) continue;
    ++primes;
    for (unsigned multiple = 2 * i; multiple < kSize; multiple += i) composite[multiple] = 1;
  }
  return primes;
}

uint64_t bench_run(uint64_t rounds) {
  uint64_t hash = 1;
  for (uint64_t round = 0; round < rounds; ++round) {
    hash = mix(hash, sieve());
    hash = mix(hash, composite[hash % kSize]);
  }
  return hash;
}
