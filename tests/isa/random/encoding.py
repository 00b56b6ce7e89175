# SPDX-License-Identifier: Apache-2.0
# RV64 instruction words from fields: formats of the unprivileged ISA, chapter "RV32I" and "C".


def bits(value, high, low):
    return value >> low & (1 << high - low + 1) - 1


def signed_fits(value, width):
    return -(1 << width - 1) <= value < 1 << width - 1


def r_type(opcode, funct3, funct7, rd, rs1, rs2):
    return opcode | rd << 7 | funct3 << 12 | rs1 << 15 | rs2 << 20 | funct7 << 25


def r4_type(opcode, funct3, funct2, rd, rs1, rs2, rs3):
    return r_type(opcode, funct3, rs3 << 2 | funct2, rd, rs1, rs2)


def i_type(opcode, funct3, rd, rs1, imm):
    assert signed_fits(imm, 12) or 0 <= imm < 4096, imm
    return opcode | rd << 7 | funct3 << 12 | rs1 << 15 | (imm & 0xfff) << 20


def s_type(opcode, funct3, rs1, rs2, imm):
    assert signed_fits(imm, 12), imm
    return opcode | bits(imm, 4, 0) << 7 | funct3 << 12 | rs1 << 15 | rs2 << 20 | bits(imm, 11, 5) << 25


def b_type(funct3, rs1, rs2, offset):
    assert signed_fits(offset, 13) and offset % 2 == 0, offset
    return (0x63 | bits(offset, 11, 11) << 7 | bits(offset, 4, 1) << 8 | funct3 << 12 | rs1 << 15 | rs2 << 20
            | bits(offset, 10, 5) << 25 | bits(offset, 12, 12) << 31)


def u_type(opcode, rd, imm20):
    return opcode | rd << 7 | (imm20 & 0xfffff) << 12


def j_type(rd, offset):
    assert signed_fits(offset, 21) and offset % 2 == 0, offset
    return (0x6f | rd << 7 | bits(offset, 19, 12) << 12 | bits(offset, 11, 11) << 20 | bits(offset, 10, 1) << 21
            | bits(offset, 20, 20) << 31)


# Compressed formats; registers of three bits are x8 to x15.
def c_imm6(op, funct3, rd, imm):
    assert signed_fits(imm, 6) or 0 <= imm < 64, imm
    return op | bits(imm, 4, 0) << 2 | rd << 7 | bits(imm, 5, 5) << 12 | funct3 << 13


def c_mem8(op, funct3, reg, base, offset):
    """A doubleword at base + offset (0 to 248)."""
    return op | (reg - 8) << 2 | bits(offset, 7, 6) << 5 | (base - 8) << 7 | bits(offset, 5, 3) << 10 | funct3 << 13


def c_mem4(op, funct3, reg, base, offset):
    """A word at base + offset (0 to 124)."""
    return (op | (reg - 8) << 2 | bits(offset, 6, 6) << 5 | bits(offset, 2, 2) << 6 | (base - 8) << 7 | bits(offset, 5, 3) << 10
            | funct3 << 13)


def c_load_sp8(funct3, rd, offset):
    return 2 | bits(offset, 8, 6) << 2 | bits(offset, 4, 3) << 5 | rd << 7 | bits(offset, 5, 5) << 12 | funct3 << 13


def c_load_sp4(funct3, rd, offset):
    return 2 | bits(offset, 7, 6) << 2 | bits(offset, 4, 2) << 4 | rd << 7 | bits(offset, 5, 5) << 12 | funct3 << 13


def c_store_sp8(funct3, rs2, offset):
    return 2 | rs2 << 2 | bits(offset, 8, 6) << 7 | bits(offset, 5, 3) << 10 | funct3 << 13


def c_store_sp4(funct3, rs2, offset):
    return 2 | rs2 << 2 | bits(offset, 7, 6) << 7 | bits(offset, 5, 2) << 9 | funct3 << 13


def c_jump(offset):
    assert signed_fits(offset, 12), offset
    return (0xa001 | bits(offset, 5, 5) << 2 | bits(offset, 3, 1) << 3 | bits(offset, 7, 7) << 6 | bits(offset, 6, 6) << 7
            | bits(offset, 10, 10) << 8 | bits(offset, 9, 8) << 9 | bits(offset, 4, 4) << 11 | bits(offset, 11, 11) << 12)


def c_branch(funct3, rs1, offset):
    assert signed_fits(offset, 9), offset
    return (1 | bits(offset, 5, 5) << 2 | bits(offset, 2, 1) << 3 | bits(offset, 7, 6) << 5 | (rs1 - 8) << 7 | bits(offset, 4, 3) << 10
            | bits(offset, 8, 8) << 12 | funct3 << 13)
