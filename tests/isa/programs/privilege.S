# SPDX-License-Identifier: Apache-2.0
# M, S and U: traps and returns, delegation, TVM, TW, TSR, MPRV, vectors.  Privileged ISA, sections "Privilege and Global Interrupt-Enable
# Stack", "Virtualization Support", "Trap Delegation", "Trap-Return Instructions".
#include "frame.S"
#define SIE 1 << 1
#define MIE 1 << 3
#define SPIE 1 << 5
#define MPIE 1 << 7
#define SPP 1 << 8
#define MPP 3 << 11
#define MPRV 1 << 17
#define TVM 1 << 20
#define TW 1 << 21
#define TSR 1 << 22
#define SET(bits) li t0, bits; csrs mstatus, t0
#define CLEAR(bits) li t0, bits; csrc mstatus, t0
#define STATUS_IS(mask, want) csrr a0, mstatus; li t0, mask; and a0, a0, t0; EXPECT(a0, want)
#define SEEN_IS(mask, want) li t0, mask; and a0, s8, t0; EXPECT(a0, want)
PROGRAM_START
    # Traps from each mode: the cause tells the caller's, MPP holds it, MIE goes to MPIE.
    ENTER(USER)
    LEAVE(USER)
    SEEN_IS(MPP, 0)
    ENTER(SUPERVISOR)
    LEAVE(SUPERVISOR)
    SEEN_IS(MPP, 1 << 11)
    CLEAR(MPIE)
    SET(MIE)
    TRAPS(11, ecall)
    SEEN_IS(MPP | MPIE | MIE, MPP | MPIE)
    CLEAR(MIE)
    TRAPS(ILLEGAL, .4byte 0xffffffff)
    SEEN_IS(MPP | MPIE | MIE, MPP)
    # mret: MIE comes from MPIE, MPIE is set, MPP becomes U; leaving M clears MPRV, staying does not.
    SET(MPP | MPIE | MPRV)
    CLEAR(MIE)
    la   t0, 1f
    csrw mepc, t0
    mret
1:  STATUS_IS(MPP | MPIE | MIE | MPRV, MPIE | MIE | MPRV)
    CLEAR(MIE)
    SET(MPRV)
    ENTER(USER)
    LEAVE(USER)
    UNLESS_QEMU(1f)             # 7.2 of it leaves MPRV as it is
    STATUS_IS(MPRV, 0)
1:  CLEAR(MPRV)
    # sret from M mode: SIE from SPIE, SPP becomes U; MPRV is cleared.
    SET(SPP)
    CLEAR(SIE | SPIE)
    la   t0, 1f
    csrw sepc, t0
    sret
1:  LEAVE(SUPERVISOR)
    STATUS_IS(SPP | SPIE | SIE, SPIE)
    UNLESS_QEMU(1f)
    SET(MPRV)
    la   t0, 2f
    csrw sepc, t0
    sret
2:  LEAVE(USER)
    STATUS_IS(MPRV, 0)
1:
    # mret and sret are illegal below; mepc's lowest bit is dropped.
    ENTER(SUPERVISOR)
    TRAPS(ILLEGAL, mret)
    ENTER(USER)
    TRAPS(ILLEGAL, mret)
    ENTER(USER)
    TRAPS(ILLEGAL, sret)
    ENTER(USER)
    TRAPS(ILLEGAL, sfence.vma)

    # TVM, TW and TSR take from S mode what it has without them.
    ENTER(SUPERVISOR)
    csrr a0, satp
    sfence.vma
    la   t0, 1f
    csrw sepc, t0
    csrsi sstatus, 0
    li   t0, SPP
    csrs sstatus, t0
    sret
1:  LEAVE(SUPERVISOR)
    SET(TVM | TW | TSR)
    ENTER(SUPERVISOR)
    TRAPS(ILLEGAL, csrr a0, satp)
    ENTER(SUPERVISOR)
    TRAPS(ILLEGAL, csrw satp, zero)
    ENTER(SUPERVISOR)
    TRAPS(ILLEGAL, sfence.vma)
    ENTER(SUPERVISOR)
    TRAPS(ILLEGAL, sfence.vma a0, a1)
    ENTER(SUPERVISOR)
    TRAPS(ILLEGAL, sret)
    ENTER(SUPERVISOR)
    TRAPS(ILLEGAL, wfi)
    ENTER(USER)
    TRAPS(ILLEGAL, wfi)
    # Not from M mode.
    csrr a0, satp
    sfence.vma
    li   t0, SPP
    csrs mstatus, t0
    la   t0, 1f
    csrw sepc, t0
    sret
1:  LEAVE(SUPERVISOR)
    CLEAR(TVM | TW | TSR)

    # Delegated exceptions of S and U go to stvec, never those of M; sret goes back.
    la   t0, supervisor_trap
    csrw stvec, t0
    li   t0, 1 << ILLEGAL | 1 << 8 | 1 << 9 | 1 << BREAKPOINT
    csrw medeleg, t0
    li   s0, 0
    ENTER(USER)
    ecall
    EXPECT(s0, 1)
    EXPECT(a2, 8)
    EXPECT(a4, 0)
    EXPECT(a5, 0)
    .4byte 0xffffffff
    EXPECT(s0, 2)
    EXPECT(a2, ILLEGAL)
    EXPECT(a4, 0xffffffff)
1:  ebreak
    .balign 4
    la   t0, 1b
    EXPECT(a2, BREAKPOINT)
    EXPECT_SAME(a3, t0)
    beqz a4, 1f             # which is allowed as well
    EXPECT_SAME(a4, t0)
1:
    li   a7, 1              # asks the handler to stay in S mode
    ecall
    EXPECT(a2, 8)
    EXPECT(s0, 4)
    ecall
    EXPECT(a2, 9)
    EXPECT(a5, SPP)
    li   t0, 0x2a000000
    TRAPS_AT(LOAD_ACCESS, t0, ld a0, 0(t0))
    TRAPS(ILLEGAL, .4byte 0xffffffff)
    EXPECT(s0, 5)
    csrw medeleg, zero

    # Interrupts: software's to S.  Not taken while masked; taken in U whatever SIE says; a vectored stvec adds four times the cause.
    la   t0, vectors + 1
    csrw stvec, t0
    li   t0, 2
    csrw mideleg, t0
    csrw mie, t0
    csrw mip, t0
    li   s0, 0
    li   a7, 0
    CLEAR(SIE)
    ENTER(SUPERVISOR)
    nop
    EXPECT(s0, 0)
    csrsi sstatus, 2
    EXPECT(s0, 1)
    EXPECT(a2, 0x8000000000000001)
    LEAVE(SUPERVISOR)
    li   s0, 0
    csrwi mip, 2
    CLEAR(SIE | SPIE)
    ENTER(USER)
    EXPECT(s0, 1)
    LEAVE(USER)
    # Not delegated: to M mode, out of any lower one.
    CLEAR(MIE)
    csrw mideleg, zero
    csrwi mip, 2
    la   s10, 1f
    ENTER(USER)
    FAIL_HERE
1:  EXPECT(s5, 0x8000000000000001)
    EXPECT(s7, 0)
    csrw mip, zero

    # MPRV: loads and stores as MPP says, here under the PMP's eyes, which bind S and U only; fetches stay M's.
    li   t0, 0x18               # all of memory, no right
    csrw pmpcfg0, t0
    sfence.vma
    SET(MPRV)
    CLEAR(MPP)
    la   t1, cell
    TRAPS_AT(LOAD_ACCESS, t1, ld a0, 0(t1))
    CLEAR(MPRV)
    ld   a0, 0(t1)
    EXPECT(a0, 42)
    li   t0, 0x1f
    csrw pmpcfg0, t0
    sfence.vma
    SET(MPRV)
    CLEAR(MPP)
    ld   a0, 0(t1)
    CLEAR(MPRV)
    EXPECT(a0, 42)
PROGRAM_END
# a2 to a5: scause, sepc, stval, SPP.
    .balign 4
supervisor_trap:
    csrr a2, scause
    csrr a3, sepc
    csrr a4, stval
    csrr a5, sstatus
    andi a5, a5, SPP
    addi s0, s0, 1
    csrwi sip, 0
    bltz a2, 1f
    addi t0, a3, 4
    andi t1, a2, 15
    li   t2, BREAKPOINT
    bne  t1, t2, 2f
    addi t0, a3, 2
2:  csrw sepc, t0
    beqz a7, 1f
    li   t0, SPP
    csrs sstatus, t0
1:  sret
    .balign 64
vectors:
    .option push
    .option norvc
    j    fail
    j    supervisor_trap
    j    fail
    .option pop
    .balign 4096            # QEMU 7.2 lets the program's own page be read all the same
cell: .dword 42
