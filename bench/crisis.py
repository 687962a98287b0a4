"""What a full view of a crisis costs, what one more day costs, and how both grow.

    scripts/bench crisis [--records 100000]
    scripts/bench crisis --data STORE [--about RUS,UKR,USA]

Without --data the record is made up: every day eighty reports of a war with recurring acts, places and words,
each with an event, and most with a statement, a commitment or a figure. Half of it is viewed, then all of it,
then one more day is added. With --data a store is viewed as of the middle of its time and as of its end.
"""

import argparse
import gc
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from detente import Crisis
from detente.monitor.kept import VARIABLE
from detente.schema import (
    Actor,
    Commitment,
    Event,
    Figure,
    Grounds,
    Place,
    Publisher,
    Reading,
    Record,
    Report,
    Statement,
    When,
)
from detente.store import Store
from made_up import Happening, draw_happening

START = datetime(2020, 1, 1, 12, tzinfo=UTC)
REPORTS_A_DAY = 80
CODES = {"Andorra": "AND", "Iceland": "ISL", "Malta": "MLT", "Monaco": "MCO"}
T = TypeVar("T")


def make_day(chance: random.Random, number: int) -> Iterator[Reading]:
    """The reports of a day: each happening is told by one to four publishers."""
    told = 0
    while told < REPORTS_A_DAY:
        one = draw_happening(chance)
        for _ in range(min(chance.randint(1, 4), REPORTS_A_DAY - told)):
            words = " ".join(chance.sample(one.words, 6))
            what = f"{one.by} {one.trigger} {one.to} {words} at {one.place}, said {one.by}"
            text = f"{what}; {one.to} will answer; {chance.randint(10, 999)} died."
            yield _read(text, one, number, told, chance)
            told += 1


def _read(text: str, one: Happening, number: int, told: int, chance: random.Random) -> Reading:
    report = Report(
        publisher=Publisher(id=f"p{told % 40}.example", name=f"Paper {told % 40}"),
        title=f"{number}-{told}",
        text=text,
        published_at=START + timedelta(days=number),
        retrieved_at=START + timedelta(days=number),
        raw_sha256=sha256(text.encode()).hexdigest(),
        extraction="made",
    )
    grounds = Grounds(
        evidence=(report.span(0, len(text)),), known_at=report.known_at, reading_id="made", probability=0.9
    )

    def find(words: str) -> tuple[int, int]:
        at = text.index(words)
        return at, at + len(words)

    by, to = (
        Actor(mention=report.span(*find(side)), name=side, entity=CODES[side], country=CODES[side])
        for side in (one.by, one.to)
    )
    day = report.known_at.date()
    event = Event(
        trigger=report.span(*find(one.trigger)),
        type=one.kind,
        by=(by,),
        to=(to,),
        place=Place(name=one.place, country=CODES[one.to], precision="city"),
        when=When(earliest=day, latest=day, basis="publication"),
        intensity=-9.0 if one.kind == "ASSAULT" else 1.0,
        grounds=grounds,
    )
    saying = Statement(
        act="say", speaker=by, content=(report.span(*find(text[:30])),), when=When(), grounds=grounds
    )
    records: list[Record] = [event]
    if chance.random() < 0.8:
        records.append(saying)
    if chance.random() < 0.1:
        records.append(
            Commitment(
                act="vow",
                by=(to,),
                to=(by,),
                action=report.span(*find("answer")),
                due=When(latest=day + timedelta(days=chance.randint(1, 60)), basis="stated"),
                grounds=grounds,
            )
        )
    if chance.random() < 0.1:
        number_of = float(chance.randint(10, 14))
        records.append(
            Figure(quantity="killed", low=number_of, high=number_of, event=event.id, grounds=grounds)
        )
    return Reading(report=report, raw=text.encode(), reading_id="made", sentences=1, records=tuple(records))


def view(name: str, make: Callable[[], Crisis]) -> tuple[Crisis, float]:
    """Open a crisis and draw it; gives the seconds a thousand records."""
    began = time.perf_counter()
    crisis = make()
    gathered = time.perf_counter()
    picture = crisis.picture
    done = time.perf_counter()
    records = len(picture.records)
    print(
        f"{name}: {len(picture.seen.reports)} reports, {records} records, {len(picture.happened)} incidents: "
        f"{done - began:.1f} s (loaded and gathered {gathered - began:.1f}, drawn {done - gathered:.1f})",
        flush=True,
    )
    return crisis, (done - began) / max(1, records) * 1_000


def timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.perf_counter()
    return work(), time.perf_counter() - began


def made_up(records: int, about: str | None) -> None:
    """Measure on a record that is made up, in a folder that goes away."""
    chance = random.Random(1)
    days = max(2, round(records / REPORTS_A_DAY / 2))
    with tempfile.TemporaryDirectory() as folder:
        os.environ[VARIABLE] = "off"
        store = Store(Path(folder) / "record", create=True)
        _fill(store, chance, range(days // 2))
        half = view("half", lambda: Crisis(store, about=about))[1]
        _fill(store, chance, range(days // 2, days))
        crisis, whole = view("all", lambda: Crisis(store, about=about))
        print(f"cost of a record, all to half: {whole / half:.2f}")
        _fill(store, chance, range(days, days + 1))
        changed, gathered = timed(crisis.update)
        _, drawn = timed(lambda: crisis.picture)
        print(f"one more day, {len(changed)} reports: gathered in {gathered:.2f} s, drawn in {drawn:.2f} s")
        os.environ[VARIABLE] = str(Path(folder) / "cache")
        Crisis(store, about=about)  # keeps what it gathers
        view("all, from what was kept", lambda: Crisis(store, about=about))


def _fill(store: Store, chance: random.Random, days: range) -> None:
    portion: list[Reading] = []
    for number in days:
        portion += make_day(chance, number)
        if len(portion) >= 5_000:
            store.add(portion, recorded_at=START)
            portion = []
    store.add(portion, recorded_at=START)


def of_store(store: Store, about: str | None) -> None:
    """Measure on a store that is there, which is only read."""
    os.environ[VARIABLE] = "off"
    known = store.sql("SELECT quantile_disc(known_at, [0.5, 1.0]) AS at FROM sources WHERE is_report")
    middle, end = (_evening(moment.date()) for moment in known.item())
    half = view("first half", lambda: Crisis(store, about=about, as_of=middle))[1]
    whole = view("all", lambda: Crisis(store, about=about, as_of=end))[1]
    print(f"cost of a record, all to half: {whole / half:.2f}")


def _evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description="Time of viewing a crisis, by the clock.")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--about")
    options = parser.parse_args()
    gc.disable()  # as the command line does
    if options.data is None:
        made_up(options.records, options.about)
    else:
        of_store(Store(options.data), options.about)
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
