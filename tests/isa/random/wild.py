# SPDX-License-Identifier: Apache-2.0
# Random words instead of random instructions: which are legal, and what the reserved ones do.
#
# Left out: jumps and branches, SYSTEM, lr and sc, whose effects would leave the program or are the implementation's to choose.
import encoding as e
from generator import GP, Generator
from program import Insn

# Major opcodes, with those of extensions that neither side has and of custom space.
OPCODES = [0x03, 0x07, 0x0b, 0x0f, 0x13, 0x17, 0x1b, 0x1f, 0x23, 0x27, 0x2b, 0x2f, 0x33, 0x37, 0x3b, 0x3f, 0x43, 0x47, 0x4b, 0x4f, 0x53, 0x53,
           0x57, 0x5b, 0x5f, 0x6b, 0x77, 0x7b, 0x7f]
# Upper bits as real instructions have them, so that near misses are common.
FUNCT7 = [0, 1, 4, 5, 16, 20, 32, 36, 48, 52]
CTZW_MASK, CTZW = 0xfff0707f, 0x6010101b  # counted wrongly by QEMU 7.2


class WildGenerator(Generator):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.kinds = [(self.wild_word, 3), (self.wild_half, 2), (self.register_op, 1), (self.special_value, 1)]

    def block(self, length):
        # The middle of the scratch area is a multiple of 4096 below 2 GiB; random words do not spare the registers that others rely on.
        return [Insn(e.u_type(0x37, GP, self.middle >> 12), "lui gp, the middle"), *super().block(length - 1)]

    def wild_word(self):
        word = self.random.getrandbits(25) << 7 | self.pick(OPCODES)
        if self.random.random() < 0.6:
            word = word & 0x01ffffff | self.pick(FUNCT7) << 25 | self.random.getrandbits(1) << self.pick([25, 26, 30])
        opcode, funct3, funct5 = word & 0x7f, word >> 12 & 7, word >> 27
        reserved_pair = opcode == 0x2f and funct5 in (2, 3) and funct3 in (2, 3)
        if reserved_pair or word & CTZW_MASK == CTZW:
            return []
        return [Insn(word, f"word {word:#010x}")]

    def wild_half(self):
        half = self.random.getrandbits(16)
        quadrant, funct3 = half & 3, half >> 13
        jumps = quadrant == 1 and funct3 >= 5 or quadrant == 2 and funct3 == 4 and half >> 2 & 31 == 0 and half != 0x8002
        if quadrant == 3 or jumps:
            return []
        return [Insn(half, f"half {half:#06x}", 2)]
