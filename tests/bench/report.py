# SPDX-License-Identifier: Apache-2.0
"""What the samples say: medians, ratios of the same run, geometric means by class; as a table and as JSON."""
import dataclasses
import math
import os
import platform
import statistics
import time

from catalogue import GROUPS


@dataclasses.dataclass
class Result:
    name: str
    group: str
    samples: dict  # contender -> [Sample]
    failures: dict  # contender -> why

    def median(self, contender, part="wall"):
        return statistics.median(getattr(sample, part) for sample in self.samples[contender])

    def least(self, contender, part="wall"):
        return min(getattr(sample, part) for sample in self.samples[contender])

    def ours(self):
        return [name for name in self.samples if name.startswith("vitrine")]

    def rival(self, part="wall"):
        """The faster QEMU, by its median; None where there is none."""
        return min((name for name in self.samples if name.startswith("QEMU")), key=lambda name: self.median(name, part), default=None)

    def ratio(self, ours, other, part="wall"):
        """How many times our speed is the other's: the median of the rounds' ratios; None where one is missing."""
        if ours not in self.samples or other not in self.samples:
            return None
        pairs = zip(self.samples[other], self.samples[ours])
        ratios = [getattr(theirs, part) / getattr(own, part) for theirs, own in pairs if getattr(own, part) > 0 and getattr(theirs, part) > 0]
        return statistics.median(ratios) if ratios else None

    def differing(self):
        """Whether two contenders disagree about the checksum; packages of two ISAs may differ in the last byte (compiled programs do not count)."""
        return len({sample.checksum for runs in self.samples.values() for sample in runs}) > 1

    def tiers(self, contender):
        """{tier: share of guest instructions} of the last run."""
        report = self.samples[contender][-1].report
        total = report.get("guest_instructions") or 0
        return {name: tier["guest_instructions"] / total for name, tier in report.get("tiers", {}).items()} if total else {}

    def mips(self, contender):
        """Guest instructions of the whole run, in millions a second of its wall time; None where --stats said nothing."""
        report = self.samples[contender][-1].report
        return report["guest_instructions"] / report["wall_seconds"] / 1e6 if report.get("wall_seconds") else None


def geometric_mean(values):
    return math.exp(statistics.fmean(map(math.log, values))) if values else None


def contenders(results):
    return list(dict.fromkeys(name for result in results for name in result.samples))


def means(results, part="wall"):
    """{(class, ours, 'QEMU' or 'native'): (geometric mean, count)}."""
    found = {}
    for group in GROUPS:
        for ours in (name for name in contenders(results) if name.startswith("vitrine")):
            members = [result for result in results if result.group == group]
            for against in ("QEMU", "native"):
                ratios = [result.ratio(ours, result.rival(part) if against == "QEMU" else "native", part) for result in members]
                ratios = [ratio for ratio in ratios if ratio]
                if ratios:
                    found[group, ours, against] = geometric_mean(ratios), len(ratios)
    return found


def _number(value, digits=2):
    return "–" if value is None else f"{value:.{digits}f}"


def line(result):
    """One benchmark in one line."""
    times = ", ".join(f"{name} {result.median(name):.3f}" for name in result.samples)
    ratios = ", ".join(f"{name} {_number(result.ratio(name, result.rival()))}x {result.rival()}" for name in result.ours() if result.rival())
    return f"{result.name}: {times} s; {ratios}{' CHECKSUMS DIFFER' if result.differing() else ''}"


def table(results):
    """The whole table: median (least) wall seconds, CPU seconds of ours, ratios by wall and by CPU time, shares of the tiers."""
    names = contenders(results)
    head = ["benchmark", "class", *names] + [f"{ours}: {what}" for ours in names if ours.startswith("vitrine")
                                             for what in ("x QEMU", "x QEMU (CPU)", "x native", "tiers")]
    rows = [head]
    for result in results:
        row = [result.name, result.group] + [f"{result.median(name):.3f} ({result.least(name):.3f})" if name in result.samples else "–" for name in names]
        for ours in (name for name in names if name.startswith("vitrine")):
            row += [_number(result.ratio(ours, result.rival())), _number(result.ratio(ours, result.rival("cpu"), "cpu")), _number(result.ratio(ours, "native"), 3),
                    " ".join(f"{tier} {share:.0%}" for tier, share in result.tiers(ours).items()) if ours in result.samples else "–"]
        rows.append(row)
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    by_cpu = means(results, "cpu")
    for (group, ours, against), (mean, count) in means(results).items():
        lines.append(f"geometric mean, {group}, {ours}: {mean:.3f} x {against} by wall, {_number(by_cpu.get((group, ours, against), (None, 0))[0], 3)} by CPU time ({count} benchmarks)")
    lines += [f"{result.name}: the checksums differ" for result in results if result.differing()]
    return "\n".join(lines)


def _contender_json(result, name):
    return {"wall": [sample.wall for sample in result.samples[name]], "cpu": [sample.cpu for sample in result.samples[name]],
            "median_wall": result.median(name), "least_wall": result.least(name), "median_cpu": result.median(name, "cpu"),
            "checksum": result.samples[name][-1].checksum,
            **({"x_qemu": result.ratio(name, result.rival()), "x_qemu_cpu": result.ratio(name, result.rival("cpu"), "cpu"),
                "x_native": result.ratio(name, "native"), "tiers": result.tiers(name), "mips": result.mips(name),
                "stats": result.samples[name][-1].report} if name.startswith("vitrine") else {})}


def as_json(results, options, load, compilers):
    """Everything, with what is needed to judge it: machine, load, compilers, options."""
    return {"date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "machine": platform.processor() or platform.machine(), "processors": os.cpu_count(),
            "load_before": load, "load_after": os.getloadavg(), "compilers": compilers, "rounds": options.rounds, "pages": options.pages, "smoke": options.smoke,
            "benchmarks": [{"name": result.name, "class": result.group, "rival": result.rival(), "checksums_equal": not result.differing(),
                            "failures": result.failures, "contenders": {name: _contender_json(result, name) for name in result.samples}} for result in results],
            "means": [{"class": group, "ours": ours, "against": against, "mean": mean, "count": count}
                      for (group, ours, against), (mean, count) in means(results).items()]}
