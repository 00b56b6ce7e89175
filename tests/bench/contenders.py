# SPDX-License-Identifier: Apache-2.0
"""Who runs: our engines, QEMU of two Debian releases, and the host itself; and one timed run of a command between its marker lines."""
import dataclasses
import json
import os
import pathlib
import re
import resource
import select
import signal
import subprocess
import sys
import tempfile
import time

CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "vitrine"
QEMU13 = CACHE / "bench/qemu13"
# The extensions that our model "max" has: RV64GC, Zba, Zbb, Zbs, Sstc, and Svadu where QEMU knows it.
EXTENSIONS = "rv64,zba=on,zbb=on,zbs=on,zbc=off,sstc=on,h=off"
EXTENSIONS13 = EXTENSIONS + ",svadu=on,zfa=off,zawrs=off,zicbom=off,zicboz=off,zicbop=off"
MEMORY = {"bare": "256M", "linux": "1536M"}


@dataclasses.dataclass
class Sample:
    wall: float
    cpu: float
    checksum: str
    report: dict = dataclasses.field(default_factory=dict)  # what --stats wrote


@dataclasses.dataclass(frozen=True)
class Work:
    """What a contender is to run: a bare ELF, or a kernel with an initramfs, and the markers of begin and end."""
    name: str
    elf: pathlib.Path | None = None
    kernel: pathlib.Path | None = None
    initrd: pathlib.Path | None = None
    append: str = ""
    begin: str | None = None  # None: timed from the start of the process
    end: str = ""
    timeout: float = 300

    @property
    def kind(self):
        return "bare" if self.elf else "linux"


class Failed(Exception):
    """A run that ended without its markers."""


def _cpu_seconds(process):
    """User and system time of all threads of a process (emulators are one process each): its CPU clock, exact also while it runs."""
    try:
        return time.clock_gettime(~process << 3 | 2)  # clock_getcpuclockid(), as Linux lays the number out
    except OSError:
        return 0.0


class _Watch:
    """Reads a process's output and notes the clock when a marker line comes by."""

    def __init__(self, process, work):
        self.process, self.work, self.output = process, work, b""
        self.started, self.begin_cpu = (time.monotonic(), 0.0) if work.begin is None else (None, 0.0)
        self.deadline = time.monotonic() + work.timeout

    def _find(self, marker):
        return re.search(rb"^" + marker.encode() + rb"(?: ([0-9a-f]+))?(?: \d+)?\r?\n", self.output, re.MULTILINE)

    def until_end(self):
        while time.monotonic() < self.deadline:
            if not select.select([self.process.stdout], [], [], max(0, self.deadline - time.monotonic()))[0]:
                break
            piece = os.read(self.process.stdout.fileno(), 65536)
            now = time.monotonic()
            self.output += piece
            if self.started is None and self._find(self.work.begin):
                self.started, self.begin_cpu = now, _cpu_seconds(self.process.pid)
            end = self.started is not None and self._find(self.work.end)
            if end:
                cpu = max(0.0, _cpu_seconds(self.process.pid) - self.begin_cpu)
                return Sample(now - self.started, cpu, (end[1] or b"").decode())
            if not piece:
                break
        raise Failed(f"{self.work.name}: no end after {self.work.timeout:.0f} s or an early stop; last words: {self.output[-300:].decode(errors='replace')}")


def run(command, work, environment=None, own_usage=False):
    """One run; with own_usage the CPU time is that of the whole process and its children (programs of the host, which start at once)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryFile() as errors, subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
                                                             env={**os.environ, **(environment or {})}, start_new_session=True) as process:
        try:
            sample = _Watch(process, work).until_end()
            process.communicate(timeout=30)
        except (Failed, subprocess.TimeoutExpired) as failure:
            errors.seek(0)
            raise Failed(f"{failure} {errors.read()[-300:].decode(errors='replace')}") from failure
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    if own_usage:
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        sample.cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return sample


class Ours:
    def __init__(self, program, engine):
        self.program, self.engine, self.name = program, engine, f"vitrine {engine}"

    def refusal(self):
        """Why this build does not have the engine, or None."""
        done = subprocess.run([self.program, "run", "--isa", "riscv64", "--engine", self.engine, "--firmware", "none", "--elf", "/nonexistent"],
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
        return done.stderr.strip() if "--engine" in done.stderr else None

    def run(self, work):
        with tempfile.TemporaryDirectory() as folder:
            stats = pathlib.Path(folder, "stats.json")
            command = [self.program, "run", "--isa", "riscv64", "--engine", self.engine, "--display", "none", "--serial", "stdio",
                       "--memory", MEMORY[work.kind], "--stats", str(stats)]
            command += ["--firmware", "none", "--elf", str(work.elf)] if work.elf else \
                ["--kernel", str(work.kernel), "--initrd", str(work.initrd), "--append", work.append]
            sample = run(command, work)
            if stats.exists():
                sample.report = json.loads(stats.read_text())
            return sample


class Qemu:
    def __init__(self, name, command, model, environment=None):
        self.name, self.command, self.model, self.environment = name, command, model, environment

    def refusal(self):
        try:
            done = subprocess.run([*self.command, "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
        except OSError as failure:
            return str(failure)
        return done.stderr.strip() or "does not start" if done.returncode else None

    def run(self, work):
        command = [*self.command, "-M", "virt", "-accel", "tcg", "-cpu", self.model, "-m", MEMORY[work.kind], "-nodefaults", "-display", "none",
                   "-serial", "stdio"]
        command += ["-bios", "none", "-kernel", str(work.elf)] if work.elf else ["-kernel", str(work.kernel), "-initrd", str(work.initrd), "-append", work.append]
        return run(command, work, self.environment)


def qemus():
    """Debian 12's, installed, and Debian 13's, out of its own tree and by its own loader."""
    libraries = QEMU13 / "usr/lib/x86_64-linux-gnu"
    newer = [str(libraries / "ld-linux-x86-64.so.2"), "--library-path", str(libraries), str(QEMU13 / "usr/bin/qemu-system-riscv64"), "-L", str(QEMU13 / "usr/share/qemu")]
    return [Qemu("QEMU 7.2", ["qemu-system-riscv64"], EXTENSIONS),
            Qemu("QEMU 10.0", newer, EXTENSIONS13, {"QEMU_MODULE_DIR": str(libraries / "qemu")})]


def log(text):
    print(text, file=sys.stderr, flush=True)
