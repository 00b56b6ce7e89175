# SPDX-License-Identifier: Apache-2.0
# The exit statuses and last words of `vitrine run`, case by case.
import os
import struct
import subprocess
import sys
import tempfile

VITRINE = sys.argv[1]
UART_TO_T0, TEST_TO_T0 = 0x100002B7, 0x001002B7
T1, T0 = 6, 5


def elf(code, machine=243):
    """An ELF program of the given instructions at the start of RAM."""
    text = b"".join(struct.pack("<I", word) for word in code)
    header = b"\x7fELF\2\1\1" + bytes(9) + struct.pack("<HHIQQQIHHHHHH", 2, machine, 1, 0x80000000, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    segment = struct.pack("<IIQQQQQQ", 1, 7, 128, 0x80000000, 0x80000000, len(text), len(text), 4096)
    return (header + segment).ljust(128, b"\0") + text


def finish(value):
    low, upper = value & 0xFFF, (value + 0x800) >> 12
    return [TEST_TO_T0, upper << 12 | T1 << 7 | 0x37, low << 20 | T1 << 15 | T1 << 7 | 0x13, T1 << 20 | T0 << 15 | 2 << 12 | 0x23, 0x0000006F]


FOREVER = [0x0000006F]
PRINT_A = [UART_TO_T0, ord("A") << 20 | T1 << 7 | 0x13, T1 << 20 | T0 << 15 | 0x23]


def cases(at):
    """(name, words, status, part of the last line on stderr)"""
    program = ["run", "--isa", "riscv64", "--display", "none", "--serial", "null", "--timeout", "20"]
    run = program + ["--elf"]
    kernel = program + ["--firmware", at("firmware"), "--kernel"]
    yield "power off", run + [at("off")], 0, ""
    yield "finisher's code", run + [at("fail")], 42, "code 42"
    yield "finisher's code 0", run + [at("fail0")], 0, ""
    yield "reset under --no-reboot", run + [at("reset"), "--no-reboot"], 4, "reset"
    yield "time-out", ["run", "--isa", "riscv64", "--serial", "null", "--timeout", "0.3", "--elf", at("forever")], 3, "--timeout"
    yield "deterministic", run + [at("off"), "--deterministic", "--cpus", "2"], 0, ""
    yield "verify", run + [at("off"), "--verify"], 0, ""
    for engine in ("interp", "jit", "tiered"):
        yield "engine " + engine, run + [at("off"), "--engine", engine], 0, ""
    yield "statistics", run + [at("off"), "--stats", at("stats.json")], 0, ""
    yield "statistics nowhere", run + [at("off"), "--stats", "/no/such/folder/stats.json"], 1, "/no/such/folder/stats.json"
    yield "serial file nowhere", ["run", "--isa", "riscv64", "--serial", "file:/no/such/folder/log", "--elf", at("off")], 1, "/no/such/folder/log"
    yield "x86 program", run + [at("x86")], 2, "x86-64"
    yield "ARM64 kernel", kernel + [at("arm64")], 2, "ARM64"
    yield "bzImage", kernel + [at("bzimage")], 2, "x86"
    yield "missing kernel", kernel + ["/no/such/kernel"], 2, "/no/such/kernel"
    yield "missing program", run + ["/no/such/program"], 2, "/no/such/program"
    yield "folder as kernel", kernel + ["/"], 2, "folder"
    yield "missing initrd", kernel + [at("raw"), "--initrd", "/no/such/initrd"], 2, "/no/such/initrd"
    yield "program as initrd", kernel + [at("raw"), "--initrd", at("off")], 2, "initial RAM disk"
    yield "missing firmware", program + ["--firmware", "/no/such/firmware", "--kernel", at("raw")], 2, "/no/such/firmware"
    yield "missing flash", program + ["--firmware", "none", "--pflash", "/no/such/flash"], 2, "/no/such/flash"
    flash = program + ["--firmware", "none", "--pflash", at("raw") + ",vars="]
    yield "variables of a wrong size", flash[:-1] + [flash[-1] + at("raw")], 2, "must have 33554432"
    yield "variables nowhere", flash[:-1] + [flash[-1] + "/no/such/folder/vars"], 2, "/no/such/folder/vars"
    yield "folder as variables", flash[:-1] + [flash[-1] + "/"], 2, "folder"
    yield "too little memory", kernel + [at("raw"), "--initrd", at("large"), "--memory", "16M"], 2, "too little memory"
    yield "far too little memory", run + [at("off"), "--memory", "1M"], 2, "16"
    yield "no size", run + [at("off"), "--memory", "much"], 2, "--memory much"
    yield "no CPUs", run + [at("off"), "--cpus", "0"], 2, "CPUs"
    yield "too many CPUs", run + [at("off"), "--cpus", "1000"], 2, "CPUs"
    yield "unknown CPU model", run + [at("off"), "--cpu", "pentium"], 2, "pentium"
    yield "unknown feature", run + [at("off"), "--cpu", "max,+warp"], 2, "warp"
    yield "unknown machine", run + [at("off"), "--machine", "q35"], 2, "q35"
    yield "unknown option", run + [at("off"), "--colour", "red"], 2, "--colour"
    yield "unknown serial", ["run", "--isa", "riscv64", "--serial", "telegraph", "--elf", at("off")], 2, "telegraph"
    yield "unknown display", ["run", "--isa", "riscv64", "--display", "oracle", "--elf", at("off")], 2, "oracle"
    yield "value missing", ["run", "--isa"], 2, "--isa"
    yield "nothing to run", ["run", "--isa", "riscv64"], 2, "nothing to run"
    yield "no ISA", ["run", "--elf", at("off")], 2, "--isa"
    yield "x86_64 not yet", ["run", "--isa", "x86_64", "--kernel", at("bzimage")], 2, "x86_64"
    yield "arm64 not yet", ["run", "--isa", "arm64", "--kernel", at("arm64")], 2, "arm64"
    yield "unknown ISA", ["run", "--isa", "vax", "--kernel", at("raw")], 2, "vax"
    for option, value in (("--engine", "aot"), ("--display", "sdl"), ("--display", "vnc=:1"), ("--disk", "a.img"),
                          ("--cdrom", "a.iso"), ("--net", "user"), ("--numa", "2"), ("--debug-exit", "0xf4")):
        yield f"{option} {value} not yet", ["run", "--isa", "riscv64", "--elf", at("off"), option, value], 2, option
    yield "elf and kernel", run + [at("off"), "--kernel", at("raw")], 2, "--elf"
    yield "version", ["--version"], 0, ""
    yield "help", ["--help"], 0, ""
    yield "help of run", ["run", "--help"], 0, ""
    yield "unknown command", ["fly"], 2, "fly"


def perf_map_fault(command):
    """What is wrong with the names of translated code that a run leaves for perf; empty where nothing is."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    path = f"/tmp/perf-{process.pid}.map"
    try:
        if process.wait(timeout=60) != 0:
            return f"status {process.returncode}"
        with open(path, encoding="ascii") as file:
            lines = [line.split() for line in file]
        if any(len(line) != 3 or int(line[0], 16) == 0 or int(line[1], 16) == 0 for line in lines):
            return "a line is not start, size and name"
        names = {line[2] for line in lines}
        if not names:
            return ""  # a host without translated code
        return "" if "vitrine:enter" in names and "riscv64:m:80000000" in names else f"names are missing in {sorted(names)}"
    finally:
        if os.path.exists(path):
            os.unlink(path)


def main():
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        def at(name):
            return os.path.join(folder, name)

        contents = {"off": elf(PRINT_A + finish(0x5555)), "fail": elf(finish(42 << 16 | 0x3333)), "fail0": elf(finish(0x3333)),
                    "reset": elf(finish(0x7777)), "forever": elf(FOREVER), "x86": elf(FOREVER, 62), "raw": b"\x6f\0\0\0" * 64,
                    "firmware": b"\x6f\0\0\0" * 64, "large": b"\xff" * (14 << 20),
                    "arm64": bytes(0x38) + b"ARM\x64" + bytes(64), "bzimage": bytes(0x202) + b"HdrS" + bytes(64)}
        for name, content in contents.items():
            with open(at(name), "wb") as file:
                file.write(content)
        before = sorted(os.listdir(folder))
        for name, words, status, part in cases(at):
            done = subprocess.run([VITRINE] + words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
            lines = done.stderr.strip().split("\n")
            wrong = done.returncode != status or part not in lines[-1] or (status != 0 and not lines[-1].startswith("vitrine: "))
            if status == 2 and len(lines) != 1:
                wrong = True
            if wrong:
                failures += 1
                print(f"FAIL {name}: {' '.join(words)}\n  status {done.returncode}, not {status}; last words {lines[-3:]}, wanted: {part}")
        if wrong := perf_map_fault([VITRINE, "run", "--isa", "riscv64", "--engine", "jit", "--serial", "null", "--perf-map", "--elf", at("off")]):
            failures += 1
            print("FAIL --perf-map:", wrong)
        extra = set(os.listdir(folder)) - set(before) - {"stats.json"}
        if extra:
            failures += 1
            print("FAIL left behind:", extra)
    print("failures:", failures)
    return failures != 0


sys.exit(main())
