# SPDX-License-Identifier: Apache-2.0
"""A bar chart as SVG: how many times the faster QEMU's speed each of our engines reaches, by benchmark, on a logarithmic scale."""
import math
from xml.sax.saxutils import escape

from catalogue import GROUPS

# The house's light palette: ground, text, second text, hairline, and one colour a tier.
SURFACE, TEXT, TEXT2, LINE, CONTROL = "#FFFFFF", "#1B1F22", "#545C63", "#DCE0E3", "#828A91"
COLOURS = {"interp": "#9A6A10", "jit": "#2B9DAB", "tiered": "#0B6B7A", "aot": "#7A5CC4"}
WIDTH, LEFT, RIGHT, TOP, ROW, BAR, GAP = 860, 150, 70, 64, 16, 10, 26
TICKS = (0.03, 0.1, 0.3, 1, 3, 10, 30)


def _rows(results):
    """(class or None, text, [(engine, ratio)]) from top to bottom."""
    for group in GROUPS:
        members = [result for result in results if result.group == group and result.rival() and result.ours()]
        if members:
            yield group, group, []
        for result in members:
            yield None, result.name, [(name.removeprefix("vitrine "), result.ratio(name, result.rival())) for name in result.ours()]


def _text(x, y, words, colour=TEXT, size=12, extra=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" {extra}>{escape(words)}</text>'


def draw(results):
    """The picture's text."""
    rows = list(_rows(results))
    ratios = [ratio for _, _, bars in rows for _, ratio in bars if ratio] or [1]
    low, high = math.log(min(0.9, *ratios) / 1.1), math.log(max(1.5, *ratios) * 1.1)

    def place(ratio):
        return LEFT + (math.log(ratio) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    parts, y = [], TOP
    for group, name, bars in rows:
        if group:
            y += 8
            parts.append(_text(16, y + 12, name.capitalize(), TEXT, 13, 'font-weight="600"'))
            y += GAP - 4
            continue
        parts.append(_text(LEFT - 8, y + 10, name, TEXT, 12, 'text-anchor="end"'))
        for engine, ratio in bars:
            if ratio:
                start, end = sorted((place(1), place(ratio)))
                parts.append(f'<rect x="{start:.1f}" y="{y}" width="{max(end - start, 1):.1f}" height="{BAR}" fill="{COLOURS.get(engine, CONTROL)}"/>')
                parts.append(_text(max(end, place(1)) + 4, y + 9, f"{ratio:.2f}×", TEXT2, 11))
            y += ROW
        y += 4 if len(bars) > 1 else 0
    bottom = y + 4
    grid = [f'<path d="M{place(tick):.1f} {TOP - 6}V{bottom}" stroke="{CONTROL if tick == 1 else LINE}"/>' + _text(place(tick), bottom + 16, f"{tick:g}×", TEXT2, 11, 'text-anchor="middle"')
            for tick in TICKS if low <= math.log(tick) <= high]
    legend, x = [], LEFT
    for engine in dict.fromkeys(engine for _, _, bars in rows for engine, _ in bars):
        legend += [f'<rect x="{x}" y="38" width="10" height="10" fill="{COLOURS.get(engine, CONTROL)}"/>', _text(x + 15, 47, engine, TEXT2)]
        x += 90
    title = _text(16, 26, "Speed compared with the faster of QEMU 7.2 and 10.0 (1× = as fast)", TEXT, 15, 'font-weight="600"')
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{bottom + 28}" font-family="Inter, sans-serif" role="img">',
                      f'<rect width="100%" height="100%" fill="{SURFACE}"/>', title, *legend, *grid, *parts, "</svg>"])
