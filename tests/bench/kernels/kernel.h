// SPDX-License-Identifier: Apache-2.0
// What every benchmark kernel defines, and the little that they share.  Freestanding: the guest has no C library.
#pragma once

#include <stddef.h>
#ifdef __riscv
#include <stdint-gcc.h>  // the compiler's own: there is no C library for the guest
#else
#include <stdint.h>
#endif

// Fills the buffers; not timed.
void bench_prepare(void);

// The timed work, proportional to `rounds`.  The result must be equal on every machine and depend on all of the work.
uint64_t bench_run(uint64_t rounds);

static inline uint64_t next_random(uint64_t* state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

static inline uint64_t mix(uint64_t hash, uint64_t value) { return (hash ^ value) * 0x100000001b3u + (hash >> 29); }

static inline uint64_t bits_of(double value) {
  union {
    double value;
    uint64_t bits;
  } both = {value};
  return both.bits;
}
