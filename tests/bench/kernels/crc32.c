// SPDX-License-Identifier: Apache-2.0
// CRC-32 of 64 KiB, a byte at a time from a table.
#include "kernel.h"

enum { kBytes = 65536 };
static uint32_t table[256];
static uint8_t data[kBytes];

void bench_prepare(void) {
  uint64_t seed = 3;
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ (value & 1 ? 0xedb88320u : 0);
    table[i] = value;
  }
  for (unsigned i = 0; i < kBytes; ++i) data[i] = (uint8_t)(next_random(&seed) >> 32);
}

uint64_t bench_run(uint64_t rounds) {
  uint32_t sum = ~0u;
  for (uint64_t round = 0; round < rounds; ++round)
    for (unsigned i = 0; i < kBytes; ++i) sum = sum >> 8 ^ table[(sum ^ data[i]) & 255];
  return sum;
}
