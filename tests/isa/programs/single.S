# SPDX-License-Identifier: Apache-2.0
# F: boxing, flags, rounding modes, conversions at their limits, classes, comparisons and minima with NaNs and zeros.  Unprivileged ISA, chapter "F".
#include "frame.S"
#define BOX 0xffffffff00000000
#define QUIET_NAN 0x7fc00000
#define SIGNALING_NAN 0x7f800001
#define INFINITE 0x7f800000
#define ONE 0x3f800000
#define THIRD 0x3eaaaaab
#define NEGATIVE 0x80000000
#define NX 1
#define UF 2
#define OF 4
#define DZ 8
#define NV 16
#define FLAGS(want) csrrwi a0, fflags, 0; EXPECT(a0, want)
#define SET(register, bits) li a0, bits; fmv.w.x register, a0
#define IS(register, bits) fmv.x.d a0, register; EXPECT(a0, BOX | (bits))
#define TWO(insn, first, second, want, flags) SET(fa0, first); SET(fa1, second); insn fa2, fa0, fa1; IS(fa2, want); FLAGS(flags)
#define ONE_OF(insn, first, want, flags) SET(fa0, first); insn fa2, fa0; IS(fa2, want); FLAGS(flags)
#define ROUNDED(insn, first, second, mode, want, flags) \
    SET(fa0, first); SET(fa1, second); insn fa2, fa0, fa1, mode; IS(fa2, want); FLAGS(flags)
#define COMPARED(insn, first, second, want, flags) SET(fa0, first); SET(fa1, second); insn a1, fa0, fa1; EXPECT(a1, want); FLAGS(flags)
#define TO_INTEGER(insn, first, mode, want, flags) SET(fa0, first); insn a1, fa0, mode; EXPECT(a1, want); FLAGS(flags)
PROGRAM_START
    csrwi fcsr, 0
    # Sums and products in each rounding mode: 1 + 2^-25, and its negative.
    ROUNDED(fadd.s, ONE, 0x33000000, rne, ONE, NX)
    ROUNDED(fadd.s, ONE, 0x33000000, rtz, ONE, NX)
    ROUNDED(fadd.s, ONE, 0x33000000, rdn, ONE, NX)
    ROUNDED(fadd.s, ONE, 0x33000000, rup, 0x3f800001, NX)
    ROUNDED(fadd.s, ONE, 0x33000000, rmm, ONE, NX)
    ROUNDED(fsub.s, 0xbf800000, 0x33000000, rdn, 0xbf800001, NX)
    ROUNDED(fsub.s, 0xbf800000, 0x33000000, rup, 0xbf800000, NX)
    # A tie: 1 + 2^-24 goes to the even one, away from zero under rmm.
    ROUNDED(fadd.s, ONE, 0x33800000, rne, ONE, NX)
    ROUNDED(fadd.s, ONE, 0x33800000, rmm, 0x3f800001, NX)
    ROUNDED(fsub.s, 0xbf800000, 0x33800000, rmm, 0xbf800001, NX)
    # x - x is +0, but -0 downwards.
    ROUNDED(fsub.s, ONE, ONE, rne, 0, 0)
    ROUNDED(fsub.s, ONE, ONE, rdn, NEGATIVE, 0)
    # The dynamic mode is frm's.
    fsrmi 3
    ROUNDED(fadd.s, ONE, 0x33000000, dyn, 0x3f800001, NX)
    fsrmi 1
    ROUNDED(fadd.s, ONE, 0x33800000, dyn, ONE, NX)
    fsrmi 4
    ROUNDED(fadd.s, ONE, 0x33800000, dyn, 0x3f800001, NX)
    # Modes 5 and 6 are reserved, in the instruction and in frm.
    fsrmi 5
    TRAPS(ILLEGAL, fadd.s fa2, fa0, fa1, dyn)
    fsrmi 7
    TRAPS(ILLEGAL, fadd.s fa2, fa0, fa1, dyn)
    fsrmi 0
    TRAPS(ILLEGAL, .4byte 0x00b57653 & ~0x7000 | 5 << 12)
    TRAPS(ILLEGAL, .4byte 0x00b57653 & ~0x7000 | 6 << 12)

    # Overflow, underflow, division by zero, invalid operations.
    ROUNDED(fmul.s, 0x7f7fffff, 0x40000000, rne, INFINITE, OF | NX)
    ROUNDED(fmul.s, 0x7f7fffff, 0x40000000, rtz, 0x7f7fffff, OF | NX)
    ROUNDED(fmul.s, 0x7f7fffff, 0xc0000000, rup, 0xff7fffff, OF | NX)
    ROUNDED(fmul.s, 0x7f7fffff, 0xc0000000, rdn, 0xff800000, OF | NX)
    TWO(fmul.s, 0x00800000, 0x3f000000, 0x00400000, 0)
    TWO(fmul.s, 0x00800001, 0x3f000000, 0x00400000, UF | NX)
    TWO(fmul.s, 1, 0x3f000000, 0, UF | NX)
    ROUNDED(fmul.s, 1, 0x3f000000, rup, 1, UF | NX)
    # Tininess is detected after rounding: this one becomes the least normal number without an underflow.
    TWO(fmul.s, 0x00ffffff, 0x3f000000, 0x00800000, UF | NX)
    TWO(fmul.s, 0x3f7fffff, 0x00800001, 0x00800000, NX)
    TWO(fdiv.s, ONE, 0, INFINITE, DZ)
    TWO(fdiv.s, ONE, NEGATIVE, 0xff800000, DZ)
    TWO(fdiv.s, 0, 0, QUIET_NAN, NV)
    TWO(fdiv.s, INFINITE, 0xff800000, QUIET_NAN, NV)
    TWO(fdiv.s, ONE, 0x40400000, THIRD, NX)
    TWO(fsub.s, INFINITE, INFINITE, QUIET_NAN, NV)
    TWO(fmul.s, INFINITE, 0, QUIET_NAN, NV)
    ONE_OF(fsqrt.s, 0x40800000, 0x40000000, 0)
    ONE_OF(fsqrt.s, 0x40000000, 0x3fb504f3, NX)
    ONE_OF(fsqrt.s, NEGATIVE, NEGATIVE, 0)
    ONE_OF(fsqrt.s, 0xbf800000, QUIET_NAN, NV)
    # NaNs come out as the canonical one; only signaling ones are invalid.
    TWO(fadd.s, 0xffc12345, ONE, QUIET_NAN, 0)
    TWO(fadd.s, SIGNALING_NAN, ONE, QUIET_NAN, NV)
    # Flags accrue.
    csrwi fflags, NV
    TWO(fdiv.s, ONE, 0, INFINITE, NV | DZ)

    # Fused: one rounding alone, signs of the product and of the addend, invalid for inf × 0 even with a quiet NaN to add.
#define FUSED(insn, first, second, third, want, flags) \
    SET(fa0, first); SET(fa1, second); SET(fa3, third); insn fa2, fa0, fa1, fa3; IS(fa2, want); FLAGS(flags)
    FUSED(fmadd.s, 0x3f800001, 0x3f800001, 0xbf800002, 0x28800000, 0)
    FUSED(fmsub.s, 0x40000000, 0x40400000, ONE, 0x40a00000, 0)
    FUSED(fnmsub.s, 0x40000000, 0x40400000, ONE, 0xc0a00000, 0)
    FUSED(fnmadd.s, 0x40000000, 0x40400000, ONE, 0xc0e00000, 0)
    FUSED(fmadd.s, INFINITE, 0, QUIET_NAN, QUIET_NAN, NV)
    FUSED(fmadd.s, 0, ONE, NEGATIVE, 0, 0)
    FUSED(fnmadd.s, 0, ONE, 0, NEGATIVE, 0)

    # Signs; NaNs are only bits here.
    TWO(fsgnj.s, 0x7fc00001, NEGATIVE, 0xffc00001, 0)
    TWO(fsgnjn.s, ONE, NEGATIVE, ONE, 0)
    TWO(fsgnjx.s, 0xbf800000, NEGATIVE, ONE, 0)
    # Minimum and maximum: -0 below +0, a number before a NaN, signaling is invalid.
    TWO(fmin.s, 0, NEGATIVE, NEGATIVE, 0)
    TWO(fmin.s, NEGATIVE, 0, NEGATIVE, 0)
    TWO(fmax.s, NEGATIVE, 0, 0, 0)
    TWO(fmax.s, 0, NEGATIVE, 0, 0)
    TWO(fmin.s, QUIET_NAN, ONE, ONE, 0)
    TWO(fmax.s, ONE, SIGNALING_NAN, ONE, NV)
    TWO(fmin.s, 0xffc00001, SIGNALING_NAN, QUIET_NAN, NV)
    TWO(fmax.s, 0xffc00001, 0xffc00002, QUIET_NAN, 0)
    # Comparisons: quiet for equality, signaling for order.
    COMPARED(feq.s, 0, NEGATIVE, 1, 0)
    COMPARED(feq.s, QUIET_NAN, QUIET_NAN, 0, 0)
    COMPARED(feq.s, SIGNALING_NAN, ONE, 0, NV)
    COMPARED(flt.s, NEGATIVE, 0, 0, 0)
    COMPARED(flt.s, 0xbf800000, ONE, 1, 0)
    COMPARED(flt.s, QUIET_NAN, ONE, 0, NV)
    COMPARED(fle.s, 0, NEGATIVE, 1, 0)
    COMPARED(fle.s, ONE, QUIET_NAN, 0, NV)
#define CLASS(bits, want) SET(fa0, bits); fclass.s a1, fa0; EXPECT(a1, want); FLAGS(0)
    CLASS(0xff800000, 1 << 0)
    CLASS(0xbf800000, 1 << 1)
    CLASS(0x80000001, 1 << 2)
    CLASS(NEGATIVE, 1 << 3)
    CLASS(0, 1 << 4)
    CLASS(0x007fffff, 1 << 5)
    CLASS(0x00800000, 1 << 6)
    CLASS(INFINITE, 1 << 7)
    CLASS(0xffbfffff, 1 << 8)
    CLASS(QUIET_NAN, 1 << 9)

    # To integers: rounding, and saturation with NV alone.  Table "Domains of float-to-integer conversions".
    TO_INTEGER(fcvt.w.s, 0x3fc00000, rne, 2, NX)
    TO_INTEGER(fcvt.w.s, 0x40200000, rne, 2, NX)
    TO_INTEGER(fcvt.w.s, 0x40200000, rmm, 3, NX)
    TO_INTEGER(fcvt.w.s, 0xbf000000, rdn, -1, NX)
    TO_INTEGER(fcvt.w.s, 0xbf000000, rtz, 0, NX)
    TO_INTEGER(fcvt.w.s, 0x4f000000, rtz, 0x7fffffff, NV)
    TO_INTEGER(fcvt.w.s, 0xcf000000, rtz, 0xffffffff80000000, 0)
    TO_INTEGER(fcvt.w.s, 0xcf000001, rtz, 0xffffffff80000000, NV)
    TO_INTEGER(fcvt.w.s, QUIET_NAN, rtz, 0x7fffffff, NV)
    TO_INTEGER(fcvt.w.s, 0xff800000, rtz, 0xffffffff80000000, NV)
    TO_INTEGER(fcvt.wu.s, 0x4f000000, rtz, 0xffffffff80000000, 0)
    TO_INTEGER(fcvt.wu.s, 0x4f800000, rtz, -1, NV)
    TO_INTEGER(fcvt.wu.s, 0xbf800000, rtz, 0, NV)
    TO_INTEGER(fcvt.wu.s, 0xbf000000, rtz, 0, NX)
    TO_INTEGER(fcvt.wu.s, 0xffc00000, rtz, -1, NV)
    TO_INTEGER(fcvt.l.s, 0x5f000000, rtz, 0x7fffffffffffffff, NV)
    TO_INTEGER(fcvt.l.s, 0xdf000000, rtz, 0x8000000000000000, 0)
    TO_INTEGER(fcvt.lu.s, 0x5f000000, rtz, 0x8000000000000000, 0)
    TO_INTEGER(fcvt.lu.s, QUIET_NAN, rtz, -1, NV)
    TO_INTEGER(fcvt.lu.s, 0xff800000, rtz, 0, NV)
#define FROM_INTEGER(insn, value, mode, want, flags) li a0, value; insn fa2, a0, mode; IS(fa2, want); FLAGS(flags)
    FROM_INTEGER(fcvt.s.w, 0x1ffffffff, rne, 0xbf800000, 0)
    FROM_INTEGER(fcvt.s.wu, 0xf00000000 + 0xffffffff, rne, 0x4f800000, NX)
    FROM_INTEGER(fcvt.s.wu, 0xffffffff, rtz, 0x4f7fffff, NX)
    FROM_INTEGER(fcvt.s.l, 0x8000000000000000, rne, 0xdf000000, 0)
    FROM_INTEGER(fcvt.s.lu, -1, rne, 0x5f800000, NX)
    FROM_INTEGER(fcvt.s.lu, -1, rdn, 0x5f7fffff, NX)

    # Boxing: a badly boxed single reads as the canonical NaN, but moves and stores take its bits as they are.
    li   a0, 0xfffffffe3f800000
    fmv.d.x fa0, a0
    SET(fa1, 0)
    fadd.s fa2, fa0, fa1
    IS(fa2, QUIET_NAN)
    fsgnj.s fa2, fa0, fa1
    IS(fa2, QUIET_NAN)
    fclass.s a1, fa0
    EXPECT(a1, 1 << 9)
    FLAGS(0)
    fmv.x.w a1, fa0
    EXPECT(a1, ONE)
    la   s0, cell
    fsw  fa0, 4(s0)
    ld   a1, 0(s0)
    EXPECT(a1, 0x3f80000011111111)
    flw  fa2, 4(s0)
    IS(fa2, ONE)
    SET(fa0, NEGATIVE)
    fmv.x.w a1, fa0
    EXPECT(a1, 0xffffffff80000000)
    FLAGS(0)
PROGRAM_END
    .data
    .balign 8
cell: .dword 0x2222222211111111
