# SPDX-License-Identifier: Apache-2.0
# The machine-mode code around a random sequence: start, trap handler, check points, output.
import struct

from encoding import b_type, i_type, j_type, r_type, s_type, u_type
from program import Insn, Label

CODE, HANDLER, DATA = 0x80010000, 0x80000000, 0x80008000  # the save area stands at DATA, the register image behind it
TABLES, SCRATCH, LOG = 0x80c00000, 0x80d00000, 0x80e00000
SCRATCH_VIRTUAL = 0x40000000  # of the translated variant
PAGES, PAGE = 8, 4096
# Page n of the virtual scratch area lies at this physical page; neighbours are not neighbours.
SCRATCH_ORDER = [3, 0, 5, 2, 7, 1, 6, 4]
READ_ONLY_PAGE, UNMAPPED_PAGE = 2, 6
UART, FINISHER = 0x10000000, 0x100000

# Offsets in the save area.
X, F, FCSR, HASH, INDEX, LOG_POINTER, DUMP_AT, CAUSE, VALUE, PC, POINT, SIZE = 0, 256, 512, 520, 528, 536, 544, 552, 560, 568, 576, 584
READABLE = {FCSR: "fcsr", INDEX: "check point", CAUSE: "last trap's mcause", VALUE: "last trap's mtval", PC: "last trap's mepc", POINT: "pc"}
IMAGE = 1024  # initial registers: 32 x, 32 f
MULTIPLIER = 0x9e3779b97f4a7c15
CAUSE_BREAKPOINT, CAUSE_ECALL_S, CAUSE_ECALL_M = 3, 9, 11
MSTATUS, MTVEC, MSCRATCH, MEPC, MCAUSE, MTVAL, FCSR_NUMBER, SATP, MARCHID = 0x300, 0x305, 0x340, 0x341, 0x342, 0x343, 3, 0x180, 0xf12
PMPCFG0, PMPADDR0, MEDELEG = 0x3a0, 0x3b0, 0x302


def li(rd, value):
    """Any 64-bit constant, eight bits at a time: long, but nothing here is hot."""
    out = [Insn(i_type(0x13, 0, rd, 0, value >> 56), "")]
    for shift in range(48, -8, -8):
        out += [Insn(i_type(0x13, 1, rd, rd, 8), ""), Insn(i_type(0x13, 6, rd, rd, value >> shift & 255), "")]
    return out


def load(rd, base, offset):
    return Insn(i_type(0x03, 3, rd, base, offset), "")


def store(rs, base, offset):
    return Insn(s_type(0x23, 3, base, rs, offset), "")


def addi(rd, rs, imm):
    return Insn(i_type(0x13, 0, rd, rs, imm), "")


def csrr(rd, number):
    return Insn(i_type(0x73, 2, rd, 0, number), "")


def csrw(number, rs):
    return Insn(i_type(0x73, 1, 0, rs, number), "")


def branch(funct3, rs1, rs2, target):
    return Insn(lambda offset: b_type(funct3, rs1, rs2, offset), "", target=target)


def jump(target, rd=0):
    return Insn(lambda offset: j_type(rd, offset), "", target=target)


BEQ, BNE, BLTU = 0, 1, 6


def start(translated):
    """From reset to the first random instruction."""
    out = li(31, DATA) + [csrw(MSCRATCH, 31)]
    out += li(1, HANDLER + 0x1000) + [csrw(MTVEC, 1)]
    out += li(1, (1 << 54) - 1) + [csrw(PMPADDR0, 1), addi(1, 0, 0x1f), csrw(PMPCFG0, 1), csrw(MEDELEG, 0)]
    out += li(1, 3 << 13 | (1 if translated else 3) << 11) + [csrw(MSTATUS, 1)]  # FS dirty; MPP: S or M
    if translated:
        out += li(1, 8 << 60 | TABLES >> 12) + [csrw(SATP, 1), Insn(r_type(0x73, 0, 9, 0, 0, 0), "sfence.vma")]
    out += li(1, CODE) + [csrw(MEPC, 1)]
    out += [Insn(i_type(0x07, 3, f, 31, IMAGE + 256 + 8 * f), "") for f in range(32)]
    out += [load(x, 31, IMAGE + 8 * x) for x in range(1, 32)]
    return out + [Insn(0x30200073, "mret")]


def put_byte_loop():
    """Writes x6 bytes from x5 to the serial port.  Uses x7 to x10; returns to x11."""
    again, wait, done = Label(), Label(), Label()
    return li(7, UART) + [
        again, branch(BEQ, 6, 0, done),
        wait, Insn(i_type(0x03, 4, 8, 7, 5), "lbu"), Insn(i_type(0x13, 7, 8, 8, 0x20), "andi"), branch(BEQ, 8, 0, wait),
        Insn(i_type(0x03, 4, 8, 5, 0), "lbu"), Insn(s_type(0x23, 0, 7, 8, 0), "sb"), addi(5, 5, 1), addi(6, 6, -1), jump(again),
        done, Insn(i_type(0x67, 0, 0, 11, 0), "ret")]


def hash_words():
    """Mixes the words from x5 up to x6 into x7; x8 holds the multiplier.  Uses x9."""
    again = Label()
    return [again, load(9, 5, 0), Insn(r_type(0x33, 4, 0, 7, 7, 9), "xor"), Insn(r_type(0x33, 0, 1, 7, 7, 8), "mul"),
            Insn(i_type(0x13, 5, 9, 7, 32), "srli"), Insn(r_type(0x33, 4, 0, 7, 7, 9), "xor"), addi(5, 5, 8), branch(BLTU, 5, 6, again)]


def amo_cause():
    """What QEMU 7.2 alone reports otherwise than specified.  An AMO's faults are "Store/AMO" ones: address misaligned 6, access fault 7, page
    fault 15 (privileged ISA, section "Machine Cause Register", table of exception codes; section "Addressing and Memory Protection": AMOs
    never raise load page faults).  lr raises a load's, sc a store's.  QEMU loads first and reports that load's 4 or 13; here they become 6 and
    15, on QEMU only, whose marchid is not 0: ours stand as they are.  x1: cause, x2: mepc.  Uses x4 and x5."""
    done, amo = Label(), Label()
    out = [csrr(4, MARCHID), branch(BEQ, 4, 0, done),
           Insn(i_type(0x03, 5, 4, 2, 0), "lhu"), Insn(i_type(0x13, 7, 4, 4, 0x7f), "andi"), addi(5, 0, 0x2f), branch(BNE, 4, 5, done),
           Insn(i_type(0x03, 5, 4, 2, 2), "lhu"), Insn(i_type(0x13, 5, 4, 4, 12), "srli"), addi(5, 0, 1), branch(BEQ, 4, 5, done)]  # lr, sc
    for cause in (4, 13):
        out += [addi(5, 0, cause), branch(BEQ, 1, 5, amo)]
    return out + [jump(done), amo, addi(1, 1, 2), done]


def handler():
    """Traps: ecall is a check point, ebreak the end; anything else is recorded and skipped."""
    checkpoint, finish, leave, restore, output, short = Label(), Label(), Label(), Label(), Label(), Label()
    out = [Insn(i_type(0x73, 1, 31, 31, MSCRATCH), "csrrw")]
    out += [store(x, 31, X + 8 * x) for x in range(1, 31)]
    out += [csrr(1, MSCRATCH), store(1, 31, X + 8 * 31), csrw(MSCRATCH, 31)]
    out += [Insn(s_type(0x27, 3, 31, f, F + 8 * f), "fsd") for f in range(32)]
    out += [csrr(1, FCSR_NUMBER), store(1, 31, FCSR), csrr(1, MCAUSE), csrr(2, MEPC), csrr(3, MTVAL), store(2, 31, POINT)]
    out += li(8, MULTIPLIER) + [load(7, 31, HASH)]
    for cause, target in ((CAUSE_ECALL_S, checkpoint), (CAUSE_ECALL_M, checkpoint), (CAUSE_BREAKPOINT, finish)):
        out += [addi(4, 0, cause), branch(BEQ, 1, 4, target)]
    out += amo_cause()
    out += [store(1, 31, CAUSE), store(3, 31, VALUE), store(2, 31, PC), addi(5, 31, CAUSE), addi(6, 31, POINT)] + hash_words()
    out += [jump(leave), checkpoint, addi(5, 31, 0), addi(6, 31, HASH)] + hash_words()
    out += li(5, SCRATCH) + li(6, SCRATCH + PAGES * PAGE) + hash_words()
    out += [load(4, 31, LOG_POINTER), store(7, 4, 0), addi(4, 4, 8), store(4, 31, LOG_POINTER)]
    no_dump = Label()
    out += [load(4, 31, INDEX), load(5, 31, DUMP_AT), addi(6, 4, 1), store(6, 31, INDEX), branch(BNE, 4, 5, no_dump)]
    out += [addi(5, 31, 0), addi(6, 0, SIZE), jump(output, 11)]
    out += li(5, SCRATCH) + li(6, PAGES * PAGE) + [jump(output, 11), csrr(2, MEPC), load(7, 31, HASH), jump(finish)]
    out += [no_dump]
    # Past the instruction: two bytes where its lowest two bits are not both set.
    out += [leave, store(7, 31, HASH), Insn(i_type(0x03, 5, 4, 2, 0), "lhu"), Insn(i_type(0x13, 7, 4, 4, 3), "andi"), addi(5, 0, 3),
            addi(2, 2, 2), branch(BNE, 4, 5, short), addi(2, 2, 2), short, csrw(MEPC, 2)]
    out += [load(x, 31, X + 8 * x) for x in range(1, 32)] + [Insn(0x30200073, "mret")]
    out += [finish] + li(5, LOG) + [load(6, 31, LOG_POINTER), Insn(r_type(0x33, 0, 0x20, 6, 6, 5), "sub"), jump(output, 11)]
    out += li(1, FINISHER) + li(2, 0x5555) + [Insn(s_type(0x23, 2, 1, 2, 0), "sw")]
    spin = Label()
    return out + [spin, jump(spin), output] + put_byte_loop()


def page_tables(writable_code):
    """Sv39: the first 16 MiB of RAM at their own addresses, the scratch pages shuffled."""
    valid, read, write, execute, global_, accessed, dirty = (1 << n for n in (0, 1, 2, 3, 5, 6, 7))
    root, ram, low, leaf = ([0] * 512 for _ in range(4))
    def table(index):
        return TABLES + PAGE * index >> 2 | valid
    root[SCRATCH_VIRTUAL >> 30], root[2] = table(2), table(1)
    for megapage in range(8):
        ram[megapage] = 0x80000000 + (megapage << 21) >> 2 | valid | read | execute | global_ | accessed | (write | dirty if writable_code else 0)
    low[0] = table(3)
    for page, physical in enumerate(SCRATCH_ORDER):
        rights = read | accessed if page == READ_ONLY_PAGE else read | write | accessed | dirty
        leaf[page] = SCRATCH + PAGE * physical >> 2 | rights | (0 if page == UNMAPPED_PAGE else valid)
    return b"".join(struct.pack("<512Q", *entries) for entries in (root, ram, low, leaf))


def data(registers, floats, dump_at):
    area = bytearray(IMAGE)
    struct.pack_into("<QQQQ", area, HASH, 0x243f6a8885a308d3, 0, LOG, dump_at)
    return bytes(area) + struct.pack("<32Q", *registers) + struct.pack("<32Q", *floats)
