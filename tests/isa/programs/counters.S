# SPDX-License-Identifier: Apache-2.0
# Zicntr and Zihpm: counting, inhibiting, and who may read.  Privileged ISA, sections "Hardware Performance Monitor", "Machine
# Counter-Enable" and "Machine Counter-Inhibit".
#include "frame.S"
#define CYCLE 1
#define TIME 2
#define INSTRET 4
PROGRAM_START
    # Nothing runs backwards, and time passes.
#define GROWS(csr) csrr a0, csr; csrr a1, csr; li s1, __LINE__; mv s2, a0; mv s3, a1; bltu a1, a0, fail
    GROWS(cycle)
    GROWS(instret)
    GROWS(mcycle)
    GROWS(minstret)
    rdtime a0
1:  rdtime a1
    beq  a0, a1, 1b
    GROWS(time)

    # Exactly: QEMU counts instructions in another way, and takes time of its host's for cycles.
    UNLESS_QEMU(exact_end)
    csrr a0, instret
    csrr a1, instret
    sub  a1, a1, a0
    EXPECT(a1, 1)
    csrr a0, minstret
    nop
    nop
    csrr a1, minstret
    sub  a1, a1, a0
    EXPECT(a1, 3)
    # A branch counts once, an instruction that traps does not.
    csrr a0, minstret
    beq  zero, zero, 1f
1:  csrr a1, minstret
    sub  a1, a1, a0
    EXPECT(a1, 2)
    # What is written is what the next instruction reads.
    li   a0, 1000
    csrw minstret, a0
    csrr a1, minstret
    EXPECT(a1, 1000)
    csrw mcycle, a0
    csrr a1, cycle
    EXPECT(a1, 1000)
    # Across the upper half.
    li   a0, 0xffffffff
    csrw minstret, a0
    nop
    csrr a1, minstret
    EXPECT(a1, 0x100000000)
exact_end:

    # Inhibited counters stand still, and go on from where they stood.  Bit 1 is not there.
    csrwi mcountinhibit, 7
    UNLESS_QEMU(1f)             # which keeps bit 1
    csrr a0, mcountinhibit
    EXPECT(a0, 5)
1:
    csrr a0, minstret
    csrr a2, mcycle
    nop
    csrr a1, minstret
    csrr a3, mcycle
    EXPECT_SAME(a1, a0)
    EXPECT_SAME(a3, a2)
    UNLESS_QEMU(1f)
    li   a0, 5000
    csrw minstret, a0
    csrr a1, instret
    EXPECT(a1, 5000)
    csrwi mcountinhibit, 0
    csrr a1, minstret
    li   a0, 5000
    sltu a2, a1, a0
    EXPECT(a2, 0)
    li   a0, 5010
    sltu a2, a1, a0
    EXPECT(a2, 1)
1:  csrwi mcountinhibit, 0
    GROWS(minstret)

    # The event counters count nothing here: they and their selectors read as zero, whatever is written.
    UNLESS_QEMU(1f)
    li   a0, -1
    csrw mhpmcounter3, a0
    csrr a1, mhpmcounter3
    EXPECT(a1, 0)
    csrw mhpmcounter31, a0
    csrr a1, mhpmcounter31
    EXPECT(a1, 0)
    csrw mhpmevent3, a0
    csrr a1, mhpmevent3
    EXPECT(a1, 0)
    csrr a1, hpmcounter3
    EXPECT(a1, 0)
    csrr a1, hpmcounter31
    EXPECT(a1, 0)
1:
    # The views are read-only.
    TRAPS(ILLEGAL, csrw cycle, zero)
    TRAPS(ILLEGAL, csrw instret, zero)

    # S needs mcounteren's bit, U scounteren's as well; each bit is for one counter.
#define MAY(mode, csr) ENTER(mode); csrr a0, csr; LEAVE(mode)
#define MAY_NOT(mode, csr) ENTER(mode); TRAPS(ILLEGAL, csrr a0, csr)
    csrwi mcounteren, 0
    csrwi scounteren, 7
    MAY_NOT(SUPERVISOR, cycle)
    MAY_NOT(SUPERVISOR, time)
    MAY_NOT(SUPERVISOR, instret)
    MAY_NOT(USER, instret)
    csrwi mcounteren, CYCLE | INSTRET
    csrwi scounteren, INSTRET
    MAY(SUPERVISOR, cycle)
    MAY(SUPERVISOR, instret)
    MAY_NOT(SUPERVISOR, time)
    MAY_NOT(USER, cycle)
    MAY_NOT(USER, time)
    MAY(USER, instret)
    csrwi mcounteren, TIME
    csrwi scounteren, TIME
    MAY(SUPERVISOR, time)
    MAY(USER, time)
    MAY_NOT(USER, instret)
    li   a1, 1 << 3
    csrw mcounteren, a1
    csrwi scounteren, 0
    MAY(SUPERVISOR, hpmcounter3)
    MAY_NOT(SUPERVISOR, hpmcounter4)
    MAY_NOT(USER, hpmcounter3)
    li   a1, 1 << 3
    csrw scounteren, a1
    MAY(USER, hpmcounter3)
PROGRAM_END
