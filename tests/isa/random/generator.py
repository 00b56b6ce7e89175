# SPDX-License-Identifier: Apache-2.0
# Seeded random RV64GC_Zba_Zbb_Zbs instruction sequences in blocks of about twenty, each ended by a check point.
#
# gp points at the middle of the scratch area and never changes; sp, s0 and s1 are pointers into it, set anew by each block; tp counts loops.
# Every other register is anybody's.  Branches go forward past a few instructions, or back under the loop counter.
import random

import encoding as e
from program import Insn, Label

GP, TP, POINTERS = 3, 4, (2, 8, 9)
RESERVED = {2, 3, 4, 8, 9}
DESTINATIONS = [x for x in range(32) if x not in RESERVED]
COMPRESSED_DESTINATIONS = list(range(10, 16))
SPECIAL_INTEGERS = [0, 1, 2, 3, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0x7fffffff, 0x80000000, 0xffffffff, 1 << 32, (1 << 63) - 1, 1 << 63,
                    (1 << 64) - 1, (1 << 64) - 2, 0xffffffff80000000, 0xffffffff7fffffff]
SPECIAL_DOUBLES = [0, 1 << 63, 1, (1 << 63) + 1, 0xfffffffffffff, 0x10000000000000, 0x3ff0000000000000, 0xbff0000000000000,
                   0x7fefffffffffffff, 0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000000, 0x7ff0000000000001, 0xfff8dead00000000,
                   0x41dfffffffc00000, 0xc1e0000000000000, 0x43e0000000000000, 0xc3e0000000000000, 0x3fe0000000000000, 0x4340000000000000]
SPECIAL_SINGLES = [0, 0x80000000, 1, 0x007fffff, 0x00800000, 0x3f800000, 0xbf800000, 0x7f7fffff, 0x7f800000, 0xff800000, 0x7fc00000,
                   0x7f800001, 0xffc12345, 0x4f000000, 0xcf000000, 0x5f000000, 0x3f000000, 0x4b000000]

# name: (opcode, funct3, funct7)
REGISTER_OPS = {
    "add": (0x33, 0, 0), "sub": (0x33, 0, 32), "sll": (0x33, 1, 0), "slt": (0x33, 2, 0), "sltu": (0x33, 3, 0), "xor": (0x33, 4, 0),
    "srl": (0x33, 5, 0), "sra": (0x33, 5, 32), "or": (0x33, 6, 0), "and": (0x33, 7, 0),
    "addw": (0x3b, 0, 0), "subw": (0x3b, 0, 32), "sllw": (0x3b, 1, 0), "srlw": (0x3b, 5, 0), "sraw": (0x3b, 5, 32),
    "mul": (0x33, 0, 1), "mulh": (0x33, 1, 1), "mulhsu": (0x33, 2, 1), "mulhu": (0x33, 3, 1), "div": (0x33, 4, 1), "divu": (0x33, 5, 1),
    "rem": (0x33, 6, 1), "remu": (0x33, 7, 1), "mulw": (0x3b, 0, 1), "divw": (0x3b, 4, 1), "divuw": (0x3b, 5, 1), "remw": (0x3b, 6, 1),
    "remuw": (0x3b, 7, 1),
    "sh1add": (0x33, 2, 16), "sh2add": (0x33, 4, 16), "sh3add": (0x33, 6, 16), "add.uw": (0x3b, 0, 4), "sh1add.uw": (0x3b, 2, 16),
    "sh2add.uw": (0x3b, 4, 16), "sh3add.uw": (0x3b, 6, 16),
    "andn": (0x33, 7, 32), "orn": (0x33, 6, 32), "xnor": (0x33, 4, 32), "max": (0x33, 6, 5), "maxu": (0x33, 7, 5), "min": (0x33, 4, 5),
    "minu": (0x33, 5, 5), "rol": (0x33, 1, 48), "ror": (0x33, 5, 48), "rolw": (0x3b, 1, 48), "rorw": (0x3b, 5, 48),
    "bclr": (0x33, 1, 36), "bext": (0x33, 5, 36), "binv": (0x33, 1, 52), "bset": (0x33, 1, 20),
}
IMMEDIATE_OPS = {"addi": (0x13, 0), "slti": (0x13, 2), "sltiu": (0x13, 3), "xori": (0x13, 4), "ori": (0x13, 6), "andi": (0x13, 7),
                 "addiw": (0x1b, 0)}
# name: (opcode, funct3, upper bits, bits of the amount)
SHIFT_OPS = {"slli": (0x13, 1, 0, 6), "srli": (0x13, 5, 0, 6), "srai": (0x13, 5, 0x400, 6), "slliw": (0x1b, 1, 0, 5),
             "srliw": (0x1b, 5, 0, 5), "sraiw": (0x1b, 5, 0x400, 5), "rori": (0x13, 5, 0x600, 6), "roriw": (0x1b, 5, 0x600, 5),
             "slli.uw": (0x1b, 1, 0x080, 6), "bclri": (0x13, 1, 0x480, 6), "bexti": (0x13, 5, 0x480, 6), "binvi": (0x13, 1, 0x680, 6),
             "bseti": (0x13, 1, 0x280, 6)}
# ctzw is left out: the reference (QEMU 7.2) counts wrongly where the upper half is not zero.
UNARY_OPS = {"clz": (0x13, 1, 0x600), "ctz": (0x13, 1, 0x601), "cpop": (0x13, 1, 0x602), "sext.b": (0x13, 1, 0x604),
             "sext.h": (0x13, 1, 0x605), "clzw": (0x1b, 1, 0x600), "cpopw": (0x1b, 1, 0x602), "orc.b": (0x13, 5, 0x287),
             "rev8": (0x13, 5, 0x6b8), "zext.h": (0x3b, 4, 0x080)}
LOADS = {"lb": (0, 1), "lh": (1, 2), "lw": (2, 4), "ld": (3, 8), "lbu": (4, 1), "lhu": (5, 2), "lwu": (6, 4)}
STORES = {"sb": (0, 1), "sh": (1, 2), "sw": (2, 4), "sd": (3, 8)}
AMOS = {"amoadd": 0, "amoswap": 1, "amoxor": 4, "amoor": 8, "amoand": 12, "amomin": 16, "amomax": 20, "amominu": 24, "amomaxu": 28}
BRANCHES = {"beq": 0, "bne": 1, "blt": 4, "bge": 5, "bltu": 6, "bgeu": 7}
FUSED = {"fmadd": 0x43, "fmsub": 0x47, "fnmsub": 0x4b, "fnmadd": 0x4f}
# Upper five bits of funct7; the lower two are the format.  True: rounds, so that rm is a rounding mode.
FLOAT_BINARY = {"fadd": (0, None), "fsub": (1, None), "fmul": (2, None), "fdiv": (3, None), "fsgnj": (4, 0), "fsgnjn": (4, 1),
                "fsgnjx": (4, 2), "fmin": (5, 0), "fmax": (5, 1)}
FLOAT_COMPARE = {"fle": 0, "flt": 1, "feq": 2}
INTEGER_FORMATS = ["w", "wu", "l", "lu"]


class Generator:
    """Makes one program; `pages` tells what the scratch area looks like (None: plain memory)."""

    def __init__(self, seed, scratch, size, special_pages=None):
        self.random = random.Random(seed)
        self.scratch, self.size = scratch, size
        self.middle = scratch + size // 2
        self.special_pages = special_pages or {}
        self.kinds = [(self.register_op, 16), (self.immediate_op, 8), (self.shift_op, 6), (self.unary_op, 4), (self.upper_op, 2),
                      (self.load, 8), (self.store, 8), (self.float_load_store, 5), (self.amo, 3), (self.reserved_pair, 1),
                      (self.store_conditional, 1), (self.forward_branch, 5), (self.loop, 2), (self.jump, 2), (self.compressed_alu, 12),
                      (self.compressed_memory, 7), (self.compressed_jump, 3), (self.float_binary, 8), (self.float_fused, 4),
                      (self.float_other, 5), (self.float_convert, 6), (self.float_csr, 2), (self.system, 1), (self.special_value, 3)]

    # Choices.
    def pick(self, sequence):
        return self.random.choice(sequence)

    def destination(self):
        return self.pick(DESTINATIONS)

    def source(self):
        return self.random.randrange(32)

    def imm12(self):
        return self.pick([self.random.randrange(-2048, 2048), self.random.randrange(-16, 16), -2048, 2047, -1, 0])

    def rounding(self):
        return self.pick([0, 1, 2, 3, 4, 7, 7, 7, 7, 7, 5, 6] if self.random.random() < 0.1 else [0, 1, 2, 3, 4, 7, 7, 7])

    def integer(self):
        return self.pick([self.pick(SPECIAL_INTEGERS), self.random.getrandbits(64), self.random.getrandbits(32), self.random.randrange(64)])

    def double(self):
        return self.pick([self.pick(SPECIAL_DOUBLES), self.random.getrandbits(64), 0xffffffff << 32 | self.single(),
                          self.random.randrange(0x3f0, 0x410) << 52 | self.random.getrandbits(52) | self.random.getrandbits(1) << 63])

    def single(self):
        return self.pick([self.pick(SPECIAL_SINGLES), self.random.getrandbits(32), 0x3f000000 + self.random.getrandbits(24)])

    def registers(self):
        values = [self.integer() for _ in range(32)]
        values[GP] = self.middle
        for pointer in POINTERS:
            values[pointer] = self.middle
        return values

    def floats(self):
        return [self.double() for _ in range(32)]

    # Blocks.
    def block(self, length):
        """A list of instructions that begins by setting the pointers."""
        out = []
        for pointer in POINTERS:
            out += self.set_pointer(pointer)
        while sum(1 for insn in out if insn.size) < length:
            out += self.one()
        return out

    def one(self):
        makers, weights = zip(*self.kinds)
        return self.random.choices(makers, weights)[0]()

    def simple(self):
        """An instruction that may stand in a loop or under a branch."""
        return self.pick([self.register_op, self.immediate_op, self.shift_op, self.load, self.store, self.compressed_alu, self.float_binary])()

    def set_pointer(self, pointer):
        """gp and an offset that keeps every access with a 12-bit offset inside the area; often near a page's end, often misaligned."""
        limit = self.size // 2 - 2048 - 256
        offset = self.random.randrange(-limit, limit)
        if self.random.random() < 0.4:
            page = self.random.randrange(-(limit // 4096), limit // 4096 + 1) * 4096
            offset = max(-limit, min(limit, page - self.random.randrange(16)))
        if self.random.random() < 0.5:
            offset &= ~7
        high, low = (offset + 0x800) >> 12, (offset + 0x800 & 0xfff) - 0x800
        return [Insn(e.u_type(0x37, pointer, high), f"lui x{pointer}, {high}"),
                Insn(e.r_type(0x33, 0, 0, pointer, pointer, GP), f"add x{pointer}, x{pointer}, gp"),
                Insn(e.i_type(0x13, 0, pointer, pointer, low), f"addi x{pointer}, x{pointer}, {low}")]

    # Integer.
    def register_op(self):
        name = self.pick(list(REGISTER_OPS))
        opcode, funct3, funct7 = REGISTER_OPS[name]
        rd, rs1, rs2 = self.destination(), self.source(), self.source()
        return [Insn(e.r_type(opcode, funct3, funct7, rd, rs1, rs2), f"{name} x{rd}, x{rs1}, x{rs2}")]

    def immediate_op(self):
        name = self.pick(list(IMMEDIATE_OPS))
        opcode, funct3 = IMMEDIATE_OPS[name]
        rd, rs1, imm = self.destination(), self.source(), self.imm12()
        return [Insn(e.i_type(opcode, funct3, rd, rs1, imm), f"{name} x{rd}, x{rs1}, {imm}")]

    def shift_op(self):
        name = self.pick(list(SHIFT_OPS))
        opcode, funct3, upper, width = SHIFT_OPS[name]
        rd, rs1, amount = self.destination(), self.source(), self.random.getrandbits(width)
        return [Insn(e.i_type(opcode, funct3, rd, rs1, upper | amount), f"{name} x{rd}, x{rs1}, {amount}")]

    def unary_op(self):
        name = self.pick(list(UNARY_OPS))
        opcode, funct3, imm = UNARY_OPS[name]
        rd, rs1 = self.destination(), self.source()
        return [Insn(e.i_type(opcode, funct3, rd, rs1, imm), f"{name} x{rd}, x{rs1}")]

    def upper_op(self):
        name, opcode = self.pick([("lui", 0x37), ("auipc", 0x17)])
        rd, imm = self.destination(), self.random.getrandbits(20)
        return [Insn(e.u_type(opcode, rd, imm), f"{name} x{rd}, {imm:#x}")]

    def special_value(self):
        """A boundary value into an integer or a floating-point register."""
        rd, value = self.pick([x for x in DESTINATIONS if x]), self.pick([0, 1, -1, 2047, -2048])
        out = [Insn(e.i_type(0x13, 0, rd, 0, value), f"addi x{rd}, zero, {value}")]
        shift = self.pick([0, 0, 31, 32, 52, 53, 63])
        out.append(Insn(e.i_type(0x13, 1, rd, rd, shift), f"slli x{rd}, x{rd}, {shift}"))
        if self.random.random() < 0.5:
            format_, fd = self.random.getrandbits(1), self.source()
            out.append(Insn(e.r_type(0x53, 0, 0x78 | format_, fd, rd, 0), f"fmv.{'wd'[format_]}.x f{fd}, x{rd}"))
        return out

    # Memory.
    def load(self):
        name = self.pick(list(LOADS))
        rd, base, imm = self.destination(), self.pick(POINTERS), self.imm12()
        return [Insn(e.i_type(0x03, LOADS[name][0], rd, base, imm), f"{name} x{rd}, {imm}(x{base})")]

    def store(self):
        name = self.pick(list(STORES))
        rs2, base, imm = self.source(), self.pick(POINTERS), self.imm12()
        return [Insn(e.s_type(0x23, STORES[name][0], base, rs2, imm), f"{name} x{rs2}, {imm}(x{base})")]

    def float_load_store(self):
        freg, base, imm, width = self.source(), self.pick(POINTERS), self.imm12(), self.pick([2, 3])
        letter = "wd"[width - 2]
        if self.random.random() < 0.5:
            return [Insn(e.i_type(0x07, width, freg, base, imm), f"fl{letter} f{freg}, {imm}(x{base})")]
        return [Insn(e.s_type(0x27, width, base, freg, imm), f"fs{letter} f{freg}, {imm}(x{base})")]

    def aligned_pointer(self):
        """An address for atomics in a register of its own: aligned to 8, or rarely to less, in a page that is there and writable."""
        register = self.pick([x for x in DESTINATIONS if x])
        while True:
            offset = self.random.randrange(-self.size // 2, self.size // 2 - 16) & ~7
            if (offset + self.size // 2) // 4096 not in self.special_pages or self.random.random() < 0.05:
                break
        special = (offset + self.size // 2) // 4096 in self.special_pages
        if self.random.random() < 0.1 and not special:
            offset += self.random.randrange(8)
        high, low = (offset + 0x800) >> 12, (offset + 0x800 & 0xfff) - 0x800
        return register, offset, [Insn(e.u_type(0x37, register, high), f"lui x{register}, {high}"),
                                  Insn(e.r_type(0x33, 0, 0, register, register, GP), f"add x{register}, x{register}, gp"),
                                  Insn(e.i_type(0x13, 0, register, register, low), f"addi x{register}, x{register}, {low}")]

    def amo(self):
        name, width = self.pick(list(AMOS)), self.pick([2, 3])
        base, _, out = self.aligned_pointer()
        rd, rs2, order = self.destination(), self.source(), self.random.getrandbits(2)
        return out + [Insn(e.r_type(0x2f, width, AMOS[name] << 2 | order, rd, base, rs2), f"{name}.{'wd'[width - 2]} x{rd}, x{rs2}, (x{base})")]

    def reserved_pair(self):
        """lr, sometimes something between, sc to the same place or (it must fail) to another one."""
        width = self.pick([2, 3])
        base, offset, out = self.aligned_pointer()
        if offset % (1 << width) or (offset + self.size // 2) // 4096 in self.special_pages:
            return out  # a pair that traps would leave a reservation behind, which architectures may drop or keep
        rd, result, rs2 = self.pick([x for x in DESTINATIONS if x != base]), self.destination(), self.source()
        out.append(Insn(e.r_type(0x2f, width, 2 << 2 | self.random.getrandbits(2), rd, base, 0), f"lr.{'wd'[width - 2]} x{rd}, (x{base})"))
        step = 64 if offset < 0 else -64
        # A failing sc may fault or not where a succeeding one would, so it goes where none would.
        if self.random.random() < 0.2 and (offset + step + self.size // 2) // 4096 not in self.special_pages:
            out.append(Insn(e.i_type(0x13, 0, base, base, step), f"addi x{base}, x{base}, {step}"))
        out.append(Insn(e.r_type(0x2f, width, 3 << 2 | self.random.getrandbits(2), result, base, rs2),
                        f"sc.{'wd'[width - 2]} x{result}, x{rs2}, (x{base})"))
        return out

    def store_conditional(self):
        """Without a reservation: gp's own place, which no lr ever names."""
        result, rs2, width = self.destination(), self.source(), self.pick([2, 3])
        return [Insn(e.r_type(0x2f, width, 3 << 2, result, GP, rs2), f"sc.{'wd'[width - 2]} x{result}, x{rs2}, (gp)")]

    # Control.
    def some_simple(self):
        return [insn for _ in range(self.random.randrange(1, 4)) for insn in self.simple()]

    def forward_branch(self):
        name, end = self.pick(list(BRANCHES)), Label()
        rs1, rs2, funct3 = self.source(), self.source(), BRANCHES[name]
        return [Insn(lambda offset: e.b_type(funct3, rs1, rs2, offset), f"{name} x{rs1}, x{rs2}, forward", target=end), *self.some_simple(), end]

    def loop(self):
        start, count = Label(), self.random.randrange(1, 6)
        return [Insn(e.i_type(0x13, 0, TP, 0, count), f"addi tp, zero, {count}"), start, *self.some_simple(),
                Insn(e.i_type(0x13, 0, TP, TP, -1), "addi tp, tp, -1"),
                Insn(lambda offset: e.b_type(1, TP, 0, offset), "bne tp, zero, back", target=start)]

    def jump(self):
        end, rd = Label(), self.destination()
        if self.random.random() < 0.5:
            return [Insn(lambda offset: e.j_type(rd, offset), f"jal x{rd}, forward", target=end), *self.some_simple(), end]
        via = self.pick([x for x in DESTINATIONS if x])
        return [Insn(e.u_type(0x17, via, 0), f"auipc x{via}, 0"),
                # jalr drops the lowest bit of the sum.
                Insn(lambda offset: e.i_type(0x67, 0, rd, via, offset + 4 + self.odd), f"jalr x{rd}, forward(x{via})", target=end),
                *self.some_simple(), end]

    odd = 1  # added to every jalr's offset

    # Compressed.
    def compressed_alu(self):
        rd = self.pick([x for x in DESTINATIONS if x])
        low, other = self.pick(COMPRESSED_DESTINATIONS), self.pick(range(8, 16))
        imm, amount, rs2 = self.random.randrange(-32, 32), self.random.randrange(1, 64), self.random.randrange(1, 32)
        nonzero = imm or 1
        two = lambda funct: 1 | (other - 8) << 2 | (funct & 3) << 5 | (low - 8) << 7 | 3 << 10 | (funct >> 2) << 12 | 4 << 13
        scaled = self.random.randrange(1, 256) * 4
        spn = (low - 8) << 2 | e.bits(scaled, 3, 3) << 5 | e.bits(scaled, 2, 2) << 6 | e.bits(scaled, 9, 6) << 7 | e.bits(scaled, 5, 4) << 11
        names = ["sub", "xor", "or", "and", "subw", "addw"]
        word, text = self.pick([
            (e.c_imm6(1, 0, rd, nonzero), f"c.addi x{rd}, {nonzero}"), (e.c_imm6(1, 1, rd, imm), f"c.addiw x{rd}, {imm}"),
            (e.c_imm6(1, 2, rd, imm), f"c.li x{rd}, {imm}"), (e.c_imm6(1, 3, rd, nonzero), f"c.lui x{rd}, {nonzero}"),
            (e.c_imm6(2, 0, rd, amount), f"c.slli x{rd}, {amount}"),
            (e.c_imm6(1, 4, low - 8, amount), f"c.srli x{low}, {amount}"), (e.c_imm6(1, 4, low - 8 | 8, amount), f"c.srai x{low}, {amount}"),
            (e.c_imm6(1, 4, low - 8 | 16, imm), f"c.andi x{low}, {imm}"), (2 | rs2 << 2 | rd << 7 | 4 << 13, f"c.mv x{rd}, x{rs2}"),
            (2 | rs2 << 2 | rd << 7 | 9 << 12, f"c.add x{rd}, x{rs2}"), (spn, f"c.addi4spn x{low}, {scaled}"), (1, "c.nop"),
            *((two(n), f"c.{name} x{low}, x{other}") for n, name in enumerate(names))])
        return [Insn(word, text, 2)]

    def compressed_memory(self):
        low, base, double, rd = self.pick(COMPRESSED_DESTINATIONS), self.pick((8, 9)), self.random.randrange(32) * 8, self.pick([x for x in DESTINATIONS if x])
        freg, flow, word4, source = self.source(), self.pick(range(8, 16)), self.random.randrange(32) * 4, self.source()
        stored, sp8, sp4 = self.pick(range(8, 16)), self.random.randrange(64) * 8, self.random.randrange(64) * 4
        word, text = self.pick([
            (e.c_mem4(0, 2, low, base, word4), f"c.lw x{low}, {word4}(x{base})"), (e.c_mem8(0, 3, low, base, double), f"c.ld x{low}, {double}(x{base})"),
            (e.c_mem8(0, 1, flow, base, double), f"c.fld f{flow}, {double}(x{base})"), (e.c_mem4(0, 6, stored, base, word4), f"c.sw x{stored}, {word4}(x{base})"),
            (e.c_mem8(0, 7, stored, base, double), f"c.sd x{stored}, {double}(x{base})"), (e.c_mem8(0, 5, flow, base, double), f"c.fsd f{flow}, {double}(x{base})"),
            (e.c_load_sp4(2, rd, sp4), f"c.lwsp x{rd}, {sp4}(sp)"), (e.c_load_sp8(3, rd, sp8), f"c.ldsp x{rd}, {sp8}(sp)"),
            (e.c_load_sp8(1, freg, sp8), f"c.fldsp f{freg}, {sp8}(sp)"), (e.c_store_sp4(6, source, sp4), f"c.swsp x{source}, {sp4}(sp)"),
            (e.c_store_sp8(7, source, sp8), f"c.sdsp x{source}, {sp8}(sp)"), (e.c_store_sp8(5, freg, sp8), f"c.fsdsp f{freg}, {sp8}(sp)")])
        return [Insn(word, text, 2)]

    def compressed_jump(self):
        end, rs1 = Label(), self.pick(range(8, 16))
        kind = self.random.randrange(5)
        if kind == 0:
            return [Insn(e.c_jump, "c.j forward", 2, end), *self.some_simple(), end]
        if kind < 3:
            funct3, name = (6, "c.beqz") if kind == 1 else (7, "c.bnez")
            return [Insn(lambda offset: e.c_branch(funct3, rs1, offset), f"{name} x{rs1}, forward", 2, end), *self.some_simple(), end]
        via, link = self.pick([x for x in DESTINATIONS if x]), kind == 4
        return [Insn(e.u_type(0x17, via, 0), f"auipc x{via}, 0"),
                Insn(lambda offset: e.i_type(0x13, 0, via, via, offset + 4), f"addi x{via}, x{via}, forward", target=end),
                Insn(2 | via << 7 | (9 if link else 8) << 12, f"c.{'jalr' if link else 'jr'} x{via}", 2), *self.some_simple(), end]

    # Floating point.
    def float_binary(self):
        name, format_ = self.pick(list(FLOAT_BINARY)), self.random.getrandbits(1)
        funct5, fixed = FLOAT_BINARY[name]
        rm = self.rounding() if fixed is None else fixed
        rd, rs1, rs2 = self.source(), self.source(), self.source()
        return [Insn(e.r_type(0x53, rm, funct5 << 2 | format_, rd, rs1, rs2), f"{name}.{'sd'[format_]} f{rd}, f{rs1}, f{rs2}, rm={rm}")]

    def float_fused(self):
        name, format_, rm = self.pick(list(FUSED)), self.random.getrandbits(1), self.rounding()
        rd, rs1, rs2, rs3 = (self.source() for _ in range(4))
        return [Insn(e.r4_type(FUSED[name], rm, format_, rd, rs1, rs2, rs3), f"{name}.{'sd'[format_]} f{rd}, f{rs1}, f{rs2}, f{rs3}, rm={rm}")]

    def float_other(self):
        format_ = self.random.getrandbits(1)
        letter, rs1, rs2, fd, rd = "sd"[format_], self.source(), self.source(), self.source(), self.destination()
        kind = self.random.randrange(5)
        if kind == 0:
            rm = self.rounding()
            return [Insn(e.r_type(0x53, rm, 0x2c | format_, fd, rs1, 0), f"fsqrt.{letter} f{fd}, f{rs1}, rm={rm}")]
        if kind == 1:
            name = self.pick(list(FLOAT_COMPARE))
            return [Insn(e.r_type(0x53, FLOAT_COMPARE[name], 0x50 | format_, rd, rs1, rs2), f"{name}.{letter} x{rd}, f{rs1}, f{rs2}")]
        if kind == 2:
            return [Insn(e.r_type(0x53, 1, 0x70 | format_, rd, rs1, 0), f"fclass.{letter} x{rd}, f{rs1}")]
        if kind == 3:
            return [Insn(e.r_type(0x53, 0, 0x70 | format_, rd, rs1, 0), f"fmv.x.{'wd'[format_]} x{rd}, f{rs1}")]
        return [Insn(e.r_type(0x53, 0, 0x78 | format_, fd, rs1, 0), f"fmv.{'wd'[format_]}.x f{fd}, x{rs1}")]

    def float_convert(self):
        format_, rm, kind, integer = self.random.getrandbits(1), self.rounding(), self.random.randrange(5), self.random.randrange(4)
        letter, rs1, fd, rd = "sd"[format_], self.source(), self.source(), self.destination()
        if kind < 2:
            return [Insn(e.r_type(0x53, rm, 0x60 | format_, rd, rs1, integer), f"fcvt.{INTEGER_FORMATS[integer]}.{letter} x{rd}, f{rs1}, rm={rm}")]
        if kind < 4:
            return [Insn(e.r_type(0x53, rm, 0x68 | format_, fd, rs1, integer), f"fcvt.{letter}.{INTEGER_FORMATS[integer]} f{fd}, x{rs1}, rm={rm}")]
        return [Insn(e.r_type(0x53, rm, 0x20 | format_, fd, rs1, 1 - format_), f"fcvt.{letter}.{'ds'[format_]} f{fd}, f{rs1}, rm={rm}")]

    def float_csr(self):
        number, funct3 = self.pick([1, 2, 3]), self.pick([1, 2, 3, 5, 6, 7])
        rd, rs1 = self.destination(), self.source()
        name = {1: "csrrw", 2: "csrrs", 3: "csrrc", 5: "csrrwi", 6: "csrrsi", 7: "csrrci"}[funct3]
        return [Insn(e.i_type(0x73, funct3, rd, rs1, number), f"{name} x{rd}, {({1: 'fflags', 2: 'frm', 3: 'fcsr'})[number]}, {rs1}")]

    # The rest.
    def system(self):
        """Fences, and words that must trap."""
        word, text, size = self.pick([
            (0x0ff0000f, "fence", 4), (0x0000100f, "fence.i", 4), (0x8330000f, "fence.tso", 4), (0, "c.unimp", 2), (0xffffffff, "illegal", 4),
            (0x0000000b, "custom-0", 4), (0xc0001073, "csrrw zero, cycle, zero", 4), (0x00007033 | 0x7f << 25, "illegal funct7", 4),
            (0x9c41, "reserved c.subw row", 2), (0x4002, "c.lwsp zero", 2), (0x8002, "c.jr zero", 2), (0x6101, "c.addi16sp 0 row", 2)])
        if text == "c.addi16sp 0 row":
            return []
        return [Insn(word, text, size)]
