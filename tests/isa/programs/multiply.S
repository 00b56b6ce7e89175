# SPDX-License-Identifier: Apache-2.0
# M: products' halves, division by zero and overflow.  Unprivileged ISA, chapter "M Extension", table "Semantics for division by zero".
#include "frame.S"
#define LEAST 0x8000000000000000
#define LEAST_WORD 0xffffffff80000000
PROGRAM_START
    BINARY(mul, -1, -1, 1)
    BINARY(mul, LEAST, -1, LEAST)
    BINARY(mul, 0x123456789abcdef, 0x1000000000000001, 0xf123456789abcdef)
    BINARY(mulh, -1, -1, 0)
    BINARY(mulh, LEAST, LEAST, 0x4000000000000000)
    BINARY(mulh, LEAST, 1, -1)
    BINARY(mulh, 0x7fffffffffffffff, 0x7fffffffffffffff, 0x3fffffffffffffff)
    BINARY(mulhu, -1, -1, 0xfffffffffffffffe)
    BINARY(mulhu, LEAST, 2, 1)
    # The first operand is signed, the second is not.
    BINARY(mulhsu, -1, -1, -1)
    BINARY(mulhsu, 1, -1, 0)
    BINARY(mulhsu, LEAST, -1, LEAST)
    BINARY(mulhsu, 2, LEAST, 1)
    BINARY(mulw, 0x80000000, 0xffffffff, LEAST_WORD)
    BINARY(mulw, 0xdeadbeef00010000, 0x12340000ffff, 0xffffffffffff0000)

    BINARY(div, 20, -6, -3)
    BINARY(div, -20, 6, -3)
    BINARY(div, 5, 0, -1)
    BINARY(div, LEAST, 0, -1)
    BINARY(div, LEAST, -1, LEAST)
    BINARY(divu, -1, 2, 0x7fffffffffffffff)
    BINARY(divu, LEAST, -1, 0)
    BINARY(divu, 0, 0, -1)
    BINARY(rem, -20, 6, -2)
    BINARY(rem, 20, -6, 2)
    BINARY(rem, -20, 0, -20)
    BINARY(rem, LEAST, -1, 0)
    BINARY(remu, -1, 10, 5)
    BINARY(remu, LEAST, 0, LEAST)
    BINARY(remu, LEAST, -1, LEAST)

    # Words: the upper halves do not count, unsigned results are sign-extended as well.
    BINARY(divw, 0x100000014, 0xfffffffffffffffa, -3)
    BINARY(divw, 7, 0xffffffff00000000, -1)
    BINARY(divw, 0x80000000, 0xffffffff, LEAST_WORD)
    BINARY(divuw, 0xffffffff, 1, -1)
    BINARY(divuw, 0x80000000, 0xffffffff, 0)
    BINARY(divuw, 3, 0x100000000, -1)
    BINARY(remw, 0xfffffffeffffffec, 6, -2)
    BINARY(remw, 0x80000000, 0xffffffff, 0)
    BINARY(remw, 0x180000000, 0x100000000, LEAST_WORD)
    BINARY(remuw, 0xffffffff, 0x100000000, -1)
    BINARY(remuw, 0xfffffffe, 0xffffffff, -2)
PROGRAM_END
