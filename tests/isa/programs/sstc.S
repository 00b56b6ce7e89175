# SPDX-License-Identifier: Apache-2.0
# Sstc: the supervisor's own timer.  Privileged ISA, chapter "Sstc Extension for Supervisor-mode Timer Interrupts".
#include "frame.S"
#define STIP 1 << 5
#define STCE 1 << 63
#define TIMER 0x8000000000000005
#define menvcfg 0x30a
#define stimecmp 0x14d
PROGRAM_START
    li   a0, STCE
    csrs menvcfg, a0
    csrwi mcounteren, 2
    li   a0, STIP
    csrw mideleg, a0
    # Far away: nothing pends; in the past: it does, and writing mip does not change it.
    li   a0, -1
    csrw stimecmp, a0
    csrr a1, mip
    andi a1, a1, STIP
    EXPECT(a1, 0)
    csrwi stimecmp, 0
    csrr a1, mip
    andi a1, a1, STIP
    EXPECT(a1, STIP)
    li   a0, STIP
    csrc mip, a0
    csrr a1, mip
    andi a1, a1, STIP
    EXPECT(a1, STIP)
    li   a0, -1
    csrw stimecmp, a0
    li   a0, STIP
    csrs mip, a0
    csrr a1, mip
    andi a1, a1, STIP
    EXPECT(a1, 0)

    # In S mode: armed for a little later, waited for with wfi, taken at the vector when time has come; the next deadline ends it.
    la   a0, timer_trap
    csrw stvec, a0
    li   a0, STIP
    csrw mie, a0
    li   s0, 0
    ENTER(SUPERVISOR)
    rdtime a6
    li   a0, 1000
    add  a6, a6, a0
    csrw stimecmp, a6
    # Interrupts stay masked but for a moment behind wfi: one that came earlier would leave nothing to wait for.
1:  wfi
    csrsi sstatus, 2
    csrci sstatus, 2
    beqz s0, 1b
    LEAVE(SUPERVISOR)
    EXPECT(s0, 1)
    EXPECT(a2, TIMER)
    EXPECT(a4, 0)
    li   s1, __LINE__
    mv   s2, a6
    mv   s3, a3
    bltu a3, a6, fail
    csrr a1, mip
    andi a1, a1, STIP
    EXPECT(a1, 0)
    # Three more, one after the other.
    ENTER(SUPERVISOR)
    csrsi sstatus, 2
    .rept 3
    mv   a6, s0
    rdtime a0
    csrw stimecmp, a0
1:  beq  s0, a6, 1b
    .endr
    csrci sstatus, 2
    LEAVE(SUPERVISOR)
    EXPECT(s0, 4)

    # Without the interrupt's enable wfi wakes by sie alone; without STCE or mcounteren.TM the supervisor has no stimecmp.
    li   a0, STCE
    csrc menvcfg, a0
    ENTER(SUPERVISOR)
    TRAPS(ILLEGAL, csrr a0, stimecmp)
    li   a0, STCE
    csrs menvcfg, a0
    csrwi mcounteren, 0
    ENTER(SUPERVISOR)
    TRAPS(ILLEGAL, csrw stimecmp, zero)
    csrwi mcounteren, 2
    ENTER(USER)
    TRAPS(ILLEGAL, csrr a0, stimecmp)
    csrwi stimecmp, 0
    ENTER(SUPERVISOR)
    csrci sstatus, 2
    wfi
    LEAVE(SUPERVISOR)
    # And with STCE off STIP is software's again.
    li   a0, STCE
    csrc menvcfg, a0
    UNLESS_QEMU(1f)
    csrr a1, mip
    andi a1, a1, STIP
    EXPECT(a1, 0)
    li   a0, STIP
    csrs mip, a0
    csrr a1, mip
    andi a1, a1, STIP
    EXPECT(a1, STIP)
1:
PROGRAM_END
    .balign 4
timer_trap:
    csrr a2, scause
    rdtime a3
    csrr a4, stval
    addi s0, s0, 1
    li   a5, -1
    csrw stimecmp, a5
    sret
