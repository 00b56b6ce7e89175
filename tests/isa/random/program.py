# SPDX-License-Identifier: Apache-2.0
# A list of instructions with labels, laid out into bytes, and the ELF file around them.
import struct


class Insn:
    """An instruction: its size, its text for reports, and its word (a number, or a function of the distance to `target`)."""

    def __init__(self, word, text, size=4, target=None):
        self.word, self.text, self.size, self.target = word, text, size, target
        self.address = None

    def encoded(self):
        word = self.word if self.target is None else self.word(self.target.address - self.address)
        return word.to_bytes(self.size, "little")


class Label(Insn):
    def __init__(self):
        super().__init__(0, "", 0)

    def encoded(self):
        return b""


def lay_out(insns, base):
    """Gives each instruction its address; the bytes of all."""
    address = base
    for insn in insns:
        insn.address = address
        address += insn.size
    return b"".join(insn.encoded() for insn in insns)


def elf(segments, entry):
    """A 64-bit RISC-V executable of (address, bytes) segments."""
    header_size, program_header_size = 64, 56
    offset = header_size + program_header_size * len(segments)
    headers, body = b"", b""
    for address, content in segments:
        headers += struct.pack("<IIQQQQQQ", 1, 7, offset + len(body), address, address, len(content), len(content), 8)
        body += content
    ident = b"\x7fELF\x02\x01\x01" + bytes(9)
    header = ident + struct.pack("<HHIQQQIHHHHHH", 2, 243, 1, entry, header_size, 0, 5, header_size, program_header_size, len(segments), 64, 0, 0)
    return header + headers + body
