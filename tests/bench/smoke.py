#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each kernel once at a fraction of its size, ours against the host's checksum, by all three ways of mapping memory: smoke.py VITRINE FOLDER.

Correctness alone: no time is looked at.  Ends with 77 where the cross compiler is missing."""
import pathlib
import shutil
import sys

sys.dont_write_bytecode = True
import builder  # noqa: E402
from catalogue import KERNELS, SMOKE  # noqa: E402
from contenders import Failed, Ours, Work, run  # noqa: E402

# The checksum of what the host cannot run, as QEMU gives it too.
KNOWN = {"context_switch": "92fdbbf9c87fe32"}


def check(ours, kernel, built, pages):
    """What is wrong, or None."""
    work = Work(kernel.name, elf=built["guest"], begin=f"start {kernel.name}", end=f"end {kernel.name}", timeout=120)
    try:
        found = ours.run(work).checksum
        expected = run([str(built["native"])], Work(kernel.name, begin=work.begin, end=work.end)).checksum if kernel.has_native else KNOWN[kernel.name]
    except Failed as failure:
        return str(failure)
    return None if found == expected else f"{kernel.name} ({pages}): {found}, and {expected} was expected"


def main():
    if not shutil.which(builder.GUEST[0]) or not shutil.which(builder.NATIVE[0]):
        print("a compiler is missing")
        return 77
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    ours, wrong = Ours(program, "tiered"), []
    for pages in builder.PAGES:
        built = builder.build_all(folder, KERNELS, lambda kernel: max(1, kernel.rounds // SMOKE), pages)
        wrong += filter(None, (check(ours, kernel, built[kernel.name], pages) for kernel in KERNELS))
    print("\n".join(wrong) or f"{len(KERNELS)} kernels agree, mapped by {', '.join(builder.PAGES)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
