"""What is taken over from earlier drawings: equal to what is made anew, however the record grew."""

import random
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from building import NOON, make_grounds, make_reading, make_report
from crises import FOLDER, load_crisis

import detente
from detente.crisis.known import known
from detente.crisis.recall import Recall
from detente.crisis.sayings import word_claims
from detente.schema import Actor, Reading, Statement, When
from detente.store import Store

DAYS = 4  # that are added one by one
WORDS = [f"{letter}{'lmnop'[number]}ring" for letter in "abcdefgh" for number in range(5)]


def days_of(crisis):
    """The readings of each day of a golden crisis, the earliest day first."""
    days = {}
    for report in sorted(crisis.reports, key=lambda one: one.known_at):
        records = tuple(record for record in crisis.records if record.grounds.source_id == report.id)
        reading = Reading(
            report=report, raw=report.text.encode(), reading_id="hand", sentences=1, records=records
        )
        days.setdefault(report.known_at.date(), []).append(reading)
    return list(days.values())


@pytest.mark.parametrize("late", [False, True], ids=["in order", "late reports"])
@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.toml")))
def test_day_by_day_gives_what_one_full_run_gives(name, late, tmp_path):
    days = days_of(load_crisis(name))
    if late:
        random.Random(2).shuffle(days)
    store = Store(tmp_path / "record", create=True)
    store.add([reading for day in days[:-DAYS] for reading in day], recorded_at=NOON)
    growing = detente.Crisis(store)
    assert growing.picture.incidents
    for readings in days[-DAYS:]:
        store.add(readings, recorded_at=NOON)
        growing.update()
        drawn = growing.picture
    whole = detente.Crisis(store).picture
    for field in fields(whole):
        assert getattr(drawn, field.name) == getattr(whole, field.name), field.name


def test_what_is_untouched_is_the_very_same_and_a_changed_voice_is_not(tmp_path):
    """A report of the agency that a paper reprints changes whose voice tells of the paper's incident."""
    text = "Russia struck Kyiv on the first night of June. Officials spoke of ten wounded in the city."
    paper = make_report(text, published_at=datetime(2025, 6, 2, 12, tzinfo=UTC), publisher="post.example")
    store = Store(tmp_path / "record", create=True)
    store.add(
        [
            make_reading(paper),
            make_reading(day=9, text="Russia struck Kyiv again, by day, and a bridge fell. Officials spoke."),
        ],
        recorded_at=NOON,
    )
    growing = detente.Crisis(store)
    before = strikes(growing.picture)
    assert [claim.voices for claim in before] == [("post.example",), ("post.example",)]
    store.add([make_reading(make_report(text, day=2, publisher="wire.example"))], recorded_at=NOON)
    growing.update()
    after = strikes(growing.picture)
    assert [claim.voices for claim in after] == [("wire.example",), ("post.example",)]
    assert [claim is other for claim, other in zip(after, before, strict=True)] == [False, True]
    assert growing.picture == detente.Crisis(store).picture


def strikes(picture):
    """The claims that somebody struck, in order of day."""
    found = (claim for claim in picture.claims if "ASSAULT" in claim.proposition)
    return sorted(found, key=lambda claim: claim.proposition)


def test_equal_grounds_give_what_was_found_and_others_what_is_made_now():
    recall = Recall()
    first = recall.find(("act", "a"), (1, "x"), lambda: ["found"])
    recall.turn()
    assert recall.find(("act", "a"), (1, "x"), lambda: ["made"]) is first
    assert recall.find(("act", "a"), (2, "x"), lambda: ["made"]) == ["made"]
    assert recall.find(("claim", "a"), (1, "x"), lambda: ["other"]) == ["other"]


def test_nothing_found_is_taken_over_too():
    recall = Recall()
    assert recall.find(("act", "a"), (1,), lambda: None) is None
    recall.turn()
    assert recall.find(("act", "a"), (1,), lambda: "made") is None


def test_what_a_drawing_did_not_ask_for_is_forgotten():
    recall = Recall()
    recall.find(("act", "a"), (1,), lambda: "found")
    recall.turn()
    recall.turn()
    assert recall.find(("act", "a"), (1,), lambda: "made") == "made"


def statements(chance, count):
    """Sayings of a few speakers in a few words, a day or less apart."""
    told = []
    for number in range(count):
        text = " ".join(chance.sample(WORDS, 6)).capitalize()
        report = make_report(
            f"{text}.",
            published_at=NOON - timedelta(days=200) + timedelta(hours=5 * number),
            publisher=f"p{number % 7}.example",
        )
        name = f"Speaker {chance.randrange(4)}"
        saying = Statement(
            act=chance.choice(("say", "deny")),
            speaker=Actor(name=name, entity=f"person:{name}"),
            content=(report.span(0, len(text)),),
            when=When(),
            grounds=make_grounds(report),
        )
        told.append((report, saying))
    return told


def claims(told, recall=None):
    seen = known(
        [saying for _, saying in told],
        [report for report, _ in told],
        incidents={},
        voices={},
        as_of=NOON,
    )
    return word_claims(seen, frozenset(), recall)


@pytest.mark.parametrize("seed", range(3))
def test_wordings_are_grouped_the_same_after_any_earlier_grouping(seed):
    """Words are so few that each has more groups than are looked at, and loses some that must come back."""
    chance = random.Random(seed)
    told = statements(chance, 400)
    recall = Recall()
    whole = claims(told)
    assert any(len(claim.records) > 1 for claim in whole)
    for kept in (told[:150], told, told[:390] + told[395:], told[40:], told[:300], told):
        assert claims(kept, recall) == claims(kept)
        recall.turn()
    assert claims(told, recall) == whole


def test_a_statement_that_changed_under_its_id_is_grouped_anew():
    told = statements(random.Random(4), 60)
    recall = Recall()
    claims(told, recall)
    recall.turn()
    report, saying = told[30]
    surer = replace(saying, grounds=replace(saying.grounds, probability=0.1))
    assert surer.id == saying.id
    changed = [*told[:30], (report, surer), *told[31:]]
    assert claims(changed, recall) == claims(changed)
