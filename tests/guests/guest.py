# SPDX-License-Identifier: Apache-2.0
# Runs the demo guest in `vitrine run` and talks to its console.
import base64
import glob
import json
import os
import select
import subprocess
import sys
import tempfile
import time

SKIPPED = 77
PROMPT = b"~ # "
SLOWDOWN = int(os.environ.get("VITRINE_TEST_SLOWDOWN", "1"))  # how many times slower than a release build Vitrine is taken to be


def folder():
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(cache, "vitrine", "guests", "riscv64")


def need_guest():
    need(os.path.join(folder(), "vmlinux"))


def need(file):
    """Ends the test as skipped where a file of the demo guest has not been fetched; in CI that is a failure."""
    if os.path.exists(file):
        return
    print(f"SKIPPED: no {file}; fetch it with installer/fetch-guest")
    sys.exit(1 if os.environ.get("CI") == "true" else SKIPPED)


class Guest:
    """One running machine; everything that it printed is in .console."""

    def __init__(self, vitrine, append="", cpus=1, options=(), initrd=True, timeout=400, boot=None):
        """boot: words that name what is started, instead of the kernel with its initrd.  timeout: seconds of a release build."""
        self.stats_file = tempfile.NamedTemporaryFile(suffix=".json")
        words = [vitrine, "run", "--isa", "riscv64", "--memory", "512M", "--cpus", str(cpus), "--display", "none",
                 "--serial", "stdio", "--timeout", str(timeout * SLOWDOWN), "--stats", self.stats_file.name]
        kernel = ["--kernel", os.path.join(folder(), "vmlinux"), "--append", ("console=ttyS0 " + append).strip()]
        words += kernel if boot is None else boot
        if initrd and boot is None:
            words += ["--initrd", os.path.join(folder(), "initramfs.cpio.gz")]
        self.console = b""
        self.process = subprocess.Popen(words + list(options), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def expect(self, words, seconds=300):
        """Reads until the words come; their text and what stands before it is taken from the console's unread part."""
        deadline = time.monotonic() + seconds * SLOWDOWN
        start = getattr(self, "unread", 0)
        while True:
            at = self.console.find(words, start)
            if at >= 0:
                self.unread = at + len(words)
                return self.console[start:self.unread]
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))
            piece = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            if not piece:
                raise AssertionError(f"waited for {words!r}; the console ends with {self.console[-600:]!r}, stderr {self.errors()!r}")
            self.console += piece

    def errors(self):
        return self.process.stderr.read() if self.process.poll() is not None else b""

    def type(self, line):
        self.press(line.encode() + b"\n")

    def press(self, keys):
        self.process.stdin.write(keys)
        self.process.stdin.flush()

    def end(self, status, seconds=300):
        """Waits for the process's end and checks its status."""
        out, self.last_words = self.process.communicate(timeout=seconds * SLOWDOWN)
        self.console += out
        assert self.process.returncode == status, f"status {self.process.returncode}, not {status}: {self.last_words!r}, {self.console[-600:]!r}"

    def stats(self):
        with open(self.stats_file.name, encoding="utf-8") as file:
            return json.load(file)

    def cpu_seconds(self):
        """Processor time of the whole process so far."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


    def wakeups(self):
        """How often threads of the process went to sleep and were woken so far: how idle it is, whatever else the host does."""
        count = 0
        for status in glob.glob(f"/proc/{self.process.pid}/task/*/status"):
            with open(status, encoding="ascii") as file:
                count += next(int(line.split()[1]) for line in file if line.startswith("voluntary_ctxt_switches"))
        return count


def script(text):
    """A word of the kernel's command line that makes the guest run a shell script and power off."""
    return "vitrine.script=" + base64.b64encode(text.encode()).decode()
