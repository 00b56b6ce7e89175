# SPDX-License-Identifier: Apache-2.0
# A: every atomic memory operation, in both widths and all orders, and its faults.  Unprivileged ISA, chapter "A Extension".
# lr and sc have reservation.S.
#include "frame.S"
PROGRAM_START
    la   s0, cell
# The cell, the operand, what it holds then, what comes back.
#define WORD(insn, before, operand, after, back) \
    li t0, 0x1122334400000000 | ((before) & 0xffffffff); sd t0, 0(s0); li a1, operand; insn a0, a1, (s0); EXPECT(a0, back); \
    lwu a0, 0(s0); EXPECT(a0, after); lwu a0, 4(s0); EXPECT(a0, 0x11223344)
#define DOUBLE(insn, before, operand, after) \
    li t0, before; sd t0, 0(s0); li a1, operand; insn a0, a1, (s0); EXPECT(a0, before); ld a0, 0(s0); EXPECT(a0, after)
    WORD(amoswap.w, 0x80000001, 0xabcdef0155667788, 0x55667788, 0xffffffff80000001)
    WORD(amoadd.w, 0xffffffff, 2, 1, -1)
    WORD(amoxor.w, 0x0ff00ff0, 0xff00ff00, 0xf0f0f0f0, 0x0ff00ff0)
    WORD(amoand.w, 0x0ff00ff0, 0xff00ff00, 0x0f000f00, 0x0ff00ff0)
    WORD(amoor.w, 0x0ff00ff0, 0xff00ff00, 0xfff0fff0, 0x0ff00ff0)
    WORD(amomin.w, 0x80000000, 0x7fffffff, 0x80000000, 0xffffffff80000000)
    WORD(amomin.w, 5, 0x00000001ffffffff, 0xffffffff, 5)
    WORD(amomax.w, 0x80000000, 0x7fffffff, 0x7fffffff, 0xffffffff80000000)
    WORD(amomax.w, 5, 0x0000000180000000, 5, 5)
    WORD(amominu.w, 0x80000000, 0xf00000007fffffff, 0x7fffffff, 0xffffffff80000000)
    WORD(amomaxu.w, 0x80000000, 0xf00000007fffffff, 0x80000000, 0xffffffff80000000)
    DOUBLE(amoswap.d, 0x8000000000000001, 2, 2)
    DOUBLE(amoadd.d, -1, 2, 1)
    DOUBLE(amoxor.d, 0x0ff00ff00ff00ff0, 0xff00ff00ff00ff00, 0xf0f0f0f0f0f0f0f0)
    DOUBLE(amoand.d, 0x0ff00ff00ff00ff0, 0xff00ff00ff00ff00, 0x0f000f000f000f00)
    DOUBLE(amoor.d, 0x0ff00ff00ff00ff0, 0xff00ff00ff00ff00, 0xfff0fff0fff0fff0)
    DOUBLE(amomin.d, 0x8000000000000000, 1, 0x8000000000000000)
    DOUBLE(amomax.d, 0x8000000000000000, 1, 1)
    DOUBLE(amominu.d, 0x8000000000000000, 1, 1)
    DOUBLE(amomaxu.d, 0x8000000000000000, 1, 0x8000000000000000)
    # The ordering bits change nothing that one hart could see.
    DOUBLE(amoadd.d.aq, 1, 2, 3)
    DOUBLE(amoadd.d.rl, 1, 2, 3)
    DOUBLE(amoadd.d.aqrl, 1, 2, 3)
    WORD(amoadd.w.aqrl, 1, 2, 3, 1)
    # rd may be rs2 or rs1.
    li   a1, 7
    sd   a1, 0(s0)
    li   a1, 3
    amoadd.d a1, a1, (s0)
    EXPECT(a1, 7)
    mv   a1, s0
    li   a2, 1
    amoadd.d a1, a2, (a1)
    EXPECT(a1, 10)
    ld   a1, 0(s0)
    EXPECT(a1, 11)
    amoadd.d zero, a2, (s0)
    ld   a1, 0(s0)
    EXPECT(a1, 12)

    # A misaligned one is a misaligned store, an unreachable one a store access fault; neither leaves anything behind.  Privileged ISA, section
    # "Machine Cause Register": causes 6 and 7 are "Store/AMO", and an AMO never raises a load's.  QEMU 7.2 does.
    li   a0, 99
    UNLESS_QEMU(1f)
    addi a2, s0, 4
    TRAPS_AT(STORE_MISALIGNED, a2, amoadd.d a0, a1, (a2))
    addi a2, s0, 2
    TRAPS_AT(STORE_MISALIGNED, a2, amoadd.w a0, a1, (a2))
    addi a2, s0, 1
    TRAPS_AT(STORE_MISALIGNED, a2, amoswap.w a0, a1, (a2))
    li   a2, 0x2a000000
    TRAPS_AT(STORE_ACCESS, a2, amoadd.d a0, a1, (a2))
    TRAPS_AT(STORE_ACCESS, a2, amomaxu.w a0, a1, (a2))
1:  EXPECT(a0, 99)
    ld   a1, 0(s0)
    EXPECT(a1, 12)
    # Reserved: lr with an operand, a width that is neither.
    TRAPS(ILLEGAL, .4byte 0x1000a02f | 1 << 20)
    TRAPS(ILLEGAL, .4byte 0x0000102f)
    TRAPS(ILLEGAL, .4byte 0x2800202f)
PROGRAM_END
    .data
    .balign 64
cell: .dword 0, 0
