# SPDX-License-Identifier: Apache-2.0
# Load-reserved and store-conditional, words and doublewords: what must store, what must not.  
#include "frame.S"
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
    addi t1, s0, 4
    TRAPS_AT(LOAD_MISALIGNED, t1, lr.d t2, (t1))
    addi t1, s0, 2
    TRAPS_AT(LOAD_MISALIGNED, t1, lr.w t2, (t1))
    UNLESS_QEMU(1f)             # which does not look at the address of a store that fails for want of a reservation
    TRAPS_AT(STORE_MISALIGNED, t1, sc.w t2, zero, (t1))
    addi t1, s0, 4
    TRAPS_AT(STORE_MISALIGNED, t1, sc.d t2, zero, (t1))
1:
PROGRAM_END
    .data
    .balign 64
cell:  .dword 0
    .balign 64
other: .dword 0
