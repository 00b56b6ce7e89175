// SPDX-License-Identifier: Apache-2.0
// System calls of Linux without a C library, and the start of a program: `program` is its main.
#pragma once

#ifdef __riscv
enum { kPipe = 59, kRead = 63, kWrite = 64, kExit = 93, kParent = 173, kClone = 220, kWait = 260 };

static inline long system_call(int number, long first, long second, long third, long fourth) {
  register long a0 __asm__("a0") = first;
  register long a1 __asm__("a1") = second;
  register long a2 __asm__("a2") = third;
  register long a3 __asm__("a3") = fourth;
  register long a4 __asm__("a4") = 0;
  register long a7 __asm__("a7") = number;
  __asm__ volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a7) : "memory");
  return a0;
}
#else
enum { kPipe = 293, kRead = 0, kWrite = 1, kExit = 60, kParent = 110, kClone = 56, kWait = 61 };

static inline long system_call(int number, long first, long second, long third, long fourth) {
  long result;
  register long r10 __asm__("r10") = fourth;
  register long r8 __asm__("r8") = 0;
  __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(first), "S"(second), "d"(third), "r"(r10), "r"(r8) : "rcx", "r11", "memory");
  return result;
}
#endif

int program(void);

#ifdef __x86_64__
__attribute__((force_align_arg_pointer))
#endif
__attribute__((noreturn, used)) void
_start(void) {
  const int status = program();
  for (;;) system_call(kExit, status, 0, 0, 0);
}
