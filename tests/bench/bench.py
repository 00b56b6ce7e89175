#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times our engines, QEMU 7.2 and 10.0 and the host alternately in one run, by the host's clock: bench.py VITRINE [options].

Prints a table (medians, ratios, geometric means by class) and writes JSON and a bar chart.  It never judges a time."""
import argparse
import json
import os
import pathlib
import sys

sys.dont_write_bytecode = True
import builder  # noqa: E402
import chart  # noqa: E402
import inside_linux  # noqa: E402
import report  # noqa: E402
from catalogue import KERNELS, PROGRAMS, SMOKE  # noqa: E402
from contenders import CACHE, Failed, Ours, Work, log, qemus, run  # noqa: E402


class Native:
    """A kernel built for the host, plain or vectorised."""

    def __init__(self, name, part):
        self.name, self.part = name, part

    def run(self, work, programs):
        return run([str(programs[self.part])], Work(work.name, begin=work.begin, end=work.end), own_usage=True)


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vitrine")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--engine", default="tiered", help="ours, one or several: interp,jit,tiered")
    parser.add_argument("--only", help="names or classes, separated by commas")
    parser.add_argument("--no-linux", action="store_true", help="bare kernels only")
    parser.add_argument("--no-native", action="store_true")
    parser.add_argument("--no-qemu", action="store_true")
    parser.add_argument("--smoke", action="store_true", help=f"kernels at 1/{SMOKE} of their size")
    parser.add_argument("--pages", choices=sorted(builder.PAGES), default="4k", help="how the bare guest maps its memory")
    parser.add_argument("--json", type=pathlib.Path, default=CACHE / "bench/result.json")
    parser.add_argument("--svg", type=pathlib.Path, default=CACHE / "bench/result.svg")
    return parser.parse_args()


def wanted(benchmarks, only):
    names = only.split(",") if only else []
    return [one for one in benchmarks if not names or one.name in names or one.group in names]


def emulators(options):
    """Those that this machine can run; says who is left out and why."""
    found = [Ours(options.vitrine, engine) for engine in options.engine.split(",")] + ([] if options.no_qemu else qemus())
    present = []
    for one in found:
        why = one.refusal()
        if why:
            log(f"left out: {one.name}: {why}")
        else:
            present.append(one)
    return present


def rounds_of_one(benchmark, runners, rounds):
    """{contender: [samples]}: each contender once a round; one that fails is named and not asked again."""
    samples, failures = {}, {}
    for turn in range(rounds):
        for name, call in runners.items():
            if name in failures:
                continue
            try:
                samples.setdefault(name, []).append(call())
            except Failed as failure:
                failures[name] = str(failure)
                log(f"{benchmark.name}: {name}: {failure}")
                continue
            log(f"{benchmark.name} {turn + 1}/{rounds} {name}: {samples[name][-1].wall:.3f} s, CPU {samples[name][-1].cpu:.3f} s")
    return report.Result(benchmark.name, benchmark.group, {name: runs for name, runs in samples.items() if name not in failures}, failures)


def bare_results(options, present):
    kernels = wanted(KERNELS, options.only)
    size = (lambda kernel: max(1, kernel.rounds // SMOKE)) if options.smoke else (lambda kernel: kernel.rounds)
    built = builder.build_all(CACHE / "bench/kernels", kernels, size, options.pages)
    for kernel in kernels:
        work = Work(kernel.name, elf=built[kernel.name]["guest"], begin=f"start {kernel.name}", end=f"end {kernel.name}")
        runners = {one.name: lambda one=one: one.run(work) for one in present}
        if kernel.has_native and not options.no_native:
            for one in (Native("native", "native"), Native("vectorised", "vector")):
                runners[one.name] = lambda one=one: one.run(work, built[kernel.name])
        yield rounds_of_one(kernel, runners, options.rounds)


def linux_results(options, present):
    programs = [] if options.no_linux or options.smoke else wanted(PROGRAMS, options.only)
    why = inside_linux.missing() if programs else None
    if why:
        log(f"left out: everything inside Linux: {why}")
        return
    host = inside_linux.Chroot()
    for program in programs:
        work = inside_linux.guest_work(program)
        runners = {one.name: lambda one=one: one.run(work) for one in present}
        if program.name != "boot" and not options.no_native:
            runners["native"] = lambda program=program: host.run(program)
        yield rounds_of_one(program, runners, options.rounds)


def main():
    options = parse()
    present = emulators(options)
    results, load = [], os.getloadavg()
    try:
        for source in (bare_results, linux_results):
            for result in source(options, present):
                results.append(result)
                print(report.line(result), flush=True)
    except KeyboardInterrupt:
        log("interrupted: what was measured so far follows")
    print(report.table(results))
    for path, text in ((options.json, json.dumps(report.as_json(results, options, load, builder.compiler_versions()), indent=1)), (options.svg, chart.draw(results))):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
        print(path)
    return 1 if any(result.differing() for result in results) or any(result.failures for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
