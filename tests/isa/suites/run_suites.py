#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a public RISC-V suite on our emulator: run_suites.py VITRINE SUITE [--verify] [--engine NAME] [--every-instruction LIST] [--program ELF...].

SUITE is riscv-tests or arch-test.  The archives are looked for in $VITRINE_SUITES, else in a folder shared/suites beside the checkout; without
them the test is skipped (exit status 77), except under CI=true, where that is a failure.  Groups of extensions that this build does not
advertise are left out and named.  --every-instruction: each instruction of the list file (a name a line) has to be among those executed
and compared with the IR evaluator by a passing program."""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile

# What these groups need is not advertised yet, so that their programs trap as they should.
LEFT_OUT = {
    "riscv-tests": r"^rv64(uzfh|uzbc|uzbkb|uzbkx|uzicond|mzicbo)-",
    "arch-test": r"^(K|Zfh|CMO)/|^B/clmul",
}


def find_archive(suite):
    here = pathlib.Path(__file__).resolve().parents[3]
    for folder in (os.environ.get("VITRINE_SUITES"), here.parent / "shared" / "suites"):
        if folder and (pathlib.Path(folder) / f"{suite}.tar.xz").is_file():
            return pathlib.Path(folder) / f"{suite}.tar.xz"
    return None


def group_of(suite, name):
    return name.split("/")[0] if suite == "arch-test" else re.match(r"(.+?-[pv])-", name).group(1)


def run_one(command, program, stats):
    arguments = command + ["--stats", stats, "--elf", str(program)]
    done = subprocess.run(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    executed = {}
    if done.returncode == 0:
        executed = json.loads(pathlib.Path(stats).read_text(encoding="utf-8")).get("verified_instructions", {})
    return done.returncode, done.stderr.strip().splitlines()[-1:], executed


def run_all(suite, folder, command):
    programs = sorted(path for path in folder.rglob("*") if path.is_file())
    names = {path: str(path.relative_to(folder / suite)) for path in programs}
    left_out = [path for path in programs if re.search(LEFT_OUT[suite], names[path])]
    wanted = [path for path in programs if path not in set(left_out)]
    passed, total, failures, executed = collections.Counter(), collections.Counter(), [], collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = {pool.submit(run_one, command, path, str(folder / f"{index}.json")): path for index, path in enumerate(wanted)}
        for job in concurrent.futures.as_completed(jobs):
            name = names[jobs[job]]
            status, why, counts = job.result()
            executed.update(counts)
            total[group_of(suite, name)] += 1
            passed[group_of(suite, name)] += status == 0
            if status != 0:
                failures.append(f"{name}: status {status} {' '.join(why)}")
    for group in sorted(total):
        print(f"{suite} {group} {passed[group]}/{total[group]}")
    print(f"{suite}: {sum(passed.values())} of {len(wanted)} pass; {len(left_out)} of extensions not advertised are left out")
    return failures, executed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("vitrine")
    parser.add_argument("suite", choices=LEFT_OUT)
    parser.add_argument("--verify", action="store_true")
    parser.add_argument("--engine", choices=["interp", "jit", "tiered"], default="interp")
    parser.add_argument("--every-instruction")
    parser.add_argument("--program", nargs="*", default=[], help="further self-checking programs")
    options = parser.parse_args()
    archive = find_archive(options.suite)
    if archive is None:
        print(f"{options.suite}: the suites' folder was not found (VITRINE_SUITES, or shared/suites beside the checkout)")
        return 1 if os.environ.get("CI") == "true" else 77
    command = [options.vitrine, "run", "--isa", "riscv64", "--firmware", "none", "--display", "none", "--serial", "null", "--timeout", "60",
               "--engine", options.engine]
    if options.verify:
        command.append("--verify")
    with tempfile.TemporaryDirectory() as temporary:
        with tarfile.open(archive) as tar:
            tar.extractall(temporary)
        failures, executed = run_all(options.suite, pathlib.Path(temporary), command)
        for program in options.program:
            status, why, counts = run_one(command, program, str(pathlib.Path(temporary) / "own.json"))
            failures += [f"{program}: status {status} {' '.join(why)}"] if status else []
            executed.update(counts)
    if options.every_instruction:
        wanted = pathlib.Path(options.every_instruction).read_text(encoding="utf-8").split()
        failures += [f"{name}: no passing program executed it" for name in wanted if name not in executed]
    for failure in failures:
        print(f"  failed {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
