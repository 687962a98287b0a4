"""What an incident counts as: whom it falls upon where only a place is named, and the sign of its kind."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from building import make_report

from detente.codebook import load
from detente.crisis.acts import PLACED, gather_acts
from detente.crisis.assessment import assess
from detente.crisis.known import known
from detente.crisis.levels import gather_dyads
from detente.schema import Actor, Event, Grounds, Place, When

RUSSIA = Actor(name="Russia", entity="Q159", country="RUS")
UKRAINE = Actor(name="Ukraine", entity="Q212", country="UKR")
AMERICA = Actor(name="United States", entity="Q30", country="USA")
REBELS = Actor(name="Donetsk People's Republic", entity="group:dpr", country="UKR", sector="REB")
KHERSON = Actor(name="Kherson", country="UKR")
KOSOVO = Actor(name="Kosovo", entity="Q1246", country="XKX", sector="PRE")
HARBOUR = Place(name="Kharkiv", country="UKR", precision="city")
BOOK = load()


def act(text, trigger, kind, *, mode=None, by=(RUSSIA,), to=(), place=None, day=2, **more):
    """The one act that a sentence tells of."""
    seen = told(text, trigger, kind, mode=mode, by=by, to=to, place=place, day=day, **more)
    acts = gather_acts(seen, BOOK)
    return acts[0] if acts else None


def told(text, trigger, kind, *, mode=None, by=(RUSSIA,), to=(), place=None, day=2, **more):
    report = make_report(text, day=day)
    start = text.index(trigger)
    event = Event(
        trigger=report.span(start, start + len(trigger)),
        type=kind,
        mode=mode,
        by=by,
        to=to,
        place=place,
        when=When(earliest=report.known_at.date(), latest=report.known_at.date(), basis="stated"),
        intensity=BOOK.intensity(kind, mode),
        grounds=Grounds(
            evidence=(report.span(0, len(text)),),
            known_at=report.known_at,
            reading_id="hand",
            probability=0.9,
        ),
        **more,
    )
    as_of = datetime(2025, 7, 1, tzinfo=UTC)
    return known([event], [report], incidents={event.id: "one"}, voices={}, as_of=as_of)


def test_a_strike_on_a_place_falls_on_its_country_with_a_share_of_the_certainty():
    named = act("Missiles struck the Ukrainian army.", "struck", "ASSAULT", to=(UKRAINE,), place=HARBOUR)
    placed = act("Missiles struck Kharkiv.", "struck", "ASSAULT", place=HARBOUR)
    assert (named.to, named.placed, placed.to, placed.placed) == (("UKR",), False, ("UKR",), True)
    assert placed.credence == pytest.approx(PLACED * named.credence)
    assert placed.probability == pytest.approx(PLACED * named.probability)


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "ASSAULT", "by": (UKRAINE,)},  # at home
        {"kind": "ASSAULT", "by": ()},  # nobody is named, and no place acts
        {"kind": "CONSULT"},  # talks fall on nobody where they are held
        {"kind": "MOBILIZE"},  # forces are shown to somebody else
        {"kind": "RETREAT", "mode": "resign"},
    ],
)
def test_a_place_stands_for_nobody_else(more):
    kind = more.pop("kind")
    assert act("Something went on at Kharkiv.", "went", kind, place=HARBOUR, **more).to == ()


def test_who_is_named_is_not_outvoted_by_where():
    found = act("Missiles struck Poles.", "struck", "ASSAULT", to=(AMERICA,), place=HARBOUR)
    assert (found.to, found.placed) == (("USA",), False)


def test_levels_and_arrow_rest_on_strikes_that_name_a_place_alone():
    seen = told("Missiles struck Kharkiv.", "struck", "ASSAULT", place=HARBOUR)
    (series,) = gather_dyads(seen)
    assert (series.by, series.to, series.total[0] < 0) == ("RUS", "UKR", True)
    found = assess(replace(seen, as_of=datetime(2025, 6, 20, tzinfo=UTC)), about=("RUS", "UKR"))
    assert found.records == tuple(event.id for event in seen.events)


TURNED = [
    ("The president paused all military aid to Ukraine.", "paused", "CONCEDE", "SANCTION", "discontinue"),
    ("It has suspended intelligence sharing with Kyiv.", "suspended", "CONCEDE", "SANCTION", "discontinue"),
    ("They end their talks early after a quarrel.", "end", "RETREAT", "REJECT", "meet"),
    ("The ministry suspends peace talks.", "suspends", "RETREAT", "REJECT", "meet"),
    ("The ministry suspends trade talks.", "suspends", "CONCEDE", "REJECT", "meet"),
    ("Washington lifts sanctions on three banks.", "lifts", "SANCTION", "CONCEDE", None),
    ("Brussels eased its ban on steel.", "eased", "SANCTION", "CONCEDE", None),
    ("Ottawa removed it from the list of terrorist groups.", "removed", "SANCTION", "CONCEDE", None),
    ("It terminates the tariff exemption for parcels.", "terminates", "CONCEDE", "SANCTION", "discontinue"),
    ("The army halts its airstrikes for a day.", "halts", "COERCE", "RETREAT", "ceasefire"),
    ("The senate recognised the famine as a genocide.", "recognised", "SUPPORT", "ACCUSE", "disapprove"),
]


@pytest.mark.parametrize(("text", "verb", "read", "kind", "mode"), TURNED)
def test_what_is_ended_or_lifted_decides_the_sign(text, verb, read, kind, mode):
    found = act(text, verb, read, to=(UKRAINE,))
    assert (found.type, found.mode, found.to) == (kind, mode, ("UKR",))
    assert found.intensity == BOOK.intensity(kind, mode)
    assert (found.intensity < 0) is not (BOOK.intensity(read) < 0)


@pytest.mark.parametrize(
    ("text", "verb", "kind"),
    [
        ("The general suspended the officer.", "suspended", "CONCEDE"),
        ("The president paused all military aid.", "paused", "SANCTION"),
        ("The brigade lifts the siege of the town.", "lifts", "RETREAT"),
        ("They removed seven banks from the network.", "removed", "SANCTION"),
        ("The court recognised their marriage.", "recognised", "SUPPORT"),
    ],
)
def test_other_objects_leave_the_kind_as_it_was_read(text, verb, kind):
    found = act(text, verb, kind, to=(UKRAINE,))
    assert (found.type, found.intensity) == (kind, BOOK.intensity(kind))


@pytest.mark.parametrize(
    ("text", "to", "owner"),
    [
        ("Moscow recognised the independence of the republic.", (REBELS,), "UKR"),
        ("Moscow recognised the independence of Kherson Oblast.", (KHERSON,), "UKR"),
        ("Moscow recognised Kosovo as an independent state.", (KOSOVO,), "SRB"),
        ("Moscow recognised two Ukrainian territories as its own.", (), "UKR"),
    ],
)
def test_recognising_a_part_of_a_state_is_an_act_against_that_state(text, to, owner):
    found = act(text, "recognised", "SUPPORT", to=to)
    assert (found.type, found.to, found.intensity < 0) == ("REJECT", (owner,), True)


def test_recognising_a_state_of_its_own_is_support_and_unrecognising_is_not_turned():
    assert act(
        "Moscow recognised Ukraine as a sovereign state.", "recognised", "SUPPORT", to=(UKRAINE,)
    ).type == ("SUPPORT")
    text = "Moscow withdrew its recognition of the republics."
    assert act(text, "recognition", "SUPPORT", to=(REBELS,)).type == "SUPPORT"


def test_signing_an_annexation_is_no_agreement():
    found = act("Putin signs treaties to annex Ukrainian territories.", "signs", "AGREE")
    assert (found.type, found.to, found.intensity < 0) == ("COERCE", ("UKR",), True)


def test_a_ceasefire_that_names_talks_stops_no_fire():
    assert act("The ceasefire talks went on.", "ceasefire", "RETREAT", mode="ceasefire").type == "CONSULT"
    assert act("The ceasefire deal was praised.", "ceasefire", "RETREAT", mode="ceasefire").type == "AGREE"
    assert act("The ceasefire began at noon.", "ceasefire", "RETREAT", mode="ceasefire").type == "RETREAT"
