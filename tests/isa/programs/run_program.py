# SPDX-License-Identifier: Apache-2.0
# Runs a self-checking program on vitrine under --verify, and on QEMU as the referee: run_program.py ELF --vitrine PATH.
#
# A failing check prints "L", its line, what it got and what it wanted; a trap that nobody waits for prints (line | 1024) << 12, the cause and
# where.  Without QEMU the test ends with 77 (skipped), under CI=true with 1.
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

QEMU = "qemu-system-riscv64"
SECONDS = 30


def passes(name, command, console):
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS, check=False)
        status, words = done.returncode, done.stderr.strip()
    except subprocess.TimeoutExpired:
        status, words = "none", f"still running after {SECONDS} s"
    said = console.read_text(errors="replace") if console.exists() else ""
    if status == 0 and not said:
        return True
    print(f"{name}: status {status}; the program says: {said!r}; {words}")
    return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--vitrine", required=True)
    options = parser.parse_args()
    if shutil.which(QEMU) is None:
        print(f"{QEMU} is not installed")
        return 1 if os.environ.get("CI") == "true" else 77
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = pathlib.Path(folder) / "ours", pathlib.Path(folder) / "qemu"
        good = passes("vitrine", [
            options.vitrine, "run", "--isa", "riscv64", "--firmware", "none", "--display", "none", "--memory", "64M", "--serial", f"file:{ours}",
            "--timeout", "20", "--engine", "interp", "--verify", "--elf", options.program], ours)
        good = passes("QEMU", [
            QEMU, "-M", "virt", "-cpu", "rv64,h=off,zbc=off", "-m", "64M", "-bios", "none", "-display", "none", "-monitor", "none",
            "-serial", f"file:{theirs}", "-kernel", options.program], theirs) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
