# SPDX-License-Identifier: Apache-2.0
# From reset in machine mode to supervisor mode under Sv39, as firmware and a kernel leave a hart; then the benchmark.
    .section .text.start
    .globl _start
_start:
    la   sp, boot_stack_end
    la   t0, trap
    csrw mtvec, t0
    li   t0, -1
    csrw pmpaddr0, t0
    li   t0, 0x1f              # NAPOT, all of memory, R W X
    csrw pmpcfg0, t0
    li   t0, 0x7
    csrw mcounteren, t0
    li   t0, 0x100             # environment calls from user mode go to supervisor mode
    csrw medeleg, t0
    csrw mideleg, zero
    call make_page_tables      # returns the value of satp
    csrw satp, a0
    sfence.vma
    li   t0, 0x1800
    csrc mstatus, t0
    li   t0, 0x6800            # MPP = supervisor (bit 11), FS = dirty (bits 13, 14)
    csrs mstatus, t0
    la   t0, supervisor
    csrw mepc, t0
    mret
supervisor:
    li   t0, 0x7
    csrw scounteren, t0
    la   sp, stack_end
    call run_benchmark
.globl trap
trap:                          # nothing here may fault: end with a status of its own
    li   t0, 0x100000
    li   t1, 0x133333          # finisher: fail, code 0x13
    sw   t1, 0(t0)
1:  j    1b
    .section .unmoved, "aw", @nobits
    .align 12
    .space 16384
boot_stack_end:
    .space 65536
stack_end:
