"""The charts and counts of docs/case-study.md: two sides of a war in a store, over some years.

    scripts/bench case_study --store FOLDER --out docs/images/case-study
                             [--sides RUS,UKR] [--about RUS,UKR,USA] [--first 2022-01-03] [--last 2025-12-28]
                             [--unobserved 7,21]

Three SVG files: `levels.svg`, the daily level of each side towards the other at the end of each week, with
its interval and its ruptures; `incidents.svg`, incidents a week by side, and those of them that name both
sides; `reports.svg`, reports a week, and incidents among all of `--about`. A
table by year and the ruptures are printed. An incident is a side's act as `detente crisis --about 'RUS>UKR'`
takes it: the country where it happened stands for a side that no text names. Its week is that of its day,
or of its first report.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.dates import date2num
from matplotlib.figure import Figure

from detente import Crisis, Store
from detente.charts.canvas import BLUE, GREY, ORANGE, paper, to_svg
from detente.crisis import About, Picture
from detente.crisis.about import takes_incident
from detente.schema import Incident, Level

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, PANEL = 7.2, 2.0  # inches
WEEK = timedelta(days=7)
Dyad = tuple[str, str]


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def weeks_between(first: date, last: date) -> Iterator[date]:
    """Mondays, from that of the first day to that of the last."""
    monday = week_of(first)
    while monday <= last:
        yield monday
        monday += WEEK


def day_of(picture: Picture, incident: Incident) -> date:
    """Its day, or that of its first report where no day is known."""
    known = [incident.when.earliest, incident.when.latest]
    return next((day for day in known if day), picture.seen.reports[incident.first_report].known_at.date())


def count(picture: Picture, incidents: Iterable[Incident]) -> Counter[date]:
    """Incidents by the Monday of their week."""
    return Counter(week_of(day_of(picture, one)) for one in incidents)


def taken(picture: Picture, dyad: Dyad) -> tuple[Incident, ...]:
    """What one side did to the other; the place stands for a side that is not named."""
    about = About(names=dyad[:1], towards=dyad[1:])
    return tuple(one for one in picture.incidents if takes_incident(about, one))


def names_both(incident: Incident, dyad: Dyad) -> bool:
    """Whether the texts name both who acted and who was acted upon."""
    acting = {one.country or one.entity for one in incident.by}
    met = {one.country or one.entity for one in incident.to}
    return dyad[0] in acting and dyad[1] in met


def panels(number: int) -> "tuple[Figure, list[Axes]]":
    """A figure of so many axes below each other."""
    figure = Figure(figsize=(WIDTH, PANEL * number + 0.4), layout="constrained")
    return figure, [figure.add_subplot(number, 1, row + 1) for row in range(number)]


def set_time(axes: "Axes", weeks: Sequence[date]) -> None:
    axes.xaxis_date()
    axes.set_xlim(date2num(weeks[0]), date2num(weeks[-1] + WEEK))


def draw_levels(picture: Picture, dyads: Sequence[Dyad], weeks: Sequence[date]) -> Figure:
    """A panel for each dyad; upright lines are ruptures, with the means on either side."""
    figure, sheet = panels(len(dyads))
    for axes, dyad, colour in zip(sheet, dyads, (ORANGE, BLUE), strict=True):
        last: dict[date, Level] = {}
        for level in picture.days:
            if (level.by, level.to) == dyad and weeks[0] <= level.last_day:
                last[week_of(level.last_day)] = level
        shown = [last.get(week) for week in weeks]
        middle, low, high = (
            [getattr(one, part) if one else float("nan") for one in shown]
            for part in ("value", "low", "high")
        )
        places = [date2num(week) for week in weeks]
        axes.axhline(0.0, color=GREY, linewidth=0.8)
        axes.fill_between(places, low, high, color=colour, alpha=0.15, linewidth=0)
        axes.plot(places, middle, color=colour, linewidth=1.2)
        ruptures = [one for one in picture.ruptures if (one.by, one.to) == dyad]
        for number, rupture in enumerate(one for one in ruptures if weeks[0] <= one.day <= weeks[-1]):
            axes.axvline(date2num(rupture.day), color=GREY, linewidth=1.0, linestyle="--")
            note = f"{rupture.day}: {rupture.before:.1f} to {rupture.after:.1f}"
            axes.text(date2num(rupture.day) + 8, 8.4 - 2.2 * (number % 2), note, fontsize=7)
        axes.set(title=f"{dyad[0]} towards {dyad[1]}", ylim=(-10.5, 10.5), ylabel="level")
        set_time(axes, weeks)
    return figure


def draw_incidents(picture: Picture, dyads: Sequence[Dyad], weeks: Sequence[date]) -> Figure:
    """A panel for each dyad: all its incidents, and over them those that name both sides."""
    figure, sheet = panels(len(dyads))
    for axes, dyad, colour in zip(sheet, dyads, (ORANGE, BLUE), strict=True):
        incidents = taken(picture, dyad)
        both = [one for one in incidents if names_both(one, dyad)]
        for told, shade, label in ((incidents, 0.35, "all"), (both, 1.0, "both sides named")):
            number = count(picture, told)
            axes.fill_between(
                [date2num(week) for week in weeks],
                [number[week] for week in weeks],
                step="post",
                color=colour,
                alpha=shade,
                linewidth=0,
                label=label,
            )
        axes.set(title=f"{dyad[0]} upon {dyad[1]}", ylabel="incidents a week")
        axes.set_ylim(bottom=0)
        axes.legend(frameon=False, loc="upper right")
        set_time(axes, weeks)
    return figure


def draw_reports(picture: Picture, weeks: Sequence[date]) -> Figure:
    """How much was read in each week, and how much of it became incidents."""
    figure, sheet = panels(2)
    reports = Counter(week_of(one.known_at.date()) for one in picture.seen.reports.values())
    for axes, number, title in (
        (sheet[0], reports, "reports a week, about whomever"),
        (sheet[1], count(picture, picture.incidents), "incidents a week among " + ", ".join(picture.about)),
    ):
        places = [date2num(week) for week in weeks]
        axes.fill_between(places, [number[week] for week in weeks], step="post", color=GREY, linewidth=0)
        axes.set(title=title)
        axes.set_ylim(bottom=0)
        set_time(axes, weeks)
    return figure


def table(picture: Picture, dyads: Sequence[Dyad], years: Sequence[int]) -> Iterator[str]:
    """By year: reports; incidents by dyad, with those that name both sides; weeks with none by either."""
    yield "| year | reports | incidents | " + " | ".join(f"{by}>{to}, both named" for by, to in dyads) + " |"
    yield "|---|---:|---:|" + "---:|" * len(dyads)
    for year in years:
        reports = sum(one.known_at.year == year for one in picture.seen.reports.values())
        incidents = sum(day_of(picture, one).year == year for one in picture.incidents)
        cells = []
        for dyad in dyads:
            told = [one for one in taken(picture, dyad) if day_of(picture, one).year == year]
            cells.append(f"{len(told)}, {sum(names_both(one, dyad) for one in told)}")
        yield f"| {year} | {reports} | {incidents} | " + " | ".join(cells) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sides", default="RUS,UKR")
    parser.add_argument("--about", default="RUS,UKR,USA")
    parser.add_argument("--first", type=date.fromisoformat, default=date(2022, 1, 3))
    parser.add_argument("--last", type=date.fromisoformat, default=date(2025, 12, 28))
    parser.add_argument("--unobserved", default="", help="days of each month on which nobody looked: 7,21")
    asked = parser.parse_args()
    one, other = asked.sides.split(",")
    dyads = ((one, other), (other, one))
    days = {int(day) for day in asked.unobserved.split(",") if day}
    span = (asked.first + timedelta(days=number) for number in range((asked.last - asked.first).days + 1))
    unobserved = [day for day in span if day.day in days]
    picture = Crisis(Store(asked.store), about=asked.about, unobserved=unobserved).picture
    weeks = tuple(weeks_between(asked.first, asked.last))
    asked.out.mkdir(parents=True, exist_ok=True)
    with paper():
        for name, figure in (
            ("levels", draw_levels(picture, dyads, weeks)),
            ("incidents", draw_incidents(picture, dyads, weeks)),
            ("reports", draw_reports(picture, weeks)),
        ):
            (asked.out / f"{name}.svg").write_text(to_svg(figure), encoding="utf-8")
    for row in table(picture, dyads, range(asked.first.year, asked.last.year + 1)):
        print(row)
    for rupture in picture.ruptures:
        print(
            f"rupture {rupture.by}>{rupture.to} {rupture.day} {rupture.before:+.2f} to {rupture.after:+.2f}"
        )


if __name__ == "__main__":
    main()
