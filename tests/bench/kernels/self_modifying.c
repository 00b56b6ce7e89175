// SPDX-License-Identifier: Apache-2.0
// Writes a function, makes it visible to fetches, calls it, changes it: what JIT compilers and dynamic linkers do.
#include "kernel.h"

enum { kFunctions = 16, kSpacing = 64 };

// The platform's: memory that may be written and executed, a function of one operand in it that adds `value` (0 to 1023), and the barrier.
uint8_t* code_memory(void);
void write_adder(uint8_t* at, unsigned value);
void synchronize_code(void);

static uint8_t* code;

void bench_prepare(void) { code = code_memory(); }

uint64_t bench_run(uint64_t rounds) {
  uint64_t hash = 1;
  for (uint64_t round = 0; round < rounds; ++round) {
    uint8_t* const at = code + round % kFunctions * kSpacing;
    write_adder(at, (unsigned)(round * 7 % 1024));
    synchronize_code();
    uint64_t (*const function)(uint64_t) = (uint64_t (*)(uint64_t))(uintptr_t)at;
    for (int call = 0; call < 10; ++call) hash = function(hash);
    hash = mix(hash, round);
  }
  return hash;
}
