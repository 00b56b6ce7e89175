// SPDX-License-Identifier: Apache-2.0
// The bare guest's main: runs one kernel between two marker lines on the serial port, and powers off.
#include "guest.h"

static void put_text(const char* text) {
  volatile uint8_t* const uart = (volatile uint8_t*)kUart;
  for (; *text; ++text) {
    while (!(uart[5] & 0x20)) {
    }
    uart[0] = (uint8_t)*text;
  }
}

static void put_number(uint64_t value, unsigned base) {
  char digits[24];
  int at = sizeof digits - 1;
  digits[at] = 0;
  do digits[--at] = "0123456789abcdef"[value % base];
  while (value /= base);
  put_text(digits + at);
}

static uint64_t nanoseconds(void) {
  uint64_t ticks;
  __asm__ volatile("rdtime %0" : "=r"(ticks));
  return ticks * 100;  // the board counts at 10 MHz
}

void run_benchmark(void) {
  bench_prepare();
  put_text("start " BENCH_NAME "\n");
  const uint64_t started = nanoseconds();
  const uint64_t checksum = bench_run(BENCH_ROUNDS);
  const uint64_t taken = nanoseconds() - started;
  put_text("end " BENCH_NAME " ");
  put_number(checksum, 16);
  put_text(" ");
  put_number(taken, 10);
  put_text("\n");
  *(volatile uint32_t*)kFinisher = 0x5555;
  for (;;) {
  }
}

// GCC calls these for large copies and clears.
void* memcpy(void* restrict to, const void* restrict from, size_t bytes) {
  for (size_t i = 0; i < bytes; ++i) ((uint8_t*)to)[i] = ((const uint8_t*)from)[i];
  return to;
}

void* memset(void* to, int value, size_t bytes) {
  for (size_t i = 0; i < bytes; ++i) ((uint8_t*)to)[i] = (uint8_t)value;
  return to;
}

// For the kernel self_modifying.
static uint8_t code[4096] __attribute__((aligned(64)));

uint8_t* code_memory(void) { return code; }

void write_adder(uint8_t* at, unsigned value) {
  ((volatile uint32_t*)at)[0] = value << 20 | 0x00050513;  // addi a0, a0, value
  ((volatile uint32_t*)at)[1] = 0x00008067;                // ret
}

void synchronize_code(void) { __asm__ volatile("fence.i" ::: "memory"); }
