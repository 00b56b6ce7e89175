// SPDX-License-Identifier: Apache-2.0
// Fibonacci numbers by plain recursion: calls and returns.
#include "kernel.h"

void bench_prepare(void) {}

__attribute__((noinline)) static uint64_t fib(uint64_t n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

uint64_t bench_run(uint64_t rounds) {
  uint64_t hash = 1;
  for (uint64_t round = 0; round < rounds; ++round) hash = mix(hash, fib(20 + (round & 3)));
  return hash;
}
