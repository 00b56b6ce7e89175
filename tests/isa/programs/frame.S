# SPDX-License-Identifier: Apache-2.0
# The frame of a self-checking program: start, checks, an M-mode trap handler, and the end by the board's finisher, on ours and on QEMU alike.
#
# A failing check prints its line, what it got and what it wanted, and ends with status 1.  s1 to s3 belong to the checks, s4 to s10 to traps:
# after a trap that a program waits for (TRAPS) s5 is mcause, s6 mepc, s7 mtval, s8 mstatus, and the program goes on in M mode.

#define EXPECT(register, value) mv s3, register; li s2, value; li s1, __LINE__; bne s3, s2, fail
#define EXPECT_SAME(register, other) mv s3, register; mv s2, other; li s1, __LINE__; bne s3, s2, fail
#define FAIL_HERE li s1, __LINE__; li s2, 0; li s3, 0; j fail

# One instruction with its operands and its result.  rd, rs1 and rs2 are a2, a0 and a1; in the second round rd is rs1, in the third rs2.
#define BINARY(insn, first, second, want) \
  li a0, first; li a1, second; insn a2, a0, a1; EXPECT(a2, want); \
  insn a0, a0, a1; EXPECT(a0, want); li a0, first; insn a1, a0, a1; EXPECT(a1, want)
#define UNARY(insn, first, want) li a0, first; insn a2, a0; EXPECT(a2, want); insn a0, a0; EXPECT(a0, want)
#define IMMEDIATE(insn, first, second, want) li a0, first; insn a2, a0, second; EXPECT(a2, want); insn a0, a0, second; EXPECT(a0, want)

# The rest of the arguments are an instruction that has to trap with this cause, at its own address.
#define TRAPS(cause, ...) \
  la s10, 8f; li s5, -1; li s6, -1; 7: __VA_ARGS__; 8: EXPECT(s5, cause); la s4, 7b; EXPECT_SAME(s6, s4)
#define TRAPS_WITH(cause, value, ...) TRAPS(cause, __VA_ARGS__); EXPECT(s7, value)
# The same where mtval holds what the register says.
#define TRAPS_AT(cause, register, ...) TRAPS(cause, __VA_ARGS__); EXPECT_SAME(s7, register)

#define USER 0
#define SUPERVISOR 1
#define MACHINE 3
# Goes on in another mode; comes back to M mode by an environment call.
#define ENTER(mode) li t0, 3 << 11; csrc mstatus, t0; li t0, (mode) << 11; csrs mstatus, t0; la t0, 6f; csrw mepc, t0; mret; 6:
#define LEAVE(mode) TRAPS(8 + (mode), ecall)

# Exception codes.  Privileged ISA, table "Machine cause register (mcause) values after trap".
#define FETCH_MISALIGNED 0
#define FETCH_ACCESS 1
#define ILLEGAL 2
#define BREAKPOINT 3
#define LOAD_MISALIGNED 4
#define LOAD_ACCESS 5
#define STORE_MISALIGNED 6
#define STORE_ACCESS 7
#define FETCH_PAGE 12
#define LOAD_PAGE 13
#define STORE_PAGE 15

# QEMU says who it is in marchid, which is 0 here: jumps over what QEMU 7.2 does differently from the specification, or does not have.
#define UNLESS_QEMU(label) csrr t0, marchid; bnez t0, label

.macro PROGRAM_START
  .option norelax
  .option nopic
  .text
  .globl _start
_start:
  la   t0, frame_trap
  csrw mtvec, t0
  li   t0, -1
  csrw pmpaddr0, t0
  li   t0, 0x1f       # everybody may do everything, everywhere
  csrw pmpcfg0, t0
  li   t0, 1 << 13    # the floating-point unit is on
  csrs mstatus, t0
  li   s10, 0
.endm

.macro PROGRAM_END
  li   t1, 0x5555
  j    frame_finish
fail:
  la   t0, frame_trap_while_failing
  csrw mtvec, t0
frame_report:
  li   t0, 0x10000000
  li   t1, 'L'
  sb   t1, 0(t0)
  mv   t2, s1
  jal  frame_print
  mv   t2, s3
  jal  frame_print
  mv   t2, s2
  jal  frame_print
  li   t1, 0x13333
frame_finish:
  li   t0, 0x100000
  sw   t1, 0(t0)
9:
  j    9b
# A space and t2 in hexadecimal.  Uses t0 (the serial port), t1, t3 to t5.
frame_print:
  li   t1, ' '
  sb   t1, 0(t0)
  li   t3, 60
1:
  srl  t4, t2, t3
  andi t4, t4, 15
  addi t1, t4, '0'
  li   t5, 10
  bltu t4, t5, 2f
  addi t1, t4, 'a' - 10
2:
  sb   t1, 0(t0)
  addi t3, t3, -4
  bgez t3, 1b
  ret
# A check that fails in a lower mode, or a trap that nobody waits for: the report is made in M mode.  "L", line or all ones, got, wanted.
  .balign 4
frame_trap_while_failing:
  j    frame_report
  .balign 4
frame_trap:
  csrr s5, mcause
  csrr s6, mepc
  csrr s7, mtval
  csrr s8, mstatus
  beqz s10, 3f
  csrw mepc, s10
  li   s10, 0
  li   s9, 3 << 11
  csrs mstatus, s9
  li   s9, 1 << 7     # interrupts are off afterwards
  csrc mstatus, s9
  mret
3:
  csrr s2, mepc      # unexpected: "wanted" is where, "got" is the cause
  mv   s3, s5
  ori  s1, s1, 1 << 10
  slli s1, s1, 12
  j    fail
.endm
