# SPDX-License-Identifier: Apache-2.0
# Page tables and accesses through them, for the programs on paging: to be included behind frame.S.
#define V 1
#define R 2
#define W 4
#define X 8
#define U 16
#define G 32
#define A 64
#define D 128
#define DATA (V | R | W | A | D)
#define SUM 1 << 18
#define MXR 1 << 19
#define MPRV 1 << 17
#define SET(bits) li t0, bits; csrs mstatus, t0
#define CLEAR(bits) li t0, bits; csrc mstatus, t0

# Loads and stores as another mode makes them, by MPRV: M mode's own accesses and fetches are not translated.
#define AS(mode) CLEAR(3 << 11); SET((mode) << 11 | MPRV)
#define LOADS(mode, address, want) li a1, address; AS(mode); ld a0, 0(a1); CLEAR(MPRV); EXPECT(a0, want)
#define STORES(mode, address, value) li a1, address; li a0, value; AS(mode); sd a0, 0(a1); CLEAR(MPRV)
#define FAULTS(mode, address, cause, ...) li a1, address; AS(mode); TRAPS_AT(cause, a1, __VA_ARGS__); CLEAR(MPRV)
#define NO_LOAD(mode, address, cause) FAULTS(mode, address, cause, ld a0, 0(a1))
#define NO_STORE(mode, address, cause) FAULTS(mode, address, cause, sd zero, 0(a1))
# Jumps to an address, where an environment call stands, or nothing that may be fetched.
#define JUMPS(mode, address) la s10, 8f; CLEAR(3 << 11); SET((mode) << 11); li t0, address; csrw mepc, t0; li s5, -1; mret; 8:
#define RUNS(mode, address) JUMPS(mode, address); EXPECT(s5, 8 + (mode))
#define NO_RUN(mode, address, cause) JUMPS(mode, address); EXPECT(s5, cause); EXPECT(s7, address); EXPECT(s6, address)

# Entry `index` of a table, whose lowest level is table0: a pointer, a leaf, or anything.  Clobbers t0 to t2.
#define POINTER(table, index, to) LEAF(table, index, to, V)
#define LEAF(table, index, to, rights) la t0, to; LEAF_AT(table, index, rights)
#define LEAF_TO(table, index, to, rights) li t0, to; LEAF_AT(table, index, rights)
#define LEAF_AT(table, index, rights) srli t0, t0, 2; li t1, rights; or t0, t0, t1; la t1, table; li t2, (index) * 8; add t1, t1, t2; sd t0, 0(t1)
# table0's entries: 4 KiB pages from here.
#define PAGE(index) (0x40000000 + ((index) << 12))
#define ROOT_OF(levels, asid, table) la t0, table; srli t0, t0, 12; li t1, (levels + 5) << 60 | (asid) << 44; or t0, t0, t1; csrw satp, t0

# Index 1 of the third-lowest table leads to table1, index 0 of that to table0, index 0 of the higher ones downwards.
.macro LINK_TABLES
    POINTER(table4, 0, table3)
    POINTER(table3, 0, table2)
    POINTER(table2, 1, table1)
    POINTER(table1, 0, table0)
.endm

# Three pages of their own: a number, a call of the environment behind it, and a number at the end.
.macro PAGE_TABLES
    .balign 4096
page_a:
    .dword 0xaaaa
page_a_code:
    ecall
    .org page_a + 4088
    .dword 0xa1a2a3a4a5a6a7a8
page_b:
    .dword 0xbbbb
    ecall
    .org page_b + 4096
page_c:
    .dword 0xc1c2c3c4c5c6c7c8
    ecall
    .org page_c + 4096
table0: .zero 4096
table1: .zero 4096
table2: .zero 4096
table3: .zero 4096
table4: .zero 4096
.endm
