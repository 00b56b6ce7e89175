// SPDX-License-Identifier: Apache-2.0
// Context switches: the root of the page tables changes to and fro, and each side touches eight pages of its own.
#include "guest.h"

void bench_prepare(void) {}

static void switch_to(int root) { __asm__ volatile("csrw satp, %0" ::"r"(address_space(root)) : "memory"); }

static uint64_t touch(uint64_t value) {
  uint64_t sum = 0;
  for (int page = 0; page < kWindowPages; ++page) {
    volatile uint64_t* const word = (volatile uint64_t*)(kWindow + (uint64_t)page * 4160);
    sum += *word;
    *word = sum ^ value;
  }
  return sum;
}

uint64_t bench_run(uint64_t rounds) {
  uint64_t hash = 1;
  __asm__ volatile("sfence.vma" ::: "memory");
  for (uint64_t round = 0; round < rounds * 100; ++round) {
    switch_to((int)(round & 1));
    hash = mix(hash, touch(round));
  }
  switch_to(0);
  return hash;
}
