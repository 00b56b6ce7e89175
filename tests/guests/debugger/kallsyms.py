# SPDX-License-Identifier: Apache-2.0
# Turns lines of a guest's /proc/kallsyms into an ELF file that GDB takes as `symbol-file`:  kallsyms.py LINES OUTPUT.elf
import re
import struct
import sys

LINE = re.compile(r"^([0-9a-f]{8,16}) ([tT]) (\S+)", re.MULTILINE)


def parse(text):
    """{name: address} of the functions; modules' and hidden (zero) addresses are left out."""
    return {name: int(address, 16) for address, _, name in LINE.findall(text) if int(address, 16)}


def elf(symbols):
    """A 64-bit RISC-V executable without content: one .text section over all symbols."""
    start, end = min(symbols.values()), max(symbols.values()) + 0x1000
    names, table = b"\0", bytes(24)
    for name, address in sorted(symbols.items(), key=lambda item: item[1]):
        table += struct.pack("<IBBHQQ", len(names), 1 << 4 | 2, 0, 1, address, 0)  # global function in section 1
        names += name.encode() + b"\0"
    section_names = b"\0.text\0.symtab\0.strtab\0.shstrtab\0"
    offsets, body = [], b""
    for part in (table, names, section_names):
        offsets.append(64 + len(body))
        body += part + bytes(-len(part) % 8)

    def section(name, kind, flags, address, offset, size, link=0, info=0, align=1, entry=0):
        return struct.pack("<IIQQQQIIQQ", section_names.index(b"." + name) if name else 0, kind, flags, address, offset, size, link, info, align, entry)

    sections = [section(b"", 0, 0, 0, 0, 0), section(b"text", 8, 6, start, 64, end - start, align=4),
                section(b"symtab", 2, 0, 0, offsets[0], len(table), 3, 1, 8, 24), section(b"strtab", 3, 0, 0, offsets[1], len(names)),
                section(b"shstrtab", 3, 0, 0, offsets[2], len(section_names))]
    header = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHIQQQIHHHHHH", 2, 243, 1, start, 0, 64 + len(body), 5, 64, 0, 0, 64, len(sections), 4)
    return header + body + b"".join(sections)


if __name__ == "__main__":
    with open(sys.argv[1]) as lines, open(sys.argv[2], "wb") as output:
        output.write(elf(parse(lines.read())))
