# SPDX-License-Identifier: Apache-2.0
# Zicsr: the six instructions, what does not write, what does not exist, what is read-only; WARL fields.  Unprivileged ISA, chapter "Zicsr".
#include "frame.S"
PROGRAM_START
    li   a0, 0x0123456789abcdef
    csrw mscratch, a0
    li   a1, 0xff
    csrrs a2, mscratch, a1
    EXPECT(a2, 0x0123456789abcdef)
    csrrc a2, mscratch, a1
    EXPECT(a2, 0x0123456789abcdff)
    csrrwi a2, mscratch, 31
    EXPECT(a2, 0x0123456789abcd00)
    csrrsi a2, mscratch, 0
    EXPECT(a2, 31)
    csrrci a2, mscratch, 1
    EXPECT(a2, 31)
    csrrsi a2, mscratch, 0
    EXPECT(a2, 30)
    # rd and rs1 the same: the old value comes back, the register's goes in.
    li   a0, 5
    csrrw a0, mscratch, a0
    EXPECT(a0, 30)
    csrr a0, mscratch
    EXPECT(a0, 5)
    csrrw zero, mscratch, zero
    csrr a0, mscratch
    EXPECT(a0, 0)

    # Set and clear with x0 or with 0 do not write, so that read-only registers may be read with them; a register that holds zero writes.
    csrrs a0, mhartid, zero
    EXPECT(a0, 0)
    csrrc a0, mhartid, zero
    csrrsi a0, mhartid, 0
    csrrci a0, mhartid, 0
    EXPECT(a0, 0)
    li   a1, 0
    li   a0, 99
    UNLESS_QEMU(1f)             # which looks at the value instead of the register's number
    TRAPS(ILLEGAL, csrrs a0, mhartid, a1)
    TRAPS(ILLEGAL, csrrc a0, mhartid, a1)
1:
    TRAPS(ILLEGAL, csrrw a0, mhartid, zero)
    TRAPS(ILLEGAL, csrrwi a0, cycle, 0)
    TRAPS(ILLEGAL, csrrsi a0, mvendorid, 1)
    EXPECT(a0, 99)
    # What does not exist; mtval is the instruction.
    TRAPS_WITH(ILLEGAL, 0x7ff02573, csrr a0, 0x7ff)
    TRAPS(ILLEGAL, csrr a0, 0x3a1)
    TRAPS(ILLEGAL, csrw 0x5c0, zero)

    # Less privileged modes do not reach what is above them.
    ENTER(SUPERVISOR)
    csrr a0, sscratch
    LEAVE(SUPERVISOR)
    ENTER(SUPERVISOR)
    TRAPS(ILLEGAL, csrr a0, mscratch)
    ENTER(SUPERVISOR)
    TRAPS(ILLEGAL, csrw mepc, zero)
    ENTER(USER)
    TRAPS(ILLEGAL, csrr a0, sscratch)
    ENTER(USER)
    TRAPS(ILLEGAL, csrr a0, mstatus)
    ENTER(USER)
    csrr a0, fflags
    LEAVE(USER)

    # WARL: bit 0 of epc, the reserved modes of tvec and of MPP, the interrupts that cannot be delegated.
    UNLESS_QEMU(1f)             # which drops epc's bit only when it is used, and keeps a reserved MPP and medeleg[11]
    csrwi mepc, 31
    csrr a0, mepc
    EXPECT(a0, 30)
    csrwi sepc, 31
    csrr a0, sepc
    EXPECT(a0, 30)
    li   a0, 3 << 11
    csrs mstatus, a0
    li   a1, 1 << 11
    csrc mstatus, a1
    csrr a1, mstatus
    and  a1, a1, a0
    li   a2, 2 << 11
    bne  a1, a2, 1f
    FAIL_HERE
    li   a0, 1 << 11
    csrw medeleg, a0
    csrr a0, medeleg
    EXPECT(a0, 0)
1:
    csrr a1, mtvec
    ori  a0, a1, 2
    csrw mtvec, a0
    csrr a0, mtvec
    andi a0, a0, 2
    EXPECT(a0, 0)
    csrw mtvec, a1
    li   a0, 0x888
    csrw mideleg, a0
    csrr a0, mideleg
    andi a0, a0, 0x88
    EXPECT(a0, 0)
    # misa: RV64 with I, M, A, F, D, C, S and U.
    csrr a0, misa
    srli a1, a0, 62
    EXPECT(a1, 2)
    li   a1, 1 << 8 | 1 << 12 | 1 << 0 | 1 << 5 | 1 << 3 | 1 << 2 | 1 << 18 | 1 << 20
    and  a0, a0, a1
    EXPECT_SAME(a0, a1)
    # satp with a mode that does not exist is not written at all.
    li   a0, 7 << 60 | 5
    csrw satp, a0
    csrr a0, satp
    EXPECT(a0, 0)
    # sstatus shows a part of mstatus: M's fields are out of reach.
    csrr a0, mstatus
    li   a1, -1
    csrw sstatus, a1
    csrw sstatus, zero
    csrr a1, mstatus
    xor  a0, a0, a1
    li   a1, 0x1888
    and  a0, a0, a1
    EXPECT(a0, 0)
PROGRAM_END
