"""Charts as inline SVG, drawn by matplotlib: the same data gives the same bytes.

Text stays text and colours are CSS variables, so that a page prints, is read aloud and turns dark as one.
Nothing in the SVG leads outside of it.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from types import MappingProxyType

from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure

from detente.brief.document import Chart, Drawing, Line, Point, Timeline
from detente.brief.words import finish, plain
from detente.charts.canvas import BLUE, GREY, INK, ORANGE, paper, sheets, to_svg

# Every colour is drawn as a CSS variable; the page says what it is, by day, by night and on paper. Lines
# differ in their dashes as well: a chart is read without colours too.
_GAP, _GREEN, _PURPLE = "#e9ecef", "#009e73", "#7a5195"
_LINES = (ORANGE, BLUE, _PURPLE, _GREEN)
_VARIABLES: Mapping[str, str] = MappingProxyType(
    {
        INK: "var(--ink)",
        GREY: "var(--faint)",
        _GAP: "var(--gap)",
        **{colour: f"var(--line-{number})" for number, colour in enumerate(_LINES, start=1)},
    }
)
_DASHES = ("solid", (0, (6, 2)), (0, (2, 1.5)), (0, (6, 2, 1.5, 2)))
_BANDED = 2  # lines whose intervals are drawn: more would hide each other
_WIDTH = 7.2  # inches; the SVG scales with the page
_HEAD = re.compile(r"^.*?(?=<svg)|<metadata>.*?</metadata>|<style[^>]*>.*?</style>|<!--.*?-->", re.DOTALL)
_OUTER = re.compile(r' (?:width|height|xmlns(?::xlink)?|version)="[^"]*"')


def draw(drawing: Drawing) -> str:
    """A chart or timeline as an <svg> element; its title and alternative text are the page's to give."""
    with paper():
        figure = _levels(drawing) if isinstance(drawing, Chart) else _timeline(drawing)
        return _embed(to_svg(figure), drawing.name)


def _sheet(height: float) -> tuple[Figure, Axes]:
    """An empty figure that lets the page's own colour through."""
    figure, (axes,) = sheets(1, width=_WIDTH, height=height)
    figure.patch.set_visible(False)
    axes.patch.set_visible(False)
    return figure, axes


def _embed(svg: str, name: str) -> str:
    """The element alone, without ids that another chart on the page may have."""
    text = _HEAD.sub("", svg).strip()
    start, _, rest = text.partition(">")
    start = _OUTER.sub("", start)
    text = f'{start} aria-hidden="true" focusable="false">{rest}'
    text = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', text)
    text = re.sub(r'(url\(#|xlink:href="#)', rf"\1{name}-", text).replace("xlink:href", "href")
    for colour, variable in _VARIABLES.items():
        text = text.replace(colour, variable)
    return text


def _levels(chart: Chart) -> Figure:
    """Lines with their intervals, days nobody looked as bands, ruptures as upright lines."""
    figure, axes = _sheet(3.0)
    _shade(axes, chart.gaps)
    axes.axhline(0.0, color=GREY, linewidth=0.8)
    for day in chart.ruptures:
        axes.axvline(date2num(day), color=GREY, linewidth=0.8, linestyle=(0, (1, 2)))
    for number, line in enumerate(chart.lines):
        _line(axes, line, number, banded=number < _BANDED)
    axes.set_ylim(-10.5, 10.5)
    axes.set_yticks([-10, -5, 0, 5, 10], ["-10 hostile", "-5", "0", "5", "10 friendly"])
    _days(axes, chart.first, chart.last)
    figure.legend(loc="outside lower center", ncols=2, frameon=False, handlelength=3.5)
    return figure


def _line(axes: Axes, line: Line, number: int, *, banded: bool) -> None:
    """One level, broken where days are missing."""
    colour, dashes = _LINES[number % len(_LINES)], _DASHES[number % len(_DASHES)]
    for first, run in enumerate(_runs(line)):
        days = [date2num(point.day) for point in run]
        label = finish(plain(line.label)).rstrip(".") if first == 0 else "_nolegend_"
        marker = "o" if len(run) == 1 else ""
        axes.plot(
            days,
            [point.value for point in run],
            color=colour,
            linestyle=dashes,
            linewidth=1.6,
            label=label,
            marker=marker,
            markersize=3,
        )
        if banded:
            low, high = [point.low for point in run], [point.high for point in run]
            axes.fill_between(days, low, high, color=colour, alpha=0.12, linewidth=0)


def _runs(line: Line) -> list[list[Point]]:
    """Points of days that follow each other, a week apart at most."""
    runs: list[list[Point]] = []
    last: date | None = None
    for point in line.points:
        if last is None or point.day - last > timedelta(days=7):
            runs.append([])
        runs[-1].append(point)
        last = point.day
    return runs


def _timeline(timeline: Timeline) -> Figure:
    """A mark for each day on which somebody acted: down for conflict, up for cooperation, larger for more."""
    lanes = [finish(plain(lane)).rstrip(".") for lane in timeline.lanes]
    figure, axes = _sheet(0.9 + 0.38 * len(lanes))
    _shade(axes, timeline.gaps)
    for row in range(len(lanes)):
        axes.axhline(row, color=GREY, linewidth=0.6)
    for hostile, marker, colour in ((True, "v", _LINES[0]), (False, "^", _LINES[1])):
        told = [one for one in timeline.moments if (one.intensity < 0) is hostile]
        if told:
            axes.scatter(
                [date2num(one.day) for one in told],
                [timeline.lanes.index(one.lane) + (0.13 if hostile else -0.13) for one in told],
                s=[24 + 14 * min(one.count, 10) for one in told],
                marker=marker,
                color=colour,
                linewidths=0,
                label="hostile act" if hostile else "friendly act",
            )
    axes.set_yticks(range(len(lanes)), lanes)
    axes.set_ylim(len(lanes) - 0.4, -0.6)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    _days(axes, timeline.first, timeline.last)
    figure.legend(loc="outside lower center", ncols=2, frameon=False)
    return figure


def _shade(axes: Axes, gaps: Sequence[date]) -> None:
    """Bands over days nobody looked; days that follow each other are one band."""
    numbered = enumerate(sorted(gaps))
    for _, group in groupby(numbered, key=lambda pair: pair[1].toordinal() - pair[0]):
        days = [day for _, day in group]
        axes.axvspan(date2num(days[0]) - 0.5, date2num(days[-1]) + 0.5, color=_GAP, linewidth=0)


def _days(axes: Axes, first: date, last: date) -> None:
    locator = AutoDateLocator(minticks=3, maxticks=8, interval_multiples=True)
    axes.set_xlim(date2num(first) - 0.6, date2num(last) + 0.6)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
