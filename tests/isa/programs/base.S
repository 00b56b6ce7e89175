# SPDX-License-Identifier: Apache-2.0
# I: arithmetic with its edges, words, shifts, comparisons, branches, jumps, loads and stores.  Unprivileged ISA, chapters "RV32I" and "RV64I".
#include "frame.S"
#define LEAST 0x8000000000000000
#define MOST 0x7fffffffffffffff
PROGRAM_START
    # Overflow is ignored.
    BINARY(add, MOST, 1, LEAST)
    BINARY(add, -1, 1, 0)
    BINARY(sub, LEAST, 1, MOST)
    BINARY(sub, 0, LEAST, LEAST)
    IMMEDIATE(addi, MOST, 2047, 0x80000000000007fe)
    IMMEDIATE(addi, 0, -2048, -2048)
    BINARY(slt, LEAST, MOST, 1)
    BINARY(slt, MOST, LEAST, 0)
    BINARY(slt, -1, -1, 0)
    BINARY(sltu, LEAST, MOST, 0)
    BINARY(sltu, MOST, LEAST, 1)
    IMMEDIATE(slti, -2049, -2048, 1)
    # The immediate is sign-extended first and unsigned then.
    IMMEDIATE(sltiu, 1, -1, 1)
    IMMEDIATE(sltiu, -1, -1, 0)
    IMMEDIATE(sltiu, 0, 1, 1)
    BINARY(xor, 0xff00ff00ff00ff00, 0x0ff00ff00ff00ff0, 0xf0f0f0f0f0f0f0f0)
    BINARY(or, 0xff00ff00ff00ff00, 0x0ff00ff00ff00ff0, 0xfff0fff0fff0fff0)
    BINARY(and, 0xff00ff00ff00ff00, 0x0ff00ff00ff00ff0, 0x0f000f000f000f00)
    IMMEDIATE(xori, 0x00ff00ff00ff00ff, -1, 0xff00ff00ff00ff00)
    IMMEDIATE(ori, 0x00ff00ff00ff0000, -2048, 0xfffffffffffff800)
    IMMEDIATE(andi, -1, 2047, 2047)

    # Shifts: the lowest six bits count, five for words.
    BINARY(sll, 1, 63, LEAST)
    BINARY(sll, 1, 64, 1)
    BINARY(sll, 3, -1, LEAST)
    BINARY(srl, LEAST, 63, 1)
    BINARY(srl, LEAST, 0x40, LEAST)
    BINARY(sra, LEAST, 63, -1)
    BINARY(sra, LEAST, 0xffffffffffffff81, 0xc000000000000000)
    IMMEDIATE(slli, 0x00000001ffffffff, 63, LEAST)
    IMMEDIATE(srli, -1, 63, 1)
    IMMEDIATE(srai, LEAST, 63, -1)
    BINARY(sllw, 0xffffffff00000001, 31, 0xffffffff80000000)
    BINARY(sllw, 1, 32, 1)
    BINARY(srlw, 0xffffffff80000000, 31, 1)
    BINARY(srlw, 0x0000000180000000, 32, 0xffffffff80000000)
    BINARY(sraw, 0x0000000080000000, 31, -1)
    BINARY(sraw, 0x7fffffff40000000, 0x3f, 0)
    IMMEDIATE(slliw, 0x40000000, 1, 0xffffffff80000000)
    IMMEDIATE(srliw, 0xffffffff80000000, 0, 0xffffffff80000000)
    IMMEDIATE(srliw, -1, 31, 1)
    IMMEDIATE(sraiw, 0x80000000, 4, 0xfffffffff8000000)

    # Words: the low halves count, the result is sign-extended.
    BINARY(addw, 0x7fffffff, 1, 0xffffffff80000000)
    BINARY(addw, 0xdeadbeef00000001, 0x1234567800000002, 3)
    BINARY(subw, 0x80000000, 1, 0x7fffffff)
    IMMEDIATE(addiw, 0x7fffffff, 1, 0xffffffff80000000)
    IMMEDIATE(addiw, 0xdeadbeef00000000, 0, 0)

    # lui sign-extends, auipc starts from itself.
    lui  a0, 0x80000
    EXPECT(a0, 0xffffffff80000000)
    lui  a0, 0x7ffff
    EXPECT(a0, 0x7ffff000)
1:  auipc a0, 0xfffff
    la   a1, 1b
    sub  a0, a0, a1
    EXPECT(a0, -4096)

    # x0 stays zero, and is read as zero by what wrote it.
    li   a0, 5
    add  zero, a0, a0
    EXPECT(zero, 0)
    la   a1, constant
    ld   zero, 0(a1)
    EXPECT(zero, 0)

    # Branches, taken and not.
#define TAKEN(insn, first, second) li a0, first; li a1, second; insn a0, a1, 1f; FAIL_HERE; 1:
#define PASSED(insn, first, second) li a0, first; li a1, second; insn a0, a1, 1f; j 2f; 1: FAIL_HERE; 2:
    TAKEN(beq, -1, -1)
    PASSED(beq, 0x100000000, 0)
    TAKEN(bne, 0x100000000, 0)
    PASSED(bne, 7, 7)
    TAKEN(blt, LEAST, MOST)
    PASSED(blt, MOST, LEAST)
    PASSED(blt, 1, 1)
    TAKEN(bge, MOST, LEAST)
    TAKEN(bge, 1, 1)
    PASSED(bge, LEAST, MOST)
    TAKEN(bltu, MOST, LEAST)
    PASSED(bltu, LEAST, MOST)
    TAKEN(bgeu, LEAST, MOST)
    TAKEN(bgeu, 0, 0)
    PASSED(bgeu, 0, -1)
    # Backwards.
    li   a0, 3
1:  addi a0, a0, -1
    bnez a0, 1b
    EXPECT(a0, 0)

    # jal and jalr: the link is behind them; the lowest bit of the target is dropped; rd may be rs1.
    jal  a0, 2f
1:  FAIL_HERE
2:  la   a1, 1b
    EXPECT_SAME(a0, a1)
    la   a0, 2f + 1
    .option push
    .option norvc
    jalr a0, 0(a0)
1:  FAIL_HERE
    .balign 4
2:  la   a1, 1b
    EXPECT_SAME(a0, a1)
    la   a0, 3f - 2047
    jalr a2, 2047(a0)
1:  FAIL_HERE
    .balign 4
3:  la   a1, 1b
    EXPECT_SAME(a2, a1)
    .option pop

    # Loads extend, at any alignment (which this machine, like QEMU's, carries out).
    la   a0, constant
#define LOADS(insn, offset, want) insn a1, offset(a0); EXPECT(a1, want)
    LOADS(lb, 7, -2)
    LOADS(lbu, 7, 0xfe)
    LOADS(lh, 6, 0xfffffffffffffedc)
    LOADS(lhu, 6, 0xfedc)
    LOADS(lw, 4, 0xfffffffffedcba98)
    LOADS(lwu, 4, 0xfedcba98)
    LOADS(lw, 0, 0x76543210)
    LOADS(ld, 0, 0xfedcba9876543210)
    LOADS(lh, 1, 0x5432)
    LOADS(lw, 3, 0xffffffffdcba9876)
    LOADS(ld, 1, 0x88fedcba98765432)
    la   a2, scratch
    li   a1, 0x1122334455667788
    sd   a1, 0(a2)
    li   a1, -1
    sb   a1, 1(a2)
    ld   a3, 0(a2)
    EXPECT(a3, 0x112233445566ff88)
    li   a1, 0xabcdef0123456789
    sh   a1, 5(a2)
    ld   a3, 0(a2)
    EXPECT(a3, 0x116789445566ff88)
    sw   a1, 2(a2)
    ld   a3, 0(a2)
    EXPECT(a3, 0x116723456789ff88)
    sd   a1, 4(a2)
    ld   a3, 4(a2)
    EXPECT(a3, 0xabcdef0123456789)

    # Fences of every kind are legal; the words that are defined to be illegal are not.
    fence
    fence rw, w
    fence.tso
    .4byte 0x0100000f  # pause
    TRAPS_WITH(ILLEGAL, 0, .2byte 0)
    li   a0, 0xffffffff
    TRAPS_AT(ILLEGAL, a0, .4byte 0xffffffff)
    TRAPS(BREAKPOINT, ebreak)
    TRAPS(11, ecall)
    EXPECT(s7, 0)
PROGRAM_END
    .data
    .balign 8
constant: .dword 0xfedcba9876543210, 0x88
scratch:  .dword 0, 0
