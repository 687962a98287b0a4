"""How much of a crisis is found, the whole way from text to finding, in reports by an outside writer.

    scripts/bench outside [--misses] [--update]

tests/golden/outside, outside_2 and outside_3 hold fourteen to twenty invented reports each, and what a
careful reader finds in them. The reports are read into a store; the picture of each day that something is
expected of is held against that. It is measured, not tuned: no rule, word list or threshold is to be set by
it. `--misses` prints each miss in the first with its sentence and all that was read in it, so that one sees
whether reading or reckoning failed; of the others nobody who works on the reader has read a report.

What counts:

- A telling is read where an act shown as done has its trigger within the quote, or a right type within the
  quote's sentence and outside of other quotes. B-cubed is over tellings (as in `incidents`; those not core
  are left out): an unread telling is a happening of its own.
- An incident is found when one agrees with it: a right type, one side at least and nobody else on either, a
  time that meets the expected days (an open or more than a week's time names no day), and a report that tells
  of it. One incident counts for one happening. Of those given, acts of words that nobody listed count neither
  way; unlisted deeds, and second incidents for one happening, are wrong. The barge (17) is left out.
- A figure: same words, quantity and bounds; that its incident tells of the happening, and the side that gives
  it, are counted apart. A development is in order where all its figures are one incident's.
- A claim is the one that rests on most of its quotes (findings/standings.py lists them); then its state.
- A commitment is the line of the ledger whose words share most with the quote; then act, day and state.
- A chain joins incidents that tell of its two happenings. A contact has two of its sides and its day. The
  arrow is right as the expectations allow for windows of 30 days; alerts are as expected or allowed.
- What must never be found counts as shown where an act stands as done in an incident, whoever is quoted for
  it, but for the exceptions in the expectations; the promise, threat or demand itself is an act.
"""

import argparse
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from detente.crisis import Picture
from detente.monitor.crisis import Crisis
from detente.monitor.run import options, read_paths
from detente.store import Store
from findings.answer import Answer, Taker, assessed, evening
from findings.gold import FOLDERS, READ_AT, Gold, Mark, load_gold
from findings.incidents_told import (
    Sentences,
    Told,
    align,
    b_cubed,
    chain_tallies,
    contact_tallies,
    figure_tallies,
    incident_tallies,
)
from findings.no_facts import forbidden_tally, no_fact_tallies, noise
from findings.standings import assessment_tallies, claim_tallies, commitment_tallies
from findings.tally import Tally

SEEN = 1  # the crisis whose misses may be looked at; the others stay unseen, so that they go on measuring
_MARKED = ("claims", "things that must not")
PAGE = Path(__file__).with_name("README.md")
BEGIN = "<!-- figures of outside {}: written by `scripts/bench outside --update` -->"
END = "<!-- end of the figures of outside {} -->"


def read(gold: Gold, reports: Path, folder: Path) -> Answer:
    """Read the reports into a store in `folder`, and draw the picture of each day that is asked for."""
    store = Store(folder, create=True)
    read_paths([str(reports)], store, options(retrieved_at=READ_AT), now=lambda: READ_AT)
    taker = Taker({report.id: number for number, report in gold.reports.items()})
    pictures = {day: _picture(store, day) for day in gold.days()}
    last = pictures[gold.last_day]
    shown = _picture(store, gold.last_day, gold.expected["about"]).incidents
    asked = [(row["as_of"], tuple(row["about"])) for row in gold.expected["assessments"]]
    return Answer(
        acts=taker.acts(last),
        happenings=taker.happenings(last, (one.id for one in shown)),
        numbers=taker.numbers(last),
        claims={day: taker.claims(picture) for day, picture in pictures.items()},
        ledger={day: taker.ledger(picture) for day, picture in pictures.items()},
        chains=tuple((one.act, one.answer, one.basis) for one in last.chains),
        meetings=taker.meetings(last),
        arrows={(day, sides): assessed(_picture(store, day, sides).assessment) for day, sides in asked},
        known=taker.known(last),
        readings=taker.readings(last),
    )


def _picture(store: Store, day: date, about: Iterable[str] = ()) -> Picture:
    return Crisis(store, about=",".join(about) or None, as_of=evening(day)).picture


def silent(gold: Gold) -> Answer:
    """The answer of somebody who finds nothing: what an answer has to be better than."""
    nothing: dict[date, tuple[()]] = dict.fromkeys(gold.days(), ())
    asked = [(row["as_of"], tuple(row["about"])) for row in gold.expected["assessments"]]
    none: tuple[str, frozenset[str]] = ("none", frozenset())
    return Answer(claims=nothing, ledger=nothing, arrows=dict.fromkeys(asked, none))


def tallies(gold: Gold, answer: Answer, told: Told) -> tuple[Tally, ...]:
    """Every figure, what must not be found first; of the later crises those that need no marked words."""
    every = (
        forbidden_tally(gold, answer, told),
        *no_fact_tallies(gold, answer),
        *incident_tallies(gold, answer, told),
        *figure_tallies(gold, answer, told),
        *claim_tallies(gold, answer),
        *commitment_tallies(gold, answer),
        *chain_tallies(gold, answer, told),
        *contact_tallies(gold, answer),
        *assessment_tallies(gold, answer),
    )
    return tuple(one for one in every if one.of or not one.name.startswith(_MARKED))


def print_misses(gold: Gold, answer: Answer, counted: Iterable[Tally]) -> None:
    """Each miss with its sentence and what was read in it."""
    sentences = Sentences(gold)
    for tally in counted:
        if tally.misses:
            print(f"\n## {tally.name}: {tally}")
        for what, mark in tally.misses:
            print(f"\n- {what}")
            if mark is not None:
                print_sentence(gold, answer, sentences.around(mark))


def print_sentence(gold: Gold, answer: Answer, place: Mark) -> None:
    """A sentence, and each record that rests on it."""
    print(f"  {place.report}: {' '.join(gold.reports[place.report].text[place.start : place.end].split())}")
    read_here = [words for mark, words in answer.readings if mark.meets(place)]
    for words in read_here or ["nothing was read in it"]:
        print(f"    {words}")


def table(gold: Gold, answer: Answer, told: Told, counted: Iterable[Tally]) -> str:
    """All figures in Markdown, beside those of an answer that finds nothing."""
    nothing = silent(gold)
    least = tallies(gold, nothing, align(gold, nothing, Sentences(gold)))
    rows = [
        (one.name, str(one), str(other.right) if other.right else "-")
        for one, other in zip(counted, least, strict=True)
    ]
    whole, found = b_cubed(gold, told)
    for name, scores in (("all tellings", whole), ("those read", found)):
        if scores is not None:
            shares = f"P {scores.precision:.2f} R {scores.recall:.2f} F1 {scores.f1:.2f}"
            rows.append((f"incidents: B-cubed over {name}", shares, "-"))
    rows.append(("incidents: false merges", f"{whole.false_merges} in {whole.incidents}", "-"))
    rows.append(("acts of harm made of a contest", str(len(noise(gold, answer))), "0"))
    head = "| | detente | finding nothing |\n|---|---|---|"
    return "\n".join([head, *(f"| {' | '.join(row)} |" for row in rows)])


def replaced(text: str, figures: str, number: int) -> str:
    """A page with the figures of a crisis between their two marks.

    Raises: ValueError for a page without them.
    """
    begin, end = BEGIN.format(number), END.format(number)
    before, rest = text.split(begin)
    _, after = rest.split(end)
    return f"{before}{begin}\n{figures}\n{end}{after}"


def main() -> None:
    """Print every figure, and where asked every miss."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--update", action="store_true", help="write the figures into bench/README.md")
    asked = parser.parse_args()
    for number, place in enumerate(FOLDERS, start=1):
        gold = load_gold(place)
        with tempfile.TemporaryDirectory() as folder:
            answer = read(gold, place / "reports", Path(folder) / "record")
        told = align(gold, answer, Sentences(gold))
        counted = tallies(gold, answer, told)
        figures = table(gold, answer, told, counted)
        print(f"\n{place.name}\n\n{figures}")
        if asked.misses and number == SEEN:
            print_misses(gold, answer, counted)
        if asked.update:
            PAGE.write_text(replaced(PAGE.read_text("utf-8"), figures, number), "utf-8")


if __name__ == "__main__":
    main()
