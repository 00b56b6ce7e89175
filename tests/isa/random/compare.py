# SPDX-License-Identifier: Apache-2.0
# Random instruction sequences on vitrine and on QEMU, compared at every check point:
#   compare.py VITRINE [--instructions N] [--seed S]... [--mode m|s|wild] [--arguments "..."] [--keep FOLDER]
import argparse
import os
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import time

import runtime
from generator import Generator
from program import Insn, elf, lay_out
from wild import WildGenerator

QEMU = "qemu-system-riscv64"
BLOCK = 20
NEVER = (1 << 64) - 1


class Failure(Exception):
    pass


class Program:
    """One seed's instructions, and the files made of them."""

    def __init__(self, seed, instructions, translated, wild=False):
        self.translated, self.wild = translated, wild
        special = {runtime.READ_ONLY_PAGE, runtime.UNMAPPED_PAGE} if translated else set()
        scratch = runtime.SCRATCH_VIRTUAL if translated else runtime.SCRATCH
        self.generator = (WildGenerator if wild else Generator)(seed, scratch, runtime.PAGES * runtime.PAGE, special)
        self.registers, self.floats = self.generator.registers(), self.generator.floats()
        self.content = bytes(self.generator.random.getrandbits(8) for _ in range(runtime.PAGES * runtime.PAGE))
        self.blocks = [self.generator.block(BLOCK) for _ in range(max(1, instructions // BLOCK))]

    def write(self, path, dump_at=NEVER, single_from=None):
        """The ELF file.  Every block ends in a check point; the block `single_from` has one after each instruction and is the last."""
        code, self.placed = [], []
        for number, block in enumerate(self.blocks):
            for insn in block:
                code.append(insn)
                if number == single_from and insn.size:
                    code.append(Insn(0x73, "check point"))
            code.append(Insn(0x73, "check point"))
            if number == single_from:
                break
        code.append(Insn(0x00100073, "ebreak"))
        start = lay_out(runtime.start(self.translated), runtime.HANDLER)
        handler = lay_out(runtime.handler(), runtime.HANDLER + 0x1000)
        assert len(start) <= 0x1000 and len(handler) <= 0x7000
        image = lay_out(code, runtime.CODE)
        assert runtime.CODE + len(image) <= runtime.TABLES
        segments = [(runtime.HANDLER, start), (runtime.HANDLER + 0x1000, handler),
                    (runtime.DATA, runtime.data(self.registers, self.floats, dump_at)), (runtime.CODE, image), (runtime.SCRATCH, self.content)]
        if self.translated:
            segments.append((runtime.TABLES, runtime.page_tables(writable_code=not self.wild)))
        self.code = code
        with open(path, "wb") as file:
            file.write(elf(segments, runtime.HANDLER))


def run(command, console, timeout):
    if os.path.exists(console):
        os.remove(console)
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout)
    except subprocess.TimeoutExpired as error:
        raise Failure(f"{shlex.join(command)}: did not end within {timeout} s") from error
    if done.returncode != 0:
        raise Failure(f"{shlex.join(command)}: ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    with open(console, "rb") as file:
        return file.read()


class Emulators:
    def __init__(self, vitrine, arguments, folder, timeout):
        self.vitrine, self.arguments, self.folder, self.timeout = vitrine, arguments, folder, timeout
        self.seconds = [0.0, 0.0]

    def both(self, program):
        """The console bytes of (ours, QEMU's)."""
        path, mine, theirs = (os.path.join(self.folder, name) for name in ("program.elf", "ours.bin", "qemu.bin"))
        ours = [self.vitrine, "run", "--isa", "riscv64", "--firmware", "none", "--display", "none", "--memory", "64M",
                "--serial", f"file:{mine}", "--timeout", str(self.timeout), *self.arguments, "--elf", path]
        qemu = [QEMU, "-M", "virt", "-cpu", "rv64,h=off,zbc=off", "-m", "64M", "-bios", "none", "-display", "none", "-monitor", "none",
                "-serial", f"file:{theirs}", "-kernel", path]
        outputs = []
        for index, (command, console) in enumerate(((ours, mine), (qemu, theirs))):
            before = time.monotonic()
            outputs.append(run(command, console, self.timeout + 10))
            self.seconds[index] += time.monotonic() - before
        return outputs


def hashes(console):
    if len(console) % 8:
        raise Failure(f"the console ends inside a check point's number: {console[-200:]!r}")
    return struct.unpack(f"<{len(console) // 8}Q", console)


def first_difference(ours, theirs):
    for index, pair in enumerate(zip(ours, theirs)):
        if pair[0] != pair[1]:
            return index
    return None if len(ours) == len(theirs) else min(len(ours), len(theirs))


def state_at(emulators, program, path, point, single_from):
    program.write(path, point, single_from)
    outputs = emulators.both(program)
    size = runtime.SIZE + runtime.PAGES * runtime.PAGE
    return [output[:size] for output in outputs]


def describe(ours, theirs):
    lines = []
    for index in range(runtime.SIZE // 8):
        offset = index * 8
        a, b = (struct.unpack_from("<Q", state, offset)[0] for state in (ours, theirs))
        if a != b and offset not in (runtime.HASH,):
            name = (f"x{index}" if offset < runtime.F else f"f{index - 32}" if offset < runtime.FCSR else
                    runtime.READABLE.get(offset, f"save area + {offset}"))
            lines.append(f"    {name}: ours {a:#018x}, QEMU {b:#018x}")
    memory = [n for n in range(runtime.PAGES * runtime.PAGE) if ours[runtime.SIZE + n:runtime.SIZE + n + 1] != theirs[runtime.SIZE + n:runtime.SIZE + n + 1]]
    if memory:
        first = runtime.SIZE + memory[0] // 8 * 8
        lines.append(f"    {len(memory)} bytes of memory, the first at physical {runtime.SCRATCH + memory[0]:#x}: ours "
                     f"{ours[first:first + 8].hex()}, QEMU {theirs[first:first + 8].hex()}")
    return lines or ["    no register and no memory differs: a trap was recorded by one only, or with another value"]


def report(emulators, program, path, block):
    """Narrows a difference at the end of `block` down to its first instruction."""
    program.write(path, NEVER, block)
    ours, theirs = (hashes(output) for output in emulators.both(program))
    point = first_difference(ours, theirs)
    if point is None:
        return [f"block {block} differs only when it runs in one piece"]
    ours, theirs = state_at(emulators, program, path, point, block)
    lines = []
    pc = struct.unpack_from("<Q", theirs, runtime.POINT)[0]
    before = [insn for insn in program.code if insn.size and insn.address < pc and insn.text != "check point"]
    if point >= block and before:
        insn = before[-1]
        lines.append(f"  first difference at the check point behind {insn.text} at {insn.address:#x} ({insn.encoded()[::-1].hex()})")
    lines += ["  state of the two:"] + describe(ours, theirs) + ["  the block:"]
    lines += [f"    {insn.address:#x}  {insn.encoded()[::-1].hex():8}  {insn.text}" for insn in program.blocks[block] if insn.size]
    return lines


def check(emulators, seed, instructions, translated, wild):
    program = Program(seed, instructions, translated, wild)
    path = os.path.join(emulators.folder, "program.elf")
    program.write(path)
    ours, theirs = (hashes(output) for output in emulators.both(program))
    block = first_difference(ours, theirs)
    count = sum(1 for block_ in program.blocks for insn in block_ if insn.size)
    where = "random words" if wild else "S mode, Sv39" if translated else "M mode"
    if block is None:
        if len(ours) != len(program.blocks):
            raise Failure(f"seed {seed}: {len(ours)} check points instead of {len(program.blocks)}")
        print(f"seed {seed}, {where}: {count} instructions, {len(ours)} check points equal", flush=True)
        return True
    print(f"seed {seed}, {where}: block {block} of {len(program.blocks)} differs", flush=True)
    print("\n".join(report(emulators, program, path, block)), flush=True)
    return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("vitrine")
    parser.add_argument("--instructions", type=int, default=100000, help="for each seed and mode")
    parser.add_argument("--seed", type=int, action="append")
    parser.add_argument("--mode", choices=["m", "s", "wild"], action="append", help="default: m and s")
    parser.add_argument("--arguments", default="", help="further options of vitrine run")
    parser.add_argument("--timeout", type=int, default=60, help="seconds for one run")
    parser.add_argument("--keep", help="a folder for the program and the consoles")
    options = parser.parse_args()
    if shutil.which(QEMU) is None:
        print(f"{QEMU} is not installed")
        return 1 if os.environ.get("CI") == "true" else 77
    with tempfile.TemporaryDirectory() as temporary:
        emulators = Emulators(options.vitrine, shlex.split(options.arguments), options.keep or temporary, options.timeout)
        good = True
        for seed in options.seed or [1]:
            for mode in options.mode or ["m", "s"]:
                try:
                    good = check(emulators, seed, options.instructions, mode != "m", mode == "wild") and good
                except Failure as failure:
                    print(f"seed {seed}, {mode}: {failure}", flush=True)
                    good = False
        print(f"seconds: ours {emulators.seconds[0]:.1f}, QEMU {emulators.seconds[1]:.1f}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
