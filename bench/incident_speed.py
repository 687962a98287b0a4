"""What one more day costs once there are many mentions, and how the whole grows.

    scripts/bench incident_speed [--records 20000]

Mentions are made up: two hundred a day of a war with recurring acts, places and words, each happening told
one to five times on its day and the next two.
"""

import argparse
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from detente.crisis import IncidentIndex
from detente.schema import Actor, Event, Grounds, Place, Span, When
from made_up import Happening, draw_happening

START = datetime(2022, 1, 1, tzinfo=UTC)
PER_DAY = 200
COMMON = ("forces", "attack", "city", "killed", "missile", "troops", "border", "civilians", "army")


def make_day(chance: random.Random, number: int) -> Iterator[Event]:
    """The mentions that become known on a day."""
    told = 0
    while told < PER_DAY:
        one = draw_happening(chance)
        for _ in range(min(chance.randint(1, 5), PER_DAY - told)):
            words = [*chance.sample(one.words, 6), *chance.sample(COMMON, 3)]
            text = f"{one.by} {one.trigger} {one.to} {' '.join(words)} at {one.place}."
            yield _make_event(text, one, number + chance.randint(0, 2), told)
            told += 1


def _make_event(text: str, one: Happening, day: int, number: int) -> Event:
    known_at = START + timedelta(days=day)
    report = f"{day}-{number}-{text}"
    at = text.index(one.trigger)
    by, to = (
        (
            Actor(
                mention=_span(report, text, text.index(side), side),
                name=side,
                entity=f"Q{side}",
                country=side,
            ),
        )
        for side in (one.by, one.to)
    )
    return Event(
        trigger=_span(report, text, at, one.trigger),
        type=one.kind,
        by=by,
        to=to,
        place=Place(name=one.place, country=one.to, precision="city"),
        when=When(earliest=known_at.date(), latest=known_at.date(), basis="publication"),
        intensity=0.0,
        grounds=Grounds(
            evidence=(_span(report, text, 0, text),), known_at=known_at, reading_id="made", probability=0.9
        ),
    )


def _span(report: str, text: str, start: int, words: str) -> Span:
    return Span(report_id=report, start=start, end=start + len(words), text=text[start : start + len(words)])


def main() -> None:
    parser = argparse.ArgumentParser(description="Processor time of gathering incidents.")
    parser.add_argument("--records", type=int, default=20_000)
    options = parser.parse_args()
    chance = random.Random(1)
    index, days = IncidentIndex(), options.records // PER_DAY
    spent, tenth = 0.0, max(1, days // 10)
    for day in range(days):
        events = list(make_day(chance, day))
        began = time.process_time()
        index.add(events)
        spent += time.process_time() - began
        if (day + 1) % tenth == 0:
            total = (day + 1) * PER_DAY
            print(f"{total} mentions, {len(index.incidents())} incidents: {spent / tenth:.3f} s a day")
            spent = 0.0


if __name__ == "__main__":
    main()
