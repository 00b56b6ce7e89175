# SPDX-License-Identifier: Apache-2.0
# Executes a script of records in machine, supervisor and user mode: stores to page tables, fences, toggles, changes of mode and address space, calls
# of blocks of accesses and of functions in remapped pages.  Traps are written to a log and the program goes on.  The numbers here are script.h's.
#
# The image, its blocks, the script and the log lie in the first 2 MiB of RAM, which are mapped at a window for supervisor mode and one for user mode;
# all code is relative to pc, so that it runs in each of them.
#   s0, s1       bases of a block's accesses            ra      where a function returns to, and where fetches that fault go on
#   s2, s7 - s11 ours: the block, mstatus bits, stride, count, the block's return, the cursor
#   tp           how far the log is written             t3 - t5 the machine handler's;  t6, s5, s6 the supervisor handler's
# Everything else is the blocks'.
  .option norvc
  .option norelax
  .text
  .globl _start

#define BLOCK_BYTES_LOG2 9
#define CALL_SWITCH 0x51
#define CALL_RISE 0x52
#define MPRV (1 << 17)
#define MPP (3 << 11)

_start:
  lla  t0, machine_trap
  csrw mtvec, t0
  li   t0, -1
  srli t0, t0, 10
  csrw pmpaddr15, t0
  li   t0, 0x1f << 56
  csrw pmpcfg2, t0
  li   t0, 1 << 13        # the floating-point unit is on
  csrs mstatus, t0
  lla  t0, variables
  ld   t1, 16(t0)
  csrw mie, t1
  ld   t1, 24(t0)
  csrw mideleg, t1
  ld   t1, 0(t0)
  lla  t2, supervisor_trap
  slli t2, t2, 43
  srli t2, t2, 43
  or   t1, t1, t2
  csrw stvec, t1
  csrsi mstatus, 10       # MIE and SIE
  li   s11, 0
  li   tp, 0
next:
  lla  t0, _start
  li   t1, 0x10000        # kScript
  add  t0, t0, t1
  add  t0, t0, s11
  addi s11, s11, 64
  ld   t1, 0(t0)
  lla  t2, operations
  slli t1, t1, 2
  add  t1, t1, t2
  jr   t1
operations:
  j    end
  j    store
  j    fence
  j    block
  j    switch
  j    rise
  j    drop
  j    machine_status
  j    supervisor_status
  j    block_as
  j    protection
  j    updating
  j    call
  j    patch
  j    delegation
  j    rounding
  j    spin

end:
  wfi
  j    end
store:                    # offset in RAM, value
  ld   t1, 8(t0)
  lla  t2, _start
  add  t1, t1, t2
  ld   t2, 16(t0)
  sd   t2, 0(t1)
  j    next
fence:                    # kind, address, ASID
  ld   t1, 8(t0)
  ld   a0, 16(t0)
  ld   a1, 24(t0)
  beqz t1, 1f
  addi t1, t1, -1
  beqz t1, 2f
  addi t1, t1, -1
  beqz t1, 3f
  sfence.vma a0, a1
  j    next
1:
  sfence.vma
  j    next
2:
  sfence.vma a0, zero
  j    next
3:
  sfence.vma zero, a1
  j    next
block:                    # block, s0, s1, count, stride
  ld   s2, 8(t0)
  ld   s0, 16(t0)
  ld   s1, 24(t0)
  ld   s9, 32(t0)
  ld   s8, 40(t0)
  lla  t1, blocks
  slli s2, s2, BLOCK_BYTES_LOG2
  add  s2, s2, t1
1:
  jalr s10, 0(s2)
  add  s0, s0, s8
  add  s1, s1, s8
  addi s9, s9, -1
  bnez s9, 1b
  j    next
switch:                   # mode, satp
  ld   a0, 8(t0)
  ld   a1, 16(t0)
  li   a7, CALL_SWITCH
  ecall
  j    next
rise:                     # from user to supervisor mode, by whoever serves environment calls
  li   a7, CALL_RISE
  ecall
  j    next
drop:                     # from supervisor to user mode
  li   t1, 1 << 8
  csrc sstatus, t1
  lla  t1, next
  slli t1, t1, 43
  srli t1, t1, 43
  lla  t2, variables
  ld   t2, 8(t2)
  or   t1, t1, t2
  csrw sepc, t1
  sret
machine_status:           # bits to clear, bits to set
  ld   t1, 8(t0)
  ld   t2, 16(t0)
  csrc mstatus, t1
  csrs mstatus, t2
  j    next
supervisor_status:
  ld   t1, 8(t0)
  ld   t2, 16(t0)
  csrc sstatus, t1
  csrs sstatus, t2
  j    next
block_as:                 # like block, and the mstatus bits whose rights its accesses have; machine mode only
  ld   s2, 8(t0)
  ld   s0, 16(t0)
  ld   s1, 24(t0)
  ld   s9, 32(t0)
  ld   s8, 40(t0)
  ld   s7, 48(t0)
  lla  t1, blocks
  slli s2, s2, BLOCK_BYTES_LOG2
  add  s2, s2, t1
1:
  li   t1, MPP
  csrc mstatus, t1
  csrs mstatus, s7
  jalr s10, 0(s2)
  li   t1, MPRV
  csrc mstatus, t1
  add  s0, s0, s8
  add  s1, s1, s8
  addi s9, s9, -1
  bnez s9, 1b
  j    next
protection:               # pmpcfg0, pmpaddr0 to pmpaddr3
  csrw pmpcfg0, zero
  ld   t1, 16(t0)
  csrw pmpaddr0, t1
  ld   t1, 24(t0)
  csrw pmpaddr1, t1
  ld   t1, 32(t0)
  csrw pmpaddr2, t1
  ld   t1, 40(t0)
  csrw pmpaddr3, t1
  ld   t1, 8(t0)
  csrw pmpcfg0, t1
  sfence.vma
  j    next
updating:                 # menvcfg
  ld   t1, 8(t0)
  csrw menvcfg, t1
  sfence.vma
  j    next
call:                     # address
  ld   t1, 8(t0)
  fence.i
  jalr ra, 0(t1)
  j    next
patch:                    # address, instruction
  ld   t1, 8(t0)
  ld   t2, 16(t0)
  sw   t2, 0(t1)
  j    next
delegation:
  ld   t1, 8(t0)
  csrw medeleg, t1
  j    next
rounding:
  ld   t1, 8(t0)
  fsrm t1
  j    next
spin:                     # count
  ld   t1, 8(t0)
1:
  addi t1, t1, -1
  bnez t1, 1b
  j    next

  .balign 4
machine_trap:
  lla  t3, _start
  li   t4, 0x40000        # kLog
  add  t3, t3, t4
  add  t3, t3, tp
  csrr t4, mcause
  sd   t4, 0(t3)
  csrr t5, mepc
  sd   t5, 8(t3)
  csrr t5, mtval
  sd   t5, 16(t3)
  csrr t5, mstatus
  sd   t5, 24(t3)
  addi tp, tp, 32
  slli tp, tp, 48
  srli tp, tp, 48
  bltz t4, machine_return # an interrupt
  addi t5, t4, -8
  li   t3, 4
  bltu t5, t3, machine_call
  li   t3, 1 << 0 | 1 << 1 | 1 << 2 | 1 << 12
  srl  t3, t3, t4
  andi t3, t3, 1
  bnez t3, 1f
  csrr t5, mepc
  addi t5, t5, 4
  csrw mepc, t5
machine_return:
  mret
1:
  csrw mepc, ra           # what was called is not there, or not to be executed
  mret
machine_call:
  csrr t4, mepc
  addi t4, t4, 4
  li   t5, CALL_RISE
  beq  a7, t5, 2f
  li   t5, CALL_SWITCH
  beq  a7, t5, 1f
  csrw mepc, t4
  mret
1:
  csrw satp, a1
  li   t5, MPP
  csrc mstatus, t5
  slli t5, a0, 11
  csrs mstatus, t5
  lla  t3, variables
  beqz a0, 3f
  li   t5, 1
  beq  a0, t5, 4f
  lla  t3, _start
  j    5f
2:
  li   t5, 1 << 11
  csrs mstatus, t5
  lla  t3, variables
  j    4f
3:
  addi t3, t3, 8
4:
  ld   t3, 0(t3)
5:
  slli t4, t4, 43         # where in the 2 MiB
  srli t4, t4, 43
  or   t4, t4, t3
  csrw mepc, t4
  mret

  .balign 4
supervisor_trap:
  lla  s5, _start
  li   s6, 0x40000        # kLog
  add  s5, s5, s6
  add  s5, s5, tp
  csrr s6, scause
  sd   s6, 0(s5)
  csrr t6, sepc
  sd   t6, 8(s5)
  csrr t6, stval
  sd   t6, 16(s5)
  csrr t6, sstatus
  sd   t6, 24(s5)
  addi tp, tp, 32
  slli tp, tp, 48
  srli tp, tp, 48
  bltz s6, 2f
  li   t6, 8
  beq  s6, t6, 3f
  li   t6, 1 << 0 | 1 << 1 | 1 << 2 | 1 << 12
  srl  t6, t6, s6
  andi t6, t6, 1
  bnez t6, 1f
  csrr t6, sepc
  addi t6, t6, 4
  csrw sepc, t6
  sret
1:
  csrw sepc, ra
2:
  sret
3:
  csrr t6, sepc
  addi t6, t6, 4
  li   s5, CALL_RISE
  bne  a7, s5, 4f
  li   s5, 1 << 8
  csrs sstatus, s5
  lla  s5, variables
  ld   s5, 0(s5)
  slli t6, t6, 43
  srli t6, t6, 43
  or   t6, t6, s5
4:
  csrw sepc, t6
  sret

  .org _start + 0x3000    # kVariables: the two windows, mie, mideleg
variables:
  .dword 0, 0, 0, 0
  .org _start + 0x4000    # kBlocks
blocks:
  .word 0
