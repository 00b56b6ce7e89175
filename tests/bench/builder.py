# SPDX-License-Identifier: Apache-2.0
"""Builds the kernels for the bare guest and for the host, into a folder; what is newer than its sources stays."""
import concurrent.futures
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
COMMON = ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-ffp-contract=off", "-fno-math-errno", "-fno-tree-loop-distribute-patterns"]
GUEST = ["riscv64-linux-gnu-gcc", "-march=rv64gc", "-mabi=lp64d", "-mcmodel=medany", "-fno-tree-vectorize", "-fno-pic", "-nostdlib", "-static",
         "-fno-asynchronous-unwind-tables", "-msmall-data-limit=0",
         "-T", str(HERE / "guest/link.ld"), "-Wl,--build-id=none,--no-warn-rwx-segments,-z,norelro", *COMMON]
NATIVE = ["gcc-12", "-mfma", *COMMON]
PAGES = {"4k": [], "scattered": ["-DBENCH_SCATTERED=1"], "2m": ["-DBENCH_MEGAPAGES=1"]}


def compiler_versions():
    return {tool: subprocess.run([tool, "-dumpfullversion"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
            for tool in (GUEST[0], NATIVE[0])}


def _compile(output, command, sources):
    inputs = [pathlib.Path(__file__), *HERE.glob("guest/*"), *HERE.glob("kernels/*.h"), *HERE.glob("native/*"), *sources]
    words = [*command, "-o", str(output), *map(str, sources)]
    recipe = output.with_suffix(".command")
    if output.exists() and output.stat().st_mtime > max(path.stat().st_mtime for path in inputs) and recipe.read_text() == "\n".join(words):
        return output
    output.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(words, check=True)
    recipe.write_text("\n".join(words))
    return output


def _sources(own, kernel, main):
    return [HERE / part for part in main] + [HERE / part for part in own or (f"kernels/{kernel.name}.c",)]


def build_guest(folder, kernel, rounds, pages="4k"):
    """The ELF of a kernel for the bare guest."""
    command = [*GUEST, *PAGES[pages], f'-DBENCH_NAME="{kernel.name}"', f"-DBENCH_ROUNDS={rounds}"]
    return _compile(folder / f"{kernel.name}-{pages}-{rounds}.elf", command, _sources(kernel.bare, kernel, ("guest/start.S", "guest/user.S", "guest/main.c", "guest/paging.c")))


def build_native(folder, kernel, rounds, vectorize):
    """The host's program of a kernel, or None where it has no counterpart."""
    if not kernel.has_native:
        return None
    flag = "-ftree-vectorize" if vectorize else "-fno-tree-vectorize"
    command = [*NATIVE, flag, f'-DBENCH_NAME="{kernel.name}"', f"-DBENCH_ROUNDS={rounds}"]
    return _compile(folder / f"{kernel.name}-{'vector' if vectorize else 'native'}-{rounds}", command, _sources(kernel.native, kernel, ("native/main.c",)))


def build_all(folder, kernels, rounds_of, pages="4k"):
    """{name: {"guest": …, "native": …, "vector": …}}, two compilers at a time."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = {kernel.name: {"guest": pool.submit(build_guest, folder, kernel, rounds_of(kernel), pages),
                              "native": pool.submit(build_native, folder, kernel, rounds_of(kernel), False),
                              "vector": pool.submit(build_native, folder, kernel, rounds_of(kernel), True)} for kernel in kernels}
        return {name: {part: job.result() for part, job in parts.items()} for name, parts in jobs.items()}
