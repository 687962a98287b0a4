"""What stands on a day: claims, commitments, arrow and alerts."""

from collections.abc import Iterable, Sequence
from datetime import date

from findings.answer import Answer, Line, Stand
from findings.gold import Gold, Mark, Row, core, span
from findings.tally import Tally

# Where each claim is made or denied: the expectations name reports and speakers, but no words.
CLAIM_QUOTES: dict[str, tuple[tuple[str, str], ...]] = {
    "navy-fired": (
        ("01", "shot dead overnight on the lake"),
        ("01", "They blamed a Tanzanian navy patrol"),
        ("01", "No vessel of the navy fired a round"),
        ("03", "a patrol launch raked their canoes"),
        ("04", "the fire of a vessel of the Tanzanian navy"),
        ("05", "the navy had shot at no one"),
        ("09", "Tanzania denies that its navy shot them"),
        ("16", "The shots that killed those five men were ours"),
    ),
    "smugglers": (("01", "smugglers had fallen out over fuel"), ("02", "smugglers had fallen out over fuel")),
    "five-dead": (
        ("03", "five the number of men known to have died"),
        ("04", "five Malawian nationals"),
        ("16", "those five men"),
    ),
    "whose-water": (
        ("05", "well inside Tanzanian waters"),
        ("07", "abducted at gunpoint from Malawian water"),
    ),
    "drones": (
        ("07", "two Tanzanian drones had circled above Karonga"),
        ("07", "Tanzania had flown nothing over anybody"),
    ),
    "arrears": (
        ("08", "storage fees that Malawian importers have not paid"),
        ("08", "has nothing to do with the lake"),
        ("20", "until its importers settle 61 million dollars in fees"),
    ),
    "liuli-houses": (
        ("09", "some of them on houses behind the market"),
        ("09", "any house had been struck"),
        ("15", "five houses destroyed by shells"),
    ),
    "shore-first": (
        ("09", "One of its boats was fired on from the shore"),
        ("11", "a unit on shore was the first to open fire"),
    ),
    "liuli-thirteen": (("09", "Two marines at most"), ("11", "thirteen citizens"), ("15", "eleven people")),
    "chilumba-raid": (
        ("12", "Tanzanian warplanes bombed a post of the Malawian marines"),
        ("12", "Six Malawian soldiers died"),
        ("12", "the raid was retaliation for Liuli"),
    ),
    "chilumba-eight": (
        ("13", "the number killed in Saturday's air raid to eight"),
        ("14", "the number killed in Saturday's air raid to eight"),
        ("15", "eight dead in the air strike"),
    ),
    "ferry": (
        ("13", "Tanzanian marines seized the ferry MV Chambo"),
        ("14", "the Tanzanian navy had seized the MV Chambo"),
        ("14", "a port official here had reported seized"),
        ("14", "was never stopped by anyone"),
    ),
    "mines": (("15", "Malawi had mined the approaches to Manda"),),
    "call-length": (("16", "It was 25 minutes if one believes Dodoma, and 40 if one believes Lilongwe"),),
    "canoe": (
        ("19", "Tanzanian marines fired on a canoe from Likoma"),
        ("19", "no Tanzanian boat was at sea that night"),
        ("20", "which Malawi blames on Tanzanian marines"),
        ("20", "the defence force has denied it"),
    ),
    "truce-holds": (("19", "the lake has been silent since Monday"), ("20", "The truce is holding")),
    "released": (("20", "were released on Saturday"), ("20", "all of them were home")),
    "no-troops-north": (("04", "Malawian forces have been moved to the north"),),
    "reservists": (("11", "reservists have been called up"), ("11", "There has been no call-up")),
}


def claim_tallies(gold: Gold, answer: Answer) -> tuple[Tally, ...]:
    """Of each expected claim on each day: found at all, and in the right state."""
    found, state = Tally(name="claims: found"), Tally(name="claims: right state, of all")
    both = Tally(name="claims: right state, where it is not single-voice")
    rows = core(gold.expected["claims"])
    if any(row["id"] not in CLAIM_QUOTES for row in rows):  # the words of the second crisis are not marked
        return found, state, both
    for row in rows:
        quotes = [gold.mark(*quote) for quote in CLAIM_QUOTES[row["id"]]]
        for case in row["states"]:
            claim = _claim(quotes, answer.claims[case["as_of"]])
            given = "none" if claim is None else claim.state
            right = given in (case["state"], *case.get("state_also", ()))
            what = f"{row['id']} as of {case['as_of']} is {case['state']}, detente: {given}"
            found.count(claim is not None, what, quotes[0])
            state.count(right, what, quotes[0])
            if case["state"] != "single-voice":
                both.count(right, what, quotes[0])
    return found, state, both


def _claim(quotes: Sequence[Mark], claims: Iterable[Stand]) -> Stand | None:
    """The claim that rests on the words of most quotes; the first of several."""
    covered = [(sum(_rests_on(claim, quote) for quote in quotes), claim) for claim in claims]
    most = max((count for count, _ in covered), default=0)
    return next((claim for count, claim in covered if count == most), None) if most else None


def _rests_on(claim: Stand, quote: Mark) -> bool:
    return any(mark.meets(quote) for mark in claim.marks)


def commitment_tallies(gold: Gold, answer: Answer) -> tuple[Tally, ...]:
    """Of each expected commitment: found, its act, its day, its state on the last day and earlier."""
    found, act = Tally(name="commitments: found"), Tally(name="commitments: right act, of those found")
    due, state = (
        Tally(name="commitments: right day, of those found"),
        Tally(name="commitments: right state, of all"),
    )
    early = Tally(name="commitments: right state on earlier days")
    settled = Tally(name="commitments: kept and broken that are so")
    lines = _lines(gold, answer, gold.last_day)
    for row in core(gold.expected["commitments"]):
        mark, line = gold.mark(row["reports"][0], row["quote"]), lines.get(row["id"])
        given = "none" if line is None else line.state
        what = f"{row['id']} is {row['state']}, detente: {given}"
        found.count(line is not None, what, mark)
        state.count(given in _allowed(row), what, mark)
        if line is not None:
            acts = (row["act"], *row.get("also", ()))
            act.count(line.act in acts, f"{row['id']} is {acts[0]}, detente: {line.act}", mark)
            if given in ("kept", "broken"):
                settled.count(given in _allowed(row), what, mark)
        if line is not None and "due" in row:
            days = span(row["due"])
            inside = line.due[1] is not None and line.due[1] in days
            due.count(inside, f"{row['id']} is due {days[1]}, detente: {line.due[1]}", mark)
        for case in row.get("at", ()):
            then = _lines(gold, answer, case["as_of"]).get(row["id"])
            given = "none" if then is None else then.state
            what = f"{row['id']} as of {case['as_of']} is {case['state']}, detente: {given}"
            early.count(given in _allowed(case), what, mark)
    return found, act, due, state, early, settled


def _allowed(case: Row) -> tuple[str, ...]:
    return (case["state"], *case.get("state_also", ()))


def _lines(gold: Gold, answer: Answer, day: date) -> dict[str, Line]:
    """The line of the ledger of each expected commitment: the one whose words share most with its quote.

    One line is one commitment's.
    """
    rows = gold.expected["commitments"]
    shared = sorted(
        (
            (-_shared(line, gold.mark(row["reports"][0], row["quote"])), place, number)
            for place, row in enumerate(rows)
            for number, line in enumerate(answer.ledger[day])
        ),
    )
    lines: dict[str, Line] = {}
    taken: set[int] = set()
    for count, place, number in shared:
        if count and rows[place]["id"] not in lines and number not in taken:
            lines[rows[place]["id"]] = answer.ledger[day][number]
            taken.add(number)
    return lines


def _shared(line: Line, quote: Mark) -> int:
    """Characters of a quote that a line's words hold."""
    held = (
        range(max(mark.start, quote.start), min(mark.end, quote.end))
        for mark in line.marks
        if mark.meets(quote)
    )
    return len({place for some in held for place in some})


def assessment_tallies(gold: Gold, answer: Answer) -> tuple[Tally, ...]:
    """Arrow and alerts of each day and its sides."""
    arrow, alerts = Tally(name="assessments: arrow"), Tally(name="assessments: alerts")
    for row in gold.expected["assessments"]:
        given, raised = answer.arrows[row["as_of"], tuple(row["about"])]
        # detente compares the last 30 days with the 30 before them
        allowed = row.get("rolling") or [row["arrow"], *row.get("arrow_also", ())]
        wanted, most = set(row["alerts"]), {*row["alerts"], *row.get("alerts_also", ())}
        where = f"{' and '.join(row['about'])} as of {row['as_of']}"
        arrow.count(given in allowed, f"{where}: {' or '.join(allowed)}, detente: {given}", None)
        told = ", ".join(sorted(raised)) or "none"
        right = wanted <= raised <= most
        alerts.count(right, f"{where}: {', '.join(row['alerts']) or 'none'}, detente: {told}", None)
    return arrow, alerts
