# SPDX-License-Identifier: Apache-2.0
# Boots the demo guest many times with several harts, works on all of them, and powers off: every boot has to come to its end.
#   boots_test.py VITRINE ENGINE [--boots 50] [--cpus 4] [--keep FOLDER]
import argparse
import os
import sys
import time

import guest
from guest import Guest

# Processes on every hart, pipes between them, and pages that come and go.
WORK = ("echo CPUS-$(nproc); for i in 1 2 3 4; do (seq 20000 | md5sum | cut -c1-8) & done; wait; "
        "i=0; while [ $i -lt 40 ]; do (true | cat) & i=$((i+1)); done; wait; echo ALL-\"DONE\"")
SECONDS = 300  # a boot takes a few; a machine whose harts wait for one another for good takes them all
BAD = (b"GUEST-ERROR", b"Oops", b"BUG:", b"WARNING:", b"stall", b"soft lockup", b"segfault")


def problem_of(machine, cpus):
    """What is wrong with the console of a machine that has ended, or nothing."""
    text = machine.console
    found = [word.decode() for word in BAD if word in text]
    if found:
        return "the console says " + ", ".join(found)
    lines = text.replace(b"\r", b"").split(b"\n")
    if f"CPUS-{cpus}".encode() not in lines or b"ALL-DONE" not in lines:
        return "the work was not done"
    sums = [line for line in lines if len(line) == 8 and line.isalnum() and line.lower() == line]
    return None if len(sums) >= 4 and len(set(sums[:4])) == 1 else f"the sums are {sums}"


def boot(vitrine, engine, cpus):
    """The problem of one boot, or nothing; and the console."""
    with Guest(vitrine, append=guest.script(WORK), cpus=cpus, options=["--engine", engine], timeout=SECONDS) as machine:
        machine.process.stdin.close()
        machine.process.stdin = None
        try:
            machine.end(0, seconds=SECONDS + 60)
        except Exception as error:  # whatever it was: the other boots go on
            return str(error)[-500:], machine.console
        return problem_of(machine, cpus), machine.console


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("vitrine")
    parser.add_argument("engine", choices=["interp", "jit", "tiered"])
    parser.add_argument("--boots", type=int, default=int(os.environ.get("VITRINE_BOOTS", "50")))
    parser.add_argument("--cpus", type=int, default=4)
    parser.add_argument("--keep", help="a folder for the consoles of boots that failed")
    options = parser.parse_args()
    guest.need_guest()
    failed, start = 0, time.monotonic()
    for number in range(1, options.boots + 1):
        before = time.monotonic()
        problem, console = boot(options.vitrine, options.engine, options.cpus)
        print(f"boot {number}: {problem or 'ended well'}, {time.monotonic() - before:.1f} s", flush=True)
        failed += problem is not None
        if problem and options.keep:
            with open(os.path.join(options.keep, f"{options.engine}-{number}.txt"), "wb") as file:
                file.write(console)
    print(f"{options.engine}, {options.cpus} harts: {options.boots - failed} of {options.boots} boots ended well, {time.monotonic() - start:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
