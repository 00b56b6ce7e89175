# SPDX-License-Identifier: Apache-2.0
# Svadu: hardware sets A and D; with menvcfg.ADUE off it faults instead, and software sets them.  Privileged ISA, chapters "Svadu Extension for
# Hardware Updating of A/D Bits" and "Virtual Address Translation Process".
#include "frame.S"
#include "tables.S"
#define menvcfg 0x30a
#define ADUE 1 << 61
#define HAS(index, rights) la a2, table0 + (index) * 8; ld a0, 0(a2); andi a0, a0, 0xff; EXPECT(a0, rights)
#define BOTH_ARE(index, page, rights) HAS(index, rights); ld a0, 0(a2); srli a0, a0, 10; la a3, page; srli a3, a3, 12; EXPECT_SAME(a0, a3)
PROGRAM_START
    LINK_TABLES
    ROOT_OF(3, 0, table2)
    # A load sets A, a store A and D, a fetch A; the rest of the entry stays.
    LEAF(table0, 0, page_a, V | R | W)
    LEAF(table0, 1, page_b, V | R | W | U)
    LEAF(table0, 2, page_b, V | X)
    LEAF(table0, 3, page_a, V | R | W | G)
    LEAF(table0, 4, page_a, V | R)
    LEAF(table0, 5, page_b, V | R | W | U)
    LEAF(table0, 6, page_c, V | R | W)
    sfence.vma
    LOADS(SUPERVISOR, PAGE(0), 0xaaaa)
    BOTH_ARE(0, page_a, V | R | W | A)
    STORES(SUPERVISOR, PAGE(0), 0xaaaa)
    BOTH_ARE(0, page_a, V | R | W | A | D)
    STORES(USER, PAGE(1), 0xbbbb)
    BOTH_ARE(1, page_b, V | R | W | U | A | D)
    RUNS(SUPERVISOR, PAGE(2) + 8)
    BOTH_ARE(2, page_b, V | X | A)
    li   a1, PAGE(3)
    AS(SUPERVISOR)
    amoor.d a0, zero, (a1)
    CLEAR(MPRV)
    BOTH_ARE(3, page_a, V | R | W | G | A | D)
    # D is never set by what may not store, nor for whom the page is not.
    NO_STORE(SUPERVISOR, PAGE(4), STORE_PAGE)
    la   a2, table0 + 4 * 8
    ld   a0, 0(a2)
    andi a0, a0, D
    EXPECT(a0, 0)
    NO_STORE(SUPERVISOR, PAGE(5), STORE_PAGE)
    la   a2, table0 + 5 * 8
    ld   a0, 0(a2)
    andi a0, a0, D
    EXPECT(a0, 0)
    # A store over a page's end marks both.
    LEAF(table0, 5, page_b, V | R | W)
    sfence.vma
    STORES(SUPERVISOR, PAGE(6) - 4, 0xc5c6c7c800000000)
    HAS(5, V | R | W | A | D)
    HAS(6, V | R | W | A | D)
    # A large page's leaf.
    LEAF_TO(table1, 1, 0x80000000, V | R | W)
    sfence.vma
    li   a1, 0x40200000
    AS(SUPERVISOR)
    ld   a0, 0(a1)
    CLEAR(MPRV)
    la   a2, table1
    ld   a0, 8(a2)
    andi a0, a0, 0xff
    EXPECT(a0, V | R | W | A)
    # Cleared by software and fenced, they are set again.
    LEAF(table0, 0, page_a, V | R | W)
    sfence.vma
    STORES(SUPERVISOR, PAGE(0), 0xaaaa)
    HAS(0, V | R | W | A | D)

    # Without ADUE: page faults, and no entry changes until software has changed it.  QEMU 7.2 has no such bit.
    UNLESS_QEMU(1f)
    li   t0, ADUE
    csrc menvcfg, t0
    LEAF(table0, 0, page_a, V | R | W)
    LEAF(table0, 2, page_b, V | X)
    sfence.vma
    NO_LOAD(SUPERVISOR, PAGE(0), LOAD_PAGE)
    NO_STORE(SUPERVISOR, PAGE(0), STORE_PAGE)
    FAULTS(SUPERVISOR, PAGE(0), STORE_PAGE, amoor.d a0, zero, (a1))
    NO_RUN(SUPERVISOR, PAGE(2) + 8, FETCH_PAGE)
    HAS(0, V | R | W)
    HAS(2, V | X)
    LEAF(table0, 0, page_a, V | R | W | A)
    LEAF(table0, 2, page_b, V | X | A)
    sfence.vma
    LOADS(SUPERVISOR, PAGE(0), 0xaaaa)
    NO_STORE(SUPERVISOR, PAGE(0), STORE_PAGE)
    RUNS(SUPERVISOR, PAGE(2) + 8)
    HAS(0, V | R | W | A)
    LEAF(table0, 0, page_a, V | R | W | A | D)
    sfence.vma
    STORES(SUPERVISOR, PAGE(0), 0xaaaa)
    # And with it again.
    li   t0, ADUE
    csrs menvcfg, t0
    csrr a0, menvcfg
    srli a0, a0, 61
    andi a0, a0, 1
    EXPECT(a0, 1)
    LEAF(table0, 0, page_a, V | R | W)
    sfence.vma
    STORES(SUPERVISOR, PAGE(0), 0xaaaa)
    HAS(0, V | R | W | A | D)

    # A table that the PMP lets be read only: an update is an access fault of the access that wanted it.
    LEAF(table0, 0, page_a, V | R | W)
    la   t0, table0
    srli t0, t0, 2
    ori  t0, t0, 0x1ff
    csrw pmpaddr0, t0
    li   t0, -1
    csrw pmpaddr1, t0
    li   t0, 0x1f19
    csrw pmpcfg0, t0
    sfence.vma
    NO_LOAD(SUPERVISOR, PAGE(0), LOAD_ACCESS)
    NO_STORE(SUPERVISOR, PAGE(0), STORE_ACCESS)
    LOADS(SUPERVISOR, PAGE(3), 0xaaaa)
    HAS(0, V | R | W)
1:
PROGRAM_END
    .data
PAGE_TABLES
