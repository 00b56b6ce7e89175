# SPDX-License-Identifier: Apache-2.0
# C: every compressed form with the edges of its immediate, and what is reserved.  Unprivileged ISA, chapter "C Extension".
#include "frame.S"
PROGRAM_START
    la   s0, cells
    mv   sp, s0
    # Words, doublewords and floating point, from a register and from sp, at the least and the greatest offset.
#define MEMORY(store, load, value, near, far) \
    li a1, value; store a1, near; load a2, near; EXPECT(a2, value); store a1, far; load a2, far; EXPECT(a2, value)
    MEMORY(c.sw, c.lw, -2, 0(s0), 124(s0))
    MEMORY(c.sd, c.ld, 0x123456789abcdef, 0(s0), 248(s0))
    MEMORY(c.swsp, c.lwsp, -3, 0(sp), 252(sp))
    MEMORY(c.sdsp, c.ldsp, 0xfedcba987654321, 0(sp), 504(sp))
    li   a1, 0x0123456789abcdef
    fmv.d.x fa1, a1
    c.fsd  fa1, 248(s0)
    c.fld  fa2, 248(s0)
    fmv.x.d a2, fa2
    EXPECT(a2, 0x0123456789abcdef)
    c.fsdsp ft11, 0(sp)
    c.fsdsp fa1, 504(sp)
    c.fldsp ft11, 504(sp)
    fmv.x.d a2, ft11
    EXPECT(a2, 0x0123456789abcdef)
    # A word at 124 leaves its neighbours alone.
    li   a1, -1
    c.sd a1, 120(s0)
    li   a1, 0
    c.sw a1, 124(s0)
    c.ld a2, 120(s0)
    EXPECT(a2, 0x00000000ffffffff)

    # Immediates.
    c.li a0, 31
    EXPECT(a0, 31)
    c.li a0, -32
    EXPECT(a0, -32)
    c.lui a0, 1
    EXPECT(a0, 0x1000)
    c.lui a0, 0xfffe0
    EXPECT(a0, 0xfffffffffffe0000)
    li   a0, 0x7fffffff
    c.addi a0, 31
    EXPECT(a0, 0x8000001e)
    c.addi a0, -32
    EXPECT(a0, 0x7ffffffe)
    c.addiw a0, 2
    EXPECT(a0, 0xffffffff80000000)
    li   a0, 0x1ffffffff
    c.addiw a0, 0
    EXPECT(a0, -1)
    c.addi16sp sp, 496
    sub  a0, sp, s0
    EXPECT(a0, 496)
    c.addi16sp sp, -512
    sub  a0, sp, s0
    EXPECT(a0, -16)
    mv   sp, s0
    c.addi4spn a5, sp, 1020
    sub  a0, a5, s0
    EXPECT(a0, 1020)
    c.addi4spn a5, sp, 4
    sub  a0, a5, s0
    EXPECT(a0, 4)
    li   a0, -1
    c.slli a0, 63
    EXPECT(a0, 0x8000000000000000)
    c.srai a0, 62
    EXPECT(a0, -2)
    c.srli a0, 63
    EXPECT(a0, 1)
    li   a0, -1
    c.srli a0, 32
    EXPECT(a0, 0xffffffff)
    c.andi a0, -32
    EXPECT(a0, 0xffffffe0)
    c.andi a0, 31
    EXPECT(a0, 0)

    # Registers.
    li   a0, 0xff00
    li   a1, 0x0ff0
    c.and a0, a1
    EXPECT(a0, 0x0f00)
    c.or a0, a1
    EXPECT(a0, 0x0ff0)
    c.xor a0, a1
    EXPECT(a0, 0)
    c.sub a0, a1
    EXPECT(a0, -0x0ff0)
    c.mv a0, a1
    EXPECT(a0, 0x0ff0)
    c.add a0, a1
    EXPECT(a0, 0x1fe0)
    li   a0, 0x7fffffff
    li   a1, 1
    c.addw a0, a1
    EXPECT(a0, 0xffffffff80000000)
    c.subw a0, a1
    EXPECT(a0, 0x7fffffff)

    # Jumps and branches.  c.jr takes any register, x1 too; c.jalr links two bytes on, and may jump through the link.
    c.j  2f
1:  FAIL_HERE
2:  la   a0, 2f + 1
    c.jr a0
    FAIL_HERE
2:  la   a0, 2f
    c.jalr a0
1:  FAIL_HERE
2:  la   a1, 1b
    EXPECT_SAME(ra, a1)
    la   ra, 2f
    c.jalr ra
1:  FAIL_HERE
2:  la   a1, 1b
    EXPECT_SAME(ra, a1)
    li   a0, 0
    c.beqz a0, 2f
    FAIL_HERE
2:  c.bnez a0, 1b
    li   a0, 0x100000000
    c.bnez a0, 2f
    FAIL_HERE
2:  c.beqz a0, 1b
    c.nop
    TRAPS(BREAKPOINT, c.ebreak)

    # Hints do nothing.
    .2byte 0x0001 | 5 << 2      # c.nop 5
    .2byte 0x4001 | 5 << 2      # c.li zero
    .2byte 0x6001 | 5 << 2      # c.lui zero
    .2byte 0x8002 | 10 << 2     # c.mv zero
    .2byte 0x0002 | 5 << 2      # c.slli zero
    EXPECT(zero, 0)
    # Reserved words trap, with themselves as mtval.
#define RESERVED(half) TRAPS_WITH(ILLEGAL, half, .2byte half)
    RESERVED(0x0000)            # defined to be illegal
    RESERVED(0x0010)            # c.addi4spn with 0, rd'
    RESERVED(0x8000)            # quadrant 0, funct3 4
    RESERVED(0x2001)            # c.addiw zero
    RESERVED(0x6101)            # c.addi16sp with 0
    RESERVED(0x6501)            # c.lui with 0
    RESERVED(0x9c41)            # third row of word arithmetic
    RESERVED(0x9c61)            # fourth row
    RESERVED(0x4002)            # c.lwsp zero
    RESERVED(0x6002)            # c.ldsp zero
    RESERVED(0x8002)            # c.jr zero

    # An instruction of four bytes may begin at any even address, across a page too.
    j    crossing
    .balign 4096
    .zero 4094
    .option push
    .option norvc
crossing:
    li   a0, 77
    addi a0, a0, 1
    .option pop
    EXPECT(a0, 78)
PROGRAM_END
    .data
    .balign 16
    .zero 16
cells: .zero 1032
