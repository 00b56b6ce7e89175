// SPDX-License-Identifier: Apache-2.0
// The frame of a self-checking program: `s1` holds the number of the running case; `fail` and the end report it by HTIF.
// Assembly behind the preprocessor, which clang-format must not lay out: it would pull `.section .tohost` together.
// clang-format off
#define PROGRAM_START \
    .text;            \
    .globl _start;    \
_start:

#define PROGRAM_END            \
    li   s1, 0;                \
fail:                          \
    slli s1, s1, 1;            \
    ori  s1, s1, 1;            \
    la   t0, tohost;           \
    sd   s1, 0(t0);            \
9:  j    9b;                   \
    .section .tohost, "aw", @progbits; \
    .balign 64;                \
    .globl tohost;             \
tohost: .dword 0;              \
    .balign 64;                \
    .globl fromhost;           \
fromhost: .dword 0;
