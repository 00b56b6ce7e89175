// SPDX-License-Identifier: Apache-2.0
// The native main: the same markers as the bare guest prints.
#define _GNU_SOURCE
#include <inttypes.h>
#include <stdio.h>
#include <sys/mman.h>
#include <time.h>

#include "../kernels/kernel.h"

uint8_t* code_memory(void);
void write_adder(uint8_t* at, unsigned value);
void synchronize_code(void);

// For the kernel self_modifying.
uint8_t* code_memory(void) {
  void* const memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

void write_adder(uint8_t* at, unsigned value) {
  static const uint8_t kPattern[] = {0x48, 0x8d, 0x87, 0, 0, 0, 0, 0xc3};  // lea rax, [rdi + value]; ret
  for (unsigned i = 0; i < sizeof kPattern; ++i) ((volatile uint8_t*)at)[i] = kPattern[i];
  ((volatile uint8_t*)at)[3] = (uint8_t)value;
  ((volatile uint8_t*)at)[4] = (uint8_t)(value >> 8);
}

void synchronize_code(void) { __asm__ volatile("" ::: "memory"); }  // x86 keeps fetches and stores coherent

static uint64_t nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

int main(void) {
  bench_prepare();
  printf("start " BENCH_NAME "\n");
  fflush(stdout);
  const uint64_t started = nanoseconds();
  const uint64_t checksum = bench_run(BENCH_ROUNDS);
  const uint64_t taken = nanoseconds() - started;
  printf("end " BENCH_NAME " %" PRIx64 " %" PRIu64 "\n", checksum, taken);
  return 0;
}
