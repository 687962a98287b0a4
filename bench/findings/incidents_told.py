"""Which incident tells of which expected happening, and the figures, chains and contacts that hang on it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.sentences import split
from findings.answer import Act, Answer, Days, Happening, Number
from findings.gold import Gold, Mark, Row, codes, core, span, types
from findings.tally import Tally
from incidents import Scores, score

_NAMES_NO_DAY = 7  # an incident's time that is wider than a week, or open, names no day


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """mentions: the act that was read for each quote of each expected happening, None where none was.
    paired: the one incident that agrees with each. ids: of all incidents that tell of it.
    """

    mentions: Mapping[str, tuple[tuple[Mark, Act | None], ...]]
    paired: Mapping[str, Happening]
    ids: Mapping[str, frozenset[str]]


class Sentences:
    """The sentence that words stand in."""

    def __init__(self, gold: Gold) -> None:
        self._ends = {
            number: tuple((one.span.start, one.span.end) for one in split(report))
            for number, report in gold.reports.items()
        }

    def around(self, mark: Mark) -> Mark:
        """From the start of the first sentence that has a part in a mark to the end of the last."""
        met = [
            (start, end) for start, end in self._ends[mark.report] if start < mark.end and mark.start < end
        ]
        start, end = (met[0][0], met[-1][1]) if met else (mark.start, mark.end)
        return Mark(report=mark.report, start=start, end=end)


def align(gold: Gold, answer: Answer, sentences: Sentences) -> Told:
    """Find what the answer has of each expected happening."""
    rows = gold.expected["incidents"]
    quotes = {mark for row in rows for mark in gold.marks(row["told"])}
    mentions = {
        row["id"]: tuple(
            (mark, _mention(row, mark, sentences.around(mark), answer.acts, quotes))
            for mark in gold.marks(row["told"])
        )
        for row in rows
    }
    here = {row["id"]: {act.incident for _, act in mentions[row["id"]] if act is not None} for row in rows}
    pairs = sorted(
        (one.id not in here[row["id"]], place, one.id)
        for place, row in enumerate(rows)
        for one in answer.happenings
        if not disagreements(row, one)
    )
    by_id = {one.id: one for one in answer.happenings}
    paired: dict[str, Happening] = {}
    for _, place, name in pairs:
        if rows[place]["id"] not in paired and by_id[name] not in paired.values():
            paired[rows[place]["id"]] = by_id[name]
    ids = {
        row["id"]: frozenset(here[row["id"]] | ({paired[row["id"]].id} if row["id"] in paired else set()))
        - {None}
        for row in rows
    }
    return Told(mentions=mentions, paired=paired, ids={name: _strings(some) for name, some in ids.items()})


def _strings(names: Iterable[str | None]) -> frozenset[str]:
    return frozenset(name for name in names if name is not None)


def _mention(row: Row, quote: Mark, sentence: Mark, acts: Sequence[Act], quotes: set[Mark]) -> Act | None:
    """An act told as done within the quote; else one of a right type in its sentence that is in no other of
    the quotes.
    """
    done = [act for act in acts if act.status == "reported" and act.incident is not None]
    within = [act for act in done if act.mark.meets(quote)]
    near = [
        act
        for act in done
        if act.mark.meets(sentence)
        and act.type in types(row)
        and not any(act.mark.meets(other) for other in quotes)
    ]
    within.sort(key=lambda act: (act.type not in types(row), act.mark))
    return next(iter([*within, *near]), None)


def disagreements(row: Row, found: Happening) -> tuple[str, ...]:
    """In what an incident is not the expected one: report, type, side, day."""
    reports = {told["report"] for told in (*row["told"], *row.get("denied_in", ()))}
    right = {
        "another report": bool(found.reports & reports),
        "another type": found.type in types(row),
        "another side" if found.by | found.to else "no side": _side_agrees(row, found),
        "no day" if None in found.days else "another day": _day_agrees(span(row["day"]), found.days),
    }
    return tuple(name for name, fits in right.items() if not fits)


def _side_agrees(row: Row, found: Happening) -> bool:
    """One side at least is the expected one, and neither is somebody else."""
    by, to = codes(row["by"]), codes(row["to"])
    fits = bool(found.by & by) or bool(found.to & to)
    return fits and (not found.by or bool(found.by & by)) and (not found.to or bool(found.to & (to | by)))


def _day_agrees(days: tuple[date, date], found: Days) -> bool:
    first, last = found
    if first is None or last is None or (last - first).days > _NAMES_NO_DAY:
        return False
    return first <= days[1] and days[0] <= last


def incident_tallies(gold: Gold, answer: Answer, told: Told) -> tuple[Tally, ...]:
    """Mentions read, incidents found, and how many of those given are true."""
    rows = core(gold.expected["incidents"])
    mentions, found = (
        Tally(name="incidents: tellings read as an act"),
        Tally(name="incidents: found (recall)"),
    )
    for row in rows:
        for mark, act in told.mentions[row["id"]]:
            mentions.count(act is not None, f"{row['id']} is not told", mark)
        found.count(row["id"] in told.paired, f"{row['id']}: {_why(row, answer, told)}", _first(gold, row))
    true = {one.id for one in told.paired.values()}
    neither = {act.incident for act in answer.acts if any(act.mark.meets(mark) for mark in gold.aside)}
    given = [
        one
        for one in answer.happenings
        if one.id in true or (one.material and not _is_elsewhere(gold, one.reports) and one.id not in neither)
    ]
    return (
        mentions,
        found,
        _share("incidents: true among those given (precision)", given, true),
        _share(
            "incidents: the same, asked about the three countries", [one for one in given if one.shown], true
        ),
    )


def _share(name: str, given: Iterable[Happening], true: set[str]) -> Tally:
    tally = Tally(name=name)
    for one in given:
        who = f"{'+'.join(sorted(one.by))} {one.type} {'+'.join(sorted(one.to))}"
        where = f"reports {', '.join(sorted(one.reports))}"
        tally.count(one.id in true, f"not expected: {who} {one.days[0]}..{one.days[1]}, {where}", None)
    return tally


def _why(row: Row, answer: Answer, told: Told) -> str:
    """What is wrong with the incidents that its mentions went to."""
    tried = [one for one in answer.happenings if one.id in told.ids[row["id"]]]
    if not tried:
        return "no mention became an incident"
    nearest = min(tried, key=lambda one: (one.type not in types(row), len(disagreements(row, one))))
    wrong = disagreements(row, nearest)
    return f"told, with {' and '.join(wrong)}" if wrong else "told, but paired with another happening"


def b_cubed(gold: Gold, told: Told) -> tuple[Scores, Scores | None]:
    """B-cubed over all tellings, and over those alone that were read (None for none)."""
    pairs = [
        (number, None if act is None else act.incident)
        for number, row in enumerate(core(gold.expected["incidents"]))
        for _, act in told.mentions[row["id"]]
    ]
    names = [name or f"missed {place}" for place, (_, name) in enumerate(pairs)]
    read = [(number, name) for number, name in pairs if name is not None]
    found = score([number for number, _ in read], [name for _, name in read]) if read else None
    return score([number for number, _ in pairs], names), found


def figure_tallies(gold: Gold, answer: Answer, told: Told) -> tuple[Tally, ...]:
    """Of each expected figure: read, put to its happening, and to the side that gave it; and their order."""
    read, put = Tally(name="figures: read with their bounds"), Tally(name="figures: put to their incident")
    side, order = Tally(name="figures: given by the right side"), Tally(name="figures: development in order")
    for row in gold.expected["incidents"]:
        found: list[Number] = []
        for figure in row.get("figures", ()):
            (mark,) = gold.marks([figure])
            right = [one for one in answer.numbers if one.mark.meets(mark) and _is_figure(figure, one)]
            own = [one for one in right if one.incident in told.ids[row["id"]]]
            what = f"{row['id']}: {figure['quantity']} {figure['quote']!r}, by {figure['who']}"
            read.count(bool(right), what, mark)
            put.count(bool(own), what, mark)
            side.count(any(_is_side(gold, figure["side"], one) for one in right), what, mark)
            found.extend((own or right)[:1])
        if len(row.get("figures", ())) > 1:
            whole = len(found) == len(row["figures"]) and len({one.incident for one in found}) == 1
            order.count(whole and found[0].incident is not None, row["id"], None)
    return read, put, side, order


def _is_figure(figure: Row, found: Number) -> bool:
    if found.quantity != figure["quantity"]:
        return False
    if figure["quote"].startswith("about"):  # its bounds are anybody's
        return True
    bounds = (figure.get("low"), figure.get("high"))
    return found.quantity == figure["quantity"] and (found.low, found.high) in (
        bounds,
        (bounds[0] or None, bounds[1]),
    )


def _is_side(gold: Gold, side: str, found: Number) -> bool:
    """A side is named by its code first; what else is said (report, independent, both) is no state."""
    named = side[:3] if side[:3].isupper() else None
    return found.side == named if named else found.side not in gold.parties


def _is_elsewhere(gold: Gold, reports: frozenset[str]) -> bool:
    """Whether something is told in reports on another crisis alone."""
    return bool(reports) and reports <= gold.elsewhere


def chain_tallies(gold: Gold, answer: Answer, told: Told) -> tuple[Tally, ...]:
    """Expected chains that are found, with their basis; and those found that nobody would draw."""
    happenings: dict[str, set[str]] = defaultdict(set)
    for name, ids in told.ids.items():
        for one in ids:
            happenings[one].add(name)
    found, basis = Tally(name="chains: found"), Tally(name="chains: of those, stated or inferred as they are")
    expected = {(row["act"], row["answer"]): row for row in gold.expected["chains"]}
    drawn: dict[tuple[str, str], str] = {}
    listed = Tally(name="chains: expected among those given (precision)")
    for act, answering, given in answer.chains:
        pairs = {(one, two) for one in happenings[act] for two in happenings[answering]}
        drawn.update((pair, given) for pair in pairs)
        ends = f"{sorted(happenings[act]) or 'unlisted'} -> {sorted(happenings[answering]) or 'unlisted'}"
        listed.count(bool(pairs & expected.keys()), f"{ends}, {given}", None)
    for pair, row in expected.items():
        mark = gold.mark(row["report"], row["quote"]) if "quote" in row else None
        if row.get("required", True):
            found.count(pair in drawn, f"{pair[0]} -> {pair[1]}, {row['basis']}", mark)
        if pair in drawn:
            basis.count(drawn[pair] == row["basis"], f"{pair[0]} -> {pair[1]} is {drawn[pair]}", mark)
    return found, basis, listed


def contact_tallies(gold: Gold, answer: Answer) -> tuple[Tally, ...]:
    """Expected contacts with two of their sides on their day, and how many of those given are expected."""
    rows = gold.expected["contacts"]
    found, true = Tally(name="contacts: found"), Tally(name="contacts: true among those given")
    fits = {
        row["id"]: [
            place
            for place, one in enumerate(answer.meetings)
            if _is_contact(row, one.sides, one.days, one.reports)
        ]
        for row in rows
    }
    used: dict[str, int] = {}
    for row in rows:
        free = [place for place in fits[row["id"]] if place not in used.values()]
        used.update([(row["id"], free[0])] if free else [])
    for row in core(rows):
        found.count(row["id"] in used, row["id"], _first(gold, row))
    for place, one in enumerate(answer.meetings):
        if not _is_elsewhere(gold, one.reports):
            what = f"not expected: {'+'.join(sorted(one.sides))} {one.days[0]}, reports {sorted(one.reports)}"
            true.count(place in used.values(), what, None)
    return found, true


def _is_contact(row: Row, who: frozenset[str], days: Days, reports: frozenset[str]) -> bool:
    told = {one["report"] for one in row.get("told", ())}
    return len(who & set(row["who"])) > 1 and bool(reports & told) and _day_agrees(span(row["day"]), days)


def _first(gold: Gold, row: Row) -> Mark | None:
    return next(iter(gold.marks(row.get("told", ()))), None)
