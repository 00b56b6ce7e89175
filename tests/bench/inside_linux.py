# SPDX-License-Identifier: Apache-2.0
"""Composes what runs inside Linux: a tree of unpacked packages and our scripts, as an initramfs for the guest and as a chroot for the host."""
import pathlib
import random
import shutil
import subprocess

from contenders import CACHE, Work, run

HERE = pathlib.Path(__file__).resolve().parent
BENCH = CACHE / "bench"
GUEST = CACHE / "guests/riscv64"
FREESTANDING = ("pipe_switch", "system_calls")
TOOLS = {"riscv64": "riscv64-linux-gnu-gcc", "amd64": "gcc-12"}
# Parts of the compiler's packages that the small program does not need: they would only make the initramfs large.
SPARED = ("lto1", "lto-wrapper", "*san*.so*", "*san*.a", "*gprof*", "perl*", "*.la", "gdb*", "ld.gold", "dwp", "libLLVM*")


def missing():
    """Why nothing can run inside Linux, or None."""
    if not (GUEST / "vmlinux").exists():
        return "the guest's kernel is missing: installer/fetch-guest brings it"
    if not (BENCH / "riscv64/compiler/packages").exists():
        return "the programs are missing: tests/bench/fetch brings them"
    return None


def _text():
    """20 MB of text-like bytes, equal on every machine."""
    path = BENCH / "text"
    if not path.exists():
        dice = random.Random(20)
        words = ["".join(dice.choices("etaoinshrdlucmfw", k=dice.randint(2, 9))) for _ in range(4000)]
        weights = [1 / (rank + 3) for rank in range(len(words))]
        parts, size = [], 0
        while size < 20_000_000:
            line = " ".join(dice.choices(words, weights, k=12)) + f" {dice.randint(0, 99999)}\n"
            parts.append(line)
            size += len(line)
        path.write_text("".join(parts)[:20_000_000])
    return path


def _add_own_files(root, isa, program):
    folder = root / "bench"
    folder.mkdir()
    for name in ("run.sh", "program.c"):
        shutil.copy2(HERE / "linux" / name, folder / name)
    for name in FREESTANDING:
        subprocess.run([TOOLS[isa], "-O2", "-nostdlib", "-static", str(HERE / "linux" / f"{name}.c"), "-o", str(folder / name)], check=True)
    if "text" in program.archives:
        shutil.copy2(_text(), folder / "text")
    if isa == "riscv64":
        shutil.copy2(HERE / "linux/init", root / "init")
        shutil.copy2(GUEST / "tree/usr/bin/busybox", root / "usr/bin/busybox")
    for name in ("sys", "etc"):
        (root / name).mkdir(exist_ok=True)


def compose(isa, program):
    """The tree of a program for an ISA, made anew."""
    root = BENCH / "roots" / f"{isa}-{program.name}"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    for archive in ("base", *program.archives):
        subprocess.run(["cp", "-al", "--remove-destination", f"{BENCH / isa / archive}/.", str(root)], check=True)
    shutil.rmtree(root / "usr/share/info", ignore_errors=True)
    for pattern in SPARED:
        for path in root.rglob(pattern):
            if path.is_file() or path.is_symlink():
                path.unlink()
    _add_own_files(root, isa, program)
    return root


def initramfs(program):
    """The path of the program's initramfs, not compressed: unpacking is not what is measured."""
    root, output = compose("riscv64", program), BENCH / "roots" / f"{program.name}.cpio"
    with output.open("wb") as target, subprocess.Popen(["find", ".", "-print0"], cwd=root, stdout=subprocess.PIPE) as names:
        subprocess.run(["cpio", "--quiet", "-0", "-o", "-H", "newc", "-R", "0:0"], cwd=root, stdin=names.stdout, stdout=target, check=True)
    shutil.rmtree(root)
    return output


def guest_work(program):
    """What the emulators run."""
    if program.name == "boot":
        return Work("boot", kernel=GUEST / "vmlinux", initrd=GUEST / "initramfs.cpio.gz", append="console=ttyS0 vitrine.run=poweroff", end="GUEST-MARK")
    return Work(program.name, kernel=GUEST / "vmlinux", initrd=initramfs(program), append=f"console=ttyS0 quiet bench={program.name}",
                begin=f"start {program.name}", end=f"end {program.name}", timeout=900)


class Chroot:
    """The same programs in amd64 on the host."""
    name = "native"

    def __init__(self):
        self.roots = {}

    def run(self, program):
        root = self.roots.get(program.name) or self.roots.setdefault(program.name, compose("amd64", program))
        command = ["unshare", "--user", "--map-root-user", "--mount", "chroot", str(root), "/bench/run.sh", program.name]
        return run(command, Work(program.name, begin=f"start {program.name}", end=f"end {program.name}"),
                   {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/tmp"}, own_usage=True)
