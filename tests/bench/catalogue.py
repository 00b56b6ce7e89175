# SPDX-License-Identifier: Apache-2.0
"""The list of benchmarks: name, class, and rounds, fixed once so that a run takes 0.3 to 1 second on QEMU."""
import dataclasses

SMOKE = 50  # a smoke run is that much shorter


@dataclasses.dataclass(frozen=True)
class Kernel:
    name: str
    group: str
    rounds: int
    bare: tuple[str, ...] = ()  # sources for the bare guest, where they are not kernels/NAME.c
    native: tuple[str, ...] = ()  # sources for the host; empty and `bare` set: there is no native counterpart

    @property
    def has_native(self):
        return bool(self.native) or not self.bare


@dataclasses.dataclass(frozen=True)
class Program:
    """A program inside Linux: linux/run.sh runs it by name, in the archives of its packages."""
    name: str
    group: str
    archives: tuple[str, ...] = ()


KERNELS = [
    Kernel("sieve", "integer", 250),
    Kernel("string_scan", "integer", 1500),
    Kernel("matmul_int", "integer", 100),
    Kernel("quicksort", "integer", 200),
    Kernel("hash_table", "integer", 600),
    Kernel("fib", "integer", 1000),
    Kernel("chase_32k", "integer", 10000),
    Kernel("chase_4m", "integer", 300),
    Kernel("bytecode", "integer", 200),
    Kernel("virtual_calls", "integer", 12000),
    Kernel("crc32", "integer", 800),
    Kernel("dhrystone", "integer", 1000),
    Kernel("coremark", "integer", 20000),
    Kernel("matmul_double", "float", 20),
    Kernel("mandelbrot", "float", 120),
    Kernel("nbody", "float", 400),
    Kernel("fft", "float", 600),
    Kernel("fma_horner", "float", 8000),
    Kernel("memcpy", "memory", 12000),
    Kernel("page_walk", "memory", 1500),
    Kernel("self_modifying", "code", 150000),
    Kernel("system_call", "system", 600, ("guest/system_call.c",), ("native/system_call.c",)),
    Kernel("context_switch", "system", 4000, ("guest/context_switch.c",)),
]

PROGRAMS = [
    Program("boot", "boot"),
    Program("fork_loop", "system"),
    Program("pipe_switch", "system"),
    Program("system_calls", "system"),
    Program("gzip", "linux", ("text",)),
    Program("xz", "linux", ("text",)),
    Program("sha256sum", "linux", ("text",)),
    Program("compile", "linux", ("compiler",)),
    Program("sqlite", "linux", ("sqlite",)),
    Program("python", "linux", ("python",)),
]

GROUPS = ("integer", "float", "memory", "code", "system", "boot", "linux")
