# SPDX-License-Identifier: Apache-2.0
# An integer loop in S mode under Sv39: loads, stores, arithmetic and a branch, a fixed count of iterations, then exit by HTIF.
    .equ ITERATIONS, 40000000
    .section .text
    .globl _start
_start:
    la   t0, page_table
    la   t1, _start
    srli t1, t1, 30            # the gibibyte that this program lies in
    slli t2, t1, 28
    ori  t2, t2, 0xcf          # D A X W R V, one 1 GiB leaf, mapped onto itself
    slli t3, t1, 3
    add  t3, t3, t0
    sd   t2, 0(t3)
    srli t0, t0, 12
    li   t1, 8
    slli t1, t1, 60
    or   t0, t0, t1
    csrw satp, t0
    sfence.vma
    li   t0, -1
    csrw pmpaddr0, t0
    li   t0, 0x1f
    csrw pmpcfg0, t0
    li   t0, 0x1800
    csrc mstatus, t0
    li   t0, 0x0800
    csrs mstatus, t0
    la   t0, supervisor
    csrw mepc, t0
    mret
supervisor:
    la   a0, data
    li   a1, ITERATIONS
    li   a2, 0
    li   a3, 12345
loop:                          # ten instructions a round
    andi a4, a3, 0xff
    slli a5, a4, 3
    add  a5, a5, a0
    ld   a6, 0(a5)
    add  a6, a6, a3
    sd   a6, 0(a5)
    xor  a2, a2, a6
    addi a3, a3, 7
    addi a1, a1, -1
    bnez a1, loop
    la   t0, tohost
    li   t1, 1
    sd   t1, 0(t0)
1:  j    1b
    .section .tohost, "aw", @progbits
    .align 6
    .globl tohost
tohost: .dword 0
    .align 6
    .globl fromhost
fromhost: .dword 0
    .section .data
    .align 12
page_table: .zero 4096
data:   .zero 4096
