// SPDX-License-Identifier: Apache-2.0
// Hash table with open addressing: inserts, finds and removes 64-bit keys.
#include "kernel.h"

enum { kSlots = 32768, kKeys = 20000 };
static struct Slot {
  uint64_t key, value;
} table[kSlots];

void bench_prepare(void) {}

static struct Slot* find(uint64_t key) {
  uint64_t at = key * 0x9e3779b97f4a7c15u >> 49;
  while (table[at].key != 0 && table[at].key != key) at = (at + 1) % kSlots;
  return &table[at];
}

uint64_t bench_run(uint64_t rounds) {
  uint64_t hash = 1;
  for (uint64_t round = 0; round < rounds; ++round) {
    for (unsigned i = 0; i < kSlots; ++i) table[i].key = 0;
    uint64_t seed = round + 1, again = round + 1;
    for (unsigned i = 0; i < kKeys; ++i) {
      struct Slot* slot = find(next_random(&seed));
      slot->key = seed;
      slot->value = i;
    }
    for (unsigned i = 0; i < kKeys; ++i) hash += find(next_random(&again))->value * i;
    hash = mix(hash, find(round * 12345 + 1)->key);
  }
  return hash;
}
