#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times the boot of the demo guest to power-off, ours and QEMU's TCG alternately in one run, by the host's clock: boot.py VITRINE [--rounds N].

Prints wall and CPU seconds of each run, the medians and the ratio (QEMU's seconds divided by ours), and the integer loop's speed where its
ELF is named with --loop."""
import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

GUEST = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "vitrine/guests/riscv64"
APPEND = "console=ttyS0 vitrine.run=poweroff"


def timed(command):
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600, check=False)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0 or b"GUEST-DONE" not in done.stdout:
        sys.exit(f"{command[0]} ended with {done.returncode} and without GUEST-DONE")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def loop_speed(vitrine, elf):
    with tempfile.NamedTemporaryFile() as stats:
        command = [vitrine, "run", "--isa", "riscv64", "--firmware", "none", "--display", "none", "--serial", "null", "--stats", stats.name, "--elf", elf]
        start = time.monotonic()
        subprocess.run(command, stdin=subprocess.DEVNULL, check=True, timeout=600)
        return json.load(open(stats.name, encoding="utf-8"))["guest_instructions"] / (time.monotonic() - start) / 1e6


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("vitrine")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", default="1024M")
    parser.add_argument("--loop", help="ELF of integer_loop.S")
    options = parser.parse_args()
    kernel = ["-kernel", str(GUEST / "vmlinux"), "-initrd", str(GUEST / "initramfs.cpio.gz"), "-append", APPEND]
    commands = {
        "vitrine": [options.vitrine, "run", "--isa", "riscv64", "--memory", options.memory, "--display", "none", "--serial", "stdio"]
        + [word.replace("-", "--", 1) if word in ("-kernel", "-initrd", "-append") else word for word in kernel],
        "qemu": ["qemu-system-riscv64", "-M", "virt", "-accel", "tcg", "-m", options.memory, "-nodefaults", "-display", "none", "-serial", "stdio", *kernel],
    }
    results = {name: [] for name in commands}
    for turn in range(options.rounds):
        for name, command in commands.items():
            results[name].append(timed(command))
            print(f"round {turn + 1} {name}: {results[name][-1][0]:.2f} s wall, {results[name][-1][1]:.2f} s CPU", flush=True)
    medians = {name: [statistics.median(run[part] for run in runs) for part in (0, 1)] for name, runs in results.items()}
    for name, (wall, cpu) in medians.items():
        print(f"median {name}: {wall:.2f} s wall, {cpu:.2f} s CPU")
    print(f"ratio qemu/vitrine: {medians['qemu'][0] / medians['vitrine'][0]:.2f} by wall, {medians['qemu'][1] / medians['vitrine'][1]:.2f} by CPU time")
    if options.loop:
        speeds = [loop_speed(options.vitrine, options.loop) for _ in range(options.rounds)]
        print(f"integer loop: {statistics.median(speeds):.0f} million instructions a second (best {max(speeds):.0f})")


if __name__ == "__main__":
    main()
