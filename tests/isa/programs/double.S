# SPDX-License-Identifier: Apache-2.0
# D: as single.S, and the conversions between the formats.  Unprivileged ISA, chapter "D".
#include "frame.S"
#define QUIET_NAN 0x7ff8000000000000
#define SIGNALING_NAN 0x7ff0000000000001
#define INFINITE 0x7ff0000000000000
#define ONE 0x3ff0000000000000
#define NEGATIVE 0x8000000000000000
#define NX 1
#define UF 2
#define OF 4
#define DZ 8
#define NV 16
#define FLAGS(want) csrrwi a0, fflags, 0; EXPECT(a0, want)
#define SET(register, bits) li a0, bits; fmv.d.x register, a0
#define IS(register, bits) fmv.x.d a0, register; EXPECT(a0, bits)
#define TWO(insn, first, second, want, flags) SET(fa0, first); SET(fa1, second); insn fa2, fa0, fa1; IS(fa2, want); FLAGS(flags)
#define ONE_OF(insn, first, want, flags) SET(fa0, first); insn fa2, fa0; IS(fa2, want); FLAGS(flags)
#define ROUNDED(insn, first, second, mode, want, flags) \
    SET(fa0, first); SET(fa1, second); insn fa2, fa0, fa1, mode; IS(fa2, want); FLAGS(flags)
#define COMPARED(insn, first, second, want, flags) SET(fa0, first); SET(fa1, second); insn a1, fa0, fa1; EXPECT(a1, want); FLAGS(flags)
#define TO_INTEGER(insn, first, mode, want, flags) SET(fa0, first); insn a1, fa0, mode; EXPECT(a1, want); FLAGS(flags)
PROGRAM_START
    csrwi fcsr, 0
    ROUNDED(fadd.d, ONE, 0x3c90000000000000, rne, ONE, NX)
    ROUNDED(fadd.d, ONE, 0x3c90000000000000, rup, 0x3ff0000000000001, NX)
    ROUNDED(fadd.d, ONE, 0x3ca0000000000000, rne, ONE, NX)
    ROUNDED(fadd.d, ONE, 0x3ca0000000000000, rmm, 0x3ff0000000000001, NX)
    ROUNDED(fsub.d, 0xbff0000000000000, 0x3c90000000000000, rdn, 0xbff0000000000001, NX)
    ROUNDED(fsub.d, ONE, ONE, rdn, NEGATIVE, 0)
    fsrmi 4
    ROUNDED(fadd.d, ONE, 0x3ca0000000000000, dyn, 0x3ff0000000000001, NX)
    fsrmi 6
    TRAPS(ILLEGAL, fdiv.d fa2, fa0, fa1, dyn)
    fsrmi 0
    ROUNDED(fmul.d, 0x7fefffffffffffff, 0x4000000000000000, rne, INFINITE, OF | NX)
    ROUNDED(fmul.d, 0x7fefffffffffffff, 0x4000000000000000, rdn, 0x7fefffffffffffff, OF | NX)
    TWO(fmul.d, 0x0010000000000000, 0x3fe0000000000000, 0x0008000000000000, 0)
    TWO(fmul.d, 0x0010000000000001, 0x3fe0000000000000, 0x0008000000000000, UF | NX)
    TWO(fmul.d, 0x3fefffffffffffff, 0x0010000000000001, 0x0010000000000000, NX)
    TWO(fdiv.d, 0xbff0000000000000, 0, 0xfff0000000000000, DZ)
    TWO(fdiv.d, 0, 0, QUIET_NAN, NV)
    TWO(fdiv.d, ONE, 0x4008000000000000, 0x3fd5555555555555, NX)
    ONE_OF(fsqrt.d, 0x4000000000000000, 0x3ff6a09e667f3bcd, NX)
    ONE_OF(fsqrt.d, 0xbff0000000000000, QUIET_NAN, NV)
    TWO(fadd.d, 0xfff8000000000123, ONE, QUIET_NAN, 0)
    TWO(fadd.d, SIGNALING_NAN, ONE, QUIET_NAN, NV)
#define FUSED(insn, first, second, third, want, flags) \
    SET(fa0, first); SET(fa1, second); SET(fa3, third); insn fa2, fa0, fa1, fa3; IS(fa2, want); FLAGS(flags)
    FUSED(fmadd.d, 0x3ff0000000000001, 0x3ff0000000000001, 0xbff0000000000002, 0x3970000000000000, 0)
    FUSED(fmsub.d, 0x4000000000000000, 0x4008000000000000, ONE, 0x4014000000000000, 0)
    FUSED(fnmsub.d, 0x4000000000000000, 0x4008000000000000, ONE, 0xc014000000000000, 0)
    FUSED(fnmadd.d, 0x4000000000000000, 0x4008000000000000, ONE, 0xc01c000000000000, 0)
    FUSED(fmadd.d, 0, INFINITE, QUIET_NAN, QUIET_NAN, NV)
    TWO(fsgnj.d, SIGNALING_NAN, NEGATIVE, 0xfff0000000000001, 0)
    TWO(fsgnjn.d, ONE, ONE, 0xbff0000000000000, 0)
    TWO(fsgnjx.d, NEGATIVE, NEGATIVE, 0, 0)
    TWO(fmin.d, 0, NEGATIVE, NEGATIVE, 0)
    TWO(fmax.d, NEGATIVE, 0, 0, 0)
    TWO(fmin.d, SIGNALING_NAN, ONE, ONE, NV)
    TWO(fmax.d, QUIET_NAN, 0xfff8000000000001, QUIET_NAN, 0)
    COMPARED(feq.d, 0, NEGATIVE, 1, 0)
    COMPARED(feq.d, ONE, SIGNALING_NAN, 0, NV)
    COMPARED(flt.d, 0xfff0000000000000, INFINITE, 1, 0)
    COMPARED(flt.d, QUIET_NAN, ONE, 0, NV)
    COMPARED(fle.d, ONE, ONE, 1, 0)
    COMPARED(fle.d, QUIET_NAN, ONE, 0, NV)
#define CLASS(bits, want) SET(fa0, bits); fclass.d a1, fa0; EXPECT(a1, want); FLAGS(0)
    CLASS(0xfff0000000000000, 1 << 0)
    CLASS(0xbff0000000000000, 1 << 1)
    CLASS(0x8000000000000001, 1 << 2)
    CLASS(NEGATIVE, 1 << 3)
    CLASS(0, 1 << 4)
    CLASS(0x000fffffffffffff, 1 << 5)
    CLASS(ONE, 1 << 6)
    CLASS(INFINITE, 1 << 7)
    CLASS(SIGNALING_NAN, 1 << 8)
    CLASS(QUIET_NAN, 1 << 9)
    TO_INTEGER(fcvt.w.d, 0x4004000000000000, rne, 2, NX)
    TO_INTEGER(fcvt.w.d, 0x41e0000000000000, rtz, 0x7fffffff, NV)
    TO_INTEGER(fcvt.w.d, 0xc1e00000001fffff, rtz, 0xffffffff80000000, NX)
    TO_INTEGER(fcvt.w.d, 0xc1e0000000200000, rtz, 0xffffffff80000000, NV)
    TO_INTEGER(fcvt.wu.d, 0x41efffffffe00000, rtz, -1, 0)
    TO_INTEGER(fcvt.wu.d, 0x41effffffff00000, rne, -1, NV)
    TO_INTEGER(fcvt.wu.d, 0xbfeffffffff00000, rtz, 0, NX)
    TO_INTEGER(fcvt.l.d, 0x43e0000000000000, rtz, 0x7fffffffffffffff, NV)
    TO_INTEGER(fcvt.l.d, 0xc3e0000000000000, rtz, NEGATIVE, 0)
    TO_INTEGER(fcvt.l.d, QUIET_NAN, rtz, 0x7fffffffffffffff, NV)
    TO_INTEGER(fcvt.lu.d, 0x43e0000000000000, rtz, NEGATIVE, 0)
    TO_INTEGER(fcvt.lu.d, 0xbff0000000000000, rtz, 0, NV)
#define FROM_INTEGER(insn, value, mode, want, flags) li a0, value; insn fa2, a0, mode; IS(fa2, want); FLAGS(flags)
#define FROM_WORD(insn, value, want) li a0, value; insn fa2, a0; IS(fa2, want); FLAGS(0)
    FROM_WORD(fcvt.d.w, 0x180000000, 0xc1e0000000000000)
    FROM_WORD(fcvt.d.wu, 0xf80000000, 0x41e0000000000000)
    FROM_INTEGER(fcvt.d.l, 0x7fffffffffffffff, rne, 0x43e0000000000000, NX)
    FROM_INTEGER(fcvt.d.l, 0x7fffffffffffffff, rtz, 0x43dfffffffffffff, NX)
    FROM_INTEGER(fcvt.d.lu, -1, rne, 0x43f0000000000000, NX)

    # Between the formats.
    SET(fa0, 0x3ff0000010000000)
    fcvt.s.d fa2, fa0, rne
    IS(fa2, 0xffffffff3f800000)
    FLAGS(NX)
    fcvt.s.d fa2, fa0, rup
    IS(fa2, 0xffffffff3f800001)
    FLAGS(NX)
    SET(fa0, 0x7fe0000000000000)
    fcvt.s.d fa2, fa0
    IS(fa2, 0xffffffff7f800000)
    FLAGS(OF | NX)
    SET(fa0, SIGNALING_NAN)
    fcvt.s.d fa2, fa0
    IS(fa2, 0xffffffff7fc00000)
    FLAGS(NV)
    SET(fa0, 0xffffffff00000001)
    fcvt.d.s fa2, fa0
    IS(fa2, 0x36a0000000000000)
    FLAGS(0)
    # Badly boxed.
    SET(fa0, 0x3f800000)
    fcvt.d.s fa2, fa0
    IS(fa2, QUIET_NAN)
    FLAGS(0)
    la   s0, cell
    fld  fa2, 0(s0)
    IS(fa2, SIGNALING_NAN)
    SET(fa0, 0x0123456789abcdef)
    fsd  fa0, 0(s0)
    ld   a1, 0(s0)
    EXPECT(a1, 0x0123456789abcdef)

    # The unit switched off: everything of it is illegal, fcsr as well; writes make it dirty.  Privileged ISA, section "Extension Context Status".
    li   t0, 3 << 13
    csrc mstatus, t0
    TRAPS(ILLEGAL, fadd.d fa2, fa0, fa1)
    TRAPS(ILLEGAL, fsd fa0, 0(s0))
    TRAPS(ILLEGAL, fld fa0, 0(s0))
    TRAPS(ILLEGAL, csrr a0, fcsr)
    li   t0, 1 << 13
    csrs mstatus, t0
    fsd  fa0, 0(s0)
    csrr a0, mstatus
    li   t0, 3 << 13
    and  a0, a0, t0
    EXPECT(a0, 1 << 13)
    fmv.d.x fa0, zero
    csrr a1, mstatus
    and  a0, a1, t0
    EXPECT(a0, 3 << 13)
    srli a1, a1, 63
    EXPECT(a1, 1)
PROGRAM_END
    .data
    .balign 8
cell: .dword SIGNALING_NAN
