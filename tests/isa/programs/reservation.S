# SPDX-License-Identifier: Apache-2.0
# Load-reserved and store-conditional, words and doublewords: what must store, what must not.  Exits by HTIF: 0, or the number of the case.
#include "program.h"
PROGRAM_START
    la   s0, cell
    # 1: a pair stores and says 0.
    li   s1, 1
    li   t0, 0x1122334455667788
    sd   t0, 0(s0)
    lr.d t1, (s0)
    bne  t0, t1, fail
    addi t1, t1, 1
    sc.d t2, t1, (s0)
    bnez t2, fail
    ld   t3, 0(s0)
    bne  t3, t1, fail
    # 2: without a reservation nothing is stored, and 1 comes back.
    li   s1, 2
    sc.d t2, zero, (s0)
    beqz t2, fail
    ld   t3, 0(s0)
    bne  t3, t1, fail
    # 3: a reservation elsewhere does not count.
    li   s1, 3
    la   t4, other
    lr.d t1, (t4)
    sc.d t2, zero, (s0)
    beqz t2, fail
    # 4: our own store in between changes the value, and the pair fails.
    li   s1, 4
    lr.d t1, (s0)
    not  t5, t1
    sd   t5, 0(s0)
    sc.d t2, zero, (s0)
    beqz t2, fail
    ld   t3, 0(s0)
    bne  t3, t5, fail
    # 5: words are sign-extended, and leave the neighbours alone.
    li   s1, 5
    li   t0, 0xffffffff80000001
    sd   t0, 0(s0)
    lr.w t1, (s0)
    li   t2, -2147483647
    bne  t1, t2, fail
    li   t3, 7
    sc.w.aqrl t4, t3, (s0)
    bnez t4, fail
    ld   t5, 0(s0)
    li   t6, 0xffffffff00000007
    bne  t5, t6, fail
    # 6: a misaligned pair traps (store/AMO or load address misaligned).
    li   s1, 6
    la   t0, 1f
    csrw mtvec, t0
    addi t1, s0, 4
    lr.d t2, (t1)
    j    fail
    .balign 4
1:  csrr t3, mcause
    li   t4, 4
    bne  t3, t4, fail
    csrr t3, mtval
    bne  t3, t1, fail
PROGRAM_END
    .data
    .balign 64
cell:  .dword 0
    .balign 64
other: .dword 0
