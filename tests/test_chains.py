"""Chains: what a sentence ties, and what only the order of acts suggests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from building import make_report
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codebook import load
from detente.crisis.chains import link_chains
from detente.crisis.cues import find_cues
from detente.crisis.known import known
from detente.schema import Actor, Event, Grounds, Place, When

SIDES = {name: Actor(name=name, entity=name, country=name) for name in ("RUS", "UKR", "USA")}
FIRST = datetime(2025, 3, 1, 12, tzinfo=UTC)


def mention(report, word, kind, by, to, day, **more):
    sentence = report.span(0, len(report.text))
    start = report.text.index(word)
    when = (FIRST + timedelta(days=day)).date()
    return Event(
        trigger=report.span(start, start + len(word)),
        type=kind,
        by=(SIDES[by],),
        to=(SIDES[to],),
        when=When(earliest=when, latest=when, basis="stated"),
        intensity=load().intensity(kind),
        grounds=Grounds(evidence=(sentence,), known_at=report.known_at, reading_id="hand", probability=1.0),
        **more,
    )


def link(events, reports, as_of=FIRST + timedelta(days=300)):
    """Each event is an incident of its own, named by its trigger's text."""
    incidents = {event.id: event.trigger.text for event in events}
    return link_chains(known(events, reports, incidents=incidents, voices={}, as_of=as_of))


def stated(text, *, act_day=0, answer_day=2, status="reported"):
    """The chains of one sentence that holds a raid by Ukraine and strikes by Russia."""
    report = make_report(text, published_at=FIRST + timedelta(days=9))
    events = [
        mention(report, "raid", "ASSAULT", "UKR", "RUS", act_day),
        mention(report, "strikes", "ASSAULT", "RUS", "UKR", answer_day, status=status),
    ]
    return [chain for chain in link(events, [report]) if chain.basis == "stated"]


@pytest.mark.parametrize(
    "text",
    [
        "The strikes came in response to the raid.",
        "The strikes were a response to the raid.",
        "The strikes were retaliation for the raid.",
        "The strikes, its answer to the raid, went on.",
        "Russia's strikes retaliated against Kyiv for the raid.",
        "The strikes began after the raid.",
        "In response to the raid, Moscow ordered strikes.",
        "After the raid there were strikes.",
        "The raid prompted strikes.",
        "The raid led to strikes.",
    ],
)
def test_words_that_tie_an_answer_to_its_act(text):
    (chain,) = stated(text)
    assert (chain.act, chain.answer, chain.lag_days) == ("raid", "strikes", 2)


@pytest.mark.parametrize(
    "text",
    ["The raid and the strikes went on.", "Before the raid there were strikes.", "The strikes hit the raid."],
)
def test_two_events_in_a_sentence_are_no_chain(text):
    assert stated(text) == []


def test_an_answer_does_not_come_before_its_act():
    assert stated("The strikes came in response to the raid.", act_day=3, answer_day=1) == []


@pytest.mark.parametrize("status", ["threatened", "planned", "denied"])
def test_what_has_not_happened_answers_nothing(status):
    assert stated("The strikes would be a response to the raid.", status=status) == []


def test_words_of_order_are_less_sure_than_words_of_cause():
    cause = stated("The strikes came in response to the raid.")[0]
    order = stated("The strikes began after the raid.")[0]
    assert order.probability < cause.probability
    assert '"in response to", as' in cause.steps[0].detail


def test_overlapping_cues_are_told_once():
    assert [cue.words for cue in find_cues("It was in retaliation for that.")] == ["in retaliation for"]


def series_of(days):
    """Reports of one act each: (day, kind, by, to)."""
    reports, events = [], []
    for number, (day, kind, by, to) in enumerate(days):
        report = make_report(f"Act{number}x was told.", published_at=FIRST + timedelta(days=day))
        reports.append(report)
        events.append(mention(report, f"Act{number}x", kind, by, to, day))
    return events, reports


def inferred(*days):
    return [(one.act, one.answer, one.lag_days) for one in link(*series_of(days)) if one.basis == "inferred"]


def test_the_same_dyad_reversed_within_days_is_inferred():
    assert inferred((0, "SANCTION", "USA", "RUS"), (3, "SANCTION", "RUS", "USA")) == [("Act0x", "Act1x", 3)]


@pytest.mark.parametrize(
    "second",
    [
        (9, "SANCTION", "RUS", "USA"),  # too late
        (0, "SANCTION", "RUS", "USA"),  # the same day: no order
        (3, "SANCTION", "RUS", "UKR"),  # somebody else
        (3, "AID", "RUS", "USA"),  # not in kind
        (3, "ACCUSE", "RUS", "USA"),  # blame follows everything
    ],
)
def test_what_is_not_inferred(second):
    assert inferred((0, "SANCTION", "USA", "RUS"), second) == []


def test_in_a_war_of_daily_strikes_nothing_is_inferred():
    days = [(day, "ASSAULT", *pair) for day in range(40) for pair in (("RUS", "UKR"), ("UKR", "RUS"))]
    late = [chain for chain in inferred(*days) if int(chain[1][3:-1]) > 60]
    assert late == [(act, answer, 1) for act, answer, _ in late]
    probability = {one.answer: one.probability for one in link(*series_of(days)) if one.basis == "inferred"}
    assert probability["Act70x"] < probability["Act2x"]


def test_a_pair_that_is_stated_is_not_inferred_as_well():
    report = make_report("The strikes were a response to the raid.", published_at=FIRST + timedelta(days=9))
    events = [
        mention(report, "raid", "ASSAULT", "UKR", "RUS", 0),
        mention(report, "strikes", "ASSAULT", "RUS", "UKR", 2),
    ]
    assert [chain.basis for chain in link(events, [report])] == ["stated"]


ACTS = st.tuples(
    st.integers(0, 30),
    st.sampled_from(["ASSAULT", "SANCTION", "AID", "THREATEN"]),
    st.sampled_from(["RUS", "UKR"]),
    st.sampled_from(["USA", "UKR", "RUS"]),
)


@given(st.lists(ACTS, max_size=12), st.integers(0, 30), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_what_comes_later_changes_nothing_and_order_neither(days, day, random):
    events, reports = series_of(days)
    cut = FIRST + timedelta(days=day)
    before = link(events, reports, as_of=cut)
    early = [event for event in events if event.grounds.known_at <= cut]
    assert link(early, [report for report in reports if report.known_at <= cut], as_of=cut) == before
    random.shuffle(events)
    assert link(events, reports, as_of=cut) == before


def named(text, *events, day=6):
    """The stated chains of an answer whose sentence names its act by a noun; `events` were told before."""
    report = make_report(text, published_at=FIRST + timedelta(days=day))
    noun = mention(report, "bombing", "ASSAULT", "UKR", "RUS", day, background=True)
    noun = replace(noun, by=(), to=(), when=When(), place=city(report, "Bryansk"))
    answer = mention(report, "fired", "ASSAULT", "RUS", "UKR", day)
    found = link([event for _, event in events] + [noun, answer], [one for one, _ in events] + [report])
    return [chain for chain in found if chain.basis == "stated"]


def city(report, name):
    start = report.text.index(name)
    span = report.span(start, start + len(name))
    return Place(mention=span, name=name, country="RUS", precision="city")


def raid(word, *, place="Bryansk", kind="ASSAULT", by="UKR", day=3):
    report = make_report(f"A {word} in {place} was told.", published_at=FIRST + timedelta(days=day))
    return report, replace(mention(report, word, kind, by, "RUS", day), place=city(report, place))


TIED = "Russia fired at Kyiv in response to the bombing of Bryansk."


def test_a_noun_stands_for_the_one_act_of_its_kind_at_its_place():
    (chain,) = named(TIED, raid("raid"))
    assert (chain.act, chain.answer, chain.lag_days) == ("raid", "fired", 3)
    assert [step.rule for step in chain.steps] == ["chains.words", "chains.meant"]
    assert len(chain.records) == 3
    assert chain.probability < stated("The strikes came in response to the raid.")[0].probability


@pytest.mark.parametrize(
    "before",
    [
        [raid("raid"), raid("attack", day=4)],  # two could be meant
        [raid("raid", place="Kursk")],
        [raid("raid", kind="SANCTION")],
        [raid("raid", by="USA")],  # upon whom the answer does not fall
        [raid("raid", day=-40)],
        [],
    ],
)
def test_a_noun_that_may_mean_another_act_states_nothing(before):
    assert named(TIED, *before) == []


def test_words_of_order_do_not_say_which_act_a_noun_means():
    assert named("Russia fired at Kyiv after the bombing of Bryansk.", raid("raid")) == []
