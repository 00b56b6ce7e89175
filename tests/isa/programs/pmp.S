# SPDX-License-Identifier: Apache-2.0
# Physical memory protection: the three kinds of regions at their edges, priority, locks, page tables.  Privileged ISA, section "Physical Memory
# Protection".
#include "frame.S"
#include "tables.S"
#define MAY_READ 1
#define MAY_WRITE 2
#define MAY_EXECUTE 4
#define TOR 1 << 3
#define NA4 2 << 3
#define NAPOT 3 << 3
#define LOCKED 1 << 7
#define BASE 0x80100000
#define ADDRESS(number, address) li t0, (address) >> 2; csrw pmpaddr##number, t0
# A power of two of bytes, from 8.
#define REGION(number, address, size) li t0, (address) >> 2 | ((size) / 8 - 1); csrw pmpaddr##number, t0
#define CONFIG(...) li t0, __VA_ARGS__; csrw pmpcfg0, t0; sfence.vma
#define ENTRY(number, config) (config) << (8 * number)
PROGRAM_START
    # Entry 15, the last, lets all pass that no other entry matches.
    li   t0, -1
    csrw pmpaddr15, t0
    li   t0, 0x1f << 56
    csrw pmpcfg2, t0
    li   t0, BASE
    li   t1, 0x73               # ecall
    sw   t1, 0x400(t0)
    fence.i

    # Four bytes: what stands wholly inside, what stands beside, what matches in part, which fails whatever the rights say.
    ADDRESS(0, BASE + 8)
    CONFIG(ENTRY(0, NA4 | MAY_READ))
    FAULTS(SUPERVISOR, BASE + 8, STORE_ACCESS, sw zero, 0(a1))
    FAULTS(USER, BASE + 8, STORE_ACCESS, sb zero, 0(a1))
    FAULTS(SUPERVISOR, BASE + 8, STORE_ACCESS, amoadd.w a0, zero, (a1))
    FAULTS(SUPERVISOR, BASE + 11, STORE_ACCESS, sb zero, 0(a1))
    NO_LOAD(SUPERVISOR, BASE + 8, LOAD_ACCESS)
    NO_STORE(SUPERVISOR, BASE + 8, STORE_ACCESS)
    STORES(SUPERVISOR, BASE, 0x1234)
    STORES(SUPERVISOR, BASE + 16, 0x5678)
    LOADS(USER, BASE, 0x1234)
    li   a1, BASE + 8
    AS(SUPERVISOR)
    lw   a0, 0(a1)
    sw   zero, 4(a1)
    CLEAR(MPRV)
    # M mode is not bound by rights, but by the rule about parts.
    sw   zero, 0(a1)
    TRAPS_AT(LOAD_ACCESS, a1, ld a0, 0(a1))
    TRAPS_AT(STORE_ACCESS, a1, sd a0, 0(a1))

    # Powers of two: eight bytes, and a page.
    REGION(0, BASE + 16, 8)
    CONFIG(ENTRY(0, NAPOT))
    LOADS(SUPERVISOR, BASE, 0x1234)
    NO_LOAD(SUPERVISOR, BASE + 16, LOAD_ACCESS)
    FAULTS(USER, BASE + 23, LOAD_ACCESS, lb a0, 0(a1))
    STORES(SUPERVISOR, BASE + 8, 1)
    STORES(SUPERVISOR, BASE + 24, 1)
    ld   a0, 16 - 24(a1)
    EXPECT(a0, 0x5678)
    REGION(0, BASE, 4096)
    CONFIG(ENTRY(0, NAPOT | MAY_READ))
    LOADS(SUPERVISOR, BASE + 16, 0x5678)
    NO_STORE(SUPERVISOR, BASE, STORE_ACCESS)
    NO_STORE(SUPERVISOR, BASE + 4088, STORE_ACCESS)
    STORES(SUPERVISOR, BASE + 4096, 1)
    STORES(SUPERVISOR, BASE - 8, 1)
    NO_RUN(SUPERVISOR, BASE + 0x400, FETCH_ACCESS)
    NO_RUN(USER, BASE + 0x400, FETCH_ACCESS)
    CONFIG(ENTRY(0, NAPOT | MAY_EXECUTE))
    RUNS(SUPERVISOR, BASE + 0x400)
    NO_LOAD(SUPERVISOR, BASE, LOAD_ACCESS)
    CONFIG(ENTRY(0, NAPOT | MAY_READ | MAY_WRITE))
    STORES(SUPERVISOR, BASE + 16, 0x5679)
    # 64 GiB around it.
    REGION(0, 0x80000000 & ~((1 << 36) - 1), 1 << 36)
    CONFIG(ENTRY(0, NAPOT | MAY_READ))
    NO_STORE(SUPERVISOR, BASE, STORE_ACCESS)

    # Top of range: from the address below, inclusive, up to its own, exclusive; entry 0's from zero; an empty one matches nothing.
    ADDRESS(0, BASE + 0x100)
    ADDRESS(1, BASE + 0x204)
    CONFIG(ENTRY(1, TOR | MAY_READ))
    STORES(SUPERVISOR, BASE + 0xf8, 1)
    NO_STORE(SUPERVISOR, BASE + 0x100, STORE_ACCESS)
    NO_STORE(SUPERVISOR, BASE + 0x1f8, STORE_ACCESS)
    FAULTS(SUPERVISOR, BASE + 0x200, STORE_ACCESS, sw zero, 0(a1))
    NO_LOAD(SUPERVISOR, BASE + 0x200, LOAD_ACCESS)
    STORES(SUPERVISOR, BASE + 0x208, 1)
    CONFIG(ENTRY(0, TOR))
    NO_LOAD(SUPERVISOR, BASE + 0xf8, LOAD_ACCESS)
    NO_LOAD(SUPERVISOR, BASE - 0x10000, LOAD_ACCESS)
    LOADS(SUPERVISOR, BASE + 0x208, 1)
    ADDRESS(1, BASE + 0x80)
    CONFIG(ENTRY(1, TOR))
    LOADS(SUPERVISOR, BASE + 0xf8, 1)
    STORES(SUPERVISOR, BASE + 0x80, 1)

    # The lowest entry that matches decides.
    REGION(0, BASE + 16, 8)
    REGION(1, BASE, 4096)
    CONFIG(ENTRY(0, NAPOT | MAY_READ | MAY_WRITE) | ENTRY(1, NAPOT))
    STORES(SUPERVISOR, BASE + 16, 0x9abc)
    NO_LOAD(SUPERVISOR, BASE + 24, LOAD_ACCESS)
    NO_LOAD(SUPERVISOR, BASE + 8, LOAD_ACCESS)
    # Where none matches, S and U have nothing and M has all.
    csrw pmpcfg2, zero
    sfence.vma
    LOADS(SUPERVISOR, BASE + 16, 0x9abc)
    NO_LOAD(SUPERVISOR, BASE + 4096, LOAD_ACCESS)
    NO_STORE(USER, BASE + 4096, STORE_ACCESS)
    li   a1, BASE + 4096
    ld   a0, 0(a1)
    EXPECT(a0, 1)
    li   t0, 0x1f << 56
    csrw pmpcfg2, t0

    # Page tables are read, and pages behind them reached, by the supervisor's rights; the fault is the access's, never a page fault.
    LINK_TABLES
    LEAF(table0, 0, page_a, DATA)
    ROOT_OF(3, 0, table2)
    la   t0, table0
    srli t0, t0, 2
    ori  t0, t0, 0x1ff
    csrw pmpaddr0, t0
    la   t0, page_a
    srli t0, t0, 2
    ori  t0, t0, 0x1ff
    csrw pmpaddr1, t0
    CONFIG(ENTRY(0, NAPOT))
    NO_LOAD(SUPERVISOR, PAGE(0), LOAD_ACCESS)
    NO_STORE(USER, PAGE(0), STORE_ACCESS)
    NO_RUN(SUPERVISOR, PAGE(0) + 8, FETCH_ACCESS)
    CONFIG(ENTRY(0, NAPOT | MAY_READ) | ENTRY(1, NAPOT | MAY_READ))
    LOADS(SUPERVISOR, PAGE(0), 0xaaaa)
    NO_STORE(SUPERVISOR, PAGE(0), STORE_ACCESS)
    csrw satp, zero
    sfence.vma

    # Locked entries bind M mode too, and neither their configuration nor their address changes; a locked top keeps the address below it.
    REGION(2, BASE, 4096)
    ADDRESS(4, BASE + 0x2000)
    ADDRESS(5, BASE + 0x3000)
    CONFIG(ENTRY(2, LOCKED | NAPOT | MAY_READ) | ENTRY(5, LOCKED | TOR))
    li   a1, BASE
    ld   a0, 16(a1)
    EXPECT(a0, 0x9abc)
    TRAPS(STORE_ACCESS, sd zero, 16(a1))
    la   s10, 1f
    li   t0, BASE + 0x400
    jr   t0
1:  EXPECT(s5, FETCH_ACCESS)
    li   a1, BASE + 0x2000
    TRAPS_AT(LOAD_ACCESS, a1, ld a0, 0(a1))
    li   a1, BASE + 0x2ff8
    TRAPS_AT(STORE_ACCESS, a1, sd zero, 0(a1))
    sd   zero, 8(a1)
    li   t0, BASE + 0x1ff8
    sd   zero, 0(t0)
    CONFIG(0)
    csrr a0, pmpcfg0
    EXPECT(a0, ENTRY(2, LOCKED | NAPOT | MAY_READ) | ENTRY(5, LOCKED | TOR))
    csrr a2, pmpaddr2
    csrw pmpaddr2, zero
    csrr a0, pmpaddr2
    EXPECT_SAME(a0, a2)
    csrw pmpaddr4, zero
    csrw pmpaddr5, zero
    csrr a0, pmpaddr4
    EXPECT(a0, (BASE + 0x2000) >> 2)
    csrr a0, pmpaddr5
    EXPECT(a0, (BASE + 0x3000) >> 2)
    TRAPS_AT(STORE_ACCESS, a1, sd zero, 0(a1))
    # What is not locked changes still.
    csrw pmpaddr3, zero
    csrr a0, pmpaddr3
    EXPECT(a0, 0)
PROGRAM_END
    .data
PAGE_TABLES
