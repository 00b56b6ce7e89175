# SPDX-License-Identifier: Apache-2.0
# The user program of the kernel system_call, and the supervisor's entry and exit around it.
    .section .user, "ax", @progbits
    .globl user_code
user_code:                     # a0 = calls to make
    addi a0, a0, -1
    li   a7, 172
    ecall
    bnez a0, user_code
    li   a7, 93
    ecall
    .text
    .altmacro
    .macro each_register action
    .irp number, 1, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 3, 4
    \action x\number, \number * 8(sp)
    .endr
    .endm
    .globl enter_user
enter_user:                    # a0 = calls, a1 = start of the program, a2 = where to count
    addi sp, sp, -512
    each_register sd
    la   t0, handler
    csrw stvec, t0
    csrw sscratch, sp          # the kernel's stack while the user program runs
    csrw sepc, a1
    sd   a2, 256(sp)
    li   t0, 0x100
    csrc sstatus, t0           # SPP = user
    sret
    .align 2
handler:
    csrrw sp, sscratch, sp
    addi sp, sp, -288
    each_register sd
    csrr t0, sscratch
    sd   t0, 16(sp)            # the user's stack
    csrr t1, sepc
    csrr t2, sstatus
    csrr t3, scause
    sd   t1, 256(sp)
    sd   t2, 264(sp)
    addi s0, sp, 288
    csrw sscratch, s0
    li   t4, 8
    bne  t3, t4, wrong
    li   t5, 93
    beq  a7, t5, leave
    ld   t6, 256(s0)           # what the call does: counts
    ld   t5, 0(t6)
    addi t5, t5, 1
    sd   t5, 0(t6)
    ld   t1, 256(sp)
    addi t1, t1, 4
    csrw sepc, t1
    ld   t2, 264(sp)
    csrw sstatus, t2
    each_register ld
    ld   sp, 16(sp)
    sret
leave:
    mv   sp, s0
    each_register ld
    addi sp, sp, 512
    ret
wrong:
    j    trap
    .globl trap
