# SPDX-License-Identifier: Apache-2.0
# Zifencei: code that the program writes is executed as written after fence.i.  Unprivileged ISA, chapter "Zifencei".
#include "frame.S"
PROGRAM_START
    # An instruction ahead is replaced, again and again, by "addi a0, a0, N".
    li   a1, 0
    li   s4, 0
    la   s0, patched
again:
    slli t0, a1, 20
    li   t1, 0x00050513
    or   t0, t0, t1
    sw   t0, 0(s0)
    fence.i
    li   a0, 0
    .balign 4
    .option push
    .option norvc
patched:
    addi a0, a0, 2047
    .option pop
    add  s4, s4, a0
    addi a1, a1, 1
    li   t0, 100
    bltu a1, t0, again
    EXPECT(s4, 4950)

    # A function is made elsewhere, called, changed in its second half alone, and called again.
    la   s0, room
    li   t0, 0x05500513         # li a0, 0x55
    sw   t0, 0(s0)
    li   t0, 0x00008067         # ret
    sw   t0, 4(s0)
    fence.i
    jalr s0
    EXPECT(a0, 0x55)
    li   t0, 0x0512             # c.slli a0, 4; c.jr ra
    sh   t0, 4(s0)
    li   t0, 0x8082
    sh   t0, 6(s0)
    fence.i
    jalr s0
    EXPECT(a0, 0x550)
    # By a byte in the middle of an instruction, and by an atomic operation.
    li   t0, 0x06
    sb   t0, 3(s0)
    fence.i
    jalr s0
    EXPECT(a0, 0x650)
    li   t0, 0x00100000
    amoadd.w t1, t0, (s0)
    fence.i
    jalr s0
    EXPECT(a0, 0x660)
    # Code copied to where other code has run.
    la   t0, template
    ld   t1, 0(t0)
    sd   t1, 0(s0)
    fence.i
    jalr s0
    EXPECT(a0, 7)
    # An illegal word, and a legal one in its place.
    sw   zero, 0(s0)
    fence.i
    la   s10, 1f
    jalr s0
1:  EXPECT(s5, ILLEGAL)
    EXPECT_SAME(s6, s0)
    sd   t1, 0(s0)
    fence.i
    jalr s0
    EXPECT(a0, 7)
PROGRAM_END
    .balign 8
    .option push
    .option norvc
template:
    li   a0, 7
    ret
    .option pop
    .balign 64
room: .zero 64
