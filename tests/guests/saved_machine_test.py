# SPDX-License-Identifier: Apache-2.0
# The demo guest as a saved machine in its own sandboxed process: its terminal goes and comes back, kill -9 is told, power-off ends with 0.
import os
import signal
import subprocess
import sys
import tempfile
import time

import guest


class View(guest.Guest):
    """`vitrine run NAME` on pipes."""

    def __init__(self, vitrine, name):
        self.console = b""
        self.process = subprocess.Popen([vitrine, "run", name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def listed(vitrine):
    return subprocess.run([vitrine, "list"], capture_output=True, text=True, timeout=30 * guest.SLOWDOWN, check=True).stdout


def wait_for_state(vitrine, state, seconds):
    deadline = time.monotonic() + seconds * guest.SLOWDOWN
    while f"  {state} " not in listed(vitrine):
        assert time.monotonic() < deadline, f"not {state} within {seconds} s:\n{listed(vitrine)}"
        time.sleep(0.05)


def process_of(folder):
    with open(os.path.join(folder, "run.lock"), encoding="utf-8") as record:
        return int(next(line[4:] for line in record if line.startswith("pid=")))


def main(vitrine):
    guest.need_guest()
    files = guest.folder()
    with tempfile.TemporaryDirectory() as root:
        cache = os.path.dirname(os.path.dirname(os.path.dirname(files)))
        os.environ.update(XDG_CACHE_HOME=cache, XDG_DATA_HOME=root, XDG_CONFIG_HOME=root, XDG_RUNTIME_DIR=os.path.join(root, "run"))
        os.mkdir(os.environ["XDG_RUNTIME_DIR"])
        made = subprocess.run([vitrine, "create", "Saved", "--kernel", os.path.join(files, "vmlinux"), "--initrd", os.path.join(files, "initramfs.cpio.gz"),
                               "--append", "console=ttyS0"], capture_output=True, text=True, timeout=30 * guest.SLOWDOWN, check=True)
        folder = os.path.dirname(made.stdout.strip())

        with View(vitrine, "Saved") as first:
            first.expect(guest.PROMPT)
            first.process.kill()  # the terminal goes, the machine stays
        wait_for_state(vitrine, "running", 2)
        with open(f"/proc/{process_of(folder)}/status", encoding="utf-8") as status:
            assert "NoNewPrivs:\t1" in status.read(), "the machine's process may gain privileges"

        with View(vitrine, "Saved") as second:
            second.expect(guest.PROMPT)  # what the first one has seen already
            second.process.stdin.write(b"echo $((6*7))\n")
            second.process.stdin.flush()
            second.expect(b"42")
            os.kill(process_of(folder), signal.SIGKILL)
            wait_for_state(vitrine, "crashed", 1)
            assert second.process.wait(timeout=30 * guest.SLOWDOWN) == 1
            told = second.process.stderr.read()  # who started it (the first view) is gone, so nobody knows the signal any more
            assert b"the machine's process vanished" in told, told

        with View(vitrine, "Saved") as third:
            third.expect(guest.PROMPT)
            third.process.stdin.write(b"poweroff -f\n")
            third.process.stdin.flush()
            assert third.process.wait(timeout=120 * guest.SLOWDOWN) == 0, third.process.stderr.read()
        wait_for_state(vitrine, "off", 2)
        assert subprocess.run([vitrine, "delete", "Saved", "--yes"], timeout=30 * guest.SLOWDOWN, check=False).returncode == 0
        assert not os.path.exists(folder)


main(sys.argv[1])
