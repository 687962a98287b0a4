"""Incidents: which mentions speak of one happening, and what is known of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.resources import files

import numpy as np
import pytest
from building import find, make_report
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.crisis import IncidentIndex, Source, find_incidents, halves
from detente.crisis.claims import proposition
from detente.crisis.clusters import NOT_COMPARED, cluster
from detente.crisis.facts import Facts
from detente.crisis.happening import build_incident
from detente.crisis.lexicon import likeness, rarity, stem, total
from detente.crisis.matching import FAR, MOST_DAYS_APART, agree, compare, most_of_any_wording, score
from detente.crisis.mentions import make_mention, name
from detente.crisis.weights import WEIGHTS
from detente.schema import Actor, Event, Figure, Grounds, Place, Row, When

COUNTRIES = {"Norland": "NOR", "Sudavia": "SDV", "Ostia": "OST"}
PLACES = {
    "Port Elm": Place(name="Port Elm", country="SDV", latitude=10.0, longitude=20.0, precision="city"),
    "Kesh": Place(name="Kesh", country="SDV", latitude=14.0, longitude=20.0, precision="city"),
    "Sudavia": Place(name="Sudavia", country="SDV", latitude=12.0, longitude=20.0, precision="country"),
}


def actor(report, words):
    return Actor(mention=find(report, words), name=words, entity=f"Q-{words}", country=COUNTRIES[words])


def tell(text, trigger, *, by=None, to=None, place=None, day=1, on=None, kind="ASSAULT", **more):
    """An event of a report of its own. day: of June 2025, when it was published; on: the day it names."""
    report = make_report(text, day=day, publisher=more.pop("publisher", f"p{day}.example"))
    known = report.known_at.date()
    stated = date(2025, 6, on) if on else known
    when = When(earliest=stated, latest=stated, basis="stated" if on else "publication")
    grounds = Grounds(
        evidence=(report.span(0, len(text)),), known_at=report.known_at, reading_id="r", probability=0.9
    )
    event = Event(
        trigger=find(report, trigger),
        type=kind,
        by=(actor(report, by),) if by else (),
        to=(actor(report, to),) if to else (),
        place=PLACES[place] if place else None,
        when=more.pop("when", when),
        intensity=-8.0,
        grounds=grounds,
        **more,
    )
    return report, event


def groups(*told, **more):
    """Which of the events belong together, by their numbers."""
    numbers = {event.id: number for number, (_, event) in enumerate(told)}
    incidents = find_incidents((event for _, event in told), reports=(report for report, _ in told), **more)
    return sorted(sorted(numbers[record] for record in incident.records) for incident in incidents)


PORT = tell(
    "Norland shelled the grain harbour of Port Elm in Sudavia.",
    "shelled",
    by="Norland",
    to="Sudavia",
    place="Port Elm",
)
PORT_AGAIN = tell(
    "At least 19 dock workers died when Norland shelled the harbour at Port Elm.",
    "shelled", by="Norland", place="Port Elm", day=2, on=1,
)  # fmt: skip
KESH = tell(
    "Norland shelled a barracks in Kesh, in Sudavia.", "shelled", by="Norland", to="Sudavia", place="Kesh"
)


def test_what_one_spokesman_tells_of_is_not_joined_by_his_name():
    text = "Norland shelled a depot, said Colonel Aldo Brenk Farsight."
    report, event = tell(text, "shelled", by="Norland")
    teller = Actor(mention=find(report, "Colonel Aldo Brenk Farsight"), name="Aldo Brenk Farsight")
    assert "farsight" in make_mention(event).words
    quoted = make_mention(replace(event, speaker=teller))
    assert quoted.words == make_mention(event).words - {
        stem(word) for word in ("aldo", "brenk", "colonel", "farsight")
    }
    assert not {"brenk", "farsight"} & (quoted.near | quoted.names)
    own = replace(event, speaker=event.by[0])
    assert make_mention(own).words == make_mention(event).words


def test_one_happening_told_twice_is_one_incident():
    assert groups(PORT, PORT_AGAIN) == [[0, 1]]


def test_another_place_is_another_happening():
    assert groups(PORT, KESH) == [[0], [1]]


def test_type_and_country_alone_never_join():
    one = tell("Norland bombed Sudavia.", "bombed", by="Norland", to="Sudavia")
    two = tell(
        "Warplanes from Norland hit Sudavia at dusk.",
        "hit",
        by="Norland",
        to="Sudavia",
        publisher="q.example",
    )
    assert groups(one, two) == [[0], [1]]


WORDING = st.sampled_from(
    (
        "shelled",
        "bombed",
        "harbour",
        "dockside",
        "warehouse",
        "Elmstad",
        "Kesh",
        "twelve",
        "12 dead",
        "killed 9",
    )
)


@settings(max_examples=300)
@given(
    st.lists(WORDING, min_size=1, max_size=6),
    st.lists(WORDING, min_size=1, max_size=6),
    st.sampled_from((None, "Port Elm", "Kesh", "Sudavia")),
    st.integers(1, 9),
    st.sampled_from(("Norland", "Ostia")),
)
def test_what_need_not_be_weighed_is_never_above_zero(mine, theirs, place, day, by):
    one = tell(f"Norland shelled Sudavia {' '.join(mine)}.", "shelled", by="Norland", place="Port Elm", day=4)
    two = tell(f"{by} shelled Sudavia {' '.join(theirs)}.", "shelled", by=by, place=place, day=day)
    first, second = make_mention(one[1]), make_mention(two[1])
    told = sum(weight.value for weight in compare(first, second))
    assert score(first, second) == score(second, first) == told
    if abs(day - 4) <= MOST_DAYS_APART:
        weight, back = _facts(first, second), _facts(second, first)
        agreed = told if told > 0 else None
        assert weight == back
        if weight is None:
            assert agreed is None
        else:
            assert agree(first, second, weight) == agree(second, first, weight) == agreed


def _facts(one, other):
    """What all but the words weighs; None where no words could make up for it."""
    facts = Facts()
    facts.enter(other)
    found, weights = facts.weigh(one, np.array([0], dtype=np.intc), above=-most_of_any_wording())
    return int(weights[0]) if found.size else None


def test_another_doer_is_another_happening():
    other = tell("Ostia shelled the harbour of Port Elm.", "shelled", by="Ostia", place="Port Elm", day=2)
    north = tell("Norland shelled a harbour of Port Elm.", "shelled", by="Norland", place="Port Elm", day=2)
    assert score(make_mention(north[1]), make_mention(PORT[1])) > 0
    assert score(make_mention(other[1]), make_mention(PORT[1])) < score(
        make_mention(north[1]), make_mention(PORT[1])
    )


def test_another_type_is_another_happening():
    seized = tell(
        "Norland seized the grain harbour of Port Elm in Sudavia.",
        "seized",
        by="Norland",
        place="Port Elm",
        kind="COERCE",
    )
    assert groups(PORT, seized) == [[0], [1]]


def test_days_that_cannot_be_the_same_part_happenings():
    later = tell(
        "Norland shelled the grain harbour of Port Elm in Sudavia.",
        "shelled",
        by="Norland",
        place="Port Elm",
        day=20,
    )
    assert groups(PORT, later) == [[0], [1]]


def test_a_vague_day_may_be_the_same():
    recalled = tell(
        "The shelling of the grain harbour of Port Elm by Norland goes on record.",
        "shelling", by="Norland", place="Port Elm", day=9, when=When(), background=True,
    )  # fmt: skip
    assert groups(PORT, recalled) == [[0, 1]]


def test_two_acts_of_one_sentence_stay_two():
    text = "Norland stormed the radio station and shelled the harbour of Port Elm."
    storm = tell(text, "stormed", by="Norland", place="Port Elm")
    shell = tell(text, "shelled", by="Norland", place="Port Elm")
    assert groups(storm, shell) == [[0], [1]]


def test_mutual_acts_have_no_sides():
    text = "Norland and Sudavia held ceasefire talks in Kesh."
    one = tell(text, "talks", by="Norland", to="Sudavia", place="Kesh", kind="CONSULT")
    two = tell(
        "Sudavia met Norland for ceasefire talks in Kesh.", "met", by="Sudavia", to="Norland", place="Kesh",
        kind="CONSULT", publisher="q.example",
    )  # fmt: skip
    assert groups(one, two) == [[0, 1]]


def test_reversed_parties_contradict():
    one = tell("Norland accused Sudavia of sabotage.", "accused", by="Norland", to="Sudavia", kind="ACCUSE")
    two = tell("Sudavia accused Norland of sabotage.", "accused", by="Sudavia", to="Norland", kind="ACCUSE")
    weights = {weight.what: weight.value for weight in compare(make_mention(one[1]), make_mention(two[1]))}
    assert weights["sides.reversed"] < 0


def test_what_was_threatened_is_linked_and_not_merged():
    threat = tell(
        "Norland threatened to shell the grain harbour of Port Elm in Sudavia.", "shell", by="Norland",
        to="Sudavia", place="Port Elm", day=1, status="threatened", publisher="t.example",
    )  # fmt: skip
    deed = tell(
        "Norland shelled the grain harbour of Port Elm in Sudavia.", "shelled", by="Norland", to="Sudavia",
        place="Port Elm", day=9,
    )  # fmt: skip
    (incident,) = find_incidents([threat[1], deed[1]], reports=[threat[0], deed[0]])
    assert incident.records == (deed[1].id,)
    assert incident.foretold == (threat[1].id,)


def test_a_threat_after_the_deed_did_not_foretell_it():
    deed = tell(
        "Norland shelled the grain harbour of Port Elm.", "shelled", by="Norland", place="Port Elm", day=2
    )
    threat = tell(
        "Norland threatened to shell the grain harbour of Port Elm.", "shell", by="Norland", place="Port Elm",
        day=5, status="threatened",
    )  # fmt: skip
    (incident,) = find_incidents([threat[1], deed[1]], reports=[threat[0], deed[0]])
    assert incident.foretold == ()


@pytest.mark.parametrize("status", ["denied", "demanded", "possible", "planned"])
def test_what_nobody_tells_as_done_is_no_incident(status):
    assert (
        groups(tell("Norland shelled Port Elm.", "shelled", by="Norland", place="Port Elm", status=status))
        == []
    )


def test_a_denial_belongs_to_the_happening_it_denies_but_gives_it_no_voice():
    denial = tell(
        "Norland denied that it shelled the grain harbour of Port Elm in Sudavia.", "shelled", by="Norland",
        to="Sudavia", place="Port Elm", status="denied", publisher="denier.example",
    )  # fmt: skip
    (incident,) = find_incidents([PORT[1], denial[1]], reports=[PORT[0], denial[0]])
    assert set(incident.records) == {PORT[1].id, denial[1].id}
    assert incident.voices == ("p1.example",)


def test_an_incident_says_what_is_claimed_of_it():
    figures = [
        Figure(quantity="killed", low=low, event=event.id, grounds=event.grounds)
        for low, (_, event) in ((19.0, PORT_AGAIN), (12.0, PORT))
    ]
    (incident,) = find_incidents([PORT_AGAIN[1], PORT[1]], figures=figures, reports=[PORT[0], PORT_AGAIN[0]])
    assert (incident.type, incident.first_report, incident.last_report) == (
        "ASSAULT",
        PORT[0].id,
        PORT_AGAIN[0].id,
    )
    assert incident.voices == ("p1.example", "p2.example")
    assert incident.figures == (figures[1].id, figures[0].id)
    assert incident.when.basis == "stated"
    assert incident.when.earliest == date(2025, 6, 1)
    assert incident.place == PLACES["Port Elm"]
    assert [one.name for one in (*incident.by, *incident.to)] == ["Norland", "Sudavia"]
    assert len(incident.times) == 2
    assert 0 < incident.probability <= 0.9
    assert "joined" in incident.steps[0].detail


def test_a_copy_adds_no_voice():
    text = "Norland shelled the grain harbour of Port Elm in Sudavia, and four ships burned there until noon."
    told = [
        tell(text, "shelled", by="Norland", place="Port Elm", day=day, on=1, publisher=f"p{day}.example")
        for day in (1, 2, 3)
    ]
    (incident,) = find_incidents([event for _, event in told], reports=[report for report, _ in told])
    assert len(incident.records) == 3
    assert incident.voices == ("p1.example",)


def test_a_voice_that_becomes_known_later_counts():
    index = IncidentIndex()
    (before,) = index.add([PORT[1]])
    assert before.voices == (PORT[0].id,)
    (after,) = index.add(
        sources=[Source(report_id=PORT[0].id, known_at=PORT[0].known_at, voice="wire.example")]
    )
    assert after.voices == ("wire.example",)


def test_a_row_of_an_archive_is_an_incident_of_its_dataset():
    row = Row(dataset="ARCHIVE", row=1, sha256="0" * 64)
    grounds = Grounds(
        evidence=(row,), known_at=datetime(2025, 6, 1, tzinfo=UTC), reading_id="r", probability=1.0
    )
    event = Event(type="ASSAULT", when=When(), intensity=-9.0, grounds=grounds)
    (incident,) = find_incidents([event])
    assert (incident.first_report, incident.voices) == ("ARCHIVE", ("ARCHIVE",))


def test_one_day_more_touches_only_its_own():
    index = IncidentIndex()
    index.add([PORT[1], KESH[1]])
    (changed,) = index.add([PORT_AGAIN[1]])
    assert set(changed.records) == {PORT[1].id, PORT_AGAIN[1].id}
    assert index.add([PORT_AGAIN[1]]) == ()


def test_no_records_no_incidents():
    assert find_incidents([]) == ()


def test_weights_are_the_same_both_ways_and_names_are_stable():
    mentions = [make_mention(event) for _, event in (PORT, PORT_AGAIN, KESH)]
    for one in mentions:
        assert name(one) == name(one)
        for other in mentions:
            assert score(one, other) == score(other, one)


def test_stems_and_triggers():
    assert stem("strikes") == stem("strike")
    assert likeness(stem("struck"), stem("bombed")) == 1
    assert likeness(stem("stormed"), stem("shelled")) == -1
    assert likeness(stem("stormed"), stem("yodelled")) == 0


def test_forms_of_a_word_meet():
    assert stem("cancelled") == stem("cancel") == stem("cancels")
    assert stem("stopped") == stem("stop")
    assert likeness(stem("struck"), stem("killed")) == 0


def test_a_word_of_many_reports_says_less_than_one_of_few():
    assert 0 < rarity(stem("killed")) < rarity(stem("missile")) < rarity("abqaiq")
    assert total({stem("killed"), "abqaiq"}) == rarity(stem("killed")) + rarity("abqaiq")


def test_the_table_of_words_is_sorted_and_counts_no_more_than_all():
    lines = (
        files("detente.codebook").joinpath("words/frequencies.txt").read_text(encoding="utf-8").splitlines()
    )
    rows = [line.split() for line in lines if not line.startswith("#")]
    assert rows[0][0] == "*"
    assert [word for word, _ in rows[1:]] == sorted(word for word, _ in rows[1:])
    assert all(20 <= int(count) <= int(rows[0][1]) for _, count in rows)


AGREEMENTS = (
    "trigger.same",
    "trigger.like",
    *(f"{kind}.{what}" for kind in ("side", "parties") for what in ("entity", "name", "country")),
    *(f"place.{what}" for what in ("same", "near", "region", "country")),
    *("days.named_same", "days.news", "days.mixed"),
    *("words.cosine", "near.cosine", "names.shared", "tolls.same", "sentence.same"),
)


def test_agreements_weigh_for_one_happening_and_all_else_against():
    assert all(WEIGHTS[what] >= 0 for what in AGREEMENTS)
    assert all(weight <= 0 for what, weight in WEIGHTS.items() if what not in AGREEMENTS)
    assert (
        WEIGHTS["start"] + WEIGHTS["words.thin"] + 2 * WEIGHTS["side.country"] + WEIGHTS["trigger.same"] < 0
    )


WEEKLY = "Norland intercepted a missile that Sudavia fired at the harbour of Port Elm."


def test_strikes_like_each_other_on_following_days_stay_apart():
    told = [
        tell(
            f"Strikes by Norland killed at least {dead} people in Sudavia.", "Strikes", by="Norland", day=day
        )
        for day, dead in ((1, 404), (2, 60), (3, 91))
    ]
    assert groups(*told) == [[0], [1], [2]]


def test_tolls_that_exclude_each_other_speak_against():
    many = tell("Strikes by Norland killed at least 404 people.", "Strikes", by="Norland")
    few = tell(
        "Strikes by Norland killed at least 60 people.", "Strikes", by="Norland", publisher="q.example"
    )
    weights = {weight.what: weight.value for weight in compare(make_mention(many[1]), make_mention(few[1]))}
    assert weights["tolls.other: 404, 60"] < 0


def test_names_that_each_lacks_speak_against():
    one = tell("Norland seized the tanker Aurora Bay.", "seized", by="Norland")
    two = tell("Norland seized the tanker Merganser Pride.", "seized", by="Norland", publisher="q.example")
    weights = {
        weight.what.partition(":")[0]: weight.value
        for weight in compare(*map(make_mention, (one[1], two[1])))
    }
    assert weights["names.clash"] < 0
    assert groups(one, two) == [[0], [1]]


def test_one_happening_may_be_called_by_two_types():
    """Readers differ in the type of an act more than in its word."""
    other = tell(
        "Norland shelled the grain harbour of Port Elm, in Sudavia, for an hour.", "shelled", by="Norland",
        place="Port Elm", kind="COERCE", publisher="q.example",
    )  # fmt: skip
    assert groups(PORT, other) == [[0, 1]]


def test_days_too_far_apart_rule_out_whatever_else_agrees():
    later = tell(WEEKLY, "fired", by="Sudavia", place="Port Elm", day=20, on=20)
    sooner = tell(WEEKLY, "fired", by="Sudavia", place="Port Elm", day=2, on=2)
    assert score(make_mention(sooner[1]), make_mention(later[1])) == FAR
    assert [weight.value for weight in compare(make_mention(sooner[1]), make_mention(later[1]))] == [FAR]


def test_a_chain_of_neighbours_is_not_one_cluster():
    names = ("a", "b", "c", "d")
    weights = {("a", "b"): 900, ("b", "c"): 800, ("c", "d"): 900}
    assert [found.members for found in cluster(names, weights)] == [("a", "b"), ("c", "d")]
    assert NOT_COMPARED < 0


@settings(deadline=None)
@given(
    st.dictionaries(st.tuples(*[st.integers(0, 7)] * 2), st.integers(-3000, 3000), max_size=28), st.randoms()
)
def test_law_clusters_hang_on_the_weights_alone(numbers, chance):
    weights = {(f"n{one}", f"n{other}"): value for (one, other), value in numbers.items() if one < other}
    names = [f"n{number}" for number in range(8)]
    shuffled = list(weights.items())
    chance.shuffle(shuffled)
    expected = [found.members for found in cluster(names, weights)]
    chance.shuffle(names)
    assert [found.members for found in cluster(names, dict(shuffled))] == expected
    assert sorted(one for members in expected for one in members) == sorted(names)


def _pool():
    """Mentions of several happenings, near each other in words, days and places."""
    texts = (
        ("Norland shelled the grain harbour of Port Elm.", "shelled", "Port Elm"),
        ("Norland struck the harbour at Port Elm, killing 12.", "struck", "Port Elm"),
        ("Norland shelled a barracks near Kesh.", "shelled", "Kesh"),
        ("The barracks at Kesh burned after Norland hit it.", "hit", "Kesh"),
        ("Norland hit grain ships off Port Elm.", "hit", None),
    )
    for day in (1, 2, 4):
        for place, (text, trigger, where) in enumerate(texts):
            status = "threatened" if (place + day) % 5 == 0 else "reported"
            yield tell(
                text,
                trigger,
                by="Norland",
                place=where,
                day=day,
                status=status,
                publisher=f"p{place}.example",
            )


POOL = tuple(_pool())


@settings(max_examples=25, deadline=None)
@given(st.permutations(POOL), st.integers(1, 6))
def test_law_neither_order_nor_portions_change_the_incidents(told, size):
    sources = [Source(report_id=one.id, known_at=one.known_at, voice=one.publisher.id) for one, _ in POOL]
    whole = IncidentIndex()
    whole.add([event for _, event in POOL], sources=sources)
    index = IncidentIndex()
    for start in range(0, len(told), size):
        index.add([event for _, event in told[start : start + size]])
    index.add(sources=sources)
    assert index.incidents() == whole.incidents()
    assert len(whole.incidents()) < sum(event.status == "reported" for _, event in POOL)


def test_two_processes_find_what_one_does(monkeypatch):
    whole = IncidentIndex()
    whole.add([event for _, event in POOL])
    monkeypatch.setattr(halves, "LEAST", 2)
    halved = IncidentIndex()
    halved.add([event for _, event in POOL])
    assert halved.incidents() == whole.incidents()
    assert any(incident.foretold for incident in whole.incidents())


def test_who_accuses_of_an_act_is_not_who_did_it():
    accused = tell("Sudavia accused Norland of it.", "accused", by="Sudavia", to="Norland", kind="ACCUSE")
    struck = tell("Norland struck a port of Sudavia.", "struck", by="Norland", to="Sudavia", day=2)
    again = tell("Norland struck Sudavia again.", "struck", by="Norland", to="Sudavia", day=3)
    told = [event for _, event in (accused, struck, again)]
    found = build_incident(told, figures=(), foretold=(), joins=(), sources={})
    assert (found.type, [one.name for one in found.by], [one.name for one in found.to]) == (
        "ASSAULT",
        ["Norland"],
        ["Sudavia"],
    )
    assert proposition(told, "ASSAULT") == "NOR ASSAULT SDV 2025-06-02"
    assert proposition(told[:1], "ASSAULT") == "SDV ACCUSE NOR 2025-06-01"
