# SPDX-License-Identifier: Apache-2.0
# Sv39, Sv48 and Sv57, as LEVELS says (3, 4, 5): rights, large pages, reserved entries, fences.  Privileged ISA, sections "Virtual Address
# Translation Process", "Memory Privilege in mstatus Register", "Supervisor Memory-Management Fence Instruction".
#include "frame.S"
#include "tables.S"
# The table that satp names, and what one of its entries covers.
#if LEVELS == 3
#define TOP table2
#elif LEVELS == 4
#define TOP table3
#else
#define TOP table4
#endif
#define TOP_SHIFT (3 + 9 * LEVELS)
#define GIGABYTE_SHIFT 30
PROGRAM_START
    LINK_TABLES
    LEAF(table0, 0, page_a, DATA)
    LEAF(table0, 1, page_a, DATA | U)
    LEAF(table0, 2, page_b, V | R | A | D)
    LEAF(table0, 3, page_b, V | X | A | D)
    LEAF(table0, 4, page_b, V | W | A | D)
    LEAF(table0, 5, page_b, R | W | X | A | D)
    LEAF(table0, 6, page_a, V | R | X | U | A | D)
    LEAF(table0, 7, page_a, DATA | G)
    LEAF(table0, 8, page_c, DATA)
    POINTER(table0, 9, page_a)
    LEAF(table0, 10, page_a, DATA | 1 << 54)
    LEAF(table0, 11, page_a, DATA | 1 << 63)
    LEAF(table0, 12, page_a, DATA | 3 << 8)
    LEAF(table0, 13, page_a, V | W | X | A | D)
    ROOT_OF(LEVELS, 1, TOP)
    sfence.vma

    # Rights of one page.
    LOADS(SUPERVISOR, PAGE(0), 0xaaaa)
    STORES(SUPERVISOR, PAGE(0), 0xaaab)
    LOADS(SUPERVISOR, PAGE(0), 0xaaab)
    NO_LOAD(USER, PAGE(0), LOAD_PAGE)
    NO_STORE(USER, PAGE(0), STORE_PAGE)
    NO_RUN(SUPERVISOR, PAGE(0) + 8, FETCH_PAGE)
    # A user's page: the user's; the supervisor's under SUM, and never to execute.
    LOADS(USER, PAGE(1), 0xaaab)
    STORES(USER, PAGE(1), 0xaaaa)
    NO_LOAD(SUPERVISOR, PAGE(1), LOAD_PAGE)
    NO_STORE(SUPERVISOR, PAGE(1), STORE_PAGE)
    SET(SUM)
    LOADS(SUPERVISOR, PAGE(1), 0xaaaa)
    STORES(SUPERVISOR, PAGE(1), 0xaaaa)
    NO_RUN(SUPERVISOR, PAGE(6) + 8, FETCH_PAGE)
    CLEAR(SUM)
    RUNS(USER, PAGE(6) + 8)
    NO_STORE(USER, PAGE(6), STORE_PAGE)
    # Read-only; execute-only, which MXR lets be read.
    LOADS(SUPERVISOR, PAGE(2), 0xbbbb)
    NO_STORE(SUPERVISOR, PAGE(2), STORE_PAGE)
    FAULTS(SUPERVISOR, PAGE(2), STORE_PAGE, amoadd.d a0, zero, (a1))
    FAULTS(SUPERVISOR, PAGE(2), STORE_PAGE, amoor.w a0, zero, (a1))
    RUNS(SUPERVISOR, PAGE(3) + 8)
    NO_RUN(USER, PAGE(3) + 8, FETCH_PAGE)
    NO_LOAD(SUPERVISOR, PAGE(3), LOAD_PAGE)
    SET(MXR)
    LOADS(SUPERVISOR, PAGE(3), 0xbbbb)
    NO_STORE(SUPERVISOR, PAGE(3), STORE_PAGE)
    CLEAR(MXR)
    NO_LOAD(SUPERVISOR, PAGE(3), LOAD_PAGE)
    # Entries that are none: W without R (with or without X), not valid, a pointer at the lowest level, reserved bits.
    NO_LOAD(SUPERVISOR, PAGE(4), LOAD_PAGE)
    NO_STORE(SUPERVISOR, PAGE(4), STORE_PAGE)
    NO_STORE(SUPERVISOR, PAGE(13), STORE_PAGE)
    NO_RUN(SUPERVISOR, PAGE(13) + 8, FETCH_PAGE)
    NO_LOAD(SUPERVISOR, PAGE(5), LOAD_PAGE)
    NO_RUN(SUPERVISOR, PAGE(5) + 8, FETCH_PAGE)
    NO_LOAD(SUPERVISOR, PAGE(9), LOAD_PAGE)
    NO_LOAD(SUPERVISOR, PAGE(10), LOAD_PAGE)
    NO_LOAD(SUPERVISOR, PAGE(11), LOAD_PAGE)
    # The two bits for software, and the global one, are nobody's business.
    LOADS(SUPERVISOR, PAGE(12), 0xaaaa)
    LOADS(SUPERVISOR, PAGE(7), 0xaaaa)
    # An unmapped page; an AMO's fault is a store's, a load-reserved one's a load's.
    NO_STORE(SUPERVISOR, PAGE(100), STORE_PAGE)
    FAULTS(SUPERVISOR, PAGE(100), LOAD_PAGE, lr.d a0, (a1))
    UNLESS_QEMU(1f)         # which looks for a load first, and not at all without a reservation
    FAULTS(SUPERVISOR, PAGE(100), STORE_PAGE, amoswap.d a0, zero, (a1))
    FAULTS(SUPERVISOR, PAGE(100), STORE_PAGE, sc.d a0, zero, (a1))
1:
    # Across the end of a page into one that lies elsewhere; the address of a fault is that of the part which has it.
    LEAF(table0, 1, page_c, DATA)
    sfence.vma
    LOADS(SUPERVISOR, PAGE(1) - 4, 0xc5c6c7c8a1a2a3a4)
    STORES(SUPERVISOR, PAGE(1) - 2, 0x1122334455667788)
    LOADS(SUPERVISOR, PAGE(1) - 4, 0x334455667788a3a4)
    LOADS(SUPERVISOR, PAGE(1), 0xc1c2112233445566)
    STORES(SUPERVISOR, PAGE(1) - 8, 0xa1a2a3a4a5a6a7a8)
    STORES(SUPERVISOR, PAGE(1), 0xc1c2c3c4c5c6c7c8)
    li   a1, PAGE(9) - 4
    li   a2, PAGE(9)
    AS(SUPERVISOR)
    TRAPS_AT(LOAD_PAGE, a2, ld a0, 0(a1))
    CLEAR(MPRV)
    li   a1, PAGE(9) - 4
    li   a2, PAGE(9)
    AS(SUPERVISOR)
    TRAPS_AT(STORE_PAGE, a2, sd zero, 0(a1))
    CLEAR(MPRV)

    # Large pages of every size, their contents where they should be, and those that are not aligned.
    LEAF_TO(table1, 1, 0x80000000, DATA | X)
    LEAF_TO(table1, 2, 0x80001000, DATA | X)
    LEAF_TO(table2, 3, 0x80000000, DATA | X)
    LEAF_TO(table2, 4, 0x80200000, DATA | X)
    LEAF_TO(table2, 5, 0x80000000 - 0x1000, DATA | X)
    sfence.vma
#define LARGE(base) la a2, page_a; li t0, 0x80000000; sub a2, a2, t0; li a1, base; add a1, a1, a2; AS(SUPERVISOR); ld a0, 0(a1); CLEAR(MPRV); EXPECT(a0, 0xaaaa)
    LARGE(0x40200000)
    NO_LOAD(SUPERVISOR, 0x40400000, LOAD_PAGE)
    NO_STORE(SUPERVISOR, 0x40400000, STORE_PAGE)
    NO_RUN(SUPERVISOR, 0x40400000, FETCH_PAGE)
    LARGE(3 << GIGABYTE_SHIFT)
    NO_LOAD(SUPERVISOR, 4 << GIGABYTE_SHIFT, LOAD_PAGE)
    NO_LOAD(SUPERVISOR, 5 << GIGABYTE_SHIFT, LOAD_PAGE)
#if LEVELS >= 4
    LEAF_TO(table3, 1, 0, DATA | X)
    LEAF_TO(table3, 2, 0x80000000, DATA | X)
    sfence.vma
    LARGE(1 << 39 | 0x80000000)
    NO_LOAD(SUPERVISOR, 2 << 39, LOAD_PAGE)
#endif
#if LEVELS >= 5
    LEAF_TO(table4, 1, 0, DATA | X)
    LEAF_TO(table4, 2, 1 << 39, DATA | X)
    sfence.vma
    LARGE(1 << 48 | 0x80000000)
    NO_LOAD(SUPERVISOR, 2 << 48, LOAD_PAGE)
#endif
    # The bits above the scheme's are copies of its highest one: the upper half, and the hole.
#if LEVELS == 3
    LEAF_TO(TOP, 511, 0x80000000, DATA | X)
    sfence.vma
    LARGE(-1 << TOP_SHIFT)
#else
    LEAF_TO(TOP, 511, 0, DATA | X)
    sfence.vma
    LARGE((-1 << TOP_SHIFT) + 0x80000000)
#endif
    NO_LOAD(SUPERVISOR, 1 << (TOP_SHIFT + 8), LOAD_PAGE)
    NO_STORE(SUPERVISOR, 1 << (TOP_SHIFT + 9) | PAGE(0), STORE_PAGE)
    NO_LOAD(SUPERVISOR, 1 << 63 | PAGE(0), LOAD_PAGE)
    NO_RUN(SUPERVISOR, 1 << (TOP_SHIFT + 9) | PAGE(3), FETCH_PAGE)

    # A table where no memory is: an access fault of the original access's kind.
    LEAF_TO(table2, 6, 0x2a000000, V)
    sfence.vma
    UNLESS_QEMU(1f)         # 7.2 of it has page faults here
    NO_LOAD(SUPERVISOR, 6 << GIGABYTE_SHIFT, LOAD_ACCESS)
    NO_STORE(SUPERVISOR, 6 << GIGABYTE_SHIFT, STORE_ACCESS)
    NO_RUN(SUPERVISOR, 6 << GIGABYTE_SHIFT, FETCH_ACCESS)
1:

    # Fences: of everything, of an address, of an address space, of both.  Each follows a change that may have been cached.
#define CHANGED(...) \
    LOADS(SUPERVISOR, PAGE(20), 0xaaaa); LEAF(table0, 20, page_b, DATA); li a2, PAGE(20); li a3, 1; __VA_ARGS__; \
    LOADS(SUPERVISOR, PAGE(20), 0xbbbb); LEAF(table0, 20, page_a, DATA); li a2, PAGE(20) + 0x18; __VA_ARGS__
    LEAF(table0, 20, page_a, DATA)
    sfence.vma
    CHANGED(sfence.vma)
    CHANGED(sfence.vma a2)
    CHANGED(sfence.vma x0, a3)
    CHANGED(sfence.vma a2, a3)
    # Address spaces do not see each other's pages: 2 has tables of its own for the second gibibyte.
    LOADS(SUPERVISOR, PAGE(20), 0xaaaa)
    ROOT_OF(LEVELS, 2, TOP)
    LEAF(table0, 20, page_c, DATA)
    li   a3, 2
    sfence.vma x0, a3
    LOADS(SUPERVISOR, PAGE(20), 0xc1c2c3c4c5c6c7c8)
    ROOT_OF(LEVELS, 1, TOP)
    li   a3, 1
    sfence.vma x0, a3
    LOADS(SUPERVISOR, PAGE(20), 0xc1c2c3c4c5c6c7c8)
    # A global page goes with a fence of everything and of its address, a large one by any address inside.
    LEAF(table0, 7, page_b, DATA | G)
    li   a2, PAGE(7)
    sfence.vma a2
    LOADS(SUPERVISOR, PAGE(7), 0xbbbb)
    LARGE(0x40200000)
    LEAF_TO(table1, 1, 0, 0)
    li   a2, 0x40200000 + 0x123000
    sfence.vma a2
    la   a2, page_a
    li   t0, 0x80000000 - 0x40200000
    sub  a1, a2, t0
    AS(SUPERVISOR)
    TRAPS_AT(LOAD_PAGE, a1, ld a0, 0(a1))
    CLEAR(MPRV)
    # Rights taken away, and execution.
    LEAF(table0, 3, page_a, V | X | A | D)
    sfence.vma
    RUNS(SUPERVISOR, PAGE(3) + 8)
    LEAF(table0, 3, page_a, V | R | A | D)
    li   a2, PAGE(3)
    sfence.vma a2
    NO_RUN(SUPERVISOR, PAGE(3) + 8, FETCH_PAGE)
    # Bare again.
    csrw satp, zero
    sfence.vma
    la   a1, page_b
    AS(SUPERVISOR)
    ld   a0, 0(a1)
    CLEAR(MPRV)
    EXPECT(a0, 0xbbbb)
PROGRAM_END
    .data
PAGE_TABLES
