"""The ledger on the smallest records: what settles a commitment, and what does not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from building import make_report
from crises import FOLDER, evening, load_crisis
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codebook import load
from detente.crisis.commitments import keep_ledger
from detente.crisis.known import known
from detente.crisis.promised import promised
from detente.crisis.wording import beginnings
from detente.schema import Actor, Commitment, Event, Grounds, Place, When

RUSSIA = Actor(name="Russia", entity="Q159", country="RUS")
UKRAINE = Actor(name="Ukraine", entity="Q212", country="UKR")
AMERICA = Actor(name="United States", entity="Q30", country="USA")
FIRST = datetime(2025, 6, 1, 12, tzinfo=UTC)


def grounds(report, words):
    sentence = report.span(0, len(words))
    return Grounds(evidence=(sentence,), known_at=report.known_at, reading_id="hand", probability=0.9)


def promise(day=0, *, act="pledge", type="AID", status="promised", due=None, mode=None, by=RUSSIA, **more):
    """A report in which somebody commits themselves, and its records."""
    text = f"Somebody promised to send grain on day {day}."
    report = make_report(text, published_at=FIRST + timedelta(days=day))
    content = Event(
        trigger=report.span(21, 25),
        type=type,
        mode=mode,
        by=(by,),
        when=When(),
        status=status,
        intensity=5.0,
        grounds=grounds(report, text),
    )
    commitment = Commitment(
        act=act,
        cue=report.span(9, 17),
        by=(by,),
        to=more.pop("to", (UKRAINE,)),
        action=report.span(18, 31),
        due=None if due is None else When(latest=(FIRST + timedelta(days=due)).date(), basis="stated"),
        grounds=grounds(report, text),
        **more,
    )
    return report, [content, commitment]


def deed(
    day, *, told=0, type="AID", by=RUSSIA, to=UKRAINE, speaker=None, mode=None, status="reported", **more
):
    """A report, `told` days after the day, of something done then, and its record. about: its matter."""
    on = (FIRST + timedelta(days=day)).date()
    text = f"{more.pop('about', 'The grain')} was dealt with on day {day}, they say."
    start = text.index("dealt")
    report = make_report(
        text, published_at=FIRST + timedelta(days=day + told), publisher=more.pop("paper", "p.example")
    )
    event = Event(
        trigger=report.span(start, start + 5),
        type=type,
        mode=mode,
        by=(by,),
        to=() if to is None else (to,),
        when=When(earliest=on, latest=on, basis="stated"),
        status=status,
        speaker=speaker,
        intensity=5.0,
        grounds=grounds(report, text),
        **more,
    )
    return report, [event]


def ledger(day, *pieces):
    reports = [report for report, _ in pieces]
    records = [record for _, found in pieces for record in found]
    as_of = evening((FIRST + timedelta(days=day)).date())
    return keep_ledger(known(records, reports, incidents={}, voices={}, as_of=as_of))


def state(day, *pieces):
    standings = ledger(day, *pieces)
    assert len(standings) == 1, standings
    return standings[0].state


def test_the_calendar_alone_knows_open_due_soon_and_lapsed():
    due = promise(due=20)
    assert [state(day, due) for day in (0, 12, 13, 20, 21, 400)] == [
        "open",
        "open",
        "due soon",
        "due soon",
        "lapsed",
        "lapsed",
    ]
    assert [ledger(day, due)[0].days_left for day in (0, 20, 21)] == [20, 0, -1]


def test_without_a_day_it_runs_half_a_year_from_its_last_telling_and_then_lapses():
    standings = [ledger(day, promise())[0] for day in (0, 180, 181, 1_400)]
    assert [one.state for one in standings] == ["open", "open", "lapsed", "lapsed"]
    assert {(one.days_left, one.shown_by) for one in standings} == {(None, ())}
    assert [any(step.rule == "ledger.aged" for step in one.steps) for one in standings] == [
        False,
        False,
        True,
        True,
    ]
    assert state(190, promise(), promise(13)) == "open"
    assert state(200, promise(), promise(13)) == "lapsed"


def test_what_lapsed_by_age_is_settled_by_no_later_deed():
    assert state(170, promise(), deed(160)) == "kept"
    assert state(400, promise(), deed(300)) == "lapsed"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"about": "The grain"}, "kept"),
        ({"about": "The fish"}, "open"),  # as much aid, of another thing
        ({"about": "The Russian and Ukrainian fish"}, "open"),  # who is bound is no matter
        ({"about": "The sending of more fish"}, "open"),  # nor is what every promise says
        ({"about": "The grain", "to": None}, "kept"),
        ({"about": "The grain", "to": AMERICA}, "open"),
    ],
)
def test_only_a_deed_of_the_same_matter_keeps(more, expected):
    assert state(9, promise(due=30), deed(3, **more)) == expected


@pytest.mark.parametrize(("about", "expected"), [("The grain", "broken"), ("The fish", "open")])
@pytest.mark.parametrize(
    "against", [{"type": "REJECT", "mode": "assist"}, {"type": "SANCTION", "mode": "discontinue"}]
)
def test_only_a_refusal_of_the_same_matter_breaks(about, expected, against):
    assert state(9, promise(due=30), deed(3, about=about, **against)) == expected


def test_a_shot_at_somebody_else_breaks_no_ceasefire():
    truce = promise(act="agreement", type="RETREAT", mode="ceasefire", status="planned", due=2)
    assert state(50, truce, deed(20, type="ASSAULT", to=AMERICA)) == "lapsed"
    assert state(50, truce, deed(20, type="ASSAULT", to=None)) == "lapsed"
    harbour = Place(name="Odesa", country="UKR", precision="city")
    assert state(50, truce, deed(20, type="ASSAULT", to=None, place=harbour)) == "broken"


@pytest.mark.parametrize(
    ("speaker", "expected"), [(None, "kept"), (UKRAINE, "kept"), (AMERICA, "kept"), (RUSSIA, "open")]
)
def test_ones_own_word_does_not_keep_a_pledge(speaker, expected):
    assert state(9, promise(due=30), deed(3, speaker=speaker)) == expected


@pytest.mark.parametrize(
    "other",
    [
        {"type": "SANCTION"},
        {"by": AMERICA},
        {"to": AMERICA},
        {"status": "planned"},
        {"status": "denied"},
        {"background": True},
    ],
)
def test_another_deed_settles_nothing(other):
    assert state(9, promise(due=30), deed(3, **other)) == "open"


def test_a_deed_of_the_same_day_may_lie_before_the_promise():
    assert state(9, promise(due=30), deed(0, told=1)) == "open"
    assert state(9, promise(due=30), deed(1)) == "kept"


def test_a_deed_may_be_late_but_not_for_ever():
    late = ledger(40, promise(due=10), deed(12))[0]
    assert late.state == "kept"
    assert any("late" in step.rule for step in late.steps)
    assert state(40, promise(due=10), deed(30)) == "lapsed"


@pytest.mark.parametrize(("speaker", "expected"), [(None, "broken"), (RUSSIA, "broken"), (UKRAINE, "open")])
def test_the_other_partys_word_alone_breaks_nothing(speaker, expected):
    refusal = deed(3, type="REJECT", mode="assist", speaker=speaker)
    standing = ledger(9, promise(due=30), refusal)[0]
    assert standing.state == expected
    assert refusal[1][0].id in standing.records
    assert bool(standing.shown_by) is (expected == "broken")


def test_a_ceasefire_that_was_kept_can_still_break():
    truce = promise(act="agreement", type="RETREAT", mode="ceasefire", status="planned", due=2)
    holds = deed(3, type="RETREAT", mode="ceasefire")
    assert state(50, truce, holds) == "kept"
    assert state(100, truce, holds, deed(90, type="ASSAULT")) == "broken"
    assert state(100, truce, holds, deed(90, type="ASSAULT", speaker=UKRAINE)) == "kept"


def test_a_vow_of_harm_is_kept_by_whoever_tells_of_it_and_less_surely_where_harm_is_usual():
    vow = promise(act="vow", type="ASSAULT", status="threatened")
    blow = deed(3, type="ASSAULT", speaker=UKRAINE)
    rare, some, daily = (
        ledger(9, vow, blow, *(deed(-day, type="ASSAULT") for day in range(1, days)))[0]
        for days in (1, 5, 50)
    )
    assert (rare.state, some.state, daily.state) == ("kept", "kept", "open")
    assert some.probability < rare.probability
    assert {"ledger.unsure", "ledger.usual"} <= {step.rule for step in daily.steps}


@pytest.mark.parametrize(
    ("kind", "state_if_sure"), [({}, "kept"), ({"type": "REJECT", "mode": "assist"}, "broken")]
)
def test_what_is_less_likely_than_not_is_not_told_flatly(kind, state_if_sure):
    sure, doubtful = deed(5, **kind), unsure(deed(3, **kind), 0.5)
    standing = ledger(9, promise(due=30), doubtful)[0]
    assert (standing.state, standing.shown_by) == ("open", ())
    assert doubtful[1][0].id in standing.records
    (step,) = (step for step in standing.steps if step.rule == "ledger.unsure")
    assert state_if_sure in step.detail
    settled = ledger(9, promise(due=30), doubtful, sure)[0]
    assert (settled.state, settled.shown_by) == (state_if_sure, (sure[1][0].id,))
    assert settled.probability == pytest.approx(0.9 * 0.9)


def unsure(told, probability):
    """The same report and records, as likely to be read right as given."""
    report, records = told
    return report, [replace(one, grounds=replace(one.grounds, probability=probability)) for one in records]


def test_a_refusal_is_taken_back_by_doing_it_in_time():
    refusal = deed(3, type="REJECT", mode="assist")
    assert state(9, promise(due=7), refusal, deed(6)) == "kept"
    assert state(12, promise(due=7), refusal, deed(9)) == "broken"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "kept"),
        ({"to": None}, "open"),  # towards whom it was promised nobody says
        ({"to": None, "about": "In Ukraine the promised grain"}, "kept"),
        ({"to": None, "about": "In Kyiv the promised grain"}, "kept"),
        ({"to": AMERICA}, "open"),
        ({"type": "REQUEST"}, "open"),  # words keep no promise of deeds
        ({"about": "The Russian grain for Ukraine"}, "open"),  # shares names alone
    ],
)
def test_a_promise_of_no_known_kind_is_kept_by_deeds_towards_its_party_alone(more, expected):
    report, (_, commitment) = promise(due=30)
    more = {"about": "The promised grain", **more}
    commitment = replace(commitment, action=report.span(9, len(report.text) - 10))
    assert state(9, (report, [commitment]), deed(3, **more)) == expected


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("naval bases", "a base", True),
        ("ships", "warship", True),
        ("two armies", "the army", True),
        ("border clashes", "a clash", True),
        ("the crisis", "the crisi", False),
        ("a pass", "a path", False),
    ],
)
def test_one_and_many_are_one_word(first, second, is_one):
    assert bool(beginnings(first) & beginnings(second)) is is_one


def test_a_new_term_takes_the_place_of_one_that_runs():
    old, new = promise(due=20), promise(5, due=40)
    standings = ledger(6, old, new)
    assert [one.state for one in standings] == ["superseded", "open"]
    assert standings[0].shown_by == (new[1][1].id,)


def test_a_new_term_does_not_reach_back_to_one_that_is_over():
    assert [one.state for one in ledger(60, promise(due=20), promise(50, due=70))] == ["lapsed", "open"]


def test_a_commitment_that_is_told_often_is_kept_once():
    standing = ledger(9, *(promise(day, due=30) for day in range(8)))
    assert len(standing) == 1
    assert len(standing[0].records) == 8


def holder(name, side):
    return Actor(name=name, entity=f"x:{name}", country=side, sector="GOV", role="office")


@pytest.mark.parametrize(
    ("visitor", "mode", "expected"),
    [
        (holder("president", "RUS"), "visit", "kept"),
        (RUSSIA, "visit", "kept"),
        (holder("minister", "RUS"), "visit", "open"),
        (holder("president", "RUS"), "phone", "open"),
    ],
)
def test_a_summit_is_kept_by_those_who_were_to_meet(visitor, mode, expected):
    president = holder("president", "RUS")
    plan = promise(act="plan", type="CONSULT", status="planned", by=president, to=(AMERICA,))
    assert state(9, plan, deed(4, type="CONSULT", mode=mode, by=visitor, to=AMERICA)) == expected


def test_a_meeting_with_nobody_named_is_not_shown_by_one_of_many():
    plan = promise(act="plan", type="CONSULT", status="planned", to=())
    talk = deed(4, type="CONSULT", to=AMERICA)
    daily = [deed(day, type="CONSULT", to=UKRAINE, about=f"Talk {day}") for day in range(-40, 0)]
    assert state(9, plan, talk) == "kept"
    assert state(9, plan, talk, *daily) == "open"
    named = promise(act="plan", type="CONSULT", status="planned", to=(AMERICA,))
    assert state(9, named, talk, *daily) == "kept"


@pytest.mark.parametrize(("mode", "expected"), [("phone", "kept"), ("visit", "open"), (None, "open")])
def test_a_call_that_was_planned_is_no_visit(mode, expected):
    plan = promise(act="plan", type="CONSULT", mode="phone", status="planned", to=(AMERICA,))
    assert state(9, plan, deed(4, type="CONSULT", mode=mode, to=AMERICA)) == expected


def ultimatum(**more):
    report, (content, _) = promise(type="RETREAT", status="demanded", by=UKRAINE)
    commitment = Commitment(
        act="ultimatum",
        cue=report.span(9, 17),
        by=(RUSSIA,),
        to=(UKRAINE,),
        action=report.span(18, 31),
        otherwise=report.span(32, len(report.text) - 1),
        due=When(latest=date(2025, 6, 11), basis="stated"),
        grounds=content.grounds,
        **more,
    )
    penalty = Event(
        trigger=report.span(35, 38),
        type="SANCTION",
        by=(RUSSIA,),
        to=(UKRAINE,),
        when=When(),
        status="threatened",
        intensity=-5.0,
        grounds=content.grounds,
    )
    return report, [content, penalty, commitment]


def test_an_ultimatum_is_met_enforced_refused_or_lapses():
    assert state(5, ultimatum()) == "due soon"
    assert state(30, ultimatum()) == "lapsed"
    assert state(30, ultimatum(), deed(4, type="RETREAT", by=UKRAINE, to=RUSSIA)) == "kept"
    assert state(30, ultimatum(), deed(4, type="RETREAT", by=UKRAINE, to=RUSSIA, speaker=UKRAINE)) == "lapsed"
    assert state(30, ultimatum(), deed(14, type="SANCTION")) == "broken"
    assert state(30, ultimatum(), deed(4, type="SANCTION")) == "lapsed"
    met = deed(9, told=4, type="RETREAT", by=UKRAINE, to=RUSSIA)
    early = ledger(30, ultimatum(), deed(4, type="SANCTION"), met)[0]
    assert (early.state, early.shown_by) == ("kept", (met[1][0].id,))
    assert any("before the term was over" in step.detail for step in early.steps)
    assert state(30, ultimatum(), deed(12, type="SANCTION"), met) == "kept"
    late = deed(14, type="RETREAT", by=UKRAINE, to=RUSSIA)
    assert state(30, ultimatum(), deed(12, type="SANCTION"), late) == "broken"
    refusal = deed(4, type="REJECT", mode="yield", by=UKRAINE, to=RUSSIA)
    assert state(5, ultimatum(), refusal) == "due soon"
    assert state(30, ultimatum(), refusal) == "broken"


@given(
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["AID", "REJECT", "ASSAULT"])), max_size=6),
    st.integers(0, 40),
    st.randoms(use_true_random=False),
)
@settings(max_examples=60, deadline=None)
def test_what_comes_later_changes_nothing_and_order_neither(deeds, day, random):
    pieces = [promise(due=15), *(deed(when, type=kind, mode=None) for when, kind in deeds)]
    before = ledger(day, *pieces)
    cut = evening((FIRST + timedelta(days=day)).date())
    assert ledger(day, *(piece for piece in pieces if piece[0].known_at <= cut)) == before
    random.shuffle(pieces)
    assert ledger(day, *pieces) == before


RECORDS = FOLDER.parent / "commitments"
HAND_WRITTEN = [load_crisis(path.name, RECORDS) for path in sorted(RECORDS.glob("*.toml"))]


@pytest.mark.parametrize(
    ("record", "case"),
    [
        pytest.param(record, case, id=case["why"])
        for record in HAND_WRITTEN
        for case in record.expected["standings"]
    ],
)
def test_hand_written_records(record, case):
    standings = keep_ledger(record.known(evening(case["as_of"])))
    assert {record.keys[one.commitment_id]: one.state for one in standings} == case["states"]
    shown = {record.keys[one.commitment_id]: record.names(one.shown_by) for one in standings if one.shown_by}
    assert shown == case.get("shown_by", {})


def pledge_of(words, *acts):
    """A pledge in its own words, with (trigger, type, status) of the acts in them."""
    text = f"Ministers promised {words}."
    report = make_report(text)
    span = report.span(text.index(words), len(text) - 1)
    events = [
        Event(
            trigger=report.span(text.index(trigger), text.index(trigger) + len(trigger)),
            type=type,
            by=(RUSSIA,),
            when=When(),
            status=status,
            intensity=0.0,
            grounds=grounds(report, text),
        )
        for trigger, type, status in acts
    ]
    return events, span


@pytest.mark.parametrize(
    ("words", "acts", "wanted"),
    [
        ("to report on the raid by July", [("raid", "ASSAULT", "promised")], []),
        ("to halt the raids", [("raids", "ASSAULT", "promised")], []),
        ("to pay whoever was hurt in the raid", [("raid", "ASSAULT", "promised")], []),
        ("to raid the coast", [("raid", "ASSAULT", "promised")], ["ASSAULT"]),
        ("to launch new raids", [("raids", "ASSAULT", "threatened")], ["ASSAULT"]),
        (
            "to hold talks after the raid",
            [("talks", "CONSULT", "promised"), ("raid", "ASSAULT", "promised")],
            ["CONSULT"],
        ),
        (
            "to free the crew and to send grain",
            [("free", "RETREAT", "promised"), ("send", "AID", "promised")],
            ["RETREAT", "AID"],
        ),
        ("to press on with aid", [("aid", "AID", "promised")], ["AID"]),
    ],
)
def test_what_is_promised_is_the_doing_and_not_its_topic(words, acts, wanted):
    events, action = pledge_of(words, *acts)
    assert [event.type for event in promised(events, action, load())] == wanted


def test_two_ways_to_yield_are_two_matters():
    truce = promise(type="RETREAT", mode="ceasefire", due=20)
    release = promise(3, type="RETREAT", mode="release", due=40)
    assert [one.state for one in ledger(6, truce, release)] == ["open", "open"]
    vague = promise(3, type="RETREAT", due=40)
    assert [one.state for one in ledger(6, truce, vague)] == ["superseded", "open"]
