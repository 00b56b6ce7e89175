# SPDX-License-Identifier: Apache-2.0
# Debian's stock kernel on the board virt: to a shell, commands, power-off, reset, determinism, idleness.
import subprocess
import sys
import time

import guest
from guest import Guest, PROMPT, SLOWDOWN

VITRINE = sys.argv[1]
IDLE_SECONDS = 30
IDLE_GOAL = 0.01  # of a core
MOST_WAKEUPS = 250  # a second: twice what a kernel's tick of 100 Hz, never stopped on one CPU, would make


def shell(cpus):
    """To a shell, commands typed and answered, power off with status 0."""
    with Guest(VITRINE, cpus=cpus) as machine:
        for words in (b"OpenSBI v", b"Linux version 6.", b"Run /init", b"GUEST-READY", PROMPT):
            machine.expect(words)
        machine.type("echo CPUS-$(nproc) SUM-$((6 * 7)) $(uname -m)")
        machine.expect(f"CPUS-{cpus} SUM-42 riscv64".encode())
        machine.type("awk 'BEGIN { printf \"RATIO-%.6f\\n\", 2 / 3 }'")
        machine.expect(b"RATIO-0.666667")
        machine.type("for i in 1 2 3 4; do (seq 20000 | md5sum | cut -c1-8) & done; wait; echo ALL-\"DONE\"")
        sums = [line for line in machine.expect(b"ALL-DONE\r\n").split(b"\r\n") if len(line) == 8 and line != b"ALL-DONE"]
        assert len(sums) == 4 and len(set(sums)) == 1, sums
        machine.expect(PROMPT)
        machine.type("poweroff")
        machine.expect(b"Power down")
        machine.end(0)
        stats = machine.stats()
        assert len(stats["guest_instructions_by_cpu"]) == cpus
        assert all(count > 100_000 for count in stats["guest_instructions_by_cpu"]), stats
        for bad in (b"GUEST-ERROR", b"Oops", b"BUG:", b"WARNING:", b"stall", b"soft lockup"):
            assert bad not in machine.console, bad


def one_run(cpus, append):
    with Guest(VITRINE, append=append, cpus=cpus, options=["--deterministic"]) as machine:
        machine.process.stdin.close()
        machine.process.stdin = None
        machine.end(0)
        assert b"GUEST-EXIT 0" in machine.console, machine.console[-500:]
        return machine.stats()["guest_instructions"], machine.console


def deterministic(cpus):
    """Twice the same, the second time with two hogs beside it."""
    append = guest.script("date; cat /proc/uptime /proc/interrupts; seq 3000 | md5sum; head -c 16 /dev/urandom | md5sum; sleep 2; dmesg | tail -3")
    first = one_run(cpus, append)
    hogs = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2)]
    try:
        second = one_run(cpus, append)
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()
    assert first[0] == second[0], f"{first[0]} and {second[0]} instructions"
    assert first[1] == second[1], "the consoles differ"


def idle(cpus):
    """At the prompt the machine sleeps: 70 wake-ups a second with 4 CPUs.  The goal, 1 % of a core, is printed; a busy host makes each wake-up dearer."""
    with Guest(VITRINE, cpus=cpus) as machine:
        machine.expect(b"GUEST-READY")
        machine.expect(PROMPT)
        time.sleep(5 * SLOWDOWN)  # the kernel's own late work
        before, woken = machine.cpu_seconds(), machine.wakeups()
        time.sleep(IDLE_SECONDS)
        share = (machine.cpu_seconds() - before) / IDLE_SECONDS
        rate = (machine.wakeups() - woken) / IDLE_SECONDS
        print(f"idle with {cpus} CPUs: {share:.2%} of a core (goal {IDLE_GOAL:.0%}), {rate:.0f} wake-ups a second")
        assert rate <= MOST_WAKEUPS, f"{rate:.0f} wake-ups a second at the prompt"
        assert share <= 10 * IDLE_GOAL, f"{share:.2%} of a core at the prompt"
        machine.type("poweroff")
        machine.end(0)


def time_out(_):
    with Guest(VITRINE, timeout=2) as machine:
        machine.end(3, seconds=60)
        assert b"--timeout" in machine.last_words


def reboot(_):
    """Without --no-reboot the machine starts again, under it the process ends with 4."""
    with Guest(VITRINE) as machine:
        machine.expect(PROMPT)
        machine.type("reboot -f")
        machine.expect(b"OpenSBI v")
        machine.expect(PROMPT)
        machine.type("poweroff")
        machine.end(0)
    with Guest(VITRINE, append=guest.script("reboot -f"), options=["--no-reboot"]) as machine:
        machine.end(4)


def panic(_):
    """A kernel that finds no root file system panics; with panic=1 it resets the machine."""
    with Guest(VITRINE, append="panic=1", initrd=False, options=["--no-reboot", "--log", "machine"]) as machine:
        machine.end(4)
        assert b"Kernel panic - not syncing" in machine.console
        assert b"panicked" in machine.last_words, machine.last_words


def verified_boot(append):
    with Guest(VITRINE, append=append, options=["--verify"], timeout=1500) as machine:
        machine.end(0, seconds=1500)
        units = machine.stats()["verified_units"]
        print(f"{units} units verified")
        assert units > 1_000_000


def verify(_):
    """Every unit of the boot, from the reset to a program that powers off, on the IR evaluator too: no difference."""
    verified_boot("rdinit=/bin/busybox -- poweroff -f")


def verify_modules(_):
    """The same with the loading of all modules, which is most of the instructions."""
    verified_boot("vitrine.run=poweroff")


def main():
    guest.need_guest()
    case, cpus = sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 1
    globals()[case](cpus)
    print("passed:", case, cpus)


main()
